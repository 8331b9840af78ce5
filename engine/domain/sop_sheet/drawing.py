"""One page's symbols, arrows and labels at their places, in millimetres."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.domain.layout import Box, Point
from engine.domain.sop_sheet.chart import Arrow, Symbol
from engine.domain.sop_sheet.labels import Label, Surroundings, labels_of
from engine.domain.sop_sheet.paging import STRIP, Link, PagePlan
from engine.domain.sop_sheet.paper import Columns
from engine.domain.sop_sheet.routing import Router, Spot, Wanted

_HALF_WIDTH = 0.3  # of a column
_WIDEST = 6.5
_HALF_HEIGHTS = {
    Symbol.TERMINATOR: 3.0,
    Symbol.PROCESS: 3.5,
    Symbol.DECISION: 4.25,
}
_PENTAGON = (2.8, 3.0)
_GAPS = (0.28, 0.58)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnSymbol:
    """A symbol of a row."""

    key: str
    symbol: Symbol
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnLink:
    """A pentagon; it points upwards where its arrow does."""

    letter: str
    box: Box
    upwards: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnArrow:
    """An arrow; its head is at the last point."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """What lies over the Pelaksana columns of a page; the origin is above left."""

    width: float
    height: float
    symbols: tuple[DrawnSymbol, ...]
    links: tuple[DrawnLink, ...]
    arrows: tuple[DrawnArrow, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Band:
    """A row or a line of pentagons: its top, height and half a symbol's height."""

    top: float
    height: float
    half: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def lines(self) -> Iterator[float]:
        """The y of the lines on which arrows may run."""
        gap = self.height / 2 - self.half
        yield from (self.top + gap * share for share in _GAPS)
        yield self.middle
        yield from (self.top + self.height - gap * share for share in _GAPS[::-1])


class _Page:
    """Where everything of a page stands before arrows are laid."""

    def __init__(self, plan: PagePlan, columns: Columns) -> None:
        self.plan, self.columns = plan, columns
        self.half_width = min(columns.lane * _HALF_WIDTH, _WIDEST)
        above, below = plan.strips
        heights = [STRIP] * above + [one.height for one in plan.pieces]
        heights += [STRIP] * below
        halves = [_PENTAGON[1]] * above
        halves += [_HALF_HEIGHTS[one.row.symbol] for one in plan.pieces]
        halves += [_PENTAGON[1]] * below
        self.bands: list[_Band] = []
        top = 0.0
        for height, half in zip(heights, halves, strict=True):
            self.bands.append(_Band(top=top, height=height, half=half))
            top += height
        self.height = top
        self.rows = self.bands[above : len(self.bands) - below]
        self.spots = {**dict(self._symbols()), **dict(self._pentagons())}

    def centre(self, lane: int) -> float:
        """Return the x of a column's middle."""
        return (lane + 0.5) * self.columns.lane

    @property
    def tracks(self) -> list[float]:
        """The x of the lines on which arrows may run."""
        lane, count = self.columns.lane, self.columns.lanes
        side = lane / 2 - self.half_width
        shares = (0.28, 0.62) if side < 5 else (0.2, 0.45, 0.7)
        found = [self.centre(place) for place in range(count)]
        for place in range(count):
            found.extend(place * lane + side * share for share in shares)
            found.extend((place + 1) * lane - side * share for share in shares)
        return sorted(found)

    def _symbols(self) -> Iterator[tuple[str, Spot]]:
        for piece, band in zip(self.plan.pieces, self.rows, strict=True):
            if piece.first:
                at = Point(x=self.centre(piece.row.lane), y=band.middle)
                half = _HALF_HEIGHTS[piece.row.symbol]
                spot = Spot(
                    at=at,
                    half_width=self.half_width,
                    half_height=half,
                    pointed=piece.row.symbol is Symbol.DECISION,
                )
                yield piece.row.key, spot

    def _pentagons(self) -> Iterator[tuple[str, Spot]]:
        below = self.plan.strips[1]
        for link in self.plan.links:
            lane, line = link.at
            place = line if link.above else len(self.bands) - below + line
            at = Point(x=self.centre(lane), y=self.bands[place].middle)
            half_width, half_height = _PENTAGON
            yield (
                link_key(link),
                Spot(at=at, half_width=half_width, half_height=half_height),
            )


