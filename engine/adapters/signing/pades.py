"""PAdES signatures with keys that the office keeps.

Level B-B; where the chain of the certificate ends in a root that the office
trusts, what is needed to check it later goes along (B-LT without a time stamp,
for nothing is fetched). A signature is an incremental update: the bytes of the
PDF/A before it stay as they are.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from engine.adapters.signing.keys import (
    KeyFile,
    facts_of,
    made_seal,
    opened,
    trusted_by,
)
from engine.adapters.signing.rooms import room_in
from engine.adapters.signing.safe import Safe
from engine.adapters.signing.traces import codes_in
from engine.domain.signing import FoundSignature, KeyFacts, Mark
from engine.errors import (
    CertificateInvalidError,
    PassphraseWrongError,
    SigningFailedError,
)

MOST_SIGNATURES = 20
T = TypeVar("T")
_WHOLE = SignatureCoverageLevel.ENTIRE_REVISION
# Certificates of offices differ; for what they may be used is asked of none.
_ANY_USAGE = KeyUsageConstraints(key_usage=set())
# What the library raises on a file that is none, or none that it can sign.
_UNREADABLE = (
    PdfError,
    SigningError,
    PathError,
    ValidationError,
    SignatureValidationError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

# It tells of every certificate it does not trust; officers cannot act on that.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class _Picture(PdfContent):
    """The page of another PDF, as the look of a signature."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self._source = source

    def render(self) -> bytes:
        writer: BasePdfFileWriter = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self._source)))
        self.resources.xobject[pdf_name("/Picture")] = page
        left, low, right, high = map(float, page.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Picture Do"


class _ClockedSigner(PdfSigner):
    """Signs at an instant that it is told, not at the machine's."""

    def __init__(self, *, at: datetime, signer: SimpleSigner, **how: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(signer=signer, **how)
        self._at = at

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - the library's
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class PadesSigner:
    """Signs and reads signatures; keys are seen in clear here alone."""

    def __init__(self, safe: Safe, roots: Sequence[x509.Certificate] = ()) -> None:
        """Keep keys in a safe; `roots` are the authorities that the office trusts."""
        self._safe = safe
        self._roots = tuple(roots)

    def admit(self, pkcs12: bytes, passphrase: str) -> tuple[KeyFacts, bytes]:
        """Return what the certificate says and the file as the office keeps it.

        Raises:
            PassphraseWrongError: it does not open the file, or is empty.
            KeyFileInvalidError: the file holds no key with its certificate.
        """
        if not passphrase:
            raise PassphraseWrongError
        file = opened(pkcs12, passphrase)
        certified = trusted_by(file, self._roots)
        facts = facts_of(file.certificate, certified=certified)
        return facts, self._safe.lock(pkcs12)

    def new_seal(self, name: str, now: datetime) -> tuple[KeyFacts, bytes]:
        """Make a key pair for the office, its certificate good from `now`."""
        made = made_seal(name, now)
        certificate = opened(made, "").certificate
        return facts_of(certificate, certified=False), self._safe.lock(made)

    def sign(self, pdf: bytes, key: bytes, passphrase: str, mark: Mark) -> bytes:
        """Return the file with one signature more.

        Raises:
            PassphraseWrongError: it does not open the key.
            CertificateInvalidError: the certificate is not good at `mark.at`.
            SigningFailedError: the file cannot be signed, or the key was changed.
        """
        pkcs12 = self._safe.unlock(key)
        file = opened(pkcs12, passphrase)
        _require_valid(file.certificate, mark.at)
        try:
            signer = SimpleSigner.load_pkcs12_data(
                pkcs12, other_certs=[], passphrase=passphrase.encode() or None
            )
            return self._signed(pdf, signer, file, mark)
        except _UNREADABLE as error:
            raise SigningFailedError(detail=type(error).__name__) from error

    def signatures(self, pdf: bytes, now: datetime) -> tuple[FoundSignature, ...]:
        """Return the signatures of a PDF in their order; none where it has none.

        Raises:
            SigningFailedError: it cannot be read as a signed PDF.
        """
        try:
            reader = PdfFileReader(BytesIO(pdf), strict=False)
            embedded = reader.embedded_regular_signatures[:MOST_SIGNATURES]
            return tuple(self._found(one, now) for one in embedded)
        except _UNREADABLE as error:
            raise SigningFailedError(detail=type(error).__name__) from error

    def codes(self, pdf: bytes) -> tuple[str, ...]:
        """Return the codes that are printed on a PDF, none where it is unreadable."""
        return codes_in(pdf)

    def _signed(
        self, pdf: bytes, signer: SimpleSigner, file: KeyFile, mark: Mark
    ) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        room = room_in(writer.prev, mark.place)
        field = SigFieldSpec(sig_field_name=f"TandaTangan{mark.place}")
        if room is not None:
            field = SigFieldSpec(
                sig_field_name=f"TandaTangan{mark.place}",
                on_page=room.page,
                box=room.box,
                readable_field_name=mark.signer,
            )
        lasting = trusted_by(file, self._roots)
        meta = PdfSignatureMetadata(
            field_name=field.sig_field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=mark.signer,
            reason=mark.reason,
            signer_key_usage=set(),
            embed_validation_info=lasting,
            validation_context=self._context(mark.at) if lasting else None,
        )
        clocked = _ClockedSigner(
            at=mark.at,
            signer=signer,
            signature_meta=meta,
            new_field_spec=field,
            stamp_style=_style(mark.picture) if room is not None else None,
        )
        written: BytesIO = _apart(lambda: clocked.sign_pdf(writer))
        return written.getvalue()

    def _found(self, embedded: EmbeddedPdfSignature, now: datetime) -> FoundSignature:
        signed_at = embedded.self_reported_timestamp
        # A certificate that ended since was good when it signed; the office's own
        # record says when that was, the signature only what its signer claims.
        at = signed_at or now
        context = self._context(min(at, now))
        status = _apart(
            lambda: validate_pdf_signature(
                embedded, context, key_usage_settings=_ANY_USAGE
            )
        )
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        facts = facts_of(certificate, certified=bool(status.trusted))
        return FoundSignature(
            signer=facts.holder,
            fingerprint=facts.fingerprint,
            signed_at=signed_at,
            intact=bool(status.intact and status.valid),
            whole=bool(status.docmdp_ok) and status.coverage >= _WHOLE,
            certified=facts.certified,
        )

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=[
                asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))
                for root in self._roots
            ],
            moment=at,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )


def load_roots(file: Path | None) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file of authorities, none without a file.

    Raises:
        OSError, ValueError: it cannot be read, or holds none.
    """
    if file is None:
        return ()
    return tuple(x509.load_pem_x509_certificates(file.read_bytes()))


def _apart(work: Callable[[], T]) -> T:
    """Do something in a thread of its own and return what it gives.

    The library runs an event loop, which a thread that has one already refuses.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(work).result()


def _style(picture: bytes) -> StaticStampStyle:
    filling = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(),
    )
    return StaticStampStyle(
        border_width=0, background=_Picture(picture), background_layout=filling
    )


def _require_valid(certificate: x509.Certificate, at: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= at < ends:
        raise CertificateInvalidError(
            from_day=begins.date().isoformat(), until_day=ends.date().isoformat()
        )
