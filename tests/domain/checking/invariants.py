"""What must hold of a canonical process; the words are those of `diagram`."""

from engine.domain.diagram import EventKind, Flow, Process, WaitKind
from engine.domain.durations import parse_duration
from engine.domain.expressions import compile_expression
from engine.domain.graph import loops, reachable

KINDS = {
    "startEvent",
    "endEvent",
    "userTask",
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
    "eventBasedGateway",
    "subProcess",
    "callActivity",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
}
ON_BOUNDARY = {EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL}


def assert_canonical(process: Process) -> None:
    """Fail with the name of the node or flow that breaks the contract."""
    nodes = {node.id: node for node in process.nodes}
    out: dict[str, list[Flow]] = {place: [] for place in nodes}
    assert len(nodes) == len(process.nodes), "an id twice"
    assert len({flow.id for flow in process.flows}) == len(process.flows)
    for flow in process.flows:
        out[flow.source].append(flow)
        assert nodes[flow.source].parent == nodes[flow.target].parent, flow
    for node in process.nodes:
        _assert_node(node, out[node.id], nodes)
        _assert_ways(node, out[node.id], nodes)
    for scope in [None, *(n.id for n in process.nodes if n.kind == "subProcess")]:
        _assert_scope(process, scope, out)
    lanes = {lane.id: lane for lane in process.lanes}
    for node in process.nodes:
        if node.wait is not None:
            assert lanes[node.lane or ""].name, node


def _assert_node(node, out, nodes):
    assert node.kind in KINDS, node
    assert (node.kind == "userTask") == (node.wait is not None), node
    assert (node.kind == "endEvent") == (not out), node
    if node.wait is WaitKind.QUESTION:
        assert node.stands_for, node
    if node.kind == "startEvent":
        assert node.event is EventKind.NONE, node
    if node.kind == "endEvent":
        assert node.event in {EventKind.NONE, EventKind.TERMINATE}, node
    if node.kind == "boundaryEvent":
        assert node.event in ON_BOUNDARY, node
        assert node.attached_to in nodes, node
    if node.event is EventKind.TIMER:
        assert bool(node.timer.duration) != bool(node.timer.date), node
        if node.timer.duration:
            parse_duration(node.timer.duration)
    if node.form_is_foreign or node.performer_is_foreign or node.due_is_foreign:
        raise AssertionError(node)


def _assert_ways(node, out, nodes):
    deciding = node.kind in {"exclusiveGateway", "inclusiveGateway"} and len(out) > 1
    if not deciding:
        assert not any(flow.condition or flow.chosen_at for flow in out), node
        gateway = node.kind in {"parallelGateway", "eventBasedGateway"}
        assert gateway or len(out) <= 1, node
        return
    labels = [flow.label for flow in out if flow.chosen_at]
    assert len(labels) in {0, len(out)}, node
    assert len({label.casefold() for label in labels}) == len(labels), labels
    for flow in out:
        if flow.chosen_at:
            assert nodes[flow.chosen_at].wait is not None
            assert flow.condition is None
            assert flow.label
        elif flow.id != node.default_flow:
            compile_expression(flow.condition)


def _assert_scope(process, scope, out):
    members = [node for node in process.nodes if node.parent == scope]
    starts = [node for node in members if node.kind == "startEvent"]
    assert len(starts) == 1, (scope, starts)
    edges = {node.id: [flow.target for flow in out[node.id]] for node in members}
    for node in members:
        if node.kind == "boundaryEvent":
            edges[node.attached_to].append(node.id)
    assert reachable(edges, [starts[0].id]) == set(edges), "unreachable"
    holds = {"userTask", "callActivity", "subProcess", "boundaryEvent"}
    passing = {
        node.id
        for node in members
        if node.kind not in holds and node.event is not EventKind.TIMER
    }
    assert loops(edges, passing.__contains__) == []
