"""Arrows as SVG, with rounded bends and their names beside them."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from engine.domain.layout import Edge, Point
from web.diagrams import svg
from web.diagrams.texts import fitted

_BEND = 6.0
_CLASSES = {"sequenceFlow": "flow", "messageFlow": "message"}


def line(edge: Edge) -> str:
    """Return one arrow without its name; its group carries the arrowhead."""
    start = _cut_sign(edge.points) if edge.default else ""
    return f'<path d="{_path(edge.points)}{start}"/>'


def class_of(edge: Edge) -> str:
    """Return the group that an arrow belongs to."""
    plain = _CLASSES.get(edge.kind, "association")
    return "directed" if plain == "association" and edge.directed else plain


def name(edge: Edge) -> str:
    """Return an arrow's name, where the file says or over its longest stretch."""
    if not edge.name:
        return ""
    if edge.label is not None:
        width = max(edge.label.width + 12, 70)
        words = fitted(edge.name, width=width, height=60, sizes=(11,))
        return svg.text(words, x=edge.label.middle.x, y=edge.label.y, css="name")
    before, after = _longest(edge.points)
    words = fitted(edge.name, width=110, height=60, sizes=(11,))
    middle = Point(x=(before.x + after.x) / 2, y=(before.y + after.y) / 2)
    return svg.text(words, x=middle.x, y=middle.y - words.height - 3, css="name")


def _path(points: Sequence[Point]) -> str:
    first, last = points[0], points[-1]
    parts = [f"M{_at(first)}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        cut = min(_BEND, _far(before, here) / 2, _far(here, after) / 2)
        parts.append(
            f"L{_at(_towards(here, before, cut))}"
            f"Q{_at(here)} {_at(_towards(here, after, cut))}"
        )
    parts.append(f"L{_at(last)}")
    return "".join(parts)


def _cut_sign(points: Sequence[Point]) -> str:
    """Return the small stroke across the start of a default flow."""
    far = _far(points[0], points[1])
    here = _towards(points[0], points[1], min(12.0, far / 2))
    return f"M{svg.number(here.x - 4)} {svg.number(here.y - 5)}l8 10"


def _longest(points: Sequence[Point]) -> tuple[Point, Point]:
    pairs = list(pairwise(points))
    return max(pairs, key=lambda pair: _far(*pair))


def _far(one: Point, other: Point) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _towards(start: Point, end: Point, distance: float) -> Point:
    far = _far(start, end) or 1.0
    part = distance / far
    return Point(
        x=start.x + (end.x - start.x) * part, y=start.y + (end.y - start.y) * part
    )


def _at(point: Point) -> str:
    return f"{svg.number(point.x)} {svg.number(point.y)}"
