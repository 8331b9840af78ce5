"""The demo's figures are the same for whoever asks, and follow from their months."""

import pytest

from engine.domain.indicators import Aggregation, quantity
from engine.domain.periods import month_of, periods_of, quarter_of, year_of
from engine.domain.plan_rules import plan_problems
from engine.services.demo import office as demo_office
from engine.services.demo import values as demo_values
from engine.services.demo.plan import INDICATORS, YEARS, plan_of

CODES = [one.indicator.code for one in INDICATORS]
SECTIONS = {role.key for role in demo_office.ROLES if role.section}


@pytest.mark.parametrize("code", CODES)
def test_a_quarter_follows_from_its_months(code):
    indicator = next(one.indicator for one in INDICATORS if one.indicator.code == code)
    months = [demo_values.value(code, month_of(2025, place)) for place in (4, 5, 6)]

    whole = demo_values.value(code, quarter_of(2025, 2))

    if indicator.aggregation is Aggregation.SUM:
        assert whole == sum(months)
    elif indicator.aggregation is Aggregation.LAST:
        assert whole == months[-1]
    else:
        assert min(months) <= whole <= max(months)


@pytest.mark.parametrize("code", CODES)
def test_an_answer_reads_as_the_same_figure(code):
    for period in periods_of(2024):
        assert quantity(demo_values.answer(code, period)) == demo_values.value(
            code, period
        )


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_what_was_spent_never_falls_and_stays_below_the_ceiling(section):
    spent = [demo_values.spent(section, month_of(2026, n))[2] for n in range(1, 13)]

    ceiling = demo_values.spent(section, year_of(2026))[1]
    assert spent == sorted(spent)
    assert 0 < spent[0] < spent[-1] < ceiling


@pytest.mark.parametrize("year", YEARS)
def test_the_plan_of_a_year_can_be_signed(year):
    assert plan_problems(plan_of(year), SECTIONS) == []
