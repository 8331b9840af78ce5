"""Parallel, inclusive and event-based gateways, and arrows that split by themselves."""

import pytest

from engine.domain.diagram import EventKind, WaitKind
from engine.ports import ClosedReason
from tests.adapters.spiff.building import Case, Sketch, each, passed, refused


def block(kind: str, **split) -> Sketch:
    """A block of two branches between a step before and a step after."""
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("before"), sketch.node("split", kind))
    sketch.flow("split", sketch.task("a"), **split.get("a", {}))
    sketch.flow("split", sketch.task("b"), **split.get("b", {}))
    sketch.flow("a", sketch.node("join", kind))
    sketch.path("b", "join", sketch.task("after"))
    return sketch


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_parallel_join_waits_for_every_branch(order):
    case = Case(block("parallelGateway").definition())
    case.start()

    case.complete("before")
    case.complete(order[0])
    waiting = case.standing()
    step = case.complete(order[1])

    assert waiting == [order[1]]
    assert case.standing() == ["after"]
    assert step.passed == (passed("join"),)


def looped(kind: str, **split) -> Sketch:
    sketch = block(kind, **split)
    sketch.path("after", sketch.node("again?", "exclusiveGateway"))
    sketch.flow("again?", "before", name="again", chosen_at="after", leads_back=True)
    sketch.flow("again?", sketch.end(), name="enough", chosen_at="after")
    return sketch


@pytest.mark.parametrize("compacting", [True, False])
def test_a_parallel_block_inside_a_loop_joins_once_per_round(compacting):
    case = Case(looped("parallelGateway").definition(), compacting=compacting)
    case.start()

    for decision in (*["again"] * 5, "enough"):
        case.complete("before")
        assert case.standing() == ["a", "b"]
        case.complete("b")
        assert case.standing() == ["a"]
        case.complete("a")
        assert case.standing() == ["after"]
        case.complete("after", decision=decision)

    assert case.ended


def test_surplus_tokens_at_a_join_wait_for_their_partners():
    sketch = Sketch()
    sketch.path(
        sketch.start(), sketch.node("s1", "parallelGateway"), sketch.task("fast")
    )
    sketch.path("s1", sketch.node("s2", "parallelGateway"), "fast")
    sketch.path("s2", sketch.task("slow1"), sketch.node("m", "exclusiveGateway"))
    sketch.path("s2", sketch.task("slow2"), "m")
    sketch.path("fast", sketch.node("join", "parallelGateway"))
    sketch.path("m", "join", sketch.task("joined"), sketch.end())
    case = Case(sketch.definition())
    case.start()
    case.complete("fast")
    case.complete("fast")

    case.complete("slow1")
    first = case.standing()
    case.complete("slow2")

    assert first == ["joined", "slow2"]
    assert case.standing() == ["joined", "joined"]


CONDITIONS = {"a": {"condition": "x > 1"}, "b": {"condition": "x > 2"}}


@pytest.mark.parametrize(("x", "standing"), [(2, ["a"]), (3, ["a", "b"])])
def test_an_inclusive_split_takes_every_arrow_that_holds(x, standing):
    case = Case(block("inclusiveGateway", **CONDITIONS).definition())
    case.start()

    case.complete("before", x=x)

    assert case.standing() == standing


@pytest.mark.parametrize("x", [2, 3])
def test_an_inclusive_join_waits_for_the_branches_that_were_taken(x):
    case = Case(block("inclusiveGateway", **CONDITIONS).definition())
    case.start()
    case.complete("before", x=x)
    seen = []

    while "after" not in case.standing():
        case.complete(case.standing()[0])
        seen.append(case.standing())

    assert seen == ([["after"]] if x == 2 else [["b"], ["after"]])


def test_an_inclusive_split_where_nothing_holds_has_no_way():
    case = Case(block("inclusiveGateway", **CONDITIONS).definition())
    case.start()

    facts = refused(lambda: case.complete("before", x=0))

    assert facts == {"reason": "kernel.no_way", "element": "split"}


