"""Keys of people for tests: PKCS#12 files of an authority that exists nowhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID

PASSPHRASE = "kunci rahasia Camat 2024"  # noqa: S105 - of nobody
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Issues certificates; `pem` is what an office trusts it by."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    above: tuple[x509.Certificate, ...] = ()

    def pkcs12(
        self, name: str, begins: datetime, *, passphrase: str = PASSPHRASE
    ) -> bytes:
        """Return a person's key, its certificate good for a year from `begins`."""
        person = self.person(name, begins)
        return serialize_key_and_certificates(
            name.encode(),
            person.key,
            person.certificate,
            person.above,
            BestAvailableEncryption(passphrase.encode()),
        )

    def person(self, name: str, begins: datetime) -> "Authority":
        """Return a person who might play the authority: the certificate forbids it."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(name, key, begins, self)
        above = (self.certificate, *self.above)
        return Authority(key=key, certificate=certificate, above=above)


def authority(begins: datetime) -> Authority:
    """Return an authority that is good for ten years from `begins`."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate("Otoritas Contoh", key, begins, None)
    return Authority(key=key, certificate=certificate)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    begins: datetime,
    issuer: Authority | None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = subject if issuer is None else issuer.certificate.subject
    public = key.public_key() if issuer is None else issuer.key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + (YEAR if issuer else 10 * YEAR))
        .add_extension(
            x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False
        )
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
