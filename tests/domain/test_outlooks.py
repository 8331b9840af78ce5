"""Forecasts: from like cases alone, with a spread, a risk and an honest backtest."""

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.outlooks import (
    ENOUGH,
    Arrival,
    EndedCase,
    calibration,
    known_of,
    later,
    outlook,
)
from engine.domain.values import ElementId

A, B = ElementId("A"), ElementId("B")


def case(total, *, began=0, stayed=None):
    """Return a case that stood at A from its start and took so long in all."""
    arrival = Arrival(
        element=A, after=0, left=total, stayed=total if stayed is None else stayed
    )
    return EndedCase(began=began, ended=began + total, total=total, arrivals=(arrival,))


def told(cases, *, stood=0, so_far=0, standard=None, element=A):
    return outlook(
        known_of(cases), element, stood=stood, so_far=so_far, standard=standard
    )


def test_the_bounds_are_times_that_like_cases_really_took():
    found = told([case(total) for total in range(1, 101)], standard=75)

    assert (found.low, found.likely, found.high) == (10, 50, 90)
    assert found.risk == 0.25
    assert found.like == 100


def test_what_has_stood_for_long_is_like_those_that_stood_as_long():
    quick, slow = [case(10)] * 30, [case(100)] * 20

    fresh, waiting = told(quick + slow), told(quick + slow, stood=50)

    assert fresh.likely == 10
    assert (waiting.likely, waiting.like) == (50, 20)


def test_of_too_few_like_cases_nothing_is_foretold():
    assert told([case(10)] * (ENOUGH - 1)) is None
    assert told([case(10)] * ENOUGH, element=B) is None


def test_without_a_standard_there_is_no_risk():
    assert told([case(10)] * ENOUGH).risk is None


def test_a_case_is_as_late_as_its_last_branch():
    short, long = told([case(10)] * ENOUGH), told([case(90)] * ENOUGH)

    assert later(short, long) is long
    assert later(None, short) is short
    assert later(None, None) is None


def test_a_case_is_tried_only_against_those_that_had_ended_before_it_began():
    past = [case(10, began=start) for start in range(0, 200, 20)]
    too_early = case(10, began=185)  # one of the ten has not ended yet
    late_enough = case(10, began=195)

    found = calibration([*past, too_early, late_enough], 20)

    assert found.count == 1
    assert (found.inside, found.error) == (1, 0)
    assert [(band.upto, band.count, band.missed) for band in found.bands] == [
        (20, 1, 0)
    ]


@given(
    st.lists(st.integers(1, 10_000), min_size=ENOUGH, max_size=60),
    st.integers(0, 9_000),
)
def test_bounds_are_in_order_and_never_in_the_past(totals, stood):
    found = told([case(total) for total in totals], stood=stood, standard=5_000)

    assert 0 <= found.low <= found.likely <= found.high
    assert 0 <= found.risk <= 1
