"""Each period of a year has a key, a text and days of its own."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.periods import (
    month_of,
    period_of_key,
    period_of_text,
    periods_of,
    quarter_of,
    year_of,
)

years = st.integers(1, 9999)
periods = years.flatmap(lambda year: st.sampled_from(periods_of(year)))


@given(years)
def test_no_two_periods_of_a_year_share_a_key(year):
    keys = [one.key for one in periods_of(year)]

    assert len(set(keys)) == len(keys) == 17


@given(periods)
def test_key_and_text_lead_back_to_the_period(period):
    assert period_of_key(period.year, period.key) == period
    assert period_of_text(period.text) == period


@given(periods)
def test_a_period_is_its_months_one_after_the_other(period):
    months = period.months

    assert months[0].first == period.first
    assert months[-1].last == period.last
    assert all(a.place + 1 == b.place for a, b in pairwise(months))


@given(periods.filter(lambda one: one.year > 1))
def test_the_period_before_ends_the_day_before(period):
    assert (period.first - period.before.last).days == 1
    assert period.so_far[-1] == period


@pytest.mark.parametrize(
    ("period", "text", "label", "first", "last"),
    [
        (year_of(2024), "2024", "Tahun 2024", "2024-01-01", "2024-12-31"),
        (
            quarter_of(2024, 3),
            "2024-TW3",
            "Triwulan III Tahun 2024",
            "2024-07-01",
            "2024-09-30",
        ),
        (
            month_of(2024, 2),
            "2024-02",
            "Bulan Februari 2024",
            "2024-02-01",
            "2024-02-29",
        ),
    ],
)
def test_a_period_has_words_and_days(period, text, label, first, last):
    assert (period.text, period.label) == (text, label)
    assert period.first == date.fromisoformat(first)
    assert period.last == date.fromisoformat(last)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-00", "2024-TW5", "2024-TW", "0000", "२०२४"]
)
def test_what_names_no_period_is_none(text):
    assert period_of_text(text) is None


def test_an_unknown_key_is_no_period():
    with pytest.raises(ValueError, match="113"):
        period_of_key(2024, 113)
