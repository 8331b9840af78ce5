"""Words of PDFs for the search, and several PDFs as one."""

import logging
from collections.abc import Sequence
from io import BytesIO

MOST_WORDS = 200_000  # characters of one document
MOST_PAGES = 200

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF in lower case with single blanks, empty where none."""
    from pypdf import PdfReader  # noqa: PLC0415 - heavy

    try:
        pages = PdfReader(BytesIO(pdf)).pages[:MOST_PAGES]
        text = " ".join(page.extract_text() for page in pages)
    except Exception:  # noqa: BLE001 - a file may break anything in the library
        return ""
    plain = text.replace("\0", " ").encode("utf-8", "ignore").decode()
    return " ".join(plain.split()).casefold()[:MOST_WORDS]


def merged(pdfs: Sequence[bytes]) -> bytes | None:
    """Return PDFs one after another, with a bookmark each; None where one breaks.

    Signatures hold for single files; the merged one is to leaf through only.
    """
    from pypdf import PdfWriter  # noqa: PLC0415 - heavy

    writer = PdfWriter()
    try:
        for place, one in enumerate(pdfs, start=1):
            writer.append(BytesIO(one), outline_item=str(place))
        out = BytesIO()
        writer.write(out)
    except Exception:  # noqa: BLE001 - a file may break anything in the library
        return None
    return out.getvalue()