def link_key(link: Link) -> str:
    """Return the name of a pentagon on its page."""
    return f"{'ke' if link.outgoing else 'dari'}:{link.target}"


def drawing_of(plan: PagePlan, columns: Columns) -> Drawing:
    """Return what lies over the Pelaksana columns of a page."""
    page = _Page(plan, columns)
    lines = sorted({y for band in page.bands for y in band.lines})
    router = Router(page.tracks, lines, page.spots)
    wanted = list(_wanted(page))
    near = sorted(wanted, key=lambda one: _reach(one[0], page))
    laid = {one: router.lay(one) for one, _ in near}
    arrows = tuple(
        DrawnArrow(source=one.source, target=one.target, points=laid[one])
        for one, _ in wanted
    )
    told = [(words, laid[one]) for one, words in wanted if words]
    return Drawing(
        width=columns.lane * columns.lanes,
        height=page.height,
        symbols=tuple(
            DrawnSymbol(
                key=piece.row.key,
                symbol=piece.row.symbol,
                box=_box(page.spots[piece.row.key]),
            )
            for piece in plan.pieces
            if piece.first
        ),
        links=tuple(
            DrawnLink(
                letter=link.letter,
                box=_box(page.spots[link_key(link)]),
                upwards=link.above if link.outgoing else not link.above,
            )
            for link in plan.links
        ),
        arrows=arrows,
        labels=tuple(labels_of(told, _surroundings(page, arrows))),
    )


def _wanted(page: _Page) -> Iterator[tuple[Wanted, str]]:
    """Yield the arrows of a page with their words; one for each pentagon come in."""
    symbols = {one.row.key: one.row.symbol for one in page.plan.pieces if one.first}
    links = {link_key(link): link for link in page.plan.links}
    seen: dict[tuple[str, str], str] = {}
    for arrow in page.plan.arrows:
        ends = _ends(arrow, symbols)
        known = seen.get(ends, "")
        new = [one for one in (known, arrow.label) if one]
        words = arrow.label if ends[0] == arrow.source else ""
        seen[ends] = " / ".join(dict.fromkeys(new)) if words else known
    said: set[tuple[str, str]] = set()
    for (source, target), words in seen.items():
        # What leaves a symbol under one name may run along before it parts.
        is_decision = symbols.get(source) is Symbol.DECISION
        leaving = f"dari {source} {words}" if words or not is_decision else ""
        marks = {f"ke:{target.removeprefix('ke:')}", leaving} - {""}
        link = links.get(target) or links.get(source)
        yield (
            Wanted(
                source=source,
                target=target,
                marks=frozenset(marks),
                upwards=link is not None and link.above == link.outgoing,
            ),
            "" if (source, words) in said else words,
        )
        said.add((source, words))


def _ends(arrow: Arrow, symbols: dict[str, Symbol]) -> tuple[str, str]:
    source = arrow.source if arrow.source in symbols else f"dari:{arrow.target}"
    target = arrow.target if arrow.target in symbols else f"ke:{arrow.target}"
    return source, target


def _reach(wanted: Wanted, page: _Page) -> tuple[float, bool, str, str]:
    """Return how far an arrow goes; a return waits for what leads on as far."""
    source, target = page.spots[wanted.source].at, page.spots[wanted.target].at
    far = abs(source.y - target.y) + abs(source.x - target.x) * 0.2
    return round(far, 3), target.y < source.y, wanted.source, wanted.target


def _box(spot: Spot) -> Box:
    return Box(
        x=spot.at.x - spot.half_width,
        y=spot.at.y - spot.half_height,
        width=2 * spot.half_width,
        height=2 * spot.half_height,
    )


def _surroundings(page: _Page, arrows: Sequence[DrawnArrow]) -> Surroundings:
    width = page.columns.lane * page.columns.lanes
    return Surroundings(
        area=Box(x=0.3, y=0.3, width=width - 0.6, height=page.height - 0.6),
        symbols=tuple(_box(spot) for spot in page.spots.values()),
        arrows=tuple(arrow.points for arrow in arrows),
        upright=tuple(
            place * page.columns.lane for place in range(1, page.columns.lanes)
        ),
        level=tuple(band.top for band in page.bands[1:]),
    )
