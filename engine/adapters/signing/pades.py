"""PAdES signatures with keys that the office keeps.

Level B-B; where the chain of the certificate ends in a root that the office
trusts, what is needed to check it later goes along (B-LT without a time stamp,
for nothing is fetched). A signature is an incremental update: the bytes of the
PDF/A before it stay as they are.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from engine.adapters.signing.keys import (
    KeyFile,
    facts_of,
    made_seal,
    opened,
    trusted_by,
)
from engine.adapters.signing.reading import UNREADABLE, apart, context_at
from engine.adapters.signing.rooms import room_in
from engine.adapters.signing.safe import Safe
from engine.domain.signing import KeyFacts, Mark
from engine.errors import (
    CertificateInvalidError,
    PassphraseWrongError,
    SigningFailedError,
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
    """Signs; keys are seen in clear here alone."""

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
        except UNREADABLE as error:
            raise SigningFailedError(detail=type(error).__name__) from error

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
            validation_context=context_at(mark.at, self._roots) if lasting else None,
        )
        clocked = _ClockedSigner(
            at=mark.at,
            signer=signer,
            signature_meta=meta,
            new_field_spec=field,
            stamp_style=_style(mark.picture) if room is not None else None,
        )
        written: BytesIO = apart(lambda: clocked.sign_pdf(writer))
        return written.getvalue()


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
