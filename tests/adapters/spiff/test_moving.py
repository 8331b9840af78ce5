"""Moving a case to another version: what goes on, and what is refused and why."""

from typing import Any

import pytest

from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.diagram import EventKind, TimerText, WaitKind
from engine.domain.moving import MovedCase, Renaming
from engine.domain.values import ElementId
from engine.ports import OpenedTimer, OpenedWait
from tests.adapters.spiff.building import Case, Sketch, each


def moved(case: Case, new: Sketch, **names: str) -> MovedCase:
    renaming = Renaming(
        elements={ElementId(old): ElementId(one) for old, one in names.items()}
    )
    return SpiffKernel().move(
        case.definition, new.definition("q"), case.snapshot, case.data, renaming
    )


def goes_on(case: Case, new: Sketch, result: MovedCase) -> Case:
    """Return the case in its new version, with what waits there."""
    assert result.obstacles == ()
    after = Case(new.definition("q"), case.data, snapshot=result.snapshot)
    after.open = {
        one.token: OpenedTimer(
            token=one.token, element=one.element, duration=one.duration
        )
        if one.is_timer
        else OpenedWait(
            token=one.token,
            element=one.element,
            kind=one.kind or WaitKind.USER,
            item_index=one.item_index,
        )
        for one in result.standing
    }
    return after


def reasons(result: MovedCase) -> list[tuple[str, str]]:
    return [(one.reason, one.element) for one in result.obstacles]


def row(*steps: str, **more: Any) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), *(sketch.task(one, **more) for one in steps))
    sketch.path(steps[-1], sketch.end())
    return sketch


def started(sketch: Sketch, **data: Any) -> Case:
    case = Case(sketch.definition(), data)
    case.start()
    return case


def test_a_step_before_and_a_step_behind_are_added():
    case = started(row("a", "z"))
    new = row("new", "a", "b", "z")

    after = goes_on(case, new, moved(case, new))

    assert after.standing() == ["a"]
    after.complete("a")
    assert after.standing() == ["b"]


def test_the_token_stays_the_same_so_that_its_task_does():
    case = started(row("a", "z"))
    (token,) = case.tokens("a")

    result = moved(case, row("a", "b", "z"))

    assert [one.token for one in result.standing] == [token]


def test_a_case_goes_on_at_the_step_that_stands_for_its_own():
    case = started(row("a", "z"))
    new = row("first", "z")

    result = moved(case, new, a="first")

    assert [(one.before, one.element) for one in result.standing] == [("a", "first")]
    assert goes_on(case, new, result).complete("first").ended is False


def with_sub() -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("sub", "subProcess"), sketch.end())
    sketch.path(
        sketch.start("s", parent="sub"),
        sketch.task("a", parent="sub"),
        sketch.end("e", parent="sub"),
    )
    return sketch


def waiting_for(kind: WaitKind) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("a", wait=kind), sketch.end())
    return sketch


def calling(called: str) -> Sketch:
    sketch = Sketch()
    sketch.path(
        sketch.start(), sketch.node("a", "callActivity", called=called), sketch.end()
    )
    return sketch


REFUSED = {
    "a step that is gone": (row("a", "z"), row("z"), "moving.element_gone"),
    "a wait of another kind": (
        row("a"),
        waiting_for(WaitKind.MESSAGE),
        "moving.kind_changed",
    ),
    "a step that stands in a sub-process now": (
        row("a"),
        with_sub(),
        "moving.scope_changed",
    ),
    "another case that is called": (
        calling("x"),
        calling("y"),
        "moving.call_changed",
    ),
    "a step that is repeated now": (
        row("a"),
        row("a", repetition=each()),
        "moving.repetition_changed",
    ),
    "items that go one after another now": (
        row("a", repetition=each()),
        row("a", repetition=each(sequential=True)),
        "moving.repetition_changed",
    ),
}


