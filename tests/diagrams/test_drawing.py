"""Every diagram of the house is drawn so that a person likes to read it."""

from itertools import combinations

import pytest

from tests.diagrams.drawing import DIAGRAMS, found, labels, lines, shapes, tree

every_diagram = pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)

NODES = (
    "//bpmn:process/*[self::bpmn:userTask or self::bpmn:exclusiveGateway or "
    "self::bpmn:startEvent or self::bpmn:endEvent or self::bpmn:boundaryEvent]"
)


def test_there_is_a_diagram_to_look_at():
    assert "pengukuran-kinerja" in [path.stem for path in DIAGRAMS]


@every_diagram
def test_everything_in_the_process_is_drawn(path):
    root = tree(path)
    drawn = set(shapes(root)) | set(lines(root))

    named = {
        node.get("id")
        for node in found(root, f"{NODES} | //bpmn:sequenceFlow | //bpmn:lane")
    }

    assert named <= drawn


@every_diagram
def test_flows_are_written_at_both_of_their_ends(path):
    root = tree(path)

    for flow in found(root, "//bpmn:sequenceFlow"):
        name = flow.get("id")
        source = found(root, f"//*[@id='{flow.get('sourceRef')}']/bpmn:outgoing")
        target = found(root, f"//*[@id='{flow.get('targetRef')}']/bpmn:incoming")
        assert name in [one.text for one in source]
        assert name in [one.text for one in target]


@every_diagram
def test_steps_and_gateways_keep_apart(path):
    root = tree(path)
    drawn = shapes(root)
    boxes = [
        drawn[node.get("id")]
        for node in found(root, NODES)
        if not node.tag.endswith("boundaryEvent")
    ]

    touching = [(a.name, b.name) for a, b in combinations(boxes, 2) if a.meets(b)]

    assert not touching


@every_diagram
def test_every_step_stands_whole_in_its_lane(path):
    root = tree(path)
    drawn = shapes(root)

    for lane in found(root, "//bpmn:lane"):
        for member in found(lane, "./bpmn:flowNodeRef"):
            assert drawn[lane.get("id")].holds(drawn[member.text])


@every_diagram
def test_arrows_run_straight_and_turn_square(path):
    for line in lines(tree(path)).values():
        assert all(part.width < 1 or part.height < 1 for part in line.parts())


@every_diagram
def test_no_arrow_runs_through_a_step(path):
    root = tree(path)
    drawn = shapes(root)
    steps = [drawn[node.get("id")] for node in found(root, "//bpmn:userTask")]

    for line in lines(root).values():
        for part in line.parts():
            assert not [step.name for step in steps if part.meets(step)], line.name


@every_diagram
def test_no_label_lies_on_an_arrow_or_a_step(path):
    root = tree(path)
    drawn = shapes(root)
    parts = [part for line in lines(root).values() for part in line.parts()]
    nodes = [drawn[node.get("id")] for node in found(root, NODES)]

    covered = [
        (label.name, other.name)
        for label in labels(root)
        for other in [*parts, *nodes]
        if label.meets(other)
    ]

    assert not covered


@every_diagram
def test_no_two_arrows_cross(path):
    root = tree(path)
    flows = {flow.get("id") for flow in found(root, "//bpmn:sequenceFlow")}
    drawn = [line for name, line in lines(root).items() if name in flows]

    crossing = [
        (a.name, b.name)
        for a, b in combinations(drawn, 2)
        for one in a.parts()
        for other in b.parts()
        if one.meets(other)
    ]

    assert not crossing


@every_diagram
def test_what_does_not_lead_back_runs_from_left_to_right(path):
    root = tree(path)
    back = {"Ada kesalahan", "Perlu koreksi", "Dikembalikan"}

    for flow in found(root, "//bpmn:sequenceFlow"):
        first, *_, last = lines(root)[flow.get("id")].points
        assert (last[0] < first[0]) == (flow.get("name") in back)
