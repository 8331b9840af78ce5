"""A diagram as it is drawn: shapes, arrows and labels at their places.

Numbers are the file's own units, one of them a pixel at full size; x grows to
the right and y downwards. A layout comes from the file, or from
`engine.domain.swimlanes` where the file has none; nobody else makes one up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.domain.diagram import EventKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A place on the drawing."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle by its upper left corner; width and height are above zero."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return Point(x=self.x + self.width / 2, y=self.y + self.height / 2)


class Repeated(StrEnum):
    """The marker of an activity that is done more than once."""

    NO = "no"
    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"
    LOOP = "loop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A drawn element.

    Attributes:
        element: id in the file.
        kind: BPMN element name (`userTask`, `participant`, `textAnnotation`).
        label: place of a name that stands outside, or None: the drawing chooses.
        horizontal: of a pool or lane: its name stands upright at the left.
        expanded: a sub-process shows its content.
        interrupting: of an event; a dashed ring otherwise.
        timer: duration, date or cycle as written, of a timer.
        collection: of data: the sign for several.
        by_event: an event sub-process, its frame is dotted.
    """

    element: str
    kind: str
    box: Box
    name: str = ""
    label: Box | None = None
    horizontal: bool = True
    expanded: bool = True
    event: EventKind = EventKind.NONE
    interrupting: bool = True
    timer: str = ""
    repeated: Repeated = Repeated.NO
    collection: bool = False
    compensation: bool = False
    by_event: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A drawn line of two points or more, from its source to its target.

    Attributes:
        kind: BPMN element name (`sequenceFlow`, `messageFlow`, `association`).
        label: place of the name, or None: the drawing chooses.
        default: the way a gateway takes when no condition holds.
        directed: an association with an arrowhead.
    """

    element: str
    kind: str
    points: tuple[Point, ...]
    name: str = ""
    label: Box | None = None
    default: bool = False
    directed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One drawing.

    Attributes:
        generated: made by us, for the file has no drawing of this process.
    """

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()
    generated: bool = False

    @property
    def extent(self) -> Box:
        """The smallest box around everything; of an empty drawing a small one."""
        boxes = [one.box for one in self.shapes]
        boxes += [one.label for one in self.shapes if one.label is not None]
        boxes += [one.label for one in self.edges if one.label is not None]
        return around(boxes, [point for edge in self.edges for point in edge.points])


def around(boxes: Iterable[Box], points: Iterable[Point] = ()) -> Box:
    """Return the smallest box around boxes and points."""
    corners = list(points)
    for box in boxes:
        corners.append(Point(x=box.x, y=box.y))
        corners.append(Point(x=box.right, y=box.bottom))
    if not corners:
        return Box(x=0, y=0, width=1, height=1)
    left = min(point.x for point in corners)
    top = min(point.y for point in corners)
    return Box(
        x=left,
        y=top,
        width=max(max(point.x for point in corners) - left, 1),
        height=max(max(point.y for point in corners) - top, 1),
    )
