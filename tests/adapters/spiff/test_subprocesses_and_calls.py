"""Embedded sub-processes, nested and repeated, and calls of other processes."""

import pytest

from engine.domain.diagram import EventKind, Repetition
from engine.ports import ClosedReason
from tests.adapters.spiff.building import Case, Sketch, each, passed, refused


def inside(sketch: Sketch, name: str, *, parent: str | None = None, **more) -> str:
    """Add a sub-process with two steps side by side, then one after both."""
    sketch.node(name, "subProcess", parent=parent, **more)
    sketch.path(
        sketch.start(f"{name}.start", parent=name),
        sketch.node(f"{name}.split", "parallelGateway", parent=name),
    )
    sketch.flow(f"{name}.split", sketch.task(f"{name}.a", parent=name))
    sketch.flow(f"{name}.split", sketch.task(f"{name}.b", parent=name))
    sketch.flow(
        f"{name}.a", sketch.node(f"{name}.join", "parallelGateway", parent=name)
    )
    sketch.path(f"{name}.b", f"{name}.join", sketch.task(f"{name}.c", parent=name))
    sketch.flow(f"{name}.c", sketch.end(f"{name}.end", parent=name))
    return name


def around(**more) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("first"), inside(sketch, "sub", **more))
    sketch.path("sub", sketch.task("then"), sketch.node("ok?", "exclusiveGateway"))
    sketch.flow("ok?", "first", name="back", chosen_at="then", leads_back=True)
    sketch.flow("ok?", sketch.end(), name="on", chosen_at="then")
    return sketch


def through(case: Case, times: int = 1) -> None:
    for element in ("sub.a", "sub.b", "sub.c"):
        for _ in range(times):
            case.complete(element)


@pytest.mark.parametrize("compacting", [True, False])
def test_a_sub_process_runs_its_steps_and_then_goes_on_also_in_rework(compacting):
    case = Case(around().definition(), compacting=compacting)
    case.start()

    for decision in ("back", "back", "on"):
        case.complete("first")
        assert case.standing() == ["sub.a", "sub.b"]
        through(case)
        assert case.standing() == ["then"]
        case.complete("then", decision=decision)

    assert case.ended


def test_a_sub_process_is_passed_when_its_last_token_ends():
    case = Case(around().definition())
    case.start()
    case.complete("first")
    case.complete("sub.a")
    case.complete("sub.b")

    step = case.complete("sub.c")

    assert step.passed == (passed("sub.end"), passed("sub"))


