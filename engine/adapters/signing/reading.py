"""What a PDF tells of itself: its signatures, and the codes printed on it.

The file may come from anybody and break anything in a library, so offices read in
a process of its own (`reading_process`). Nothing is fetched.
"""

import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pypdf import PdfReader

from engine.adapters.signing.keys import facts_of
from engine.domain.signing import FoundSignature, Traces
from engine.errors import SigningFailedError

MOST_SIGNATURES = 20
MOST_PAGES = 3
T = TypeVar("T")
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")
_WHOLE = SignatureCoverageLevel.ENTIRE_REVISION
# Certificates of offices differ; for what they may be used is asked of none.
_ANY_USAGE = KeyUsageConstraints(key_usage=set())
# What the library raises on a file that is none, or none that it can sign.
UNREADABLE = (
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

for _library in ("pyhanko", "pyhanko_certvalidator", "pypdf"):
    # They tell of all that is odd in a file; officers cannot act on that.
    logging.getLogger(_library).setLevel(logging.CRITICAL)


class PdfTraces:
    """Reads in this process; `ReadingProcess` puts time and memory limits around it."""

    def __init__(self, roots: Sequence[x509.Certificate] = ()) -> None:
        """Call certified what ends in one of the roots."""
        self._roots = tuple(roots)

    def traces(self, pdf: bytes, now: datetime) -> Traces:
        """Return what a file tells; nothing where it cannot be read."""
        try:
            found = self.signatures(pdf, now)
        except SigningFailedError:
            found = ()
        return Traces(signatures=found, codes=_codes_in(pdf))

    def signatures(self, pdf: bytes, now: datetime) -> tuple[FoundSignature, ...]:
        """Return the signatures of a PDF in their order; none where it has none.

        Raises:
            SigningFailedError: it cannot be read as a signed PDF.
        """
        try:
            reader = PdfFileReader(BytesIO(pdf), strict=False)
            embedded = reader.embedded_regular_signatures[:MOST_SIGNATURES]
            return tuple(self._found(one, now) for one in embedded)
        except UNREADABLE as error:
            raise SigningFailedError(detail=type(error).__name__) from error

    def _found(self, embedded: EmbeddedPdfSignature, now: datetime) -> FoundSignature:
        signed_at = embedded.self_reported_timestamp
        # A certificate that ended since was good when it signed; the office's own
        # record says when that was, the signature only what its signer claims.
        at = signed_at or now
        context = context_at(min(at, now), self._roots)
        status = apart(
            lambda: validate_pdf_signature(
                embedded, context, key_usage_settings=_ANY_USAGE
            )
        )
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        facts = facts_of(certificate, certified=bool(status.trusted))
        return FoundSignature(
            signer=facts.holder,
            issuer=facts.issuer,
            fingerprint=facts.fingerprint,
            signed_at=signed_at,
            intact=bool(status.intact and status.valid),
            whole=bool(status.docmdp_ok) and status.coverage >= _WHOLE,
            certified=facts.certified,
        )


def context_at(at: datetime, roots: Sequence[x509.Certificate]) -> ValidationContext:
    """Return whom the library trusts at an aware instant; it fetches nothing."""
    return ValidationContext(
        trust_roots=[
            asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))
            for root in roots
        ],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def apart(work: Callable[[], T]) -> T:
    """Do something in a thread of its own and return what it gives.

    The library runs an event loop, which a thread that has one already refuses.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(work).result()


def _codes_in(pdf: bytes) -> tuple[str, ...]:
    """Return the codes printed on the first pages, each once.

    A file that cannot be read has none.
    """
    try:
        pages = PdfReader(BytesIO(pdf)).pages[:MOST_PAGES]
        text = "\n".join(page.extract_text() for page in pages)
    except Exception:  # noqa: BLE001 - a stranger's file may break anything
        return ()
    return tuple(dict.fromkeys(_CODE.findall(text)))
