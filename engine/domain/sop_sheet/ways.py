"""Which rows follow which, with gateways, sub-processes and passing events left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.diagram import Flow, Node, Process
from engine.domain.values import ElementId

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_END_NAME = "Selesai"
_OVERDUE = "Lewat waktu"


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """From a row to a row, or to the name of an end."""

    source: str
    target: str
    label: str = ""


class Ways:
    """The arrows between the rows of a canonical process.

    Attributes:
        rows: elements that have a row.
        deciding: rows drawn as a diamond.
        questions: what a deciding row is asked, by its element.
        beginnings: rows that the start leads to.
        between: arrows from row to row, each pair once.
        endings: arrows from a row to the name of an end.
    """

    def __init__(self, process: Process, steps: frozenset[ElementId]) -> None:
        self._nodes = {node.id: node for node in process.nodes}
        self._after: dict[ElementId, list[Flow]] = {}
        self._before: dict[ElementId, list[Flow]] = {}
        for flow in process.flows:
            self._after.setdefault(flow.source, []).append(flow)
            self._before.setdefault(flow.target, []).append(flow)
        self.rows: set[ElementId] = set(steps) | self._rows_of_machines()
        self._borders: dict[ElementId, list[Node]] = {}
        self._starts: dict[ElementId, list[Node]] = {}
        for node in process.nodes:
            if node.attached_to is not None:
                host = self._row_of(node.attached_to)
                self._borders.setdefault(host, []).append(node)
            if node.kind == "startEvent" and node.parent is not None:
                self._starts.setdefault(node.parent, []).append(node)
        self.questions: dict[ElementId, str] = {}
        self.deciding: set[ElementId] = set()
        for node in process.nodes:
            if self._chooses(node):
                self._settle(node)
        found = [way for row in self._in_order() for way in self._ways_of(row)]
        self.between = _once([way for way in found if way.target in self.rows])
        self.endings = [way for way in found if way.target not in self.rows]
        self.beginnings = self._beginnings(process)

    def _in_order(self) -> list[ElementId]:
        return [key for key in self._nodes if key in self.rows]

    def _rows_of_machines(self) -> set[ElementId]:
        return {
            node.id
            for node in self._nodes.values()
            if node.kind in {"callActivity", "businessRuleTask"}
            or (node.kind == "intermediateCatchEvent" and node.timer is not None)
        }

    def _row_of(self, host: ElementId) -> ElementId:
        """Return what an event sits on; of a sub-process, its first row."""
        inside = [
            node.id
            for node in self._nodes.values()
            if node.parent == host and node.id in self.rows
        ]
        return host if host in self.rows or not inside else inside[0]

    def _chooses(self, node: Node) -> bool:
        return node.kind in _CHOOSING and len(self._after.get(node.id, ())) > 1

    def _settle(self, gateway: Node) -> None:
        """Find who decides at a gateway; where nobody does, it is a row itself."""
        chosen = next(
            (one.chosen_at for one in self._after[gateway.id] if one.chosen_at), None
        )
        decider = chosen or self._sole_row_before(gateway)
        if decider is None:
            self.rows.add(gateway.id)
            decider = gateway.id
        elif gateway.name:
            self.questions[decider] = gateway.name
        self.deciding.add(decider)

    def _sole_row_before(self, gateway: Node) -> ElementId | None:
        """Return the row that leads to a gateway and nowhere else."""
        before = self._before.get(gateway.id, [])
        if len(before) != 1:
            return None
        row = before[0].source
        leaves = len(self._after.get(row, ())) + len(self._borders.get(row, ()))
        return row if row in self.rows and leaves == 1 else None

    def _beginnings(self, process: Process) -> list[str]:
        starts = [
            node
            for node in process.nodes
            if node.kind == "startEvent" and node.parent is None
        ]
        found = [
            way.target for node in starts for way in self._onwards(node.id, node.id, "")
        ]
        return list(dict.fromkeys(key for key in found if key in self.rows))

    def _ways_of(self, row: ElementId) -> Iterator[Way]:
        yield from self._onwards(row, row, "")
        for border in self._borders.get(row, ()):
            if border.id in self.rows:
                yield Way(source=row, target=border.id)
            else:
                yield from self._onwards(row, border.id, border.name or _OVERDUE)

    def _onwards(self, row: str, start: ElementId, label: str) -> Iterator[Way]:
        """Yield the rows and ends that the flows behind an element lead to."""
        seen: set[ElementId] = {start}
        waiting = [(flow, label) for flow in reversed(self._after.get(start, ()))]
        while waiting:
            flow, known = waiting.pop()
            told = known or flow.label or flow.name
            for node in self._entered(flow.target):
                if node.id in self.rows:
                    yield Way(source=row, target=node.id, label=told)
                elif node.kind == "endEvent" and node.parent is None:
                    yield Way(source=row, target=node.name or _END_NAME, label=told)
                elif node.id not in seen:
                    seen.add(node.id)
                    waiting.extend((one, told) for one in self._leaving(node))

    def _entered(self, target: ElementId) -> list[Node]:
        """Return where a case goes that comes to an element; into a sub-process."""
        node = self._nodes[target]
        if node.kind != "subProcess" or node.id in self.rows:
            return [node]
        return self._starts.get(node.id) or [node]

    def _leaving(self, node: Node) -> list[Flow]:
        """Return the flows out of a passing element; of a scope when it ends there."""
        if node.kind == "endEvent" and node.parent is not None:
            return list(reversed(self._after.get(node.parent, ())))
        return list(reversed(self._after.get(node.id, ())))


def _once(ways: list[Way]) -> list[Way]:
    """Return one way for each pair of rows, labels of several put together."""
    labels: dict[tuple[str, str], list[str]] = {}
    for way in ways:
        known = labels.setdefault((way.source, way.target), [])
        if way.label and way.label not in known:
            known.append(way.label)
    return [
        Way(source=source, target=target, label=" / ".join(found))
        for (source, target), found in labels.items()
    ]
