"""Timers, messages and signals, on the way and on a boundary; ends; throws."""

import pytest

from engine.domain.diagram import EventKind, TimerText, WaitKind
from engine.domain.values import TokenId
from engine.ports import Closed, ClosedReason
from tests.adapters.spiff.building import Case, Sketch, each, passed, refused


def test_an_intermediate_timer_waits_until_it_is_woken():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.timer("pause"), sketch.task("t"))
    case = Case(sketch.definition())
    step = case.start()

    woken = case.wake("pause")

    timer = step.timers[0]
    assert (timer.element, timer.duration, timer.instant) == ("pause", "PT1H", None)
    assert step.opened == ()
    assert case.standing() == ["t"]
    assert woken.passed == (passed("pause"),)


def test_a_timer_for_an_instant_names_the_instant():
    sketch = Sketch()
    text = TimerText(date="2025-03-07T16:00:00+07:00")
    sketch.path(sketch.start(), sketch.timer("day", timer=text), sketch.task("t"))

    step = Case(sketch.definition()).start()

    assert step.timers[0].instant == "2025-03-07T16:00:00+07:00"
    assert step.timers[0].duration is None


def test_a_timer_cannot_be_completed_by_a_person():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.timer("pause"), sketch.task("t"))
    case = Case(sketch.definition())
    case.start()

    facts = refused(lambda: case.complete("pause"))

    assert facts == {"reason": "kernel.not_completable", "element": "pause"}


def test_a_step_cannot_be_woken():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"))
    case = Case(sketch.definition())
    case.start()

    facts = refused(lambda: case.wake("t"))

    assert facts == {"reason": "kernel.not_a_timer", "element": "t"}


def guarded(event: EventKind, *, interrupting: bool) -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("work"), sketch.task("after"))
    if event is EventKind.TIMER:
        sketch.timer("guard", on="work", interrupting=interrupting)
    else:
        sketch.event("guard", event, on="work", interrupting=interrupting)
    sketch.path("guard", sketch.task("aside"), sketch.end())
    return sketch


def fire(case, event):
    return case.wake("guard") if event is EventKind.TIMER else case.complete("guard")


KINDS = [EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL]


@pytest.mark.parametrize("event", KINDS)
def test_an_interrupting_event_takes_the_step_away(event):
    case = Case(guarded(event, interrupting=True).definition())
    case.start()
    work = case.tokens("work")[0]

    step = fire(case, event)

    assert step.closed == (Closed(token=work, reason=ClosedReason.INTERRUPTED),)
    assert case.standing() == ["aside"]


@pytest.mark.parametrize("event", KINDS)
def test_a_non_interrupting_event_leaves_the_step_and_starts_another_branch(event):
    case = Case(guarded(event, interrupting=False).definition())
    case.start()

    step = fire(case, event)

    assert step.closed == ()
    assert case.standing() == ["aside", "work"]


@pytest.mark.parametrize("event", KINDS)
def test_a_completed_step_takes_its_boundary_events_away(event):
    case = Case(guarded(event, interrupting=True).definition())
    case.start()
    guard = case.tokens("guard")[0]

    step = case.complete("work")

    assert step.closed == (Closed(token=guard, reason=ClosedReason.CANCELLED),)
    assert case.standing() == ["after"]


def test_a_message_on_a_boundary_is_a_wait_of_its_own():
    case = Case(guarded(EventKind.MESSAGE, interrupting=True).definition())

    step = case.start()

    kinds = {wait.element: wait.kind for wait in step.opened}
    assert kinds == {"work": WaitKind.USER, "guard": WaitKind.MESSAGE}


def test_a_late_side_branch_to_an_end_of_its_own_ends_after_the_main_one():
    sketch = guarded(EventKind.TIMER, interrupting=False)
    sketch.path("after", sketch.end("end2"))
    case = Case(sketch.definition())
    case.start()
    case.wake("guard")

    case.complete("work")
    case.complete("after")
    ended_with_the_main_one = case.ended
    case.complete("aside")

    assert not ended_with_the_main_one
    assert case.ended


def test_a_rework_loop_arms_its_timer_anew():
    sketch = guarded(EventKind.TIMER, interrupting=False)
    sketch.path("after", sketch.node("ok?", "exclusiveGateway"))
    sketch.flow("ok?", "work", name="back", chosen_at="after")
    sketch.flow("ok?", sketch.end("end2"), name="on", chosen_at="after")
    case = Case(sketch.definition())
    case.start()
    first = case.tokens("guard")
    case.wake("guard")
    case.complete("work")

    step = case.complete("after", decision="back")

    assert [timer.element for timer in step.timers] == ["guard"]
    assert case.tokens("guard") != first
    assert case.standing() == ["aside", "guard", "work"]


