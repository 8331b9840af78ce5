"""Arrows: loose ends, arrows where none may be, links, and splits nobody drew."""

from engine.domain.checking.draft import Draft
from engine.domain.diagram import EventKind, Flow, Node, WaitKind
from engine.domain.problems import Severity

_GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
    }
)


def loose_ends(draft: Draft) -> None:
    """Refuse arrows that begin or end nowhere, or where BPMN allows none."""
    for flow in list(draft.flows.values()):
        source = draft.nodes.get(flow.source)
        target = draft.nodes.get(flow.target)
        if source is None or target is None:
            _tell_loose(draft, flow, source, target)
        elif source.parent != target.parent:
            _tell(draft, "flow_crosses_border", flow, source, target)
        elif source.kind == "endEvent":
            _tell(draft, "flow_out_of_end", flow, source, target)
        elif target.kind in {"startEvent", "boundaryEvent"}:
            _tell(draft, "flow_into_start", flow, source, target)
        else:
            draft.change_flow(flow.id, parent=source.parent)


def links(draft: Draft) -> None:
    """Make link events flows: every throw goes on at the catch of its name."""
    ends = [node for node in draft.nodes.values() if node.event is EventKind.LINK]
    catches = [node for node in ends if node.kind == "intermediateCatchEvent"]
    throws = [node for node in ends if node.kind != "intermediateCatchEvent"]
    by_name: dict[tuple[str, str], Node] = {}
    for catch in catches:
        twin = by_name.setdefault(_link(catch), catch)
        if twin is not catch:
            draft.found.error("link_twice", catch)
    for throw in throws:
        target = by_name.get(_link(throw))
        if target is None:
            draft.found.error("link_without_target", throw)
            draft.refused.add(throw.id)
        elif throw.kind != "boundaryEvent":
            draft.connect(throw.id, target.id)
    for node in ends:
        if node.kind != "boundaryEvent":
            kind = "intermediateThrowEvent"
            draft.change(node.id, kind=kind, event=EventKind.NONE)


def event_gateways(draft: Draft) -> None:
    """Judge what stands behind event-based gateways: waits, else steps as rivals.

    Steps behind one become rivals: the first that is done takes the others away.
    """
    for gateway in draft.of_kind("eventBasedGateway"):
        for flow in draft.outgoing(gateway.id):
            target = draft.nodes[flow.target]
            if target.wait is WaitKind.USER:
                draft.found.warning("event_gateway_step", target)
            elif target.wait is None and target.event is not EventKind.TIMER:
                draft.found.error(
                    "event_gateway_target", gateway, target=target.name or target.id
                )


def splits(draft: Draft) -> None:
    """Draw the gateway that BPMN means where several arrows leave a step.

    Arrows with conditions leave together when their conditions hold (inclusive),
    others all at once (parallel).
    """
    for node in list(draft.nodes.values()):
        flows = draft.outgoing(node.id)
        if node.kind not in _GATEWAYS and len(flows) > 1:
            _split(draft, node, flows)
        elif node.kind not in _GATEWAYS and len(flows) == 1:
            _forget_condition(draft, node, flows[0])


def ignored_conditions(draft: Draft) -> None:
    """Tell of conditions on arrows that nothing decides about, and drop them."""
    for gateway in draft.of_kind("parallelGateway", "eventBasedGateway"):
        for flow in draft.outgoing(gateway.id):
            _forget_condition(draft, gateway, flow)
        names = [flow.name for flow in draft.outgoing(gateway.id) if flow.name]
        if gateway.kind == "parallelGateway" and len(names) > 1:
            draft.found.tell(
                Severity.INFO, "parallel_with_labels", gateway, lists={"labels": names}
            )


def _split(draft: Draft, node: Node, flows: list[Flow]) -> None:
    conditional = any(flow.condition for flow in flows)
    draft.found.warning("implicit_split", node)
    gateway = draft.put(
        Node(
            id=draft.free_id(f"{node.id}--split"),
            kind="inclusiveGateway" if conditional else "parallelGateway",
            name=node.name,
            lane=node.lane,
            parent=node.parent,
            stands_for=node.id,
            default_flow=node.default_flow if conditional else None,
        )
    )
    for flow in flows:
        draft.change_flow(flow.id, source=gateway.id)
    draft.connect(node.id, gateway.id)


def _forget_condition(draft: Draft, node: Node, flow: Flow) -> None:
    if flow.condition:
        draft.found.tell(
            Severity.WARNING,
            "condition_ignored",
            node,
            lists={"texts": [flow.condition]},
        )
        draft.change_flow(flow.id, condition=None, language=None)


def _link(node: Node) -> tuple[str, str]:
    return (str(node.parent), (node.event_ref or node.name).casefold())


def _tell(draft: Draft, code: str, flow: Flow, source: Node, target: Node) -> None:
    draft.found.error(
        code,
        flow,
        source=source.name or source.id,
        target=target.name or target.id,
    )
    draft.drop_flow(flow.id)


def _tell_loose(
    draft: Draft, flow: Flow, source: Node | None, target: Node | None
) -> None:
    if source is not None:
        draft.found.error("loose_end_from", source)
    elif target is not None:
        draft.found.error("loose_end_into", target)
    else:
        draft.found.error("loose_end", flow)
    draft.drop_flow(flow.id)
