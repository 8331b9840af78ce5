"""Where a signature is drawn: the rooms that a template leaves for it.

A template marks a room with a link to `…#tanda-tangan-<place>`; the printed page
then tells its rectangle, however the text before it has grown.
"""

import re
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

MOST_PAGES = 500
_ROOM = re.compile(r"#tanda-tangan-([1-9])$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """A rectangle on a page, counted from 0; lower left, upper right, in points."""

    page: int
    box: tuple[int, int, int, int]


def room_in(reader: PdfFileReader, place: int) -> Room | None:
    """Return the room of a place, None where the file leaves none."""
    pages = int(reader.root["/Pages"]["/Count"])
    for number in range(min(pages, MOST_PAGES)):
        found_page: Any = reader.find_page_for_modification(number)  # type: ignore[no-untyped-call]
        page = found_page[0].get_object()
        for annotation in page.get("/Annots", ()):
            found = _rectangle(annotation, place)
            if found is not None:
                return Room(page=number, box=found)
    return None


def _rectangle(
    annotation: Any,  # noqa: ANN401 - whatever stands in the file
    place: int,
) -> tuple[int, int, int, int] | None:
    try:
        address = str(annotation.get_object()["/A"]["/URI"])
        numbers = [float(one) for one in annotation.get_object()["/Rect"]]
    except (KeyError, TypeError, ValueError, PdfError):
        return None
    named = _ROOM.search(address)
    if named is None or int(named.group(1)) != place or len(numbers) != 4:
        return None
    left, right = sorted(numbers[::2])
    low, high = sorted(numbers[1::2])
    return round(left), round(low), round(right), round(high)
