"""Places for the words beside arrows, where they hide nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.domain.layout import Box, Point
from engine.domain.sop_sheet.lettering import POINT, longest_word, text_width, wrapped

SIZE = 6.5  # points
LINE = SIZE * 1.15 * POINT
_GAP = 0.5
_NEAR = 14.0
_OVER_SYMBOL = 1000.0
_OVER_LABEL = 600.0
_OVER_ARROW = 150.0
_OVER_LINE = 6.0
_OUTSIDE = 400.0
_UPRIGHT = 9.0
_WIDEST = (30.0, 14.0, 10.0, 7.5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """Lines of words and the box around them; `upright` ones read upwards."""

    lines: tuple[str, ...]
    box: Box
    upright: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What labels must not hide.

    Attributes:
        area: where labels may stand.
        symbols: boxes of the symbols.
        arrows: points of each arrow.
        upright, level: the table's own lines (x and y), better not hidden.
    """

    area: Box
    symbols: tuple[Box, ...]
    arrows: tuple[tuple[Point, ...], ...]
    upright: tuple[float, ...]
    level: tuple[float, ...]


def labels_of(
    wanted: Sequence[tuple[str, tuple[Point, ...]]], around: Surroundings
) -> list[Label]:
    """Return a place for the words of each arrow, near where it begins."""
    placed: list[Label] = []
    segments = [
        _grown(_around(one, other), 0.25)
        for points in around.arrows
        for one, other in pairwise(points)
    ]
    for words, points in wanted:
        candidates = list(_candidates(words, points))
        taken = [label.box for label in placed]
        best = min(
            candidates,
            key=lambda one: one[0] + _hidden(one[1].box, around, segments, taken),
        )
        placed.append(best[1])
    return placed


def _candidates(words: str, points: Sequence[Point]) -> Iterator[tuple[float, Label]]:
    """Yield labels beside an arrow, with how far along it they stand."""
    least = longest_word(words, SIZE)
    widths = (min(_WIDEST[0], max(width, least)) for width in _WIDEST)
    shapes = dict.fromkeys(wrapped(words, width, SIZE) for width in widths)
    for number, lines in enumerate(shapes):
        width = max(text_width(line, SIZE) for line in lines) + 0.4
        height = len(lines) * LINE
        gone = 0.0
        for one, other in pairwise(points):
            for far, box in _beside(one, other, width, height):
                price = (gone + far) * 0.6 + number * 0.8
                yield price, Label(lines=lines, box=box)
            if one.x == other.x and not number:
                for far, box in _beside(one, other, height, width):
                    price = (gone + far) * 0.6 + _UPRIGHT
                    yield price, Label(lines=lines, box=box, upright=True)
            gone += abs(one.x - other.x) + abs(one.y - other.y)
            if gone > 3 * _NEAR:
                break


def _beside(
    one: Point, other: Point, width: float, height: float
) -> Iterator[tuple[float, Box]]:
    length = abs(one.x - other.x) + abs(one.y - other.y)
    steps = [float(step) for step in range(int(min(length, 2 * _NEAR)) + 1)]
    for far in steps:
        share = far / length if length else 0.0
        x = one.x + (other.x - one.x) * share
        y = one.y + (other.y - one.y) * share
        if one.y == other.y:
            left = x if other.x >= one.x else x - width
            for top in (y - height - _GAP, y + _GAP):
                yield far, Box(x=left, y=top, width=width, height=height)
        else:
            top = y if other.y >= one.y else y - height
            for left in (x + _GAP, x - width - _GAP):
                yield far, Box(x=left, y=top, width=width, height=height)


def _hidden(
    box: Box, around: Surroundings, segments: Sequence[Box], taken: Sequence[Box]
) -> float:
    """Return how bad it is what a label would hide."""
    area = around.area
    price = _OVER_SYMBOL * sum(_meet(box, _grown(one, 0.3)) for one in around.symbols)
    price += _OVER_LABEL * sum(_meet(box, _grown(one, 0.4)) for one in taken)
    price += _OVER_ARROW * sum(_meet(box, one) for one in segments)
    price += _OVER_LINE * sum(box.x < x < box.right for x in around.upright)
    price += _OVER_LINE * sum(box.y < y < box.bottom for y in around.level)
    inside = (
        area.x <= box.x
        and box.right <= area.right
        and area.y <= box.y
        and box.bottom <= area.bottom
    )
    return price if inside else price + _OUTSIDE


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def _around(one: Point, other: Point) -> Box:
    return Box(
        x=min(one.x, other.x),
        y=min(one.y, other.y),
        width=abs(one.x - other.x),
        height=abs(one.y - other.y),
    )


def _grown(box: Box, by: float) -> Box:
    return Box(
        x=box.x - by,
        y=box.y - by,
        width=box.width + 2 * by,
        height=box.height + 2 * by,
    )
