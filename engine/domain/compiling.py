"""A checked process made into a definition: steps, numbers, decisions, lanes.

Nothing is judged here; a process that the check refused has no canonical form
and cannot come this far.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from engine.domain.checking import CheckedProcess
from engine.domain.checking.names import ASKING, compiled
from engine.domain.checking.people import needs_lane
from engine.domain.decisions import DecisionTable, compile_table
from engine.domain.definitions import (
    Choice,
    Decision,
    LaneRole,
    ProcessDefinition,
    Step,
)
from engine.domain.diagram import EventKind, Flow, Lane, Node, Process, WaitKind
from engine.domain.graph import postorder
from engine.domain.role_names import role_key_of
from engine.domain.values import (
    DefinitionId,
    ElementId,
    FormKey,
    ProcessKey,
    RoleKey,
    TemplateKey,
)

__all__ = ["compile_definition", "role_key_of", "role_of_lane"]


def role_of_lane(lane: Lane) -> RoleKey:
    """Return the role a lane names by itself, without an office to look in."""
    return RoleKey(lane.role) if lane.role else role_key_of(lane.name)


def compile_definition(
    checked: CheckedProcess,
    *,
    version: int,
    definition_id: DefinitionId,
    checksum: str,
    role_of: Callable[[Lane], RoleKey] = role_of_lane,
    form_fields: Mapping[str, frozenset[str]] | None = None,
) -> ProcessDefinition:
    """Return one version of a checked process, ready to run.

    Args:
        checked: with a canonical process.
        version: from 1; 0 while not deployed.
        definition_id: of the version.
        checksum: sha256 hex over diagram, forms and templates.
        role_of: gives the role that a lane stands for.
        form_fields: for each form key the names it fills.

    Raises:
        ValueError: if the check refused the process; callers ask the verdict first.
    """
    process = checked.canonical
    if process is None:
        raise ValueError(f"{checked.id} was refused and has no canonical form")
    roles = {lane.id: role_of(lane) for lane in process.lanes}
    fields = _asked_names(process, form_fields or {})
    return ProcessDefinition(
        id=definition_id,
        key=ProcessKey(process.id),
        version=version,
        name=checked.name,
        canonical=process,
        steps=_steps(process, checked, roles, fields),
        lanes=_lane_roles(process, roles),
        cycles=checked.cycles,
        calls=_calls(process),
        identity=process.identity,
        checksum=checksum,
    )


def _calls(process: Process) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.called for node in process.nodes if node.called))


def _steps(
    process: Process,
    checked: CheckedProcess,
    roles: Mapping[str, RoleKey],
    fields: tuple[str, ...],
) -> dict[ElementId, Step]:
    lanes = {lane.id: lane for lane in process.lanes}
    ways = _Ways(process)
    steps: dict[ElementId, Step] = {}
    number = 0
    for node in in_reading_order(process):
        if needs_lane(node):
            counts = node.wait is WaitKind.USER and not node.due
            number += counts
            steps[node.id] = replace(
                _step(node, checked, lanes[node.lane or ""], roles, fields),
                number=number if counts else None,
                decision=_decision(ways, node),
            )
    return steps


def in_reading_order(process: Process) -> list[Node]:
    """Return the nodes as a case meets them, branches in the document's order.

    What a return leads to keeps its first place; a sub-process is followed by its
    own nodes.
    """
    by_scope: dict[ElementId | None, list[Node]] = {}
    for node in process.nodes:
        by_scope.setdefault(node.parent, []).append(node)
    after: dict[ElementId, list[ElementId]] = {node.id: [] for node in process.nodes}
    for node in process.nodes:
        if node.attached_to is not None:
            after[node.attached_to].append(node.id)
    for flow in reversed(process.flows):
        after[flow.source].append(flow.target)
    found: list[Node] = []
    waiting = _scope_order(by_scope.get(None, []), after)[::-1]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(_scope_order(by_scope.get(node.id, []), after)[::-1])
    return found


def _scope_order(
    members: list[Node], after: Mapping[ElementId, list[ElementId]]
) -> list[Node]:
    nodes = {node.id: node for node in members}
    starts = [node.id for node in members if node.kind == "startEvent"]
    order = postorder(after, starts[0]) if starts else []
    return [nodes[place] for place in reversed(order) if place in nodes]


def _step(
    node: Node,
    checked: CheckedProcess,
    lane: Lane,
    roles: Mapping[str, RoleKey],
    fields: tuple[str, ...],
) -> Step:
    how = node.repetition
    kind = node.wait or _boundary_wait(node)
    asks = kind in ASKING and node.form is None
    return Step(
        element=node.id,
        name=node.name or node.event_ref or node.id,
        number=None,
        kind=kind,
        lane=lane.name,
        role=roles[lane.id],
        performer=node.performer,
        standard=checked.standards.get(node.id),
        due=node.due,
        form=FormKey(node.form) if node.form else None,
        fields=fields if asks else (),
        documents=tuple(TemplateKey(key) for key in node.documents),
        signers=tuple((TemplateKey(key), named) for key, named in node.signers),
        mutu_baku=node.mutu_baku,
        instructions=node.documentation,
        repeats=how is not None and not how.is_loop,
        item=how.item if how is not None else None,
        looped=how is not None and how.is_loop,
    )


def _boundary_wait(node: Node) -> WaitKind:
    signal = node.event is EventKind.SIGNAL
    return WaitKind.SIGNAL if signal else WaitKind.MESSAGE


class _Ways:
    """Arrows of a process by where they start and where they are chosen."""

    def __init__(self, process: Process) -> None:
        self.nodes = {node.id: node for node in process.nodes}
        self.after: dict[ElementId, list[Flow]] = {}
        self.chosen_at: dict[ElementId, list[Flow]] = {}
        for flow in process.flows:
            self.after.setdefault(flow.source, []).append(flow)
            if flow.chosen_at is not None:
                self.chosen_at.setdefault(flow.chosen_at, []).append(flow)

    def next_step(self, flow: Flow) -> Node | None:
        """Return the next person's step on the only way that an arrow opens."""
        node, seen = self.nodes[flow.target], set[ElementId]()
        while node.wait is None and node.id not in seen:
            seen.add(node.id)
            onwards = self.after.get(node.id, [])
            if len(onwards) != 1:
                return None
            node = self.nodes[onwards[0].target]
        return node if node.wait is not None and node.name else None


