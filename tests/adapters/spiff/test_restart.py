"""An administrator moves a token to another element."""

import pytest

from engine.domain.diagram import EventKind
from engine.ports import Closed, ClosedReason
from tests.adapters.spiff.building import Case, Sketch, each, refused


def sop() -> Sketch:
    sketch = Sketch()
    sketch.path(
        sketch.start(),
        sketch.task("a"),
        sketch.task("each", repetition=each()),
        sketch.node("sub", "subProcess"),
        sketch.task("z"),
        sketch.end(),
    )
    sketch.path(
        sketch.start("s", parent="sub"),
        sketch.task("b", parent="sub"),
        sketch.task("c", parent="sub"),
        sketch.end("e", parent="sub"),
    )
    sketch.timer("late", on="a")
    sketch.flow("late", "z")
    return sketch


def at(element: str) -> Case:
    case = Case(sop().definition(), {"items": [1, 2]})
    case.start()
    while element not in case.standing():
        case.complete(next(e for e in case.standing() if e != "late"))
    return case


def test_a_token_is_put_at_a_later_step():
    case = at("a")
    token = case.tokens("a")[0]

    step = case.restart("a", at="z")

    assert Closed(token=token, reason=ClosedReason.CANCELLED) in step.closed
    assert case.standing() == ["z"]
    assert case.complete("z").ended


def test_a_token_is_put_at_an_earlier_step_with_its_boundary():
    case = at("z")

    case.restart("z", at="a")

    assert case.standing() == ["a", "late"]


def test_leaving_a_repeated_step_takes_all_its_items_away():
    case = at("each")

    step = case.restart("each", at="a")

    assert len(step.closed) == 2
    assert case.standing() == ["a", "late"]


def test_a_repeated_step_restarted_opens_its_items():
    case = at("z")

    case.restart("z", at="each")

    assert case.standing() == ["each", "each"]


def test_a_token_inside_a_sub_process_stays_inside():
    case = at("b")

    case.restart("b", at="c")

    assert case.standing() == ["c"]
    case.complete("c")
    assert case.standing() == ["z"]


def test_a_case_can_be_put_at_its_end():
    case = at("each")

    case.restart("each", at="end")

    assert case.ended


@pytest.mark.parametrize("element", ["c", "late", "start", "no such", "s"])
def test_an_element_of_another_scope_or_kind_takes_no_token(element):
    case = at("a")

    facts = refused(lambda: case.restart("a", at=element))

    assert facts == {"reason": "kernel.restart_not_here", "element": element}
    assert case.standing() == ["a", "late"]


def test_the_token_of_a_boundary_event_is_not_moved():
    case = at("a")

    facts = refused(lambda: case.restart("late", at="z"))

    assert facts == {"reason": "kernel.restart_not_from", "element": "late"}


def test_leaving_an_event_gateway_leaves_all_its_events():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("race", "eventBasedGateway"))
    sketch.path("race", sketch.event("word", EventKind.MESSAGE), sketch.task("t"))
    sketch.path("race", sketch.timer("late"), "t")
    case = Case(sketch.definition())
    case.start()

    case.restart("word", at="t")

    assert case.standing() == ["t"]
