"""Codes that a PDF bears: what it says it is, whatever became of it since."""

import logging
import re
from io import BytesIO

from pypdf import PdfReader

MOST_PAGES = 3
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def codes_in(pdf: bytes) -> tuple[str, ...]:
    """Return the codes printed on the first pages, each once.

    A file that cannot be read has none.
    """
    try:
        pages = PdfReader(BytesIO(pdf)).pages[:MOST_PAGES]
        text = "\n".join(page.extract_text() for page in pages)
    except Exception:  # noqa: BLE001 - a stranger's file may break anything
        return ()
    return tuple(dict.fromkeys(_CODE.findall(text)))
