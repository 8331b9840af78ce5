"""Whatever the check accepts runs to an end or waits for somebody."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.checking import Known, check
from engine.errors import KernelError
from tests.adapters.spiff.building import Case, definition_of
from tests.domain.checking.random_diagrams import diagrams

KNOWN = Known(forms={"f": frozenset({"x"})})
DATA = {"x": 2, "y": 1, "a": True, "daftar": [1, 2], "peran": "kasi", "batas": "x"}
# A text over data that does not suit it is the data's fault, and no crash.
OF_THE_DATA = {"kernel.expression", "kernel.not_a_performer", "kernel.not_a_list"}
MOST_EVENTS = 40


def _walk(case, process, chance):
    """Walk by lot; return why the kernel refused a step, or None."""
    try:
        case.start()
        for _ in range(MOST_EVENTS):
            if case.ended:
                break
            _one_step(case, process, chance)
    except KernelError as error:
        return error.facts["reason"]
    return None


def _one_step(case, process, chance):
    token = chance.choice(list(case.open))
    opened = case.open[token]
    if hasattr(opened, "duration"):
        case.wake_tokens([token])
        return
    ways = [one.id for one in process.flows if one.chosen_at == opened.element]
    case.complete(opened.element, chance.choice(ways) if ways else None, token=token)


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=diagrams, seed=st.integers(0, 9))
def test_an_accepted_diagram_runs_or_its_warning_foretold_where_it_stands(drawn, seed):
    report = check(drawn, known=KNOWN)
    told = {problem.code for problem in report.problems}

    for checked in report.processes:
        if checked.canonical is None:
            continue
        case = Case(definition_of(checked.canonical), DATA, kernel=SpiffKernel())
        chance = random.Random(seed)  # noqa: S311 - which way a walk goes is no secret

        reason = _walk(case, checked.canonical, chance)

        foretold = {
            "kernel.stuck": "join_waits" in told,
            "kernel.no_way": "decision_without_default" in told,
        }
        assert reason is None or reason in OF_THE_DATA or foretold.get(reason), reason
        assert reason or case.ended or case.open
