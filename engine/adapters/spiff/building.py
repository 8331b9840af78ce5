"""From the canonical graph of a process to the spec that SpiffWorkflow runs.

Names of specs are the diagram's ids behind a prefix: no id can be taken for one
of SpiffWorkflow's own (`Start`, `End`), and a stored snapshot does not depend on
the order of the elements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from engine.adapters.spiff.gateways import EventBased, Exclusive, Inclusive, Parallel
from engine.adapters.spiff.repetition import Loop, MultiInstance
from engine.adapters.spiff.rulings import Ruling
from engine.adapters.spiff.specs import (
    Call,
    Event,
    Passing,
    PersonStep,
    SubProcess,
    Terminate,
    TokenSpec,
)
from engine.domain.diagram import EventKind, Node, Process
from engine.domain.values import ElementId, FlowId
from engine.errors import KernelError

_EVENTS = frozenset({EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL})

_BY_KIND: dict[str, Callable[[Any, str, Node], TokenSpec]] = {
    "userTask": PersonStep,
    "callActivity": Call,
    "businessRuleTask": Ruling,
    "subProcess": SubProcess,
    "exclusiveGateway": Exclusive,
    "parallelGateway": Parallel,
    "inclusiveGateway": Inclusive,
    "eventBasedGateway": EventBased,
    "startEvent": Passing,
    "intermediateThrowEvent": Passing,
}

REPEATABLE = frozenset({"userTask", "callActivity", "subProcess"})


class CaseSpec(BpmnProcessSpec):
    """A process as the kernel runs it.

    Attributes:
        process: the canonical graph it was made from.
        by_element: what a token enters at each element.
        before: the elements from which a token can come to each, in one move.
        sources: where each arrow begins.
        begin: the start event at the top.
    """

    begin: TokenSpec

    def __init__(self, process: Process) -> None:
        super().__init__(name="case")
        self.process = process
        self.by_element: dict[ElementId, TokenSpec] = {}
        self.before: dict[ElementId, list[ElementId]] = defaultdict(list)
        self.sources: dict[FlowId, ElementId] = {}

    def upstream(self, join: ElementId, arrows: Iterable[FlowId]) -> set[ElementId]:
        """Return where a token can come from by these arrows, not passing `join`."""
        seen: set[ElementId] = set()
        ahead = [self.sources[arrow] for arrow in arrows]
        while ahead:
            element = ahead.pop()
            if element != join and element not in seen:
                seen.add(element)
                ahead.extend(self.before.get(element, ()))
        return seen


def build_spec(process: Process) -> CaseSpec:
    """Return the spec of a canonical process.

    Raises:
        KernelError: `unsupported`, `duplicate`, `start` or `loose_flow`: the graph
            is not canonical, which checking makes impossible.
    """
    spec = CaseSpec(process)
    for node in process.nodes:
        if node.id in spec.by_element:
            raise KernelError(reason="kernel.duplicate", element=node.id)
        spec.by_element[node.id] = _element(spec, node)
    _attach_boundaries(spec)
    _place_starts(spec)
    _connect(spec)
    return spec


def _element(spec: CaseSpec, node: Node) -> TokenSpec:
    how = node.repetition
    if how is None:
        return _single(spec, f"node:{node.id}", node)
    if node.kind not in REPEATABLE:
        raise KernelError(reason="kernel.unsupported", element=node.id, kind=node.kind)
    inner = _single(spec, f"each:{node.id}", node)
    if how.is_loop or how.loop_condition is not None:
        return Loop(spec, f"node:{node.id}", node, inner=inner, how=how)
    return MultiInstance(spec, f"node:{node.id}", node, inner=inner, how=how)


def _single(spec: CaseSpec, name: str, node: Node) -> TokenSpec:
    make = _BY_KIND.get(node.kind) or _event_class(node)
    if make is None or node.triggered_by_event or node.compensation:
        raise KernelError(
            reason="kernel.unsupported",
            element=node.id,
            kind=node.kind,
            event=node.event,
        )
    return make(spec, name, node)


def _event_class(node: Node) -> Callable[[Any, str, Node], TokenSpec] | None:
    if node.kind == "endEvent":
        return Terminate if node.event is EventKind.TERMINATE else Passing
    if node.kind == "intermediateCatchEvent" and node.event is EventKind.NONE:
        return Passing
    if node.kind in {"boundaryEvent", "intermediateCatchEvent"}:
        return Event if _is_awaitable(node) else None
    return None


def _is_awaitable(node: Node) -> bool:
    if node.event is EventKind.TIMER:
        timer = node.timer
        return timer is not None and bool(timer.duration) != bool(timer.date)
    return node.event in _EVENTS


def _attach_boundaries(spec: CaseSpec) -> None:
    for node in spec.process.nodes:
        if node.kind != "boundaryEvent":
            continue
        host = spec.by_element.get(node.attached_to or ElementId(""))
        if host is None or host.node.parent != node.parent:
            raise KernelError(
                reason="kernel.unsupported", element=node.id, kind=node.kind
            )
        host.boundary = (*host.boundary, spec.by_element[node.id])
        spec.before[node.id].append(host.element)


def _place_starts(spec: CaseSpec) -> None:
    starts: dict[ElementId | None, list[TokenSpec]] = defaultdict(list)
    for node in spec.process.nodes:
        if node.kind == "startEvent":
            starts[node.parent].append(spec.by_element[node.id])
    spec.begin = _only_start(starts[None], ElementId(spec.process.id))
    for each in list(spec.task_specs.values()):
        if isinstance(each, SubProcess):
            each.start = _only_start(starts[each.element], each.element)


def _only_start(found: list[TokenSpec], element: ElementId) -> TokenSpec:
    if len(found) != 1:
        raise KernelError(reason="kernel.start", element=element, count=len(found))
    return found[0]


def _connect(spec: CaseSpec) -> None:
    for flow in spec.process.flows:
        source = spec.by_element.get(flow.source)
        target = spec.by_element.get(flow.target)
        if (
            source is None
            or target is None
            or source.node.parent != target.node.parent
            or flow.id in spec.sources
        ):
            raise KernelError(reason="kernel.loose_flow", element=flow.id)
        source.lead_to(flow, target)
        spec.sources[flow.id] = source.element
        spec.before[target.element].append(source.element)
        if isinstance(target, Parallel | Inclusive):
            target.arrows_in |= {flow.id}


def flows_decided_at(spec: CaseSpec, element: ElementId) -> list[FlowId]:
    """Return the arrows among which whoever completes this step chooses."""
    return [flow.id for flow in spec.process.flows if flow.chosen_at == element]
