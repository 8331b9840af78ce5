"""Changes a file in one respect and leaves the rest of it as it is.

The standard time of a step is a non-interrupting boundary timer without an
outgoing flow; a step that has none is given one, drawn at its lower right corner.
"""

from collections.abc import Mapping

from lxml import etree

from engine.adapters.bpmn.looking import bpmn_name, children
from engine.adapters.bpmn.vocabulary import ACTIVITIES
from engine.adapters.bpmn.xml import root_of
from engine.domain.durations import WorkDuration, format_duration_iso
from engine.domain.values import ElementId
from engine.errors import NotFoundError

DC = "http://www.omg.org/spec/DD/20100524/DC"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SIZE = 36.0


def with_standards(
    source: bytes, standards: Mapping[ElementId, WorkDuration | None]
) -> bytes:
    """Return the file with these standard times; None takes one away.

    Raises:
        DiagramInvalidError: if it cannot be read as a whole.
        NotFoundError: a step is not in it.
    """
    root = root_of(source, "")
    for step, duration in standards.items():
        activity = _activity(root, step)
        timer = _standard_of(root, step)
        if duration is None:
            _remove(root, timer)
        else:
            _set(
                _added(root, activity) if timer is None else timer,
                format_duration_iso(duration),
            )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _activity(root: etree._Element, step: str) -> etree._Element:
    for element in root.iter(etree.Element):
        if element.get("id") == step and bpmn_name(element) in ACTIVITIES:
            return element
    raise NotFoundError(what="element", id=step)


def _standard_of(root: etree._Element, step: str) -> etree._Element | None:
    """Return the step's boundary event that is its standard, if it has one."""
    leaving = {
        element.get("sourceRef")
        for element in root.iter(etree.Element)
        if bpmn_name(element) == "sequenceFlow"
    }
    for element in root.iter(etree.Element):
        if (
            bpmn_name(element) == "boundaryEvent"
            and element.get("attachedToRef") == step
            and element.get("cancelActivity") == "false"
            and element.get("id") not in leaving
            and next(children(element, "timerEventDefinition"), None) is not None
        ):
            return element
    return None


def _set(timer: etree._Element, text: str) -> None:
    definition = next(children(timer, "timerEventDefinition"))
    for child in list(definition):
        if bpmn_name(child) in {"timeDuration", "timeDate", "timeCycle"}:
            definition.remove(child)
    space = etree.QName(timer).namespace
    duration = etree.SubElement(definition, f"{{{space}}}timeDuration")
    duration.set(f"{{{XSI}}}type", _prefixed(timer, "tFormalExpression"))
    duration.text = text


def _prefixed(element: etree._Element, word: str) -> str:
    return f"{element.prefix}:{word}" if element.prefix else word


def _added(root: etree._Element, activity: etree._Element) -> etree._Element:
    step, space = activity.get("id", ""), etree.QName(activity).namespace
    taken = {element.get("id") for element in root.iter(etree.Element)}
    name = f"Waktu_{step}"
    while name in taken:
        name += "_"
    timer = etree.Element(f"{{{space}}}boundaryEvent", id=name)
    timer.set("cancelActivity", "false")
    timer.set("attachedToRef", step)
    etree.SubElement(timer, f"{{{space}}}timerEventDefinition", id=f"{name}_timer")
    timer.tail = activity.tail
    activity.addnext(timer)
    for reference in list(root.iter(f"{{{space}}}flowNodeRef")):
        if (reference.text or "").strip() == step:
            beside = etree.Element(f"{{{space}}}flowNodeRef")
            beside.text, beside.tail = name, reference.tail
            reference.addnext(beside)
    _draw(root, step, name)
    return timer


def _draw(root: etree._Element, step: str, name: str) -> None:
    for shape in root.iter(etree.Element):
        if shape.get("bpmnElement") != step:
            continue
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            continue
        right = float(bounds.get("x", 0)) + float(bounds.get("width", 0))
        bottom = float(bounds.get("y", 0)) + float(bounds.get("height", 0))
        drawn = etree.Element(shape.tag, id=f"{name}_di", bpmnElement=name)
        corner = {"x": f"{right - SIZE - 4:g}", "y": f"{bottom - SIZE / 2:g}"}
        size = {"width": f"{SIZE:g}", "height": f"{SIZE:g}"}
        etree.SubElement(drawn, f"{{{DC}}}Bounds", corner | size)
        drawn.tail = shape.tail
        shape.addnext(drawn)
        return


def _remove(root: etree._Element, timer: etree._Element | None) -> None:
    if timer is None:
        return
    name = timer.get("id")
    gone = [
        element
        for element in root.iter(etree.Element)
        if element.get("bpmnElement") == name
        or (
            bpmn_name(element) == "flowNodeRef" and (element.text or "").strip() == name
        )
    ]
    for element in (timer, *gone):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
