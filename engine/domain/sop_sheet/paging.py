"""Rows cut into pages, and the pentagons where an arrow leaves a page.

A row stays whole unless it alone is higher than a page. Arrows to one row of
another page share a pentagon, and the same letter names it on every page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from engine.domain.sop_sheet.chart import Arrow, Chart, Row
from engine.domain.sop_sheet.lettering import POINT
from engine.domain.sop_sheet.paper import (
    BOTTOM,
    HEAD,
    LEADING,
    PAD,
    SIGNATURE,
    TEXT,
    TITLE,
    TOP,
    Cells,
    Columns,
    Paper,
    cells_of,
    height_of,
)

STRIP = 9.0
NOTES = 5.0  # for the line under the table that tells where pentagons lead
_LEAST_BODY = 45.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A row on a page; the rest of a row that was too high has no symbol."""

    row: Row
    cells: Cells
    height: float
    first: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A pentagon.

    Attributes:
        target: the row that its arrow leads to.
        outgoing: the arrow leaves this page; it comes in otherwise.
        above: it stands over the rows, for a page before this one.
        pages: numbers from 1 of the pages at the other end.
        at: lane over which it stands, and line of its strip from 0.
    """

    target: str
    letter: str
    outgoing: bool
    above: bool
    pages: tuple[int, ...]
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePlan:
    """What stands on one page; `arrows` are those with an end on it."""

    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    strips: tuple[int, int]
    arrows: tuple[Arrow, ...]


def pages_of(chart: Chart, columns: Columns, paper: Paper) -> list[PagePlan]:
    """Return the pages of a chart; there is one at least."""
    body = paper.size[1] - TOP - BOTTOM - HEAD - columns.head - NOTES
    pieces = [piece for row in chart.rows for piece in _pieces(row, columns, body)]
    strips: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    while True:
        pages = _filled(pieces, body, strips)
        plans = _linked(pages, chart)
        grown = False
        for number, plan in enumerate(plans):
            needed = plan.strips
            known = strips[number]
            more = (max(needed[0], known[0]), max(needed[1], known[1]))
            grown = grown or more != known
            strips[number] = more
        if not grown:
            return plans


def _pieces(row: Row, columns: Columns, body: float) -> Iterator[Piece]:
    cells = cells_of(row, columns)
    height = height_of(row, cells)
    most = body - TITLE - 2 * STRIP
    if height <= most:
        yield Piece(row=row, cells=cells, height=height)
        return
    lines = int((most - 2 * PAD) / (TEXT * LEADING * POINT)) - len(cells.note)
    columns_of_lines = (
        cells.uraian,
        cells.kelengkapan,
        cells.waktu,
        cells.output,
        cells.keterangan,
    )
    parts = [
        [one[start : start + lines] for start in range(0, len(one), lines)]
        for one in columns_of_lines
    ]
    for number, part in enumerate(zip_longest(*parts, fillvalue=())):
        uraian, kelengkapan, waktu, output, keterangan = part
        piece = Cells(
            uraian=uraian,
            note=() if number else cells.note,
            kelengkapan=kelengkapan,
            waktu=waktu,
            output=output,
            keterangan=keterangan,
        )
        yield Piece(
            row=row, cells=piece, height=height_of(row, piece), first=not number
        )


def _filled(
    pieces: Sequence[Piece], body: float, strips: Mapping[int, tuple[int, int]]
) -> list[list[Piece]]:
    """Return the pieces page by page; the last one stands with the signature."""
    pages: list[list[Piece]] = [[]]
    used = TITLE
    for number, piece in enumerate(pieces):
        above, below = strips[len(pages) - 1]
        room = max(body - (above + below) * STRIP, _LEAST_BODY)
        needed = piece.height + (SIGNATURE if number == len(pieces) - 1 else 0)
        if pages[-1] and used + needed > room:
            pages.append([])
            used = 0.0
        pages[-1].append(piece)
        used += piece.height
    return pages


def _linked(pages: Sequence[Sequence[Piece]], chart: Chart) -> list[PagePlan]:
    page_of = {
        piece.row.key: number
        for number, page in enumerate(pages)
        for piece in page
        if piece.first
    }
    apart = [one for one in chart.arrows if page_of[one.source] != page_of[one.target]]
    order = {row.key: place for place, row in enumerate(chart.rows)}
    targets = sorted({one.target for one in apart}, key=order.__getitem__)
    letters = {key: _letters(place) for place, key in enumerate(targets)}
    lanes = {row.key: row.lane for row in chart.rows}
    plans = []
    for number, page in enumerate(pages):
        links = [
            *_outgoing(number, apart, page_of, letters),
            *_incoming(number, apart, page_of, letters),
        ]
        wished = [(link, _wished_lane(link, apart, lanes, page_of)) for link in links]
        placed, strips = _placed(wished, len(chart.lanes))
        here = {piece.row.key for piece in page if piece.first}
        plans.append(
            PagePlan(
                pieces=tuple(page),
                links=placed,
                strips=strips,
                arrows=tuple(
                    one
                    for one in chart.arrows
                    if one.source in here or one.target in here
                ),
            )
        )
    return plans


def _outgoing(
    page: int,
    apart: Sequence[Arrow],
    page_of: Mapping[str, int],
    letters: Mapping[str, str],
) -> list[Link]:
    targets = dict.fromkeys(one.target for one in apart if page_of[one.source] == page)
    return [
        Link(
            target=target,
            letter=letters[target],
            outgoing=True,
            above=page_of[target] < page,
            pages=(page_of[target] + 1,),
        )
        for target in targets
    ]


def _incoming(
    page: int,
    apart: Sequence[Arrow],
    page_of: Mapping[str, int],
    letters: Mapping[str, str],
) -> list[Link]:
    sources: dict[str, set[int]] = {}
    for one in apart:
        if page_of[one.target] == page:
            sources.setdefault(one.target, set()).add(page_of[one.source])
    return [
        Link(
            target=target,
            letter=letters[target],
            outgoing=False,
            above=min(found) < page,
            pages=tuple(sorted(number + 1 for number in found)),
        )
        for target, found in sources.items()
    ]


def _wished_lane(
    link: Link,
    apart: Sequence[Arrow],
    lanes: Mapping[str, int],
    page_of: Mapping[str, int],
) -> int:
    """Return over which lane a pentagon stands best."""
    sources = [one.source for one in apart if one.target == link.target]
    beside = link.pages[0] - 1
    if link.outgoing and sources and not link.above:
        here = [one for one in sources if page_of[one] < beside]
        return lanes[(here or sources)[-1]]
    return lanes[link.target]


def _placed(
    wished: Sequence[tuple[Link, int]], lanes: int
) -> tuple[tuple[Link, ...], tuple[int, int]]:
    """Give each pentagon the nearest free place of its strip, line by line."""
    taken: set[tuple[bool, int, int]] = set()
    lines = {True: 0, False: 0}
    placed = []
    for link, lane in wished:
        spots = (
            (line, abs(other - lane), other)
            for line in range(len(wished))
            for other in range(lanes)
        )
        line, _, other = min(
            spot for spot in spots if (link.above, spot[0], spot[2]) not in taken
        )
        taken.add((link.above, line, other))
        lines[link.above] = max(lines[link.above], line + 1)
        placed.append(replace(link, at=(other, line)))
    return tuple(placed), (lines[True], lines[False])


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
