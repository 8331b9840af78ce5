"""First diagrams: a small one for a new SOP, or a file of another tool made ours.

A file that somebody hands in keeps what it draws. Its process gets the key of the
SOP; what other tools say of forms, performers and due dates is said in our words
too, where it means the same; and a process without a drawing is given one.
"""

from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.adapters.bpmn.drawing_words import draw
from engine.adapters.bpmn.looking import bpmn_name, own
from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.adapters.bpmn.vocabulary import MUTUBAKU
from engine.adapters.bpmn.xml import refusal, root_of
from engine.domain.diagram import Node, Process
from engine.domain.swimlanes import swimlanes

_LEFT, _TOP, _ROW, _WIDTH = 160, 80, 160, 760

_SHAPES = (
    ("Participant_1", _LEFT, _TOP, _WIDTH, 2 * _ROW, ' isHorizontal="true"'),
    ("Lane_1", _LEFT + 30, _TOP, _WIDTH - 30, _ROW, ' isHorizontal="true"'),
    ("Lane_2", _LEFT + 30, _TOP + _ROW, _WIDTH - 30, _ROW, ' isHorizontal="true"'),
    ("Event_Mulai", 242, 142, 36, 36),
    ("Activity_1", 340, 120, 100, 80),
    ("Event_Selesai", 502, 142, 36, 36),
)
_SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:mutubaku="{space}" id="Definitions_1" targetNamespace="https://mutubaku.id/sop">
  <bpmn:collaboration id="Collaboration_1">
    <bpmn:participant id="Participant_1" name={title} processRef="{key}" />
  </bpmn:collaboration>
  <bpmn:process id="{key}" name={title} isExecutable="true">
    <bpmn:laneSet id="LaneSet_1">
      <bpmn:lane id="Lane_1" name={first}>
        <bpmn:flowNodeRef>Event_Mulai</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Activity_1</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Event_Selesai</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="Lane_2" name={second} />
    </bpmn:laneSet>
    <bpmn:startEvent id="Event_Mulai"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="Activity_1"><bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="Event_Selesai"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Event_Mulai" targetRef="Activity_1" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Event_Selesai" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1">
    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="Collaboration_1">
      {shapes[0]}
      {shapes[1]}
      {shapes[2]}
      {shapes[3]}
      {shapes[4]}
      {shapes[5]}
      <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1"><di:waypoint x="278" y="160" /><di:waypoint x="340" y="160" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Flow_2_di" bpmnElement="Flow_2"><di:waypoint x="440" y="160" /><di:waypoint x="502" y="160" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def small(key: str, name: str, lanes: tuple[str, str]) -> bytes:
    """Return a diagram of a pool with two lanes: a start, one step, an end.

    Args:
        key: of the SOP, the id of its process.
        name: of the SOP and its pool.
        lanes: names of the lanes, the upper one first.
    """
    title, first, second = map(quoteattr, (name, *lanes))
    return _SMALL.format(
        space=MUTUBAKU,
        key=key,
        title=title,
        first=first,
        second=second,
        shapes=[_shape(*one) for one in _SHAPES],
    ).encode()


def adopted(source: bytes, key: str, name: str = "") -> bytes:
    """Return a file that somebody handed in, as the draft of the SOP of a key.

    The process of that key is the SOP's; else the one with the most steps, which
    takes the key.

    Args:
        source: the file.
        key: of the SOP.
        name: of the SOP; empty leaves what the file calls it.

    Raises:
        DiagramInvalidError: it cannot be read as a whole, or holds no process.
    """
    root = root_of(source, key)
    processes = XmlDiagramReader().read(source, key).processes
    if not processes:
        raise refusal(key, "no_process")
    named = [one for one in processes if one.id == key]
    chosen = (named or sorted(processes, key=lambda one: -len(one.nodes)))[0]
    for process in processes:
        _say_in_our_words(root, process)
    _rename(root, chosen, key, name)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if XmlShapeReader().layout(text, key) is not None:
        return text
    read = XmlDiagramReader().read(text, key).processes
    process = next(one for one in read if one.id == key)
    draw(root, process, swimlanes(process))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _say_in_our_words(root: etree._Element, process: Process) -> None:
    elements = {one.get("id"): one for one in root.iter(etree.Element) if one.get("id")}
    for node in process.nodes:
        element = elements.get(node.id)
        if element is None:
            continue
        for word, value in _meant(node).items():
            if value and not own(element, word):
                element.set(f"{{{MUTUBAKU}}}{word}", value)


def _meant(node: Node) -> dict[str, str | None]:
    """Return what a step of another tool says in words that we have too."""
    repeated = node.repetition
    meant = {
        "form": node.form,
        "performer": None if node.performer_is_foreign else node.performer,
        "due": None if node.due_is_foreign else node.due,
    }
    if repeated is not None and repeated.collection:
        meant |= {"collection": repeated.collection, "item": repeated.item}
    return meant if node.kind.lower().endswith("task") else {}


def _rename(root: etree._Element, process: Process, key: str, name: str) -> None:
    for element in root.iter(etree.Element):
        kind = bpmn_name(element)
        if kind == "process" and (element.get("id") or "").strip() == process.id:
            element.set("id", key)
            if name:
                element.set("name", name)
        elif kind == "participant" and element.get("processRef") == process.id:
            element.set("processRef", key)
        elif element.get("bpmnElement") == process.id:
            element.set("bpmnElement", key)


def _shape(
    element: str, x: int, y: int, width: int, height: int, more: str = ""
) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
    return (
        f'<bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}"{more}>'
        f"{bounds}</bpmndi:BPMNShape>"
    )
