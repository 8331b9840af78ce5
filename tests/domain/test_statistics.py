"""Quantiles by nearest rank, shares, sums, and times as people say them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.statistics import Tally, added, quantile, spoken

DAY = 27_000
times = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).map(sorted)


@given(times, st.integers(1, 100))
def test_a_quantile_is_the_least_time_that_the_share_does_not_exceed(ordered, percent):
    found = quantile(ordered, percent)

    needed = math.ceil(len(ordered) * percent / 100)
    shorter = [one for one in ordered if one < found]
    assert sum(one <= found for one in ordered) >= needed > len(shorter)


@given(st.lists(times, min_size=1, max_size=5))
def test_tallies_added_up_have_the_quantiles_of_all_their_times(parts):
    whole = added(Tally(elapsed=tuple(part), judged=len(part)) for part in parts)

    assert list(whole.elapsed) == sorted(one for part in parts for one in part)
    assert whole.judged == whole.count


def test_a_share_is_of_those_that_had_a_standard():
    found = Tally(elapsed=(1, 2, 3, 4, 5), judged=4, on_time=3)

    assert found.on_time_share == 0.75
    assert found.late == 1


def test_without_a_standard_there_is_no_share_and_without_times_no_median():
    assert Tally(elapsed=(1,)).on_time_share is None
    assert Tally().quantile(50) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        pytest.param(1, 60, id="a moment is a minute"),
        pytest.param(181, 240, id="minutes up to five"),
        pytest.param(301, 600, id="then in fives"),
        pytest.param(1801, 2700, id="half an hour and more in quarters"),
        pytest.param(3601, 5400, id="hours in halves"),
        pytest.param(15_000, 18_000, id="many hours whole"),
        pytest.param(26_000, DAY, id="never beyond the day they fill"),
        pytest.param(27_001, 2 * DAY, id="then in working days"),
    ],
)
def test_a_time_is_rounded_up_to_what_people_say(seconds, said):
    assert spoken(seconds, day_seconds=DAY) == said


@given(st.integers(1, 10**6))
def test_what_people_say_never_shortens_a_time(seconds):
    said = spoken(seconds, day_seconds=DAY)

    assert said >= seconds
    assert spoken(said, day_seconds=DAY) == said
