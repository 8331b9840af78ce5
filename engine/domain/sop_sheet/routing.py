"""Arrows that bend around symbols, over a lattice of free lines.

Between the symbols run lines on which arrows may go: through the middle of each
row and column, in the gaps above and below symbols and beside the columns'
borders. An arrow takes the cheapest way: short, with few bends and crossings,
never through a symbol, and never along another arrow unless both lead to the
same symbol or leave the same one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from engine.domain.layout import Point

RIGHT, DOWN, LEFT, UP = range(4)
_BEND = 5.0
_CROSSING = 9.0
_TOUCHING = 80.0
_ALONG = 500.0
_SHARED = 0.3
# Into a symbol best from above, out of it best downwards.
_INTO = {DOWN: 0.0, RIGHT: 4.0, LEFT: 4.0, UP: 12.0}
_POINTED = 5.0
_OUT_OF = {DOWN: 0.0, RIGHT: 1.0, LEFT: 1.0, UP: 12.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A symbol on the page: its centre and half its size.

    Attributes:
        pointed: a diamond; its sides are for what leaves it.
    """

    at: Point
    half_width: float
    half_height: float
    pointed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """An arrow to lay.

    Attributes:
        marks: arrows that have one in common may run along each other.
        upwards: it leaves its symbol best through the top, or enters from below.
    """

    source: str
    target: str
    marks: frozenset[str]
    upwards: bool = False


class Router:
    """Lays arrows one after another; each sees those before it.

    Args:
        columns: the x of every line, ascending.
        lines: the y of every line, ascending.
        spots: symbols by key; centres lie on the lattice.
    """

    def __init__(
        self, columns: Sequence[float], lines: Sequence[float], spots: dict[str, Spot]
    ) -> None:
        self._xs, self._ys = list(columns), list(lines)
        self._spots = spots
        x_of = {x: place for place, x in enumerate(self._xs)}
        y_of = {y: place for place, y in enumerate(self._ys)}
        self._node_of = {
            key: y_of[spot.at.y] * len(self._xs) + x_of[spot.at.x]
            for key, spot in spots.items()
        }
        self._taken = set(self._node_of.values())
        self._along: dict[tuple[int, int], list[frozenset[str]]] = defaultdict(list)
        self._through: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)

    def lay(self, wanted: Wanted) -> tuple[Point, ...]:
        """Return an arrow's points from border to border, and remember it."""
        nodes, ways = self._cheapest(wanted)
        for place, way in enumerate(ways):
            self._along[nodes[place], way].append(wanted.marks)
            before = ways[place - 1] if place else way
            turn = before if before == way else -1
            self._through[nodes[place]].append((turn, wanted.marks))
        points = [self._point(node) for node in nodes]
        source, target = self._spots[wanted.source], self._spots[wanted.target]
        points[0] = _on_border(source, ways[0])
        points[-1] = _on_border(target, (ways[-1] + 2) % 4)
        return _without_straight(points)

    def _cheapest(self, wanted: Wanted) -> tuple[list[int], list[int]]:
        """Return the nodes of the cheapest way and the directions between them."""
        start, goal = self._node_of[wanted.source], self._node_of[wanted.target]
        best: dict[tuple[int, int], float] = {}
        came: dict[tuple[int, int], tuple[int, int]] = {}
        waiting: list[tuple[float, float, int, int]] = [(0.0, 0.0, start, -1)]
        end = (goal, DOWN)
        while waiting:
            _, cost, node, way = heappop(waiting)
            if node == goal and way >= 0:
                end = (node, way)
                break
            if best.get((node, way), cost) < cost:
                continue
            for onwards, after in self._beside(node, goal):
                if way >= 0 and after == (way + 2) % 4:
                    continue
                spent = cost + self._price(node, way, onwards, after, wanted)
                if onwards == goal:
                    spent += self._entering(wanted, after)
                state = (onwards, after)
                if spent < best.get(state, float("inf")):
                    best[state] = spent
                    came[state] = (node, way)
                    guess = spent + self._distance(onwards, goal)
                    heappush(waiting, (guess, spent, onwards, after))
        return _traced(came, end)

    def _price(
        self, node: int, way: int, onwards: int, after: int, wanted: Wanted
    ) -> float:
        length = self._distance(node, onwards)
        same = self._along.get((node, after), ())
        opposite = self._along.get((onwards, (after + 2) % 4), ())
        if any(marks & wanted.marks for marks in same):
            length *= _SHARED
        foreign = sum(not marks & wanted.marks for marks in same) + len(opposite)
        price = length + foreign * (_ALONG + length)
        if way < 0:
            return price + _turned(_OUT_OF, after, upwards=wanted.upwards)
        if after != way:
            price += _BEND
        for turn, marks in self._through.get(node, ()):
            if marks & wanted.marks:
                continue
            crosses = after == way and turn >= 0 and (turn - way) % 2
            price += _CROSSING if crosses else _TOUCHING
        return price

    def _entering(self, wanted: Wanted, way: int) -> float:
        beside = way in {LEFT, RIGHT} and self._spots[wanted.target].pointed
        return _turned(_INTO, way, upwards=wanted.upwards) + beside * _POINTED

    def _beside(self, node: int, goal: int) -> Iterator[tuple[int, int]]:
        """Yield the neighbours that are free, and the direction to each."""
        across = len(self._xs)
        row, column = divmod(node, across)
        there = (
            (node + 1, RIGHT, column + 1 < across),
            (node + across, DOWN, row + 1 < len(self._ys)),
            (node - 1, LEFT, column > 0),
            (node - across, UP, row > 0),
        )
        for onwards, way, exists in there:
            if exists and (onwards == goal or onwards not in self._taken):
                yield onwards, way

    def _point(self, node: int) -> Point:
        row, column = divmod(node, len(self._xs))
        return Point(x=self._xs[column], y=self._ys[row])

    def _distance(self, one: int, other: int) -> float:
        here, there = self._point(one), self._point(other)
        return abs(here.x - there.x) + abs(here.y - there.y)


def _turned(prices: dict[int, float], way: int, *, upwards: bool) -> float:
    if upwards and way in {UP, DOWN}:
        return prices[UP if way == DOWN else DOWN]
    return prices[way]


def _traced(
    came: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]
) -> tuple[list[int], list[int]]:
    nodes, ways = [end[0]], []
    state = end
    while state in came:
        ways.append(state[1])
        state = came[state]
        nodes.append(state[0])
    return nodes[::-1], ways[::-1]


def _on_border(spot: Spot, way: int) -> Point:
    across = {RIGHT: spot.half_width, LEFT: -spot.half_width}.get(way, 0.0)
    along = {DOWN: spot.half_height, UP: -spot.half_height}.get(way, 0.0)
    return Point(x=spot.at.x + across, y=spot.at.y + along)


def _without_straight(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points at which an arrow does not bend."""
    kept = list(points[:1])
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        straight = before.x == point.x == after.x or before.y == point.y == after.y
        if not straight:
            kept.append(point)
    return (*kept, points[-1])
