"""Reads a BPMN 2.0 file of any tool: the `DiagramReader` of the house.

Nothing is repaired here and nothing refused but a file as a whole; what values
cannot show (a duplicate id, a misspelt word of ours) is told as an oddity, and
`engine.domain.checking` judges all of it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from engine.adapters.bpmn.lanes import read_lanes
from engine.adapters.bpmn.looking import (
    bpmn_name,
    children,
    line_of,
    name_of,
    own_extensions,
)
from engine.adapters.bpmn.nodes import read_content
from engine.adapters.bpmn.own_words import unknown_words
from engine.adapters.bpmn.vocabulary import FLOW_NODES, MUTUBAKU
from engine.adapters.bpmn.xml import refusal, root_of
from engine.domain.diagram import Diagram, Oddity, Process, SopIdentity

MAX_NODES = 2_000
MAX_FLOWS = 6_000
IN_THE_FLOW = FLOW_NODES | {"sequenceFlow"}


class XmlDiagramReader:
    """Reads files that nobody vouches for; without state."""

    def read(self, source: bytes, file: str) -> Diagram:
        """Return the diagram as read.

        Args:
            source: the bytes of the file, as they came.
            file: its name, for messages only.

        Raises:
            DiagramInvalidError: if it cannot be read as a whole; its one problem
                says why (see `engine.adapters.bpmn.xml`), or that it has more
                than `MAX_NODES` nodes or `MAX_FLOWS` flows.
        """
        root = root_of(source, file)
        _refuse_crowds(root, file)
        by_id = _first_of_each_id(root)
        pools = _pools(root)
        oddities = [*_duplicates(root), *unknown_words(root)]
        processes = []
        for element in children(root, "process"):
            process, odd = _process(element, by_id, pools)
            processes.append(process)
            oddities.extend(odd)
        return Diagram(
            file=file,
            processes=tuple(processes),
            oddities=tuple(oddities),
            exporter=(root.get("exporter") or "").strip() or None,
        )


def _refuse_crowds(root: etree._Element, file: str) -> None:
    count = Counter(bpmn_name(element) for element in root.iter(etree.Element))
    nodes = sum(count[name] for name in FLOW_NODES)
    if nodes > MAX_NODES:
        raise refusal(file, "too_many_nodes", most=MAX_NODES, found=nodes)
    if count["sequenceFlow"] > MAX_FLOWS:
        raise refusal(
            file, "too_many_flows", most=MAX_FLOWS, found=count["sequenceFlow"]
        )


def _first_of_each_id(root: etree._Element) -> dict[str, etree._Element]:
    """Return who has an id: a part of the flow before whatever stands beside it."""
    flow: dict[str, etree._Element] = {}
    beside: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        identifier = (element.get("id") or "").strip()
        name = bpmn_name(element)
        if identifier and name:
            taken = flow if name in IN_THE_FLOW else beside
            taken.setdefault(identifier, element)
    return beside | flow


def _duplicates(root: etree._Element) -> list[Oddity]:
    """Return one oddity per element whose id an earlier element has too.

    A shared id of parts that no flow touches (a vendor's notes, a definition
    inside an event) is harmless; the code tells the two apart.
    """
    users: dict[str, list[etree._Element]] = {}
    for element in root.iter(etree.Element):
        identifier = (element.get("id") or "").strip()
        if identifier:
            users.setdefault(identifier, []).append(element)
    found: list[Oddity] = []
    for identifier, elements in users.items():
        names = [bpmn_name(element) for element in elements]
        if len(elements) > 1 and any(names):
            matters = sum(name in IN_THE_FLOW | {"process"} for name in names)
            code = "duplicate_id" if matters > 1 else "duplicate_id_beside"
            found.extend(_duplicate(code, identifier, element) for element in elements)
    return found


def _duplicate(code: str, identifier: str, element: etree._Element) -> Oddity:
    kind = etree.QName(element).localname
    return Oddity(
        code=code,
        element=identifier,
        name=f"{name_of(element)} [{kind}]".strip(),
        line=line_of(element),
    )


def _pools(root: etree._Element) -> Mapping[str, str]:
    """Return the pool's name by the id of its process; unnamed pools left out."""
    pools: dict[str, str] = {}
    for collaboration in children(root, "collaboration"):
        for pool in children(collaboration, "participant"):
            process = (pool.get("processRef") or "").strip()
            if process and name_of(pool):
                pools.setdefault(process, name_of(pool))
                pools.setdefault(process.rsplit(":", 1)[-1], name_of(pool))
    return pools


def _process(
    element: etree._Element,
    by_id: Mapping[str, etree._Element],
    pools: Mapping[str, str],
) -> tuple[Process, list[Oddity]]:
    content = read_content(element, by_id)
    names = {str(node.id): node.name for node in content.nodes}
    lanes = read_lanes(element, names)
    nodes = tuple(
        replace(node, lane=lanes.lane_of.get(node.id)) for node in content.nodes
    )
    identifier = (element.get("id") or "").strip()
    executable = element.get("isExecutable")
    process = Process(
        id=identifier,
        name=name_of(element),
        line=line_of(element),
        executable=None if executable is None else executable == "true",
        uses_own_words=MUTUBAKU in element.nsmap.values(),
        pool=pools.get(identifier),
        nodes=nodes,
        flows=tuple(content.flows),
        lanes=tuple(lanes.lanes),
        identity=_identity(element),
    )
    return process, [*content.oddities, *lanes.oddities]


def _identity(process: etree._Element) -> SopIdentity:
    for sop in own_extensions(process, "sop"):
        return SopIdentity(
            nomor=_entry(sop, "nomor"),
            judul=_entry(sop, "judul"),
            unit=_entry(sop, "unit"),
            tanggal_pembuatan=_entry(sop, "tanggalPembuatan"),
            tanggal_revisi=_entry(sop, "tanggalRevisi"),
            tanggal_efektif=_entry(sop, "tanggalEfektif"),
            disahkan_oleh=_entry(sop, "disahkanOleh"),
            dasar_hukum=_entries(sop, "dasarHukum"),
            keterkaitan=_entries(sop, "keterkaitan"),
            peringatan=_entries(sop, "peringatan"),
            kualifikasi=_entries(sop, "kualifikasi"),
            peralatan=_entries(sop, "peralatan"),
            pencatatan=_entries(sop, "pencatatan"),
        )
    return SopIdentity()


def _entry(sop: etree._Element, name: str) -> str:
    return (sop.get(name) or "").strip()


def _entries(sop: etree._Element, name: str) -> tuple[str, ...]:
    lines = (line.strip() for line in (sop.get(name) or "").splitlines())
    return tuple(line for line in lines if line)
