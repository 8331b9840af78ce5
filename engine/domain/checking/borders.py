"""Where a process and each sub-process begin and end, and what is never reached."""

from engine.domain.checking.draft import Draft
from engine.domain.checking.times import (
    comes_too_often,
    cycle_in,
    cycle_suggestion,
    written,
)
from engine.domain.definitions import Cycle
from engine.domain.diagram import EventKind, Node
from engine.domain.graph import reachable
from engine.domain.problems import Severity
from engine.domain.values import ElementId


def cycles(draft: Draft) -> tuple[Cycle, ...]:
    """Return the timer starts for the scheduler; as starts they become plain."""
    found = []
    for node in draft.of_kind("startEvent"):
        if node.event is not EventKind.TIMER:
            continue
        text = cycle_in(node.timer)
        if text is None:
            _tell_cycle(draft, node)
        elif comes_too_often(text):
            draft.found.error("cycle_too_often", node, text=text)
        else:
            found.append(Cycle(element=node.id, name=node.name, text=text))
    return tuple(found)


def starts(draft: Draft) -> None:
    """Give the process and each sub-process exactly one plain start."""
    for scope, members in draft.by_scope().items():
        if members and scope not in draft.refused:
            _start_of_scope(draft, scope, members)


def ends(draft: Draft) -> None:
    """Let work that stops without an end event end there, as BPMN says."""
    for scope, members in draft.by_scope().items():
        stops = [node for node in members if _stops(draft, node)]
        has_end = any(node.kind == "endEvent" for node in members)
        code = "work_stops" if has_end else "no_end"
        for node in stops:
            draft.found.warning(code, node, process=draft.title)
            end = draft.put(
                Node(
                    id=draft.free_id(f"{node.id}--end"),
                    kind="endEvent",
                    lane=node.lane,
                    parent=scope,
                    stands_for=node.id,
                )
            )
            draft.connect(node.id, end.id)


def unreachable(draft: Draft) -> None:
    """Refuse what no case can ever reach, the outermost of nested things only."""
    for scope, members in draft.by_scope().items():
        begin = [node.id for node in members if node.kind == "startEvent"]
        if not begin or scope in draft.refused:
            continue
        seen = reachable(draft.edges(members), begin)
        for node in members:
            if node.id not in seen and node.id not in draft.refused:
                draft.found.error("never_reached", node, process=draft.title)


def _start_of_scope(draft: Draft, scope: ElementId | None, members: list[Node]) -> None:
    begin = [node for node in members if node.kind == "startEvent"]
    for node in list(begin):
        if len(begin) > 1 and not draft.outgoing(node.id) and _is_cycle(node):
            draft.drop(node.id)
            begin.remove(node)
    if not begin:
        _start_missing(draft, scope, members)
        return
    plain = [node for node in begin if not _is_cycle(node)]
    kept = (plain or begin)[0]
    others = [node for node in begin if node.id != kept.id]
    goal = _goal(draft, kept)
    apart = [node for node in others if _goal(draft, node) != goal]
    for node in others:
        if node not in apart:
            draft.drop(node.id)
    draft.change(kept.id, event=EventKind.NONE, timer=None)
    if apart:
        _ask_which(draft, scope, kept, apart)


def _is_cycle(node: Node) -> bool:
    return node.event is EventKind.TIMER


def _goal(draft: Draft, start: Node) -> tuple[ElementId, ...]:
    """Return where a start leads, past merges that let through."""
    goals = []
    for flow in draft.outgoing(start.id):
        target, seen = flow.target, set()
        while target not in seen and _lets_through(draft, target):
            seen.add(target)
            target = draft.outgoing(target)[0].target
        goals.append(target)
    return tuple(goals)


def _lets_through(draft: Draft, node: ElementId) -> bool:
    found = draft.nodes.get(node)
    return (
        found is not None
        and found.kind == "exclusiveGateway"
        and len(draft.outgoing(node)) == 1
    )


def _ask_which(
    draft: Draft, scope: ElementId | None, kept: Node, apart: list[Node]
) -> None:
    """Let a person say where a case begins that may begin at several places."""
    for node in (kept, *apart):
        draft.found.tell(
            Severity.WARNING,
            "several_starts",
            node,
            group=str(scope),
            process=draft.title,
        )
    gateway = draft.put(
        Node(
            id=draft.free_id(f"{kept.id}--which"),
            kind="exclusiveGateway",
            name=kept.name,
            lane=kept.lane,
            parent=scope,
            stands_for=kept.id,
        )
    )
    for node in (kept, *apart):
        label = node.name or node.event_ref or ""
        for flow in draft.outgoing(node.id):
            draft.change_flow(flow.id, source=gateway.id, name=flow.name or label)
    for node in apart:
        draft.drop(node.id)
    draft.connect(kept.id, gateway.id)


def _start_missing(draft: Draft, scope: ElementId | None, members: list[Node]) -> None:
    candidates = [
        node
        for node in members
        if not draft.incoming(node.id)
        and node.kind != "boundaryEvent"
        and node.id not in draft.refused
    ]
    if len(candidates) == 1:
        first = candidates[0]
        draft.found.warning("no_start", first, process=draft.title)
        start = draft.put(
            Node(
                id=draft.free_id(f"{first.id}--start"),
                kind="startEvent",
                lane=first.lane,
                parent=scope,
                stands_for=first.id,
            )
        )
        draft.connect(start.id, first.id)
        return
    for node in candidates or members[:1]:
        code = "several_first_steps" if candidates else "no_first_step"
        draft.found.error(code, node, process=draft.title)


def _stops(draft: Draft, node: Node) -> bool:
    return (
        node.kind != "endEvent"
        and node.id not in draft.refused
        and not draft.outgoing(node.id)
    )


def _tell_cycle(draft: Draft, node: Node) -> None:
    text = written(node.timer)
    proposed = cycle_suggestion(text, node.name)
    code = "cycle_unreadable" if text else "cycle_without_time"
    draft.found.error(code, node, text=text, suggestion=proposed)