def test_a_terminate_end_ends_its_own_sub_process_only():
    sketch = around()
    sketch.path("sub.split", sketch.task("sub.stop", parent="sub"))
    sketch.path("sub.stop", sketch.terminate("sub.halt", parent="sub"))
    case = Case(sketch.definition())
    case.start()
    case.complete("first")

    step = case.complete("sub.stop")

    assert [closed.reason for closed in step.closed] == [ClosedReason.CANCELLED] * 2
    assert case.standing() == ["then"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_boundary_event_of_a_sub_process_guards_all_of_it(interrupting):
    sketch = around()
    sketch.event("stop", EventKind.MESSAGE, on="sub", interrupting=interrupting)
    sketch.path("stop", sketch.task("aside"), sketch.end("end2"))
    sketch.timer("late", on="sub.a", parent="sub")
    sketch.flow("late", "sub.c")
    case = Case(sketch.definition())
    case.start()
    case.complete("first")

    step = case.complete("stop")

    if interrupting:
        assert case.standing() == ["aside"]
        reasons = {closed.reason for closed in step.closed}
        assert reasons == {ClosedReason.INTERRUPTED}
        assert len(step.closed) == 3
    else:
        assert case.standing() == ["aside", "late", "sub.a", "sub.b"]


def test_a_boundary_event_inside_goes_on_inside():
    sketch = around()
    sketch.timer("late", on="sub.c", parent="sub")
    sketch.flow("late", "sub.a")
    case = Case(sketch.definition())
    case.start()
    case.complete("first")
    case.complete("sub.a")
    case.complete("sub.b")

    case.wake("late")

    assert case.standing() == ["sub.a"]


def test_sub_processes_nest():
    sketch = around()
    inside(sketch, "deep", parent="sub")
    sketch.flows = [flow for flow in sketch.flows if flow.id != "sub.c>sub.end"]
    sketch.path("sub.c", "deep", "sub.end")
    case = Case(sketch.definition())
    case.start()
    case.complete("first")
    through(case)

    for element in ("deep.b", "deep.a", "deep.c"):
        case.complete(element)

    assert case.standing() == ["then"]


def test_an_interrupted_sub_process_takes_its_nested_ones_along():
    sketch = around()
    inside(sketch, "deep", parent="sub", repetition=each())
    sketch.flow("sub.split", "deep")
    sketch.timer("late", on="sub")
    sketch.path("late", sketch.end("end2"))
    case = Case(sketch.definition(), {"items": [1, 2]})
    case.start()
    case.complete("first")

    step = case.wake("late")

    assert case.ended
    assert len(step.closed) == 2 + 4


@pytest.mark.parametrize("compacting", [True, False])
@pytest.mark.parametrize("sequential", [True, False])
def test_a_repeated_sub_process_joins_within_each_item(sequential, compacting):
    sketch = around(repetition=each(sequential=sequential))
    case = Case(sketch.definition(), compacting=compacting)
    case.start()

    for decision in ("back", "on"):
        step = case.complete("first", items=["x", "y"])
        seen = [(wait.element, wait.item, wait.item_index) for wait in step.opened]
        expected = [("sub.a", "x", 0), ("sub.b", "x", 0)]
        if sequential:
            through(case)
        else:
            expected += [("sub.a", "y", 1), ("sub.b", "y", 1)]
            case.complete("sub.a")
            case.complete("sub.b", nth=1)
            assert "sub.c" not in case.standing()
            case.complete("sub.a")
            case.complete("sub.b")
            case.complete("sub.c")
            assert case.standing() == ["sub.c"]
            case.complete("sub.c")
        if sequential:
            through(case)
        assert seen == expected
        case.complete("then", decision=decision)

    assert case.ended


def test_a_condition_inside_a_repeated_sub_process_knows_the_item():
    sketch = Sketch()
    sketch.node("sub", "subProcess", repetition=each())
    sketch.path(sketch.start(), "sub", sketch.end())
    sketch.path(sketch.start("s", parent="sub"))
    sketch.node("big?", "exclusiveGateway", parent="sub", default_flow="small")
    sketch.flow("s", "big?")
    sketch.flow("big?", sketch.task("t", parent="sub"), condition="item > limit")
    sketch.flow("big?", sketch.end("e", parent="sub"), name="small")
    case = Case(sketch.definition(), {"items": [1, 5, 9], "limit": 4, "item": 100})

    step = case.start()

    assert [wait.item for wait in step.opened] == [5, 9]


def test_repetitions_within_repetitions_see_the_items_of_both():
    sketch = Sketch()
    sketch.node(
        "sub", "subProcess", repetition=Repetition(collection="groups", item="group")
    )
    sketch.path(sketch.start(), "sub", sketch.end())
    members = Repetition(collection="group.members", item="member")
    sketch.task("t", parent="sub", repetition=members, performer="=group.n + member")
    sketch.path(sketch.start("s", parent="sub"), "t", sketch.end("e", parent="sub"))
    groups = [{"n": "x", "members": ["1", "2"]}, {"n": "y", "members": ["3"]}]
    case = Case(sketch.definition(), {"groups": groups})

    step = case.start()

    assert [wait.performer for wait in step.opened] == ["x1", "x2", "y3"]


def test_a_loop_around_a_sub_process_does_it_again():
    how = Repetition(is_loop=True, loop_condition="again")
    case = Case(around(repetition=how).definition(), {"again": True})
    case.start()
    case.complete("first")

    through(case)
    second = case.standing()
    case.data["again"] = False
    through(case)

    assert second == ["sub.a", "sub.b"]
    assert case.standing() == ["then"]


def calling(**more) -> Sketch:
    sketch = Sketch()
    sketch.node("call", "callActivity", called="other", **more)
    sketch.path(sketch.start(), "call", sketch.task("then"), sketch.end())
    sketch.timer("late", on="call")
    sketch.path("late", "end")
    return sketch


def test_a_call_waits_for_the_other_case():
    case = Case(calling().definition())

    step = case.start()
    case.complete("call")

    assert [(call.element, call.called) for call in step.calls] == [("call", "other")]
    assert step.opened == ()
    assert case.standing() == ["then"]


def test_a_call_can_be_interrupted():
    case = Case(calling().definition())
    case.start()

    step = case.wake("late")

    assert [closed.reason for closed in step.closed] == [ClosedReason.INTERRUPTED]
    assert case.ended


@pytest.mark.parametrize("sequential", [True, False])
def test_calls_repeat_per_item(sequential):
    case = Case(calling(repetition=each(sequential=sequential)).definition())
    case.data["items"] = ["x", "y"]

    step = case.start()
    case.complete("call")
    case.complete("call")

    items = [(call.item, call.item_index) for call in step.calls]
    assert items == ([("x", 0)] if sequential else [("x", 0), ("y", 1)])
    assert case.standing() == ["then"]


def test_a_sub_process_without_a_start_is_refused():
    sketch = Sketch()
    sketch.node("sub", "subProcess")
    sketch.path(sketch.start(), "sub", sketch.end())

    facts = refused(Case(sketch.definition()).start)

    assert facts == {"reason": "kernel.start", "element": "sub", "count": 0}


def test_an_arrow_across_the_border_of_a_sub_process_is_refused():
    sketch = around()
    sketch.flow("sub.a", "then")

    facts = refused(Case(sketch.definition()).start)

    assert facts == {"reason": "kernel.loose_flow", "element": "sub.a>then"}
