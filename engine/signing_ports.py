"""Where services and signers meet.

Two signers exist: keys that the office keeps, and a national service that keeps
them itself. Apart from `engine.ports` because nothing else needs it.
"""

from datetime import datetime
from typing import Protocol

from engine.domain.signing import KeyFacts, Mark, Traces


class DocumentSigner(Protocol):
    """Signs PDFs; a signature goes behind what is there, which stays as it was."""

    def sign(self, pdf: bytes, key: bytes, passphrase: str, mark: Mark) -> bytes:
        """Return the file with one signature more.

        Args:
            pdf: signed before or not.
            key: as the office keeps it, or whom a service knows the signer by.
            passphrase: asked for this once, and kept by nobody.
            mark: how it stands in the document.

        Raises:
            PassphraseWrongError: it does not open the key.
            CertificateInvalidError: the certificate is not good at `mark.at`.
            SigningFailedError: the file cannot be signed.
            SigningUnavailableError: a service does not answer.
        """
        ...


class KeyKeeper(Protocol):
    """Takes keys into the office and makes its seal; content is encrypted."""

    def admit(self, pkcs12: bytes, passphrase: str) -> tuple[KeyFacts, bytes]:
        """Return what the certificate says and the file as the office keeps it.

        Raises:
            PassphraseWrongError: it does not open the file.
            KeyFileInvalidError: the file holds no key with its certificate.
        """
        ...

    def new_seal(self, name: str, now: datetime) -> tuple[KeyFacts, bytes]:
        """Make a key pair for the office, its certificate good from `now`."""
        ...


class TraceReader(Protocol):
    """Reads a file that nobody vouches for."""

    def traces(self, pdf: bytes, now: datetime) -> Traces:
        """Return what a file tells of itself; nothing where it cannot be read.

        Raises:
            ReaderUnavailableError: nobody can read now.
        """
        ...
