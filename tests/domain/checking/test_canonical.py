"""Whatever is drawn, the check answers, and what it accepts is canonical."""

from hypothesis import given, settings

from engine.domain.checking import Known, check
from engine.domain.compiling import compile_definition
from engine.domain.problems import Severity, Verdict
from engine.domain.values import DefinitionId
from engine.translations import sentence
from tests.domain.checking.invariants import assert_canonical
from tests.domain.checking.random_diagrams import diagrams

FORMS = Known(forms={"f": frozenset({"x"})})


@settings(max_examples=400)
@given(drawn=diagrams)
def test_any_diagram_gets_an_answer_and_accepted_ones_are_canonical(drawn):
    found = check(drawn, known=FORMS)

    refused = any(one.severity is Severity.ERROR for one in found.problems)
    assert (found.verdict is Verdict.REFUSED) == refused
    for one in found.problems:
        sentence(f"check.{one.code}", "id", one.shown)
    for process in found.processes:
        assert (process.canonical is None) == refused
        if process.canonical is not None:
            assert_canonical(process.canonical)


@settings(max_examples=200)
@given(drawn=diagrams)
def test_what_is_accepted_compiles_to_steps_that_somebody_can_do(drawn):
    for process in check(drawn, known=FORMS).processes:
        if process.canonical is None:
            continue
        made = compile_definition(
            process,
            version=1,
            definition_id=DefinitionId("d"),
            checksum="",
            form_fields=FORMS.forms,
        )

        numbers = [step.number for step in made.steps.values() if step.number]
        assert numbers == list(range(1, len(numbers) + 1))
        flows = {flow.id: flow for flow in process.canonical.flows}
        for step in made.steps.values():
            assert step.role
            assert step.lane
            for choice in step.decision.choices if step.decision else ():
                assert flows[choice.flow].chosen_at == step.element


@settings(max_examples=100)
@given(drawn=diagrams)
def test_the_check_says_the_same_every_time(drawn):
    assert check(drawn) == check(drawn)
