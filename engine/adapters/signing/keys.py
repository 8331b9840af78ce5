"""PKCS#12 files: what they hold, and the office's own one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_key_and_certificates,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID

from engine.domain.signing import KeyFacts
from engine.errors import KeyFileInvalidError, PassphraseWrongError

MAX_FILE = 100_000  # bytes; a key with its chain is a few thousand
SEAL_LASTS = timedelta(days=5 * 365)
_LONGEST_NAME = 64  # of a common name, X.520


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFile:
    """A PKCS#12 that was opened: a certificate with the chain above it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def opened(pkcs12: bytes, passphrase: str) -> KeyFile:
    """Return what a PKCS#12 holds.

    Raises:
        PassphraseWrongError: the passphrase does not open it.
        KeyFileInvalidError: it is none, or holds no key that signs.
    """
    # A DER sequence: anything else is no PKCS#12, whatever the passphrase.
    if len(pkcs12) > MAX_FILE or pkcs12[:1] != b"\x30":
        raise KeyFileInvalidError(reason="signing.no_pkcs12")
    try:
        key, certificate, others = load_key_and_certificates(
            pkcs12, passphrase.encode() or None
        )
    except ValueError as error:
        # The message is the library's own: it names no part of the passphrase.
        if "password" in str(error).casefold() or "mac" in str(error).casefold():
            raise PassphraseWrongError from None
        raise KeyFileInvalidError(reason="signing.no_pkcs12") from None
    if key is None or certificate is None:
        raise KeyFileInvalidError(reason="signing.no_key")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyFileInvalidError(reason="signing.key_kind")
    return KeyFile(certificate=certificate, chain=tuple(others))


def load_roots(file: Path | None) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file of authorities, none without a file.

    Raises:
        OSError, ValueError: it cannot be read, or holds none.
    """
    if file is None:
        return ()
    return tuple(x509.load_pem_x509_certificates(file.read_bytes()))


def facts_of(certificate: x509.Certificate, *, certified: bool) -> KeyFacts:
    """Return what a certificate says of itself."""
    return KeyFacts(
        holder=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        certified=certified,
    )


def made_seal(name: str, now: datetime) -> bytes:
    """Return a PKCS#12 with a new key pair that vouches for itself.

    It has no passphrase: the office's safe is all that guards a seal.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME] or "Mutu Baku")]
    )
    begins = now.astimezone(UTC).replace(microsecond=0)
    usage = {
        name: name in {"digital_signature", "content_commitment"}
        for name in (
            *("digital_signature", "content_commitment", "key_encipherment"),
            *("data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        )
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - timedelta(minutes=5))
        .not_valid_after(begins + SEAL_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    return serialize_key_and_certificates(
        name.encode(), key, certificate, None, NoEncryption()
    )


def trusted_by(file: KeyFile, roots: tuple[x509.Certificate, ...]) -> bool:
    """Tell whether one of the roots, over the chain that came along, issued it.

    Signatures of issuers are checked; validity in time is asked when signing.
    """
    current = file.certificate
    for _ in range(len(file.chain) + 1):
        if any(_issued(root, current) for root in roots):
            return True
        above = next(
            (one for one in file.chain if _is_authority(one) and _issued(one, current)),
            None,
        )
        if above is None or above == current:
            return False
        current = above
    return False


def _is_authority(certificate: x509.Certificate) -> bool:
    """Tell whether it may issue others: an officer's own may not."""
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, x509.ExtensionNotFound):
        return False
    return basic.value.ca


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:  # noqa: BLE001 - any failure means that it did not
        return False
    return True


def _name(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
