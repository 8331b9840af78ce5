"""Arrows that a file lets end in the void are led to the shapes they belong to.

Some tools write the origin of the paper where they did not know a point; drawn
as it stands, every such arrow would cross the whole picture.
"""

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.layout import Box, Edge, Point

# Anchors of hand-drawn arrows lie on a border, or a little beside it.
NEAR = 40.0


def docked(edge: Edge, source: Box | None, target: Box | None) -> Edge:
    """Return an arrow whose ends lie at its shapes; a good one as it is.

    Args:
        edge: as the file draws it.
        source: box of the shape it leaves, None where it has none.
        target: box of the shape it enters, or None.
    """
    points = list(edge.points)
    if target is not None and _far(points[-1], target):
        points = _led_to(points[:-1], target)
    if source is not None and _far(points[0], source):
        points = _led_to(points[:0:-1], source)[::-1]
    return edge if tuple(points) == edge.points else replace(edge, points=tuple(points))


def _far(point: Point, box: Box) -> bool:
    beside = max(box.x - point.x, point.x - box.right, 0)
    above = max(box.y - point.y, point.y - box.bottom, 0)
    return max(beside, above) > NEAR


def _led_to(points: Sequence[Point], box: Box) -> list[Point]:
    """Return the points and, from the last, the way to the box by right angles."""
    last, middle = points[-1], box.middle
    if box.y <= last.y <= box.bottom:
        x = box.x if last.x < middle.x else box.right
        return [*points, Point(x=x, y=last.y)]
    if box.x <= last.x <= box.right:
        y = box.y if last.y < middle.y else box.bottom
        return [*points, Point(x=last.x, y=y)]
    x = box.x if last.x < middle.x else box.right
    turn = (last.x + x) / 2
    return [
        *points,
        Point(x=turn, y=last.y),
        Point(x=turn, y=middle.y),
        Point(x=x, y=middle.y),
    ]
