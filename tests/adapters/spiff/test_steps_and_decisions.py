"""Person's steps in a row, and gateways that people and data decide."""

import pytest

from engine.errors import KernelError
from tests.adapters.spiff.building import Case, Sketch, passed


def approval() -> Sketch:
    sketch = Sketch()
    sketch.path(
        sketch.start(),
        sketch.task("write"),
        sketch.task("check"),
        sketch.node("ok?", "exclusiveGateway"),
    )
    sketch.flow("ok?", "write", name="back", chosen_at="check", leads_back=True)
    sketch.flow("ok?", sketch.end(), name="on", chosen_at="check")
    return sketch


def test_a_case_goes_from_step_to_step_and_ends():
    case = Case(approval().definition())

    case.start()
    case.complete("write")
    step = case.complete("check", decision="on")

    assert step.ended
    assert step.passed == (passed("ok?", "on"), passed("end"))


def test_a_return_opens_the_earlier_step_again():
    case = Case(approval().definition())
    case.start()
    case.complete("write")

    case.complete("check", decision="back")

    assert case.standing() == ["write"]


def test_a_decision_is_good_for_one_call_only():
    case = Case(approval().definition())
    case.start()
    case.complete("write")
    case.complete("check", decision="back")
    case.complete("write")

    with pytest.raises(KernelError) as caught:
        case.complete("check")

    assert caught.value.facts == {
        "reason": "kernel.decision_missing",
        "element": "ok?",
        "choices": ["back", "on"],
    }


@pytest.mark.parametrize("step", ["write", "check"])
def test_an_arrow_that_is_no_choice_of_the_step_is_refused(step):
    case = Case(approval().definition())
    case.start()
    if step == "check":
        case.complete("write")

    with pytest.raises(KernelError) as caught:
        case.complete(step, decision="write>check")

    assert caught.value.facts["reason"] == "kernel.decision_unknown"


def test_a_refused_completion_leaves_the_snapshot_good():
    case = Case(approval().definition())
    case.start()
    case.complete("write")
    with pytest.raises(KernelError):
        case.complete("check")

    assert case.complete("check", decision="on").ended


def amounts() -> Sketch:
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("enter"))
    sketch.node("how much?", "exclusiveGateway", default_flow="small")
    sketch.flow("enter", "how much?")
    sketch.flow("how much?", sketch.task("head"), condition="amount > 100")
    sketch.flow("how much?", sketch.task("deputy"), condition="amount > 10")
    sketch.flow("how much?", sketch.end(), name="small")
    return sketch


@pytest.mark.parametrize(
    ("amount", "standing"), [(500, ["head"]), (50, ["deputy"]), (5, [])]
)
def test_data_takes_the_first_arrow_that_holds_or_the_default(amount, standing):
    case = Case(amounts().definition())
    case.start()

    case.complete("enter", amount=amount)

    assert case.standing() == standing


def test_a_name_that_is_missing_says_which_expression_failed_where():
    case = Case(amounts().definition())
    case.start()

    with pytest.raises(KernelError) as caught:
        case.complete("enter")

    facts = caught.value.facts
    assert (facts["reason"], facts["element"]) == ("kernel.expression", "how much?")
    assert (facts["expression"], facts["name"]) == ("amount > 100", "amount")


def test_no_arrow_that_holds_and_no_default_is_no_way():
    sketch = Sketch()
    sketch.path(sketch.start(), sketch.task("enter"))
    sketch.flow("enter", sketch.node("which?", "exclusiveGateway"))
    sketch.flow("which?", sketch.end("yes"), condition="x == 1")
    sketch.flow("which?", sketch.end("no"), condition="x == 2")
    case = Case(sketch.definition())
    case.start()

    with pytest.raises(KernelError) as caught:
        case.complete("enter", x=3)

    assert caught.value.facts == {"reason": "kernel.no_way", "element": "which?"}


def test_a_finished_token_cannot_be_completed_again():
    case = Case(approval().definition())
    case.start()
    token = case.tokens("write")[0]
    case.complete("write")

    with pytest.raises(KernelError, match="token_gone"):
        case._kernel().complete(case.definition, case.snapshot, token, {})


def test_a_token_of_another_case_is_not_there():
    case, other = Case(approval().definition()), Case(approval().definition())
    case.start()
    other.start()

    with pytest.raises(KernelError, match="token_gone"):
        case._kernel().complete(
            case.definition, case.snapshot, other.tokens("write")[0], {}
        )


@pytest.mark.parametrize("odd", ["Start", "End", "Root", "case.EndJoin", "", "a b:c"])
def test_any_text_is_an_id(odd):
    sketch = Sketch()
    sketch.path(sketch.start("s"), sketch.task(odd), sketch.task("t"), sketch.end("e"))
    case = Case(sketch.definition())
    case.start()

    case.complete(odd)

    assert case.complete("t").ended