def two_timers() -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("work"), sketch.end())
    sketch.timer("first", on="work")
    sketch.timer("second", on="work", interrupting=False)
    sketch.path("first", sketch.task("a"), "end")
    sketch.path("second", sketch.task("b"), "end")
    return sketch


@pytest.mark.parametrize(
    ("order", "standing"),
    [(("first", "second"), ["a"]), (("second", "first"), ["a", "b"])],
)
def test_timers_fire_in_the_order_given(order, standing):
    case = Case(two_timers().definition())
    case.start()
    tokens = [case.tokens(element)[0] for element in order]
    waking = case._kernel().wake(case.definition, case.snapshot, tokens, {})

    assert sorted(wait.element for wait in waking.opened) == standing


def test_timers_that_are_gone_are_skipped():
    case = Case(two_timers().definition())
    case.start()
    tokens = case.tokens("first") + case.tokens("second")
    case.complete("work")

    step = case._kernel().wake(case.definition, case.snapshot, tokens, {})

    assert (step.opened, step.closed, step.passed) == ((), (), ())


def test_nothing_that_is_woken_is_nothing_that_happens():
    case = Case(two_timers().definition())
    case.start()

    unknown = [TokenId("x"), TokenId("y.1"), TokenId("")]
    step = case._kernel().wake(case.definition, case.snapshot, unknown, {})

    assert step.snapshot == case.snapshot


def test_a_terminate_end_takes_everything_else_away():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", sketch.task("stop"), sketch.terminate("all ends"))
    sketch.path("split", sketch.task("work"))
    sketch.path("split", sketch.task("each", repetition=each()))
    sketch.path("split", sketch.timer("pause"), sketch.task("never"))
    case = Case(sketch.definition(), {"items": [1, 2]})
    case.start()

    step = case.complete("stop")

    assert case.ended
    assert {closed.reason for closed in step.closed} == {ClosedReason.CANCELLED}
    assert len(step.closed) == 4


def test_a_plain_end_ends_only_its_own_branch():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", sketch.task("a"), sketch.end())
    sketch.path("split", sketch.task("b"), "end")
    case = Case(sketch.definition())
    case.start()

    case.complete("a")
    left = case.standing()
    case.complete("b")

    assert left == ["b"]
    assert case.ended


def test_thrown_messages_and_signals_are_recorded():
    sketch = Sketch()
    sketch.path(
        sketch.start(),
        sketch.node("tell", "intermediateThrowEvent", throws=EventKind.MESSAGE),
        sketch.end(throws=EventKind.SIGNAL),
    )

    step = Case(sketch.definition()).start()

    assert step.ended
    assert step.passed == (
        passed("start"),
        passed("tell", throws=EventKind.MESSAGE),
        passed("end", throws=EventKind.SIGNAL),
    )


def test_a_timer_on_a_repeated_step_interrupts_all_its_items():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("each", repetition=each()), sketch.end())
    sketch.timer("late", on="each")
    sketch.path("late", sketch.task("chase"), "end")
    case = Case(sketch.definition(), {"items": [1, 2, 3]})
    case.start()
    case.complete("each")

    step = case.wake("late")

    assert [closed.reason for closed in step.closed] == [ClosedReason.INTERRUPTED] * 2
    assert case.standing() == ["chase"]


def test_a_repeated_step_without_items_leaves_no_timer_behind():
    sketch = Sketch()
    sketch.path(
        sketch.start(), sketch.task("each", repetition=each()), sketch.task("t")
    )
    sketch.timer("late", on="each")
    sketch.path("late", sketch.end())
    case = Case(sketch.definition(), {"items": []})

    step = case.start()

    assert step.timers == ()
    assert case.standing() == ["t"]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("complexGateway", {}),
        ("scriptTask", {}),
        ("intermediateCatchEvent", {"event": EventKind.CONDITIONAL}),
        ("intermediateCatchEvent", {"event": EventKind.TIMER}),
        (
            "intermediateCatchEvent",
            {"event": EventKind.TIMER, "timer": TimerText(cycle="R3/PT1H")},
        ),
        ("subProcess", {"triggered_by_event": True}),
        ("userTask", {"compensation": True}),
        ("exclusiveGateway", {"repetition": each()}),
    ],
)
def test_what_cannot_run_is_refused_by_name(kind, more):
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("odd", kind, **more), sketch.end())

    facts = refused(Case(sketch.definition()).start)

    assert (facts["reason"], facts["element"]) == ("kernel.unsupported", "odd")
    assert facts["kind"] == kind
