"""Writes a layout into a file, as BPMN's diagram interchange.

What the file draws already is replaced: half a drawing misleads. Where the layout
has a pool that the file does not know, the file gets one.
"""

from lxml import etree

from engine.adapters.bpmn.looking import bpmn_name, children
from engine.domain.diagram import Process
from engine.domain.layout import Box, Edge, Layout, Shape

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
_NAMES = {"bpmndi": BPMNDI, "dc": DC, "di": DI}


def draw(root: etree._Element, process: Process, layout: Layout) -> None:
    """Draw one process of a file, and nothing else of it."""
    for element in list(root):
        if etree.QName(element).localname == "BPMNDiagram":
            root.remove(element)
    pool = _pool(root, process)
    collaboration = pool.getparent()
    diagram = etree.SubElement(
        root, f"{{{BPMNDI}}}BPMNDiagram", id="BPMNDiagram_1", nsmap=_NAMES
    )
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id="BPMNPlane_1")
    plane.set(
        "bpmnElement", "" if collaboration is None else collaboration.get("id", "")
    )
    for shape in layout.shapes:
        is_pool = shape.kind == "participant"
        _draw_shape(plane, shape, pool.get("id", "") if is_pool else shape.element)
    for edge in layout.edges:
        _draw_edge(plane, edge)


def _pool(root: etree._Element, process: Process) -> etree._Element:
    """Return the pool of a process; only this one remains drawn."""
    for collaboration in children(root, "collaboration"):
        for pool in children(collaboration, "participant"):
            if (pool.get("processRef") or "").rpartition(":")[2] == process.id:
                for one in (collaboration, pool):
                    if not one.get("id"):
                        one.set("id", f"{bpmn_name(one)}_{process.id}")
                return pool
    space = etree.QName(root).namespace
    around = next(children(root, "collaboration"), None)
    if around is None:
        around = etree.Element(
            f"{{{space}}}collaboration", id=f"Collaboration_{process.id}"
        )
        root.insert(0, around)
    return etree.SubElement(
        around,
        f"{{{space}}}participant",
        id=f"Participant_{process.id}",
        name=process.pool or process.name or process.id,
        processRef=process.id,
    )


def _draw_shape(plane: etree._Element, shape: Shape, element: str) -> None:
    drawn = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=f"{element}_di")
    drawn.set("bpmnElement", element)
    if shape.kind in {"participant", "lane"}:
        drawn.set("isHorizontal", "true")
    _bounds(drawn, shape.box)
    _label(drawn, shape.label if shape.name else None)


def _draw_edge(plane: etree._Element, edge: Edge) -> None:
    drawn = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{edge.element}_di")
    drawn.set("bpmnElement", edge.element)
    for point in edge.points:
        place = {"x": f"{point.x:g}", "y": f"{point.y:g}"}
        etree.SubElement(drawn, f"{{{DI}}}waypoint", place)
    _label(drawn, edge.label if edge.name else None)


def _label(drawn: etree._Element, label: Box | None) -> None:
    if label is not None:
        _bounds(etree.SubElement(drawn, f"{{{BPMNDI}}}BPMNLabel"), label)


def _bounds(drawn: etree._Element, box: Box) -> None:
    sides = ("x", "y", "width", "height")
    told = {side: f"{getattr(box, side):g}" for side in sides}
    etree.SubElement(drawn, f"{{{DC}}}Bounds", told)
