"""What one step may cost, and cases of any length."""

import time

import pytest

from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.diagram import Repetition
from tests.adapters.spiff.building import Case, Sketch, each, refused

ROUND_TRIP_SECONDS = 0.0017
REWORK_SECONDS = 0.003


def chain(length: int, kind: str) -> Sketch:
    sketch = Sketch()
    last = sketch.start()
    for number in range(length):
        here = sketch.node(f"n{number}", kind)
        sketch.flow(last, here)
        last = here
    sketch.path(last, sketch.task("after"), sketch.end())
    return sketch


@pytest.mark.parametrize("kind", ["exclusiveGateway", "intermediateThrowEvent"])
def test_a_chain_of_two_thousand_automatic_elements_is_passed(kind):
    case = Case(chain(2_000, kind).definition())

    step = case.start()

    assert case.standing() == ["after"]
    assert len(step.passed) == 2_001


def test_a_chain_of_a_thousand_steps_is_walked_to_its_end():
    case = Case(chain(1_000, "userTask").definition(), kernel=SpiffKernel())
    case.start()

    for number in range(1_000):
        case.complete(f"n{number}")

    assert case.standing() == ["after"]


def test_a_hundred_nested_sub_processes_run_and_can_be_interrupted():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("p0", "subProcess"), sketch.task("after"))
    for depth in range(100):
        outer, inner = f"p{depth}", f"p{depth + 1}"
        sketch.start(f"s{depth}", parent=outer)
        sketch.node(inner, "subProcess" if depth < 99 else "userTask", parent=outer)
        sketch.path(f"s{depth}", inner, sketch.end(f"e{depth}", parent=outer))
    sketch.timer("late", on="p0")
    sketch.flow("late", "after")
    completed, interrupted = Case(sketch.definition()), Case(sketch.definition())
    completed.start()
    interrupted.start()

    completed.complete("p100")
    interrupted.wake("late")

    assert completed.standing() == interrupted.standing() == ["after"]


def spinning() -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"), sketch.node("a", "exclusiveGateway"))
    sketch.path("a", sketch.node("b", "exclusiveGateway"))
    sketch.flow("b", "a", condition="spin")
    sketch.flow("b", sketch.end(), condition="not spin")
    return sketch


def test_a_loop_without_a_person_is_stopped():
    case = Case(spinning().definition(), {"spin": True})
    case.start()

    facts = refused(lambda: case.complete("t"))

    assert facts["reason"] == "kernel.step_budget"
    assert facts["element"] in {"a", "b"}


def test_a_case_that_was_stopped_goes_on_with_better_data():
    case = Case(spinning().definition(), {"spin": True})
    case.start()
    refused(lambda: case.complete("t"))

    assert case.complete("t", spin=False).ended


def test_a_standard_loop_without_a_person_inside_is_stopped():
    sketch = Sketch()
    how = Repetition(is_loop=True, loop_condition="true")
    sketch.node("sub", "subProcess", repetition=how)
    sketch.path(sketch.start(), "sub", sketch.end())
    sketch.path(sketch.start("s", parent="sub"), sketch.end("e", parent="sub"))

    facts = refused(Case(sketch.definition()).start)

    assert facts["reason"] == "kernel.step_budget"


def test_a_block_that_doubles_its_tokens_for_ever_is_stopped():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("x", "exclusiveGateway"))
    sketch.path("x", sketch.node("split", "parallelGateway"), "x")
    sketch.flow("split", "x", name="again")

    facts = refused(Case(sketch.definition()).start)

    assert facts["reason"] == "kernel.step_budget"


def test_repetitions_inside_repetitions_are_bounded_together():
    sketch = Sketch()
    how = Repetition(cardinality="200")
    sketch.node("sub", "subProcess", repetition=how)
    sketch.path(sketch.start(), "sub", sketch.end())
    sketch.path(
        sketch.start("s", parent="sub"),
        sketch.task("t", parent="sub", repetition=how),
        sketch.end("e", parent="sub"),
    )

    facts = refused(Case(sketch.definition()).start)

    assert facts["reason"] == "kernel.step_budget"


def fourteen_steps() -> Sketch:
    """A sketch of the shipped SOP's shape: 14 steps, five decisions, one repeated."""
    sketch = Sketch()
    last = sketch.start()
    for number in range(1, 15):
        step = f"step{number}"
        sketch.task(step, repetition=each() if number == 5 else None)
        sketch.flow(last, step)
        last = step
        if number in {6, 7, 9, 11}:
            last = sketch.node(f"ok{number}?", "exclusiveGateway")
            sketch.flow(step, last)
            target = f"step{number - 2}"
            sketch.flow(last, target, name=f"back{number}", chosen_at=step)
            on = sketch.node(f"on{number}", "exclusiveGateway")
            sketch.flow(last, on, name=f"go{number}", chosen_at=step)
            last = on
    sketch.flow(last, sketch.end())
    return sketch


def go_on(case: Case, towards: str = "go") -> None:
    step = case.standing()[0]
    number = step.removeprefix("step")
    decides = number in {"6", "7", "9", "11"}
    case.complete(step, decision=f"{towards}{number}" if decides else None)


def test_a_round_trip_on_fourteen_steps_stays_within_its_budget():
    definition, kernel = fourteen_steps().definition(), SpiffKernel()
    spent, steps = 0.0, 0
    for _ in range(20):
        case = Case(definition, {"items": [{"seksi": n} for n in range(5)]})
        case.kernel = kernel
        case.start()
        began = time.process_time()
        while not case.ended:
            go_on(case)
            steps += 1
        spent += time.process_time() - began

    assert spent / steps < ROUND_TRIP_SECONDS


def test_a_thousand_rework_loops_cost_no_more_than_the_first():
    case = Case(fourteen_steps().definition(), {"items": [1, 2]}, kernel=SpiffKernel())
    case.start()
    while case.standing() != ["step6"]:
        go_on(case)
    largest, steps = 0, 0
    began = time.process_time()

    for _ in range(1_000):
        go_on(case, towards="back")
        while case.standing() != ["step6"]:
            largest = max(largest, len(case.snapshot))
            go_on(case)
            steps += 1

    assert largest < 1_000
    assert (time.process_time() - began) / steps < REWORK_SECONDS
