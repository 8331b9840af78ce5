"""What a drawing shows of an element: its kind, name and markers."""

from collections.abc import Mapping

from lxml import etree

from engine.adapters.bpmn.events import read_event
from engine.adapters.bpmn.looking import (
    bpmn_name,
    child_text,
    children,
    name_of,
    one_line,
)
from engine.adapters.bpmn.vocabulary import EVENTS, FLOW_NODES
from engine.domain.diagram import EventKind
from engine.domain.layout import Box, Edge, Point, Repeated, Shape

DRAWN_SHAPES = FLOW_NODES | {
    "participant",
    "lane",
    "group",
    "textAnnotation",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "dataInput",
    "dataOutput",
}
DRAWN_EDGES = frozenset(
    {
        "sequenceFlow",
        "messageFlow",
        "association",
        "dataInputAssociation",
        "dataOutputAssociation",
    }
)
MAX_NAME = 400


def shape_of(
    element: etree._Element, box: Box, by_id: Mapping[str, etree._Element]
) -> Shape:
    """Return the shape of an element at its place."""
    kind = bpmn_name(element)
    event = read_event(element, by_id) if kind in EVENTS else None
    timer = event.timer if event else None
    return Shape(
        element=element.get("id", "").strip(),
        kind=kind,
        box=box,
        name=_name(element, kind, by_id),
        event=event.kind if event else EventKind.NONE,
        interrupting=_interrupting(element, kind),
        timer=(timer.duration or timer.date or timer.cycle or "") if timer else "",
        repeated=_repeated(element),
        collection=_is_collection(element, by_id),
        compensation=element.get("isForCompensation") == "true",
        by_event=element.get("triggeredByEvent") == "true",
    )


def edge_of(
    element: etree._Element,
    points: tuple[Point, ...],
    by_id: Mapping[str, etree._Element],
) -> Edge:
    """Return the line of an element along its points."""
    kind = bpmn_name(element)
    identifier = element.get("id", "").strip()
    source = by_id.get((element.get("sourceRef") or "").strip())
    directed = (element.get("associationDirection") or "None") != "None"
    return Edge(
        element=identifier,
        kind=kind,
        points=points,
        name=name_of(element)[:MAX_NAME],
        default=source is not None and source.get("default") == identifier,
        directed=directed or kind.startswith("data"),
    )


def ends_of(element: etree._Element) -> tuple[str, str]:
    """Return the ids between which an element draws a line, empty where unknown.

    A data association stands inside the activity that reads or writes.
    """
    source, target = (
        one_line(element.get(key) or child_text(element, key))
        for key in ("sourceRef", "targetRef")
    )
    inside = element.getparent()
    activity = one_line(inside.get("id")) if inside is not None else ""
    if bpmn_name(element) == "dataInputAssociation":
        target = activity
    elif bpmn_name(element) == "dataOutputAssociation":
        source = activity
    return source, target


def _name(
    element: etree._Element, kind: str, by_id: Mapping[str, etree._Element]
) -> str:
    if kind == "textAnnotation":
        return one_line(child_text(element, "text"))[:MAX_NAME]
    if kind == "group":
        value = by_id.get((element.get("categoryValueRef") or "").strip())
        return one_line(value.get("value"))[:MAX_NAME] if value is not None else ""
    return name_of(element)[:MAX_NAME]


def _interrupting(element: etree._Element, kind: str) -> bool:
    key = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    return element.get(key) != "false"


def _repeated(element: etree._Element) -> Repeated:
    for child in children(
        element, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"
    ):
        if bpmn_name(child) == "standardLoopCharacteristics":
            return Repeated.LOOP
        sequential = child.get("isSequential") == "true"
        return Repeated.SEQUENTIAL if sequential else Repeated.PARALLEL
    return Repeated.NO


def _is_collection(
    element: etree._Element, by_id: Mapping[str, etree._Element]
) -> bool:
    shown = by_id.get((element.get("dataObjectRef") or "").strip())
    return any(
        one is not None and one.get("isCollection") == "true"
        for one in (element, shown)
    )
