"""A process while it is being repaired: nodes and flows that rules may change.

The one mutable thing of the check. It lives inside one call of `check`, keeps
its indexes right at every change, and ends as a frozen `Process`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from engine.domain.checking.findings import Findings
from engine.domain.diagram import Flow, Lane, Node, Process
from engine.domain.values import ElementId, FlowId


@dataclass(kw_only=True, slots=True)
class Draft:
    """Nodes and flows of one process under repair.

    Attributes:
        found: where rules tell what they find.
        refused: elements that an error names already; other rules pass over them.
    """

    process: Process
    found: Findings
    nodes: dict[ElementId, Node] = field(default_factory=dict)
    flows: dict[FlowId, Flow] = field(default_factory=dict)
    lanes: list[Lane] = field(default_factory=list)
    refused: set[ElementId] = field(default_factory=set)
    _out: dict[ElementId, list[FlowId]] = field(default_factory=dict)
    _in: dict[ElementId, list[FlowId]] = field(default_factory=dict)

    @classmethod
    def of(cls, process: Process, found: Findings) -> "Draft":
        """Return a draft of a process as read."""
        draft = cls(process=process, found=found, lanes=list(process.lanes))
        for node in process.nodes:
            draft.put(node)
        for flow in process.flows:
            draft.add_flow(flow)
        return draft

    @property
    def title(self) -> str:
        """What people call the process: its pool, its name or its id."""
        return title_of(self.process)

    def put(self, node: Node) -> Node:
        """Add a node, or replace the one with its id."""
        self.nodes[node.id] = node
        return node

    def change(self, node: ElementId, **changes: object) -> Node:
        """Replace attributes of a node and return the new one."""
        return self.put(replace(self.nodes[node], **changes))  # type: ignore[arg-type]

    def drop(self, node: ElementId) -> None:
        """Take a node away, with its flows."""
        for flow in [*self.outgoing(node), *self.incoming(node)]:
            self.drop_flow(flow.id)
        del self.nodes[node]

    def add_flow(self, flow: Flow) -> Flow:
        """Add a flow at the end of its source's list."""
        self.flows[flow.id] = flow
        self._out.setdefault(flow.source, []).append(flow.id)
        self._in.setdefault(flow.target, []).append(flow.id)
        return flow

    def change_flow(self, flow: FlowId, **changes: object) -> Flow:
        """Replace attributes of a flow, its ends too, and return the new one."""
        old = self.flows[flow]
        new: Flow = replace(old, **changes)  # type: ignore[arg-type]
        if new.source != old.source:
            self._out[old.source].remove(flow)
            self._out.setdefault(new.source, []).append(flow)
        if new.target != old.target:
            self._in[old.target].remove(flow)
            self._in.setdefault(new.target, []).append(flow)
        self.flows[flow] = new
        return new

    def drop_flow(self, flow: FlowId) -> None:
        """Take a flow away; one that is gone already is no mistake."""
        old = self.flows.pop(flow, None)
        if old is not None:
            self._out[old.source].remove(flow)
            self._in[old.target].remove(flow)

    def connect(self, source: ElementId, target: ElementId) -> Flow:
        """Add a flow of our own between two nodes."""
        flow = Flow(
            id=FlowId(self.free_id(f"{source}--{target}")),
            source=source,
            target=target,
            parent=self.nodes[source].parent,
        )
        return self.add_flow(flow)

    def free_id(self, wished: str) -> ElementId:
        """Return an id that no node and no flow has, made from a wished one."""
        number = 1
        found = wished
        while found in self.nodes or found in self.flows:
            number += 1
            found = f"{wished}-{number}"
        return ElementId(found)

    def outgoing(self, node: ElementId) -> list[Flow]:
        """Return the flows out of a node in the order of the document."""
        return [self.flows[flow] for flow in self._out.get(node, ())]

    def incoming(self, node: ElementId) -> list[Flow]:
        """Return the flows into a node in the order of the document."""
        return [self.flows[flow] for flow in self._in.get(node, ())]

    def of_kind(self, *kinds: str) -> list[Node]:
        """Return the nodes of these kinds, a list that survives changes."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    def scopes(self) -> list[ElementId | None]:
        """Return None for the process itself, then every sub-process."""
        return [None, *(node.id for node in self.of_kind("subProcess"))]

    def by_scope(self) -> dict[ElementId | None, list[Node]]:
        """Return the nodes that stand directly in each scope, also an empty one."""
        found: dict[ElementId | None, list[Node]] = {
            scope: [] for scope in self.scopes()
        }
        for node in self.nodes.values():
            found.setdefault(node.parent, []).append(node)
        return found

    def boundaries(self) -> dict[ElementId, list[Node]]:
        """Return the boundary events by the activity they sit on."""
        found: dict[ElementId, list[Node]] = {}
        for node in self.of_kind("boundaryEvent"):
            found.setdefault(node.attached_to or ElementId(""), []).append(node)
        return found

    def edges(self, nodes: Iterable[Node]) -> dict[ElementId, list[ElementId]]:
        """Return who follows whom; a boundary event follows its activity."""
        members = list(nodes)
        edges = {
            node.id: [flow.target for flow in self.outgoing(node.id)]
            for node in members
        }
        for node in members:
            if node.kind == "boundaryEvent" and node.attached_to in edges:
                edges[node.attached_to].append(node.id)
        return edges

    def finished(self) -> Process:
        """Return the process as it stands now."""
        return replace(
            self.process,
            nodes=tuple(self.nodes.values()),
            flows=tuple(self.flows.values()),
            lanes=tuple(self.lanes),
        )


def title_of(process: Process) -> str:
    """Return what people call a process: its pool, its name or its id."""
    return process.pool or process.name or process.id
