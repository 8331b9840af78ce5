"""What goes wrong with signatures; no error shows a passphrase or a key."""

from engine.errors.tree import (
    ConflictError,
    InvalidError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)


class SignatureNotFoundError(NotFoundError):
    """No such signature is owed, or it is another's to give. Facts: `signature`."""

    code = "signature_not_found"


class PassphraseWrongError(InvalidError):
    """The passphrase does not open the key."""

    code = "passphrase_wrong"


class KeyFileInvalidError(InvalidError):
    """A file holds no key with its certificate. Facts: `reason` (a message key)."""

    code = "key_file_invalid"


class KeyMissingError(InvalidError):
    """Somebody signs who has not deposited a key."""

    code = "key_missing"


class CertificateInvalidError(InvalidError):
    """A certificate is not good now. Facts: `from_day`, `until_day` (ISO dates)."""

    code = "certificate_invalid"


class MadeAloneError(RefusedError):
    """Nobody signs what they made alone. Facts: `document`."""

    code = "made_alone"


class AlreadySignedError(ConflictError):
    """The signature was given, or its document is no longer to be signed."""

    code = "already_signed"


class SigningFailedError(InvalidError):
    """The file cannot be signed. Facts: `detail`."""

    code = "signing_failed"


class SigningUnavailableError(UnavailableError):
    """The signing service does not answer now."""

    code = "signing_unavailable"


class ReaderUnavailableError(UnavailableError):
    """Files of strangers cannot be read now: too many wait, or the reader stopped."""

    code = "reader_unavailable"
