"""The visible block of a signature: who, in which post, when, and how sure it is.

Without a certificate of an authority that the office trusts, no sentence claims
one (design: «verifikasi internal, bukan TTE tersertifikasi»).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.signing import Signature, SigningMethod
from engine.domain.worktime import DEFAULT_ZONE
from engine.ports import DocumentRenderer
from engine.translations import sentence

_ZONE = ZoneInfo(DEFAULT_ZONE)
_TEMPLATE = """<!DOCTYPE html>
<html lang="{{ bahasa }}"><head><meta charset="utf-8"><title>{{ judul }}</title><style>
@page { size: 78mm 19mm; margin: 0 }
html { font: 6.6pt/1.3 Arial, "Liberation Sans", sans-serif; color: #111 }
body { margin: 0; height: 19mm; width: 78mm; border: .5pt solid #555; padding: 1.2mm 2mm 0;
  box-sizing: border-box; overflow: hidden }
p { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.utama { font-size: 8.2pt; font-weight: bold; line-height: 1.25 }
.kalimat { white-space: normal; color: #333; margin-top: .5mm; font-size: 6.2pt; line-height: 1.25 }
</style></head><body>
<p>{{ judul }}</p>
<p class="utama">{{ nama }}</p>
<p>{{ jabatan }}{% if nip %} · NIP {{ nip }}{% endif %}</p>
<p>{{ waktu }}</p>
<p class="kalimat">{{ kalimat }}</p>
</body></html>"""


class BlockWriter:
    """Words and draws what stands in the room of a signature."""

    def __init__(self, *, renderer: DocumentRenderer, language: str) -> None:
        """Draw with the renderer of documents, in the language of documents."""
        self._renderer = renderer
        self._language = language

    def reason(self, signature: Signature) -> str:
        """Return what PDF readers show as the reason of a signature."""
        return self._said("signing.reason", title=signature.title)

    def statement(self, signature: Signature, *, issuer: str) -> str:
        """Return the sentence that says how sure a signature is."""
        if signature.certified:
            return self._said("signing.certified", issuer=issuer)
        if signature.method is SigningMethod.SEAL:
            return self._said("signing.sealed")
        return self._said("signing.internal")

    def picture(self, signature: Signature, *, issuer: str) -> bytes:
        """Return a PDF of one page as large as the room.

        Raises:
            InvalidError, UnavailableError: as the renderer tells them.
        """
        at = signature.signed_at or signature.created_at
        return self._renderer.render(
            _TEMPLATE,
            {
                "bahasa": self._language,
                "judul": self._said("signing.block_title"),
                "nama": signature.signer_name,
                "jabatan": signature.title,
                "nip": signature.nip,
                "waktu": self._moment(at),
                "kalimat": self.statement(signature, issuer=issuer),
                "tanggal": at.date().isoformat(),
            },
        )

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(_ZONE)
        return self._said("signing.at", moment=f"{local:%d-%m-%Y %H.%M} WIB")

    def _said(self, key: str, **facts: object) -> str:
        return sentence(key, self._language, facts)