def test_an_inclusive_block_inside_a_loop_joins_once_per_round():
    case = Case(looped("inclusiveGateway", **CONDITIONS).definition())
    case.start()

    for x, decision in ((3, "again"), (2, "again"), (3, "enough")):
        case.complete("before", x=x)
        case.complete("a")
        if x == 3:
            assert case.standing() == ["b"]
            case.complete("b")
        assert case.standing() == ["after"]
        case.complete("after", decision=decision)

    assert case.ended


def test_an_inclusive_join_waits_for_a_token_still_far_upstream():
    sketch = block("inclusiveGateway", **CONDITIONS)
    sketch.flows = [flow for flow in sketch.flows if flow.id != "b>join"]
    sketch.path("b", sketch.node("g", "exclusiveGateway"), sketch.task("b2"), "join")
    case = Case(sketch.definition())
    case.start()
    case.complete("before", x=3)

    case.complete("a")
    case.complete("b")
    waiting = case.standing()
    case.complete("b2")

    assert waiting == ["b2"]
    assert case.standing() == ["after"]


def test_inclusive_joins_that_only_wait_for_each_other_go_on():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    for one, other in (("1", "2"), ("2", "1")):
        sketch.path("split", sketch.task(f"t{one}"))
        sketch.path(f"t{one}", sketch.node(f"join{one}", "inclusiveGateway"))
        sketch.path(f"join{one}", sketch.node(f"x{one}", "exclusiveGateway"))
        sketch.flow(f"x{one}", f"join{other}", condition="false")
        sketch.flow(f"x{one}", sketch.end(f"end{one}"), condition="true")
    case = Case(sketch.definition())
    case.start()

    case.complete("t1")
    case.complete("t2")

    assert case.ended


def test_a_ring_of_joins_goes_on_beside_a_branch_that_takes_longer():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", sketch.task("long"), sketch.end("end3"))
    for one, other in (("1", "2"), ("2", "1")):
        sketch.path("split", sketch.task(f"t{one}"))
        sketch.path(f"t{one}", sketch.node(f"join{one}", "inclusiveGateway"))
        sketch.path(f"join{one}", sketch.node(f"x{one}", "exclusiveGateway"))
        sketch.flow(f"x{one}", f"join{other}", condition="false")
        sketch.flow(f"x{one}", sketch.end(f"end{one}"), condition="true")
    case = Case(sketch.definition())
    case.start()

    case.complete("t1")
    waiting = case.complete("t2").passed

    assert {step.element for step in waiting} >= {"end1", "end2"}
    assert case.standing() == ["long"]


def test_joins_of_several_scopes_go_on_in_one_step():
    sketch = Sketch()
    sketch.node("sub", "subProcess", repetition=each())
    sketch.path(sketch.start(), "sub", sketch.task("after"))
    sketch.path(sketch.start("s", parent="sub"))
    for gateway in ("split", "join"):
        sketch.node(gateway, "inclusiveGateway", parent="sub")
    sketch.path("s", "split")
    for branch in ("a", "b"):
        sketch.node(branch, "intermediateThrowEvent", parent="sub")
        sketch.flow("split", branch, condition="true")
        sketch.flow(branch, "join")
    sketch.flow("join", sketch.end("e", parent="sub"))
    case = Case(sketch.definition(), {"items": [1, 2, 3]})

    case.start()

    assert case.standing() == ["after"]


def exclusive_into_parallel() -> Sketch:
    sketch = Sketch()
    sketch.path(
        sketch.start(), sketch.task("ask"), sketch.node("x", "exclusiveGateway")
    )
    sketch.flow("x", sketch.task("a"), name="to a", chosen_at="ask")
    sketch.flow("x", sketch.task("b"), name="to b", chosen_at="ask")
    sketch.path("a", sketch.node("join", "parallelGateway"))
    sketch.path("b", "join", sketch.end())
    return sketch


def test_a_parallel_join_that_can_never_be_complete_refuses_the_step():
    case = Case(exclusive_into_parallel().definition())
    case.start()
    case.complete("ask", decision="to a")

    facts = refused(lambda: case.complete("a"))

    assert facts == {"reason": "kernel.stuck", "element": "join"}
    assert case.standing() == ["a"]


