"""Words of PDFs for the search."""

import logging
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
