"""Reads where a file draws its elements: BPMN's diagram interchange.

The same hostile-safe tree as the reader's. A shape whose numbers make no sense
is left out; a file that draws only part of a process is told to draw none of
it, for half a picture misleads.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from engine.adapters.bpmn.drawn import (
    DRAWN_EDGES,
    DRAWN_SHAPES,
    edge_of,
    ends_of,
    shape_of,
)
from engine.adapters.bpmn.looking import bpmn_name
from engine.adapters.bpmn.vocabulary import ACTIVITIES, CONTAINERS, FLOW_NODES, GATEWAYS
from engine.adapters.bpmn.xml import root_of
from engine.domain.docking import docked
from engine.domain.layout import Box, Edge, Layout, Point, Shape

FARTHEST = 100_000.0
LARGEST = 60_000.0
MAX_DRAWN = 6_000
MAX_POINTS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plane:
    """One drawing of a file: its shapes and edges by element."""

    shapes: dict[str, Shape]
    edges: dict[str, Edge]


class XmlShapeReader:
    """Reads the drawing of one process; without state."""

    def layout(self, source: bytes, process: str) -> Layout | None:
        """Return the drawing that shows a process, or None where there is none.

        Args:
            source: the bytes of the file.
            process: XML id of the process.

        Raises:
            DiagramInvalidError: if it cannot be read as a whole.
        """
        root = root_of(source, process)
        by_id: dict[str, etree._Element] = {}
        for element in root.iter(etree.Element):
            if element.get("id") and bpmn_name(element):
                by_id.setdefault(element.get("id", "").strip(), element)
        needed = _top_nodes(by_id.get(process))
        if not needed:
            return None
        planes = [_plane(one, by_id) for one in _named(root, "BPMNPlane")]
        best = max(
            planes, key=lambda one: len(needed & one.shapes.keys()), default=None
        )
        if best is None or not _whole(best, needed, by_id):
            return None
        layout = Layout(
            shapes=tuple(_back_to_front(best.shapes, by_id)),
            edges=tuple(_with_ends(best, by_id)),
        )
        extent = layout.extent
        return layout if max(extent.width, extent.height) <= LARGEST else None


def _top_nodes(process: etree._Element | None) -> set[str]:
    if process is None or bpmn_name(process) != "process":
        return set()
    return {
        child.get("id", "").strip()
        for child in process
        if bpmn_name(child) in FLOW_NODES and child.get("id")
    }


def _whole(
    plane: _Plane, needed: set[str], by_id: Mapping[str, etree._Element]
) -> bool:
    """Tell whether every activity and gateway, and most events, are drawn."""
    missing = needed - plane.shapes.keys()
    kinds = {bpmn_name(by_id[one]) for one in missing}
    return not kinds & (ACTIVITIES | GATEWAYS) and 2 * len(missing) < len(needed)


def _plane(element: etree._Element, by_id: Mapping[str, etree._Element]) -> _Plane:
    shapes: dict[str, Shape] = {}
    edges: dict[str, Edge] = {}
    for drawn in element:
        if len(shapes) + len(edges) >= MAX_DRAWN:
            break
        model = _model(drawn, by_id)
        if model is None:
            continue
        name, identifier = bpmn_name(model), model.get("id", "").strip()
        if name in DRAWN_SHAPES and identifier not in shapes:
            box = _bounds(drawn)
            if box is not None:
                shapes[identifier] = _placed(shape_of(model, box, by_id), drawn)
        elif name in DRAWN_EDGES and identifier not in edges:
            points = tuple(_points(drawn))
            if len(points) > 1:
                edge = edge_of(model, points, by_id)
                edges[identifier] = replace(edge, label=_label(drawn))
    return _Plane(shapes=shapes, edges=edges)


def _placed(shape: Shape, drawn: etree._Element) -> Shape:
    """Return a shape with what only the drawing says of it."""
    horizontal = drawn.get("isHorizontal")
    upright = shape.box.width >= shape.box.height
    expanded = drawn.get("isExpanded")
    roomy = shape.box.width > 120 and shape.box.height > 90
    return replace(
        shape,
        label=_label(drawn),
        horizontal=upright if horizontal is None else horizontal != "false",
        expanded=roomy if expanded is None else expanded == "true",
    )


def _back_to_front(
    shapes: Mapping[str, Shape], by_id: Mapping[str, etree._Element]
) -> list[Shape]:
    """Return pools, lanes and groups first, then what stands in them by depth."""

    def place(shape: Shape) -> tuple[int, int]:
        if shape.kind in {"participant", "lane"}:
            return (0, _depth(by_id[shape.element]))
        if shape.kind in CONTAINERS:
            return (1, _depth(by_id[shape.element]))
        return (3 if shape.kind == "boundaryEvent" else 2, 0)

    return sorted(shapes.values(), key=place)


def _with_ends(plane: _Plane, by_id: Mapping[str, etree._Element]) -> Iterator[Edge]:
    """Yield the edges, each at the shapes that its element names."""
    for edge in plane.edges.values():
        ends = (
            plane.shapes[name].box if name in plane.shapes else None
            for name in ends_of(by_id[edge.element])
        )
        yield docked(edge, *ends)


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _model(
    drawn: etree._Element, by_id: Mapping[str, etree._Element]
) -> etree._Element | None:
    """Return the element that a drawn one stands for; prefixes are forgiven."""
    reference = (drawn.get("bpmnElement") or "").strip()
    found = by_id.get(reference)
    return by_id.get(reference.rpartition(":")[2]) if found is None else found


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    # The namespaces of the drawing differ between tools; its words do not.
    return (
        child
        for child in element.iter(etree.Element)
        if etree.QName(child).localname == name
    )


def _label(drawn: etree._Element) -> Box | None:
    for child in drawn:
        if etree.QName(child).localname == "BPMNLabel":
            return _bounds(child)
    return None


def _bounds(drawn: etree._Element) -> Box | None:
    for child in drawn:
        if etree.QName(child).localname == "Bounds":
            numbers = [_number(child.get(key)) for key in ("x", "y", "width", "height")]
            return _box(numbers)
    return None


def _box(numbers: list[float | None]) -> Box | None:
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None:
        return None
    if width <= 0 or height <= 0:
        return None
    return Box(x=x, y=y, width=width, height=height)


def _points(drawn: etree._Element) -> Iterator[Point]:
    count = 0
    for child in drawn:
        if etree.QName(child).localname != "waypoint" or count >= MAX_POINTS:
            continue
        x, y = _number(child.get("x")), _number(child.get("y"))
        if x is not None and y is not None:
            count += 1
            yield Point(x=x, y=y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= FARTHEST else None
