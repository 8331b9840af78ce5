"""A forecast of many cases: what is known beforehand must come out."""

import time

import pytest

from engine.domain.forecasting import DAY_SECONDS, Assumptions, forecast_of
from engine.domain.values import ElementId, RoleKey
from tests.domain.checking.drawing import event, gateway, node, process, standard, timer
from tests.domain.sop_sheet.made_up import compiled, made_up, shipped

HOUR = 3600


def forecast(arrows, *nodes, **assumed):
    found = compiled(process(arrows, *nodes))
    assert found is not None
    return forecast_of(found, Assumptions(**assumed))


def measured(**seconds):
    return {ElementId(key): (value,) * 5 for key, value in seconds.items()}


def test_measured_times_add_up_to_the_lead_time_where_nobody_waits():
    found = forecast("s>a|a>b|b>e", per_day=0.01, measured=measured(a=600, b=900))

    assert set(found.lead_times) == {1500}
    assert len(found.lead_times) == 1000
    assert found.jam is None
    assert [step.is_measured for step in found.steps] == [True, True]


def test_without_measured_times_a_step_takes_about_its_standard():
    found = forecast("s>a|a>e", standard("a", "PT1H"), per_day=0.01)

    assert min(found.lead_times) >= HOUR / 2
    assert max(found.lead_times) <= HOUR * 3 / 2
    assert found.steps[0].working == pytest.approx(HOUR * 29 / 30, rel=0.05)


def test_a_role_with_too_few_people_jams_and_one_with_enough_does_not():
    work = measured(a=60, b=DAY_SECONDS)
    few = forecast("s>a|a>b|b>e", per_day=4, measured=work)
    enough = forecast(
        "s>a|a>b|b>e", per_day=4, measured=work, officers={RoleKey("petugas"): 8}
    )

    assert few.jam is not None
    assert few.jam.element in {"a", "b"}
    assert few.roles[0].busy > 0.95
    assert enough.roles[0].busy < 0.7
    assert few.quantile(50) > 20 * enough.quantile(50)


def test_a_queue_grows_as_theory_says():
    """One officer at half load waits half a round (Pollaczek-Khinchine, M/D/1)."""
    service = DAY_SECONDS // 8
    found = forecast("s>a|a>e", per_day=4, measured=measured(a=service), cases=20_000)

    assert found.steps[0].waiting == pytest.approx(service / 2, rel=0.06)


def test_returns_repeat_the_work_as_often_as_assumed():
    drawn = "s>a|a>b|b>g|g>e:Ya|g>a:Tidak"
    work = measured(a=60, b=60)

    never = forecast(drawn, gateway("g"), per_day=0.01, returns=0, measured=work)
    half = forecast(drawn, gateway("g"), per_day=0.01, returns=50, measured=work)

    assert never.steps[0].rounds == 1000
    assert half.steps[0].rounds == pytest.approx(2000, rel=0.1)


def test_branches_run_side_by_side_and_the_join_waits_for_the_longest():
    found = forecast(
        "s>p|p>a|p>b|a>q|b>q|q>e",
        gateway("p", "parallel"),
        gateway("q", "parallel"),
        per_day=0.01,
        measured=measured(a=600, b=3600),
        officers={RoleKey("petugas"): 20},
    )

    assert set(found.lead_times) == {3600}


def test_two_tokens_at_one_step_both_go_on():
    found = forecast("s>p|p>a|p>a|a>b|b>e", gateway("p", "parallel"), per_day=0.01)

    assert len(found.lead_times) == 1000
    assert [step.rounds for step in found.steps] == [2000, 2000]


def test_waiting_for_time_and_a_sub_process_take_their_time():
    found = forecast(
        "s>t|t>sub|sub>e|s2>x|x>e2",
        timer("t", text="P1D"),
        node("sub", "subProcess"),
        event("s2", "startEvent", parent="sub"),
        node("x", parent="sub"),
        event("e2", "endEvent", parent="sub"),
        per_day=0.01,
        measured=measured(x=600),
    )

    assert set(found.lead_times) == {DAY_SECONDS + 600}


def test_the_same_assumptions_give_the_same_forecast():
    assert forecast_of(shipped(), Assumptions()) == forecast_of(
        shipped(), Assumptions()
    )


def test_bins_hold_every_case_once():
    found = forecast_of(shipped(), Assumptions())

    assert sum(one.count for one in found.bins) == len(found.lead_times) == 1000
    assert found.bins[0].low == found.lead_times[0]
    assert found.bins[-1].high == found.lead_times[-1]


@pytest.mark.parametrize("make", [shipped, lambda: made_up(60, 9, 6)])
def test_a_thousand_cases_take_less_than_ten_seconds(make):
    definition = make()
    before = time.process_time()

    forecast_of(definition, Assumptions(per_day=500, returns=50))

    assert time.process_time() - before < 10