@pytest.mark.parametrize(("old", "new", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_go_on_is_told_by_its_element(old, new, why):
    case = started(old, items=[1, 2])

    found = reasons(moved(case, new))

    assert (why, "a") in found


def both(*branches: str, joined: bool = True) -> Sketch:
    """Steps side by side, then `z`."""
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    kind = "parallelGateway" if joined else "exclusiveGateway"
    sketch.path(sketch.node("join", kind), sketch.task("z"), sketch.end())
    for one in branches:
        sketch.path("split", sketch.task(one), "join")
    return sketch


def test_a_case_in_one_row_does_not_go_on_where_two_must_come_together():
    case = started(row("a", "b", "z"))

    found = reasons(moved(case, both("a", "b")))

    assert found == [("moving.state_unknown", "a")]


def test_two_steps_at_once_do_not_go_on_where_one_follows_the_other():
    case = started(both("a", "b"))

    (obstacle,) = moved(case, row("a", "b", "z")).obstacles

    assert (obstacle.reason, obstacle.element, obstacle.others) == (
        "moving.state_unknown",
        "a",
        ("b",),
    )


def test_a_third_branch_is_refused_once_the_others_have_begun():
    case = started(both("a", "b"))

    assert reasons(moved(case, both("a", "b", "c"))) == [("moving.state_unknown", "a")]


def test_a_half_full_join_goes_on_and_waits_for_the_other_branch():
    case = started(both("a", "b"))
    case.complete("a")
    new = both("a", "b")
    new.flows = [one for one in new.flows if one.source != "b"]
    new.path("b", new.task("b2"), "join")

    after = goes_on(case, new, moved(case, new))

    after.complete("b")
    assert after.standing() == ["b2"]
    after.complete("b2")
    assert after.standing() == ["z"]


def test_the_arrow_into_a_join_may_have_another_name():
    case = started(both("a", "b"))
    case.complete("a")
    new = Sketch()
    new.nodes = both("a", "b").nodes
    for number, one in enumerate(both("a", "b").flows):
        new.flow(one.source, one.target, f"arrow{number}")

    after = goes_on(case, new, moved(case, new))

    after.complete("b")
    assert after.standing() == ["z"]


def test_a_half_full_join_that_loses_the_branch_is_refused():
    case = started(both("a", "b"))
    case.complete("a")

    assert reasons(moved(case, both("b", "c"))) == [("moving.join_changed", "join")]


def guarded(*timers: str, text: str = "PT1H") -> Sketch:
    sketch = row("a", "z")
    for one in timers:
        sketch.timer(one, on="a", timer=TimerText(duration=text))
        sketch.path(one, "z")
    return sketch


def test_timers_of_a_step_come_and_go_with_its_edge():
    case = started(guarded("old", "kept"))
    new = guarded("kept", "new", text="PT2H")

    result = moved(case, new)

    assert [element for _, element in result.dropped] == ["old"]
    told = {one.element: (one.duration, one.before) for one in result.standing}
    assert told == {
        "a": (None, "a"),
        "kept": ("PT2H", "kept"),
        "new": ("PT2H", None),
    }
    after = goes_on(case, new, result)
    after.wake_tokens(after.tokens("new"))
    assert after.standing() == ["z"]


def test_a_timer_that_fired_does_not_come_back():
    sketch = row("a", "z")
    sketch.timer("late", on="a", interrupting=False)
    sketch.path("late", sketch.task("aside"), sketch.end("end2"))
    case = started(sketch)
    case.wake("late")

    result = moved(case, sketch)

    assert sorted(one.element for one in result.standing) == ["a", "aside"]


def repeated(name: str = "item") -> Sketch:
    sketch = row("a", repetition=each())
    sketch.flows = [one for one in sketch.flows if one.source != "a"]
    sketch.path("a", sketch.task(name), "end")
    return sketch


def test_items_that_are_done_stay_done():
    case = started(row("a", repetition=each()), items=[1, 2, 3])
    case.complete("a", nth=1)
    new = repeated("check")

    after = goes_on(case, new, moved(case, new))

    assert after.standing() == ["a", "a"]
    after.complete("a")
    after.complete("a")
    assert after.standing() == ["check"]


def racing(*events: str) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("race", "eventBasedGateway"))
    sketch.path(sketch.task("z"), sketch.end())
    for one in events:
        sketch.path("race", sketch.event(one, EventKind.MESSAGE), "z")
    return sketch


def test_events_that_race_go_on_together_or_not_at_all():
    case = started(racing("x", "y"))
    new = racing("x", "y")
    new.flows = [one for one in new.flows if one.source != "z"]
    new.path("z", new.task("zz"), "end")

    after = goes_on(case, new, moved(case, new))

    after.complete("x")
    assert after.standing() == ["z"]
    assert ("moving.race_changed", "x") in reasons(moved(case, racing("x", "y", "q")))


def test_who_does_a_step_is_told_by_the_new_version():
    case = started(row("a"), unit="umum")

    (told,) = moved(case, row("a", performer="=unit")).standing

    assert told.performer == "umum"


def test_a_performer_that_cannot_be_computed_is_an_obstacle():
    case = started(row("a"), unit=3)

    assert reasons(moved(case, row("a", performer="=unit"))) == [
        ("moving.expression", "a")
    ]