def _decision(ways: _Ways, step: Node) -> Decision | None:
    """Return the decision that completing a step takes, or None."""
    flows = ways.chosen_at.get(step.id)
    if not flows:
        return None
    gateway = ways.nodes[flows[0].source]
    return Decision(
        gateway=gateway.stands_for or gateway.id,
        question=gateway.name,
        choices=tuple(_choice(ways, flow) for flow in flows),
    )


def _choice(ways: _Ways, flow: Flow) -> Choice:
    step = ways.next_step(flow)
    return Choice(
        label=flow.label or flow.name or str(flow.id),
        flow=flow.id,
        target=flow.target,
        target_name=(step or ways.nodes[flow.target]).name,
        leads_back=flow.leads_back,
    )


def _lane_roles(process: Process, roles: Mapping[str, RoleKey]) -> tuple[LaneRole, ...]:
    busy = {node.lane for node in process.nodes if needs_lane(node)}
    found = [
        LaneRole(lane=lane.name, role=roles[lane.id])
        for lane in process.lanes
        if lane.id in busy
    ]
    return tuple(dict.fromkeys(found))


def _asked_names(
    process: Process, form_fields: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Return the names that conditions and tables read and nothing fills."""
    read: dict[str, None] = {}
    for text in _conditions(process):
        expression = compiled(text)
        read |= dict.fromkeys(sorted(expression.names) if expression else ())
    filled: set[str] = set()
    for node in process.nodes:
        if node.table is not None and node.asks is not None:
            read |= dict.fromkeys(sorted(_names_of(node.table)))
            filled |= node.asks.writes(node.table)
        if node.form is not None:
            filled |= form_fields.get(node.form, frozenset())
        if node.repetition is not None and not node.repetition.is_loop:
            filled.add(node.id)
    return tuple(name for name in read if name not in filled)


def _names_of(table: DecisionTable) -> frozenset[str]:
    ready, _ = compile_table(table)
    return ready.names if ready is not None else frozenset()


def _conditions(process: Process) -> Iterator[str]:
    for flow in process.flows:
        if flow.condition:
            yield flow.condition
    for node in process.nodes:
        if node.repetition is not None and node.repetition.loop_condition:
            yield node.repetition.loop_condition
