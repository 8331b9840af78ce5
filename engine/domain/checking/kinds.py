"""What every element is read as, and which are refused by name.

An element keeps its id and its place; only what it *is* becomes one of the few
kinds that a case can run.
"""

from collections.abc import Callable

from engine.domain.checking.draft import Draft
from engine.domain.diagram import EventKind, Node, WaitKind

_PERSONS = frozenset({"task", "userTask", "manualTask"})
_MACHINES = frozenset({"serviceTask", "sendTask", "businessRuleTask"})
_REFUSED = {
    "complexGateway": "unsupported_complex_gateway",
    "transaction": "unsupported_transaction",
    "adHocSubProcess": "unsupported_ad_hoc",
}
_WAITS = {
    EventKind.MESSAGE: "waits_for_message",
    EventKind.SIGNAL: "waits_for_signal",
    EventKind.CONDITIONAL: "waits_for_condition",
    EventKind.ERROR: "waits_for_error",
    EventKind.ESCALATION: "waits_for_escalation",
}
_THROWN = frozenset({EventKind.MESSAGE, EventKind.SIGNAL})


def read_kinds(draft: Draft) -> None:
    """Make every element one of the kinds that run, or tell why it cannot be."""
    for node in list(draft.nodes.values()):
        if not _refused(draft, node):
            _READERS.get(node.kind, _left_alone)(draft, node)


def empty_sub_processes(draft: Draft) -> None:
    """Make a sub-process without content a person's step, innermost first."""
    filled = {node.parent for node in draft.nodes.values()}
    for node in draft.of_kind("subProcess"):
        if node.id not in filled and node.id not in draft.refused:
            draft.change(node.id, kind="userTask", wait=WaitKind.USER)
            draft.found.warning("sub_process_empty", node)


def _refused(draft: Draft, node: Node) -> bool:
    code = _REFUSED.get(node.kind)
    if node.triggered_by_event:
        code = "unsupported_event_sub_process"
    elif node.compensation or node.event is EventKind.COMPENSATION:
        code = "unsupported_compensation"
    elif node.event is EventKind.MULTIPLE:
        code = "unsupported_multiple_event"
    if code is None:
        return False
    draft.found.error(code, node)
    draft.refused.add(node.id)
    if node.kind in _REFUSED or node.triggered_by_event:
        kind = "exclusiveGateway" if "Gateway" in node.kind else "subProcess"
        draft.change(node.id, kind=kind)
    return True


def _person(draft: Draft, node: Node) -> None:
    draft.change(node.id, kind="userTask", wait=WaitKind.USER)


def _machine(draft: Draft, node: Node) -> None:
    draft.found.warning("automatic_step", node)
    _person(draft, node)


def _rule(draft: Draft, node: Node) -> None:
    if node.asks is None:
        _machine(draft, node)  # else `tables` settles what answers it


def _script(draft: Draft, node: Node) -> None:
    draft.found.warning("script_not_run", node)
    _person(draft, node)


def _receive(draft: Draft, node: Node) -> None:
    draft.found.warning("waits_for_message", node)
    draft.change(node.id, kind="userTask", wait=WaitKind.RECEIVE)


def _call(draft: Draft, node: Node) -> None:
    if not node.called:
        draft.found.warning("call_without_process", node)
        _person(draft, node)


def _start(draft: Draft, node: Node) -> None:
    if node.event is EventKind.TIMER and node.parent is None:
        return  # a cycle; `starts` keeps it for the scheduler
    if node.event in _WAITS:
        draft.found.warning(_WAITS[node.event], node)
    elif node.event is not EventKind.NONE:
        draft.found.warning("event_read_as_plain", node, event=node.event.value)
    draft.change(node.id, event=EventKind.NONE, timer=None)


def _end(draft: Draft, node: Node) -> None:
    if node.event in {EventKind.ERROR, EventKind.ESCALATION} and _is_caught(
        draft, node
    ):
        draft.found.error("unsupported_error_throw", node)
        draft.refused.add(node.id)
    elif node.event is EventKind.ERROR:
        draft.found.warning("error_end_stops_all", node)
        draft.change(node.id, event=EventKind.TERMINATE)
    elif node.event is not EventKind.TERMINATE:
        _throw(draft, node)


def _is_caught(draft: Draft, node: Node) -> bool:
    return any(
        event.attached_to == node.parent and event.event is node.event
        for event in draft.of_kind("boundaryEvent")
    )


def _throw(draft: Draft, node: Node) -> None:
    if node.event is EventKind.LINK and node.kind != "endEvent":
        return  # `links` makes it a flow
    if node.event in _THROWN:
        draft.found.warning("throw_is_recorded", node)
        draft.change(node.id, event=EventKind.NONE, throws=node.event)
    elif node.event is not EventKind.NONE:
        draft.found.warning("event_read_as_plain", node, event=node.event.value)
        draft.change(node.id, event=EventKind.NONE)


def _catch(draft: Draft, node: Node) -> None:
    if node.event in {EventKind.TIMER, EventKind.LINK}:
        return
    if node.event in _WAITS:
        draft.found.warning(_WAITS[node.event], node)
        signal = node.event is EventKind.SIGNAL
        draft.change(
            node.id,
            kind="userTask",
            name=node.name or node.event_ref or "",
            wait=WaitKind.SIGNAL if signal else WaitKind.MESSAGE,
            event=EventKind.NONE,
        )
        return
    if node.event is not EventKind.NONE:
        draft.found.warning("event_read_as_plain", node, event=node.event.value)
    draft.change(node.id, kind="intermediateThrowEvent", event=EventKind.NONE)


def _boundary(draft: Draft, node: Node) -> None:
    host = draft.nodes.get(node.attached_to) if node.attached_to else None
    if host is None or host.kind not in _HOSTS:
        draft.found.error("boundary_unattached", node)
        draft.refused.add(node.id)
    if node.event is EventKind.TIMER:
        return
    code = _WAITS.get(node.event, "waits_for_event")
    draft.found.warning(code, node)
    kind = EventKind.SIGNAL if node.event is EventKind.SIGNAL else EventKind.MESSAGE
    draft.change(node.id, event=kind, name=node.name or node.event_ref or "")


def _left_alone(draft: Draft, node: Node) -> None:
    """Gateways and sub-processes run as they are."""


_HOSTS = frozenset(
    {
        *_PERSONS,
        *_MACHINES,
        "scriptTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)
_READERS: dict[str, Callable[[Draft, Node], None]] = {
    **dict.fromkeys(_PERSONS, _person),
    **dict.fromkeys(_MACHINES, _machine),
    "businessRuleTask": _rule,
    "scriptTask": _script,
    "receiveTask": _receive,
    "callActivity": _call,
    "startEvent": _start,
    "endEvent": _end,
    "intermediateThrowEvent": _throw,
    "intermediateCatchEvent": _catch,
    "boundaryEvent": _boundary,
}
