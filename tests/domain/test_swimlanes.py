"""A process without a drawing gets one that can be read."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.domain.diagram import EventKind, Flow, Lane, Node, Process
from engine.domain.ranks import ranks_of
from engine.domain.swimlanes import swimlanes
from engine.domain.values import ElementId, FlowId

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "bpmn/pengukuran-kinerja.bpmn",
    *sorted((ROOT / "../shared/samples/bpmn").glob("*.bpmn")),
]


def node(name, lane=None, kind="userTask", **more):
    return Node(id=ElementId(name), kind=kind, name=name, lane=lane, **more)


def flow(source, target, name=""):
    return Flow(
        id=FlowId(f"{source}-{target}"),
        source=ElementId(source),
        target=ElementId(target),
        name=name,
    )


def drawn(nodes, flows, lanes=()):
    layout = swimlanes(
        Process(id="p", name="P", nodes=tuple(nodes), flows=tuple(flows), lanes=lanes)
    )
    return layout, {one.element: one.box for one in layout.shapes}


def apart(one, other):
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


def test_steps_go_from_left_to_right():
    _, boxes = drawn(
        [node("a"), node("b"), node("c")], [flow("a", "b"), flow("b", "c")]
    )

    assert boxes["a"].right < boxes["b"].x < boxes["b"].right < boxes["c"].x


def test_a_step_stands_right_of_the_last_step_before_it():
    flows = [flow("a", "b"), flow("b", "c"), flow("a", "c")]

    _, boxes = drawn([node("a"), node("b"), node("c")], flows)

    assert boxes["b"].right < boxes["c"].x


def test_an_arrow_that_leads_back_moves_nothing():
    flows = [flow("a", "b"), flow("b", "a", "ulang")]

    layout, boxes = drawn([node("a"), node("b")], flows)

    assert boxes["a"].right < boxes["b"].x
    assert len(layout.edges) == 2
    assert layout.edges[1].label is not None


def test_each_lane_holds_its_steps():
    lanes = (Lane(id="x", name="Camat"), Lane(id="y", name="Kasi"))

    layout, boxes = drawn(
        [node("a", "x"), node("b", "y")], [flow("a", "b")], lanes=lanes
    )

    assert layout.generated
    for step, lane in (("a", "x"), ("b", "y")):
        assert boxes[lane].y < boxes[step].y < boxes[step].bottom < boxes[lane].bottom


def test_a_step_in_no_lane_still_has_a_row():
    _, boxes = drawn([node("a", "x"), node("b")], [], lanes=(Lane(id="x", name="X"),))

    assert boxes["b"].y > boxes["x"].bottom - 1


def test_a_boundary_event_sits_on_its_step():
    timer = node(
        "t",
        kind="boundaryEvent",
        attached_to=ElementId("a"),
        event=EventKind.TIMER,
    )

    _, boxes = drawn([node("a"), timer, node("b")], [flow("a", "b"), flow("t", "b")])

    assert boxes["t"].y < boxes["a"].bottom < boxes["t"].bottom
    assert boxes["a"].x < boxes["t"].x


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:24])
def test_no_two_shapes_of_a_real_process_meet(path):
    for process in XmlDiagramReader().read(path.read_bytes(), path.name).processes:
        layout = swimlanes(process)

        solid = [
            one.box
            for one in layout.shapes
            if one.kind not in {"participant", "lane", "boundaryEvent"}
        ]
        assert all(apart(one, other) for one, other in combinations(solid, 2))
        assert layout.extent.x >= 0


names = st.integers(0, 12).map(str)


@given(st.lists(st.tuples(names, names), max_size=40))
def test_forward_arrows_of_any_graph_lead_to_the_right(edges):
    nodes = sorted({name for edge in edges for name in edge})

    rank = ranks_of(nodes, edges)

    assert set(rank) == set(nodes)
    assert all(place >= 0 for place in rank.values())
    if not has_loop(nodes, edges):
        assert all(rank[a] < rank[b] for a, b in edges if a != b)


def has_loop(nodes, edges):
    waiting = {name: {a for a, b in edges if b == name and a != b} for name in nodes}
    while free := [name for name, before in waiting.items() if not before]:
        for name in free:
            del waiting[name]
        for before in waiting.values():
            before.difference_update(free)
    return bool(waiting)