def test_a_hopeless_join_is_told_even_while_others_still_work():
    sketch = exclusive_into_parallel()
    sketch.node("fork", "parallelGateway")
    sketch.flows = [flow for flow in sketch.flows if flow.id != "start>ask"]
    sketch.path("start", "fork", "ask")
    sketch.path("fork", sketch.task("long"), sketch.end("end2"))
    case = Case(sketch.definition())
    case.start()
    case.complete("ask", decision="to a")

    facts = refused(lambda: case.complete("a"))

    assert facts == {"reason": "kernel.stuck", "element": "join"}


def test_a_parallel_join_waits_for_a_token_that_must_pass_another_join():
    sketch = block("parallelGateway")
    sketch.flows = [flow for flow in sketch.flows if flow.id != "b>join"]
    sketch.path("b", sketch.node("s2", "inclusiveGateway"))
    sketch.flow("s2", sketch.task("b1"), condition="true")
    sketch.flow("s2", sketch.task("b2"), condition="true")
    sketch.path("b1", sketch.node("j2", "inclusiveGateway"), "join")
    sketch.path("b2", "j2")
    case = Case(sketch.definition())
    case.start()
    for element in ("before", "a", "b", "b1"):
        case.complete(element)

    waiting = case.standing()
    case.complete("b2")

    assert waiting == ["b2"]
    assert case.standing() == ["after"]


def race() -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("race", "eventBasedGateway"))
    sketch.path("race", sketch.timer("late"), sketch.task("remind"))
    sketch.path("race", sketch.event("word", EventKind.MESSAGE), sketch.task("read"))
    sketch.path("race", sketch.task("seen", wait=WaitKind.SIGNAL), sketch.task("look"))
    return sketch


def test_an_event_gateway_opens_all_its_events():
    case = Case(race().definition())

    step = case.start()

    assert [(wait.element, wait.kind) for wait in step.opened] == [
        ("word", WaitKind.MESSAGE),
        ("seen", WaitKind.SIGNAL),
    ]
    assert [timer.element for timer in step.timers] == ["late"]


@pytest.mark.parametrize(
    ("event", "standing"), [("word", "read"), ("seen", "look"), ("late", "remind")]
)
def test_the_first_event_takes_the_others_away(event, standing):
    case = Case(race().definition())
    case.start()

    step = case.wake(event) if event == "late" else case.complete(event)

    assert case.standing() == [standing]
    assert {c.reason for c in step.closed} == {ClosedReason.INTERRUPTED}
    assert len(step.closed) == 2


def test_several_arrows_out_of_a_step_are_all_taken():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t"), sketch.task("a"))
    sketch.path("t", sketch.task("b"))
    case = Case(sketch.definition())
    case.start()

    case.complete("t")

    assert case.standing() == ["a", "b"]


def test_arrows_out_of_a_step_are_taken_where_their_condition_holds():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("t", default_flow="t>c"))
    sketch.flow("t", sketch.task("a"), condition="x > 1")
    sketch.flow("t", sketch.task("b"), condition="x > 2")
    sketch.flow("t", sketch.task("c"))
    standing = []

    for x in (1, 2, 3):
        case = Case(sketch.definition())
        case.start()
        case.complete("t", x=x)
        standing.append(case.standing())

    assert standing == [["c"], ["a"], ["a", "b"]]


def test_two_arrows_into_a_step_do_it_twice():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.path("split", sketch.task("a"), sketch.task("c"))
    sketch.path("split", sketch.task("b"), "c")
    case = Case(sketch.definition())
    case.start()

    case.complete("a")
    case.complete("b")

    assert case.standing() == ["c", "c"]


def test_two_arrows_between_the_same_two_gateways_are_two_ways():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.node("split", "parallelGateway"))
    sketch.flow("split", sketch.node("join", "parallelGateway"), name="one")
    sketch.flow("split", "join", name="two")
    sketch.path("join", sketch.task("t"))
    case = Case(sketch.definition())

    case.start()

    assert case.standing() == ["t"]
