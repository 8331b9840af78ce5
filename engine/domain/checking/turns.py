"""Loops: each passes a person's step or a wait, and arrows back are known as such."""

from collections.abc import Iterable

from engine.domain.checking.draft import Draft, title_of
from engine.domain.checking.findings import Finding, Findings
from engine.domain.checking.times import duration_in
from engine.domain.diagram import EventKind, Flow, Node, Process
from engine.domain.graph import dominates, immediate_dominators, loops, reachable
from engine.domain.problems import Severity
from engine.domain.values import ElementId


def endless_loops(draft: Draft) -> None:
    """Refuse a loop that nothing ever holds up: a case would turn in it for ever."""
    instant: set[ElementId] = set()
    for scope, members in reversed(draft.by_scope().items()):
        hurried = {node.attached_to for node in members if _ends_at_once(node)}
        passing = {
            node.id for node in members if node.id in hurried or _passes(node, instant)
        }
        edges = draft.edges(members)
        for loop in loops(edges, passing.__contains__):
            for place in loop:
                draft.found.error("endless_loop", draft.nodes[place], at=loop[0])
        if scope is not None and _runs_through(draft, members, edges, passing):
            instant.add(scope)


def mark_returns(draft: Draft) -> None:
    """Mark the arrows of decisions that lead back: their target dominates them."""
    for members in draft.by_scope().values():
        begin = [node for node in members if node.kind == "startEvent"]
        if not begin:
            continue
        dominator = immediate_dominators(draft.edges(members), begin[0].id)
        for node in members:
            flows = draft.outgoing(node.id)
            if node.kind in {"exclusiveGateway", "inclusiveGateway"} and len(flows) > 1:
                for flow in flows:
                    goals = _goals(draft, flow)
                    back = any(dominates(dominator, goal, node.id) for goal in goals)
                    draft.change_flow(flow.id, leads_back=back)


def call_circles(processes: Iterable[Process | None], found: Findings) -> None:
    """Refuse processes that call one another before anybody is asked anything."""
    known = {process.id: process for process in processes if process is not None}
    edges = {key: _called_at_once(process) for key, process in known.items()}
    for circle in loops(edges, known.__contains__):
        for key in circle:
            process = known[key]
            found.found.append(
                Finding(
                    severity=Severity.ERROR,
                    code="call_circle",
                    element=key,
                    name=title_of(process),
                    line=process.line,
                )
            )


def _called_at_once(process: Process) -> list[str]:
    """Return the processes that a case calls before a person or a timer holds it."""
    nodes = {node.id: node for node in process.nodes}
    onwards: dict[ElementId, list[ElementId]] = {}
    for flow in process.flows:
        if _never_holds(nodes[flow.source]):
            onwards.setdefault(flow.source, []).append(flow.target)
    for node in process.nodes:
        if node.kind == "startEvent" and node.parent is not None:
            onwards.setdefault(node.parent, []).append(node.id)
    begin = [
        node.id
        for node in process.nodes
        if node.kind == "startEvent" and node.parent is None
    ]
    reached = reachable(onwards, begin)
    return [node.called for node in process.nodes if node.called and node.id in reached]


def _never_holds(node: Node) -> bool:
    if node.event is EventKind.TIMER:
        return _fires_at_once(node)
    return node.kind not in {"userTask", "callActivity", "boundaryEvent"}


def _fires_at_once(timer: Node) -> bool:
    """Tell whether a timer holds nothing up: no time, or a date that will be over."""
    if timer.timer is None or timer.timer.date:
        return True
    duration = duration_in(timer.timer.duration)
    return duration is None or duration.is_zero


def _ends_at_once(node: Node) -> bool:
    """Tell whether an event takes its step away as soon as the step is there."""
    boundary = node.kind == "boundaryEvent" and node.interrupting
    return boundary and node.event is EventKind.TIMER and _fires_at_once(node)


def _passes(node: Node, instant: set[ElementId]) -> bool:
    if node.kind == "subProcess":
        return node.id in instant
    return _never_holds(node)


def _runs_through(
    draft: Draft,
    members: list[Node],
    edges: dict[ElementId, list[ElementId]],
    passing: set[ElementId],
) -> bool:
    """Tell whether a case can cross a sub-process without being held up."""
    begin = [node.id for node in members if node.kind == "startEvent"]
    inner = {
        place: [after for after in edges[place] if after in passing]
        for place in passing
    }
    return any(
        draft.nodes[place].kind == "endEvent" for place in reachable(inner, begin)
    )


def _goals(draft: Draft, flow: Flow) -> list[ElementId]:
    """Return where an arrow leads, and what comes behind mere merges."""
    goals = [flow.target]
    node = draft.nodes[flow.target]
    while node.kind == "exclusiveGateway" and len(draft.outgoing(node.id)) == 1:
        node = draft.nodes[draft.outgoing(node.id)[0].target]
        if node.id in goals:
            break
        goals.append(node.id)
    return goals
