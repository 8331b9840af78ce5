"""Writes a process as a BPMN 2.0 file, with its drawing.

What it writes, `XmlDiagramReader` reads as the same process. It knows what a
table of an SOP can say: lanes, persons' steps, standards, decisions, an identity
block; events and gateways are written by their kind.
"""

from lxml import etree

from engine.adapters.bpmn.drawing_words import draw
from engine.adapters.bpmn.vocabulary import MUTUBAKU
from engine.domain.diagram import EventKind, Flow, MutuBaku, Node, Process, SopIdentity
from engine.domain.swimlanes import swimlanes

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {"bpmn": MODEL, "xsi": XSI, "mutubaku": MUTUBAKU}
_TEXTS = {
    "nomor": "nomor",
    "judul": "judul",
    "unit": "unit",
    "tanggal_pembuatan": "tanggalPembuatan",
    "tanggal_revisi": "tanggalRevisi",
    "tanggal_efektif": "tanggalEfektif",
    "disahkan_oleh": "disahkanOleh",
}
_LISTS = {
    "dasar_hukum": "dasarHukum",
    "keterkaitan": "keterkaitan",
    "peringatan": "peringatan",
    "kualifikasi": "kualifikasi",
    "peralatan": "peralatan",
    "pencatatan": "pencatatan",
}


def written(process: Process) -> bytes:
    """Return the file of a process, drawn in lanes."""
    root = etree.Element(_bpmn("definitions"), nsmap=_PREFIXES)
    root.set("id", f"Definitions_{process.id}")
    root.set("targetNamespace", "https://mutubaku.id/sop")
    element = _child(root, "process", id=process.id, name=process.name)
    element.set("isExecutable", "true")
    _identity(element, process.identity)
    _lanes(element, process)
    for node in process.nodes:
        _node(element, node)
    for flow in process.flows:
        _flow(element, flow)
    draw(root, process, swimlanes(process))
    text: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return text


def _identity(process: etree._Element, identity: SopIdentity) -> None:
    words = {word: getattr(identity, field) for field, word in _TEXTS.items()}
    words |= {
        word: "\n".join(getattr(identity, field)) for field, word in _LISTS.items()
    }
    told = {word: text for word, text in words.items() if text}
    if told:
        extensions = _child(process, "extensionElements")
        etree.SubElement(extensions, _own("sop"), told)


def _lanes(process: etree._Element, drawn: Process) -> None:
    if not drawn.lanes:
        return
    lanes = _child(process, "laneSet", id=f"LaneSet_{drawn.id}")
    for lane in drawn.lanes:
        element = _child(lanes, "lane", id=lane.id, name=lane.name)
        if lane.role:
            element.set(_own("role"), lane.role)
        for member in lane.members:
            _child(element, "flowNodeRef").text = member


def _node(process: etree._Element, node: Node) -> None:
    element = _child(process, node.kind, id=node.id)
    if node.name:
        element.set("name", node.name)
    if node.attached_to:
        element.set("attachedToRef", node.attached_to)
        element.set("cancelActivity", "true" if node.interrupting else "false")
    if node.documentation:
        _child(element, "documentation").text = node.documentation
    _mutu_baku(element, node.mutu_baku)
    if node.event is EventKind.TIMER and node.timer and node.timer.duration:
        timer = _child(element, "timerEventDefinition", id=f"{node.id}_timer")
        duration = _child(timer, "timeDuration")
        duration.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
        duration.text = node.timer.duration


def _mutu_baku(element: etree._Element, texts: MutuBaku) -> None:
    words = {
        "kelengkapan": texts.kelengkapan,
        "output": texts.output,
        "keterangan": texts.keterangan,
    }
    told = {word: text for word, text in words.items() if text}
    if told:
        extensions = _child(element, "extensionElements")
        etree.SubElement(extensions, _own("mutuBaku"), told)


def _flow(process: etree._Element, flow: Flow) -> None:
    element = _child(process, "sequenceFlow", id=flow.id)
    if flow.name:
        element.set("name", flow.name)
    element.set("sourceRef", flow.source)
    element.set("targetRef", flow.target)


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _bpmn(tag), attributes)


def _bpmn(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _own(word: str) -> str:
    return f"{{{MUTUBAKU}}}{word}"
