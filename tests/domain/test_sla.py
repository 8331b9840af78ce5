"""What the clock of a step says: due, share, lateness, pauses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.adapters.holidays import pinned_holidays
from engine.domain.durations import WorkDuration, parse_duration, parse_instant
from engine.domain.sla import (
    ClockStart,
    Pause,
    SlaFacts,
    SlaState,
    Standard,
    due_at,
    elapsed,
    is_late,
    remaining,
    reminder_at,
    running_time,
    standard_seconds,
    state,
    threshold_at,
)
from engine.domain.worktime import default_calendar

OFFICE = default_calendar(pinned_holidays)
MONDAY = "2024-08-19T"
TUESDAY = "2024-08-20T"


def at(text):
    return parse_instant(text, OFFICE.zone)


def standard(text, clock=ClockStart.READY):
    return Standard(duration=parse_duration(text), clock=clock)


def facts(ready, claimed=None, ended=None, pauses=()):
    return SlaFacts(
        ready_at=at(ready),
        claimed_at=at(claimed) if claimed else None,
        ended_at=at(ended) if ended else None,
        pauses=tuple(
            Pause(start=at(start), end=at(end) if end else None)
            for start, end in pauses
        ),
    )


@pytest.mark.parametrize(
    ("clock", "claimed", "due"),
    [
        pytest.param(ClockStart.READY, None, MONDAY + "08:30", id="ready, open"),
        pytest.param(
            ClockStart.READY, MONDAY + "09:00", MONDAY + "08:30", id="ready, claimed"
        ),
        pytest.param(
            ClockStart.CLAIMED, MONDAY + "09:00", MONDAY + "09:30", id="claimed"
        ),
        pytest.param(ClockStart.CLAIMED, None, None, id="claimed, nobody has"),
    ],
)
def test_a_step_is_due_its_standard_after_its_clock_started(clock, claimed, due):
    found = due_at(standard("PT30M", clock), facts(MONDAY + "08:00", claimed), OFFICE)

    assert found == (at(due) if due else None)


@pytest.mark.parametrize(
    ("duration", "pauses", "due"),
    [
        pytest.param(
            "PT1H", [("09:30", "10:30")], MONDAY + "11:00", id="shifts by what it took"
        ),
        pytest.param(
            "PT1H", [("08:00", "08:30")], MONDAY + "10:00", id="before the clock"
        ),
        pytest.param(
            "PT1H", [("08:30", "09:30")], MONDAY + "10:30", id="over the clock's start"
        ),
        pytest.param("PT1H", [("10:00", "11:00")], MONDAY + "10:00", id="at the due"),
        pytest.param("PT1H", [("10:30", "11:00")], MONDAY + "10:00", id="after it"),
        pytest.param(
            "PT1H",
            [("09:50", "10:10"), ("10:15", "10:20")],
            MONDAY + "10:25",
            id="the second lies before the due that the first moved",
        ),
        pytest.param(
            "PT1H",
            [("09:30", "10:00"), ("09:10", "09:40")],
            MONDAY + "10:50",
            id="an overlap counts once",
        ),
        pytest.param(
            "PT6H", [("12:10", "12:50")], MONDAY + "16:00", id="in the break: nothing"
        ),
        pytest.param(
            "PT6H", [("15:00", "15:30")], TUESDAY + "08:00", id="into the next day"
        ),
        pytest.param(
            "P1D", [("10:00", "10:30")], TUESDAY + "09:30", id="days keep the clock"
        ),
        pytest.param("PT1H", [("09:30", None)], None, id="still stands"),
        pytest.param(
            "PT1H", [("10:30", None)], MONDAY + "10:00", id="stands, but was late"
        ),
    ],
)
def test_a_pause_keeps_what_was_left_of_the_standard(duration, pauses, due):
    dated = [(MONDAY + start, end and MONDAY + end) for start, end in pauses]

    found = due_at(standard(duration), facts(MONDAY + "09:00", pauses=dated), OFFICE)

    assert found == (at(due) if due else None)


def test_a_pause_never_ends_before_it_starts():
    with pytest.raises(ValueError, match="ends before"):
        Pause(start=at(MONDAY + "09:00"), end=at(MONDAY + "08:00"))


@pytest.mark.parametrize(
    ("duration", "percent", "reached"),
    [
        pytest.param("PT4H", 0, MONDAY + "09:00", id="none of it"),
        pytest.param("PT4H", 50, MONDAY + "11:00", id="half"),
        pytest.param("PT4H", 75, MONDAY + "12:00", id="three quarters, at the break"),
        pytest.param("PT4H", 100, MONDAY + "14:00", id="all"),
        pytest.param("PT4H", 150, MONDAY + "16:00", id="half as much again"),
        pytest.param("P1D", 50, MONDAY + "13:45", id="half a day of 7.5 hours"),
        pytest.param("PT3S", 50, MONDAY + "09:00:01", id="rounded down"),
    ],
)
def test_a_share_of_the_standard_is_reached_in_working_time(duration, percent, reached):
    found = threshold_at(standard(duration), facts(MONDAY + "09:00"), OFFICE, percent)

    assert found == at(reached)


def test_a_share_waits_for_the_clock_and_through_pauses():
    four_hours = standard("PT4H", ClockStart.CLAIMED)
    paused = facts(
        MONDAY + "08:00",
        claimed=MONDAY + "09:00",
        pauses=[(MONDAY + "10:00", MONDAY + "10:30")],
    )

    assert threshold_at(four_hours, facts(MONDAY + "08:00"), OFFICE, 50) is None
    assert threshold_at(four_hours, paused, OFFICE, 50) == at(MONDAY + "11:30")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(MONDAY + "09:00", SlaState.ON_TIME, id="at the start"),
        pytest.param(MONDAY + "11:59:59", SlaState.ON_TIME, id="before 75 %"),
        pytest.param(MONDAY + "12:00", SlaState.AT_RISK, id="at 75 %"),
        pytest.param(MONDAY + "14:00", SlaState.AT_RISK, id="due now"),
        pytest.param(MONDAY + "14:00:00.9", SlaState.AT_RISK, id="part of a second"),
        pytest.param(MONDAY + "14:00:01", SlaState.LATE, id="a second after"),
    ],
)
def test_a_step_is_on_time_then_at_risk_then_late(now, expected):
    found = state(standard("PT4H"), facts(MONDAY + "09:00"), OFFICE, at(now))

    assert found is expected


@pytest.mark.parametrize(
    ("round_facts", "expected"),
    [
        pytest.param(
            facts(MONDAY + "09:00", ended=MONDAY + "09:10"),
            SlaState.ON_TIME,
            id="ended in time, judged later",
        ),
        pytest.param(
            facts(MONDAY + "09:00", pauses=[(MONDAY + "09:10", None)]),
            SlaState.ON_TIME,
            id="stands since it was on time",
        ),
        pytest.param(
            facts(MONDAY + "09:00", pauses=[(MONDAY + "09:50", None)]),
            SlaState.AT_RISK,
            id="stands since it was at risk",
        ),
        pytest.param(
            facts(MONDAY + "09:00", pauses=[(MONDAY + "10:10", None)]),
            SlaState.LATE,
            id="stands since it was late",
        ),
    ],
)
def test_a_clock_that_stands_is_judged_where_it_stopped(round_facts, expected):
    found = state(standard("PT1H"), round_facts, OFFICE, at(MONDAY + "15:00"))

    assert found is expected


def test_a_step_whose_clock_has_not_started_is_on_time_with_nothing_elapsed():
    hour = standard("PT1H", ClockStart.CLAIMED)
    waiting = facts(MONDAY + "09:00")
    now = at(TUESDAY + "15:00")

    assert state(hour, waiting, OFFICE, now) is SlaState.ON_TIME
    assert elapsed(hour, waiting, OFFICE, now) == timedelta(0)
    assert remaining(hour, waiting, OFFICE, now) is None


@pytest.mark.parametrize(
    ("now", "pauses", "minutes_elapsed", "minutes_left"),
    [
        pytest.param(MONDAY + "09:15", [], 15, 45, id="runs"),
        pytest.param(MONDAY + "10:00", [], 60, 0, id="due now"),
        pytest.param(MONDAY + "12:30", [], 180, -120, id="late, in the break"),
        pytest.param(
            MONDAY + "10:00", [("09:15", "09:45")], 30, 30, id="after a pause"
        ),
        pytest.param(MONDAY + "15:00", [("09:15", None)], 15, 45, id="stands"),
        pytest.param(
            MONDAY + "15:00", [("09:10", "09:20"), ("09:30", None)], 20, 40, id="again"
        ),
    ],
)
def test_elapsed_and_remaining_time_skip_pauses(
    now, pauses, minutes_elapsed, minutes_left
):
    hour = standard("PT1H")
    dated = [(MONDAY + start, end and MONDAY + end) for start, end in pauses]
    round_facts = facts(MONDAY + "09:00", pauses=dated)

    spent = elapsed(hour, round_facts, OFFICE, at(now))
    left = remaining(hour, round_facts, OFFICE, at(now))

    assert spent == timedelta(minutes=minutes_elapsed)
    assert left == timedelta(minutes=minutes_left)


def test_elapsed_time_ends_with_the_task():
    ended = facts(MONDAY + "09:00", ended=MONDAY + "09:20")

    spent = elapsed(standard("PT1H"), ended, OFFICE, at(TUESDAY + "15:00"))

    assert spent == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("duration", "start", "seconds"),
    [
        pytest.param("PT30M", MONDAY + "08:00", 1800, id="time"),
        pytest.param("PT30M", MONDAY + "20:00", 1800, id="time, from a night"),
        pytest.param("P1D", MONDAY + "09:00", 27_000, id="a day"),
        pytest.param("P1D", "2024-08-22T11:45", 26_100, id="a day into a break"),
        pytest.param("PT0S", MONDAY + "12:30", 0, id="zero"),
    ],
)
def test_standard_seconds_are_the_work_from_start_to_due(duration, start, seconds):
    assert standard_seconds(standard(duration), at(start), OFFICE) == seconds


@pytest.mark.parametrize(
    ("completed", "late"),
    [
        (MONDAY + "15:59:59", False),
        (MONDAY + "16:00:00", False),
        (MONDAY + "16:00:01", True),
        (MONDAY + "19:00:00", True),
    ],
)
def test_late_is_completed_after_due_even_outside_working_time(completed, late):
    assert is_late(at(completed), at(MONDAY + "16:00")) is late


def test_fractions_of_a_second_make_nobody_late():
    due = at(MONDAY + "16:00")

    assert not is_late(due + timedelta(microseconds=999_999), due)


def test_a_late_step_is_named_again_every_working_day():
    friday = at("2024-08-23T10:00")

    assert reminder_at(friday, 1, OFFICE) == at("2024-08-26T10:00")
    assert reminder_at(friday, 2, OFFICE) == at("2024-08-27T10:00")


seconds_of_a_week = st.integers(0, 7 * 86_400)


@settings(max_examples=200)
@given(
    ready=seconds_of_a_week,
    length=st.integers(1, 200_000),
    edges=st.lists(seconds_of_a_week, unique=True, max_size=6).map(sorted),
)
def test_until_it_is_due_a_step_runs_for_exactly_its_standard(ready, length, edges):
    monday = datetime(2024, 8, 19, tzinfo=UTC)
    pauses = tuple(
        Pause(start=monday + timedelta(seconds=a), end=monday + timedelta(seconds=b))
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    )
    start = monday + timedelta(seconds=ready)
    duration = WorkDuration(time=timedelta(seconds=length))
    round_facts = SlaFacts(ready_at=start, pauses=pauses)

    due = due_at(Standard(duration=duration), round_facts, OFFICE)

    assert due is not None
    before = due - timedelta(seconds=1)
    assert running_time(start, due, pauses, OFFICE) == duration.time
    assert running_time(start, before, pauses, OFFICE) < duration.time
