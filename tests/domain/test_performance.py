"""Periods, levels and the success criterion, computed by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Indicator,
    LowerFormula,
    Outcome,
    assess,
)
from engine.domain.performance import (
    Criterion,
    Trend,
    in_period,
    mean,
    promised_in,
    reached_in,
    so_far,
    standing,
    trend,
)
from engine.domain.periods import month_of, quarter_of, year_of
from engine.domain.plans import PlannedIndicator
from engine.domain.values import RoleKey

INDICATOR = Indicator(
    code="IKU-1", objective="", name="Indeks", unit="%", section=RoleKey("kasi")
)
D = Decimal


def planned(aggregation=Aggregation.LAST, targets=None, **more):
    return PlannedIndicator(
        indicator=replace(INDICATOR, aggregation=aggregation, **more),
        branch="S1",
        targets={key: D(value) for key, value in (targets or {}).items()},
    )


def figures(values):
    return {key: D(value) for key, value in values.items()}


SUM, LAST, MEAN = Aggregation.SUM, Aggregation.LAST, Aggregation.AVERAGE
QUARTERS = {0: "40", 1: "10", 2: "10", 3: "10", 4: "10"}


@pytest.mark.parametrize(
    ("how", "reached", "quarter", "outcome", "percent"),
    [
        # Σ of the filled quarters against Σ of the same quarters' targets.
        (SUM, {1: "8", 2: "12"}, 2, Outcome.CALCULATED, "100.00"),
        (SUM, {1: "8", 3: "4"}, 3, Outcome.CALCULATED, "60.00"),
        (SUM, {1: "0", 2: "12"}, 2, Outcome.CALCULATED, "60.00"),  # zero is filled
        (LAST, {1: "8", 2: "12"}, 2, Outcome.CALCULATED, "120.00"),
        (LAST, {1: "8"}, 3, Outcome.CALCULATED, "80.00"),  # the last filled one
        (MEAN, {1: "8", 2: "12", 3: "7"}, 3, Outcome.CALCULATED, "90.00"),
        (SUM, {}, 2, Outcome.INCOMPLETE, None),
        (LAST, {}, 2, Outcome.INCOMPLETE, None),
    ],
)
def test_the_year_so_far_adds_up_as_the_indicator_says(
    how, reached, quarter, outcome, percent
):
    found = so_far(planned(how, QUARTERS), quarter_of(2025, quarter), figures(reached))

    assert found.outcome is outcome
    assert found.achievement == (None if percent is None else D(percent))


@pytest.mark.parametrize(
    ("how", "months", "expected"),
    [
        (SUM, {104: "1", 105: "2", 106: "4"}, "7"),
        (LAST, {104: "1", 105: "2", 106: "4"}, "4"),
        (MEAN, {104: "1", 105: "2", 106: "4.5"}, "2.5"),
        (LAST, {104: "1"}, "1"),
        (SUM, {101: "9"}, None),
        (SUM, {104: "1", 2: "20"}, "20"),  # what was reported stands
    ],
)
def test_a_quarter_that_was_not_reported_follows_from_its_months(how, months, expected):
    found = reached_in(planned(how), quarter_of(2025, 2), figures(months))

    assert found == (None if expected is None else D(expected))


@pytest.mark.parametrize(
    ("how", "targets", "expected"),
    [
        (LAST, {0: "90", 2: "80", 105: "78"}, "78"),
        (LAST, {0: "90", 2: "80"}, "80"),
        (LAST, {0: "90"}, "90"),
        (MEAN, {0: "15"}, "15"),
        (SUM, {0: "24", 2: "6"}, None),  # a month's part of an amount is unknown
        (LAST, {}, None),
    ],
)
def test_a_month_without_a_target_leans_on_its_quarter_and_year(how, targets, expected):
    found = promised_in(planned(how, targets), month_of(2025, 5))

    assert found == (None if expected is None else D(expected))


def test_a_quarters_target_may_be_the_sum_of_its_months():
    one = planned(SUM, {104: "2", 105: "2", 106: "3"})

    assert promised_in(one, quarter_of(2025, 2)) == 7
    assert promised_in(one, quarter_of(2025, 3)) is None


@pytest.mark.parametrize(
    ("formula", "cap", "percent"),
    [
        (LowerFormula.COMPLEMENT, None, "150.00"),
        (LowerFormula.RATIO, None, "200.00"),
        (LowerFormula.RATIO, D(120), "120.00"),
    ],
)
def test_lower_is_better_diverges_by_formula(formula, cap, percent):
    one = planned(
        targets={1: "10"}, direction=Direction.LOWER, formula=formula, cap=cap
    )

    assert in_period(one, quarter_of(2025, 1), {1: D(5)}).achievement == D(percent)


def test_a_year_is_as_far_as_its_quarters():
    one = planned(SUM, QUARTERS)

    half = in_period(one, year_of(2025), figures({1: "10", 2: "5"}))
    told = in_period(one, year_of(2025), figures({0: "30", 1: "10"}))

    assert [half.target, half.realisation, half.achievement] == [20, 15, D("75.00")]
    assert [told.target, told.realisation, told.achievement] == [40, 30, D("75.00")]


@pytest.mark.parametrize(
    ("how", "percent"), [(SUM, "112.50"), (LAST, "42.86"), (MEAN, "32.14")]
)
def test_a_whole_year_stands_against_its_own_target(how, percent):
    targets = {0: "40" if how is SUM else "35", 1: "10", 2: "10", 3: "10", 4: "10"}
    reached = figures({1: "10", 2: "5", 3: "15", 4: "15"})

    found = in_period(planned(how, targets), year_of(2025), reached)

    assert found.achievement == D(percent)


MET = assess(INDICATOR, D(10), D(10))
MISSED = assess(INDICATOR, D(10), D("9.9"))
UNKNOWN = assess(INDICATOR, D(10), None)
ASIDE = assess(INDICATOR, None, D(3))


@pytest.mark.parametrize(
    ("several", "criterion", "average"),
    [
        ([MET, MET], Criterion.MET, "100.00"),
        ([MET, ASIDE], Criterion.MET, "100.00"),
        ([MET, MISSED], Criterion.MISSED, "99.50"),
        ([MET, UNKNOWN], Criterion.OPEN, "100.00"),
        ([MISSED, UNKNOWN], Criterion.MISSED, "99.00"),
        ([ASIDE], Criterion.OPEN, None),
        ([], Criterion.OPEN, None),
    ],
)
def test_the_sop_succeeds_where_every_target_is_met(several, criterion, average):
    found = standing(several)

    assert found.criterion is criterion
    assert found.mean == (None if average is None else D(average))


@given(st.lists(st.sampled_from([MET, MISSED, UNKNOWN, ASIDE]), max_size=12))
def test_every_indicator_is_counted_once(several):
    found = standing(several)

    parts = (found.on_target, found.below, found.not_evaluable, found.incomplete)
    assert sum(parts) == found.indicators == len(several)


@given(st.lists(st.decimals(-200, 500, places=2), min_size=1, max_size=20))
def test_a_mean_lies_between_what_it_is_of(percents):
    found = mean(percents)

    assert found is not None
    assert min(percents) <= found <= max(percents)
    assert found.as_tuple().exponent == -2


@given(
    st.sampled_from([SUM, LAST, MEAN]),
    st.dictionaries(st.sampled_from(range(101, 113)), st.integers(0, 1000), min_size=1),
)
def test_quarters_and_year_agree_with_their_months(how, months):
    one, reached = planned(how), figures(months)
    values = [reached[key] for key in sorted(reached)]

    year = reached_in(one, year_of(2025), reached)

    if how is SUM:
        assert year == sum(values)
    elif how is LAST:
        assert year == values[-1]
    else:
        assert min(values) <= year <= max(values)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (MET, MISSED, Trend.UP),
        (MISSED, MET, Trend.DOWN),
        (MET, MET, Trend.SAME),
        (MET, UNKNOWN, Trend.UNKNOWN),
        (ASIDE, MET, Trend.UNKNOWN),
    ],
)
def test_a_trend_needs_two_achievements(now, before, expected):
    assert trend(now, before) is expected
