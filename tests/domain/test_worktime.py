"""The rules of working time as tables: one row, one sentence of the rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from engine.adapters.holidays import pinned_holidays
from engine.domain.durations import WorkDuration, parse_duration, parse_instant
from engine.domain.worktime import (
    RAMADAN_HOURS,
    Closure,
    OpenDay,
    RamadanPeriod,
    WorkingCalendar,
    default_calendar,
)
from engine.errors import CalendarHasNoWorkingTimeError

OFFICE = default_calendar(pinned_holidays)
JAKARTA = OFFICE.zone
BERLIN = ZoneInfo("Europe/Berlin")
WHOLE_DAY = ((time(0), time(0)),)
ROUND_THE_CLOCK = WorkingCalendar(key="jaga", zone=BERLIN, hours=(WHOLE_DAY,) * 7)
NIGHT = WorkingCalendar(
    key="malam", zone=BERLIN, hours=(((time(2, 30), time(5)),),) * 7
)


def due(start, duration, calendar=OFFICE):
    """Return the due as the calendar's wall clock shows it."""
    instant = calendar.add_working_time(
        parse_instant(start, calendar.zone), parse_duration(duration)
    )
    return instant.astimezone(calendar.zone).strftime("%Y-%m-%dT%H:%M:%S")


# 2024-08-19 is a Monday, without a holiday in its week or the weeks around it
# but for Saturday the 17th.
@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        pytest.param("2024-08-19T07:50", "PT30M", "2024-08-19T08:20:00", id="plain"),
        pytest.param(
            "2024-08-19T11:50", "PT30M", "2024-08-19T13:20:00", id="over the break"
        ),
        pytest.param(
            "2024-08-19T11:30", "PT30M", "2024-08-19T12:00:00", id="due at the break"
        ),
        pytest.param(
            "2024-08-19T12:00", "PT1S", "2024-08-19T13:00:01", id="start at the break"
        ),
        pytest.param(
            "2024-08-19T07:30", "PT7H30M", "2024-08-19T16:00:00", id="ends with the day"
        ),
        pytest.param(
            "2024-08-19T07:30", "PT7H30M1S", "2024-08-20T07:30:01", id="a second more"
        ),
        pytest.param(
            "2024-08-19T16:00", "PT1H", "2024-08-20T08:30:00", id="start at closing"
        ),
        pytest.param(
            "2024-08-19T15:59:59", "PT1S", "2024-08-19T16:00:00", id="the last second"
        ),
        pytest.param(
            "2024-08-19T05:00", "PT1H", "2024-08-19T08:30:00", id="before opening"
        ),
        pytest.param(
            "2024-08-16T11:00", "PT1H", "2024-08-16T13:30:00", id="Friday's break"
        ),
        pytest.param(
            "2024-08-16T16:00", "PT1H", "2024-08-19T08:00:00", id="over the weekend"
        ),
        pytest.param(
            "2024-08-19T07:30", "PT37H30M", "2024-08-23T16:30:00", id="a whole week"
        ),
        pytest.param(
            "2024-04-05T16:00", "PT1H", "2024-04-16T08:00:00", id="joint leave of Eid"
        ),
        pytest.param(
            "2024-12-24T15:30", "PT1H", "2024-12-27T08:00:00", id="Christmas and leave"
        ),
        pytest.param(
            "2024-12-31T15:30", "PT1H", "2025-01-02T08:00:00", id="over the new year"
        ),
        pytest.param(
            "2024-12-31T15:00", "PT1H", "2024-12-31T16:00:00", id="ends with the year"
        ),
        pytest.param(
            "2024-08-19T15:59:59.9", "PT1S", "2024-08-19T16:00:00", id="fraction"
        ),
        pytest.param(
            "2024-08-19T12:30:00.9", "PT0S", "2024-08-19T12:30:00", id="zero in a break"
        ),
        pytest.param("2024-08-18T01:00", "P0D", "2024-08-18T01:00:00", id="zero days"),
        pytest.param(
            "2024-08-19T16:00", "P0DT0H", "2024-08-19T16:00:00", id="zero at closing"
        ),
    ],
)
def test_hours_minutes_and_seconds_run_only_in_working_time(start, duration, expected):
    assert due(start, duration) == expected


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        pytest.param("2024-08-19T09:15", "P1D", "2024-08-20T09:15:00", id="next day"),
        pytest.param("2024-08-16T09:15", "P1D", "2024-08-19T09:15:00", id="weekend"),
        pytest.param("2024-08-19T09:15", "P1W", "2024-08-26T09:15:00", id="a week"),
        pytest.param("2024-08-19T09:15", "P2W", "2024-09-02T09:15:00", id="two weeks"),
        pytest.param(
            "2024-08-22T11:45", "P1D", "2024-08-23T13:00:00", id="clock in a break"
        ),
        pytest.param(
            "2024-08-23T16:15", "P1D", "2024-08-27T07:30:00", id="clock after closing"
        ),
        pytest.param(
            "2024-08-23T16:00", "P1D", "2024-08-27T07:30:00", id="clock at closing"
        ),
        pytest.param(
            "2024-08-18T01:00", "P1D", "2024-08-20T07:30:00", id="from moved start"
        ),
        pytest.param(
            "2024-08-19T12:00", "P1D", "2024-08-20T13:00:00", id="moved by the break"
        ),
        pytest.param(
            "2024-08-19T16:00", "P1D", "2024-08-21T07:30:00", id="moved by a night"
        ),
        pytest.param(
            "2024-08-19T15:00", "P1DT2H", "2024-08-21T08:30:00", id="days, then time"
        ),
        pytest.param(
            "2024-08-22T11:45", "P1DT1H", "2024-08-23T14:00:00", id="time from moved"
        ),
        pytest.param(
            "2024-08-19T12:30", "P0DT1H", "2024-08-19T14:00:00", id="no days, time"
        ),
        pytest.param("2024-04-05T10:00", "P1D", "2024-04-16T10:00:00", id="over Eid"),
        pytest.param("2024-02-28T10:00", "P1D", "2024-02-29T10:00:00", id="leap day"),
        pytest.param("2024-12-31T10:00", "P1D", "2025-01-02T10:00:00", id="new year"),
        pytest.param(
            "2024-01-02T10:00", "P238D", "2025-01-02T10:00:00", id="all days of 2024"
        ),
    ],
)
def test_days_count_working_days_and_keep_the_clock(start, duration, expected):
    assert due(start, duration) == expected


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        pytest.param("2024-08-19T08:00", "2024-08-19T08:30", 1800, id="plain"),
        pytest.param("2024-08-19T11:45", "2024-08-19T13:15", 1800, id="break"),
        pytest.param("2024-08-19T16:00", "2024-08-20T07:30", 0, id="a night"),
        pytest.param("2024-08-19T00:00", "2024-08-26T00:00", 135_000, id="a week"),
        pytest.param("2024-08-19T09:00", "2024-08-19T09:00", 0, id="same instant"),
        pytest.param("2024-08-20T09:00", "2024-08-19T09:00", 0, id="not later"),
        pytest.param("2024-12-31T15:00", "2025-01-02T08:30", 7200, id="new year"),
        pytest.param("2024-08-19T08:00:00.9", "2024-08-19T08:00:01.1", 1, id="parts"),
        pytest.param("2024-01-01T00:00", "2025-01-01T00:00", 6_426_000, id="2024"),
    ],
)
def test_elapsed_is_the_working_time_between_two_instants(start, end, seconds):
    between = OFFICE.working_time_between(
        parse_instant(start, JAKARTA), parse_instant(end, JAKARTA)
    )

    assert between == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("clock", "is_working"),
    [
        ("07:29:59", False),
        ("07:30:00", True),
        ("11:59:59", True),
        ("12:00:00", False),
        ("13:00:00", True),
        ("15:59:59", True),
        ("16:00:00", False),
    ],
)
def test_windows_are_closed_at_the_start_and_open_at_the_end(clock, is_working):
    at = parse_instant(f"2024-08-19T{clock}", JAKARTA)

    assert OFFICE.is_working_instant(at) is is_working


def test_the_next_working_instant_is_the_instant_itself_in_working_time():
    at = parse_instant("2024-08-19T12:00", JAKARTA)

    moved = OFFICE.next_working_instant(at)

    assert moved == parse_instant("2024-08-19T13:00", JAKARTA)
    assert OFFICE.next_working_instant(moved) == moved


def test_the_office_adds_days_without_work():
    flood = replace(OFFICE, added_days={date(2024, 8, 20): "Banjir"})

    assert due("2024-08-19T15:30", "PT1H", flood) == "2024-08-21T08:00:00"
    assert due("2024-08-19T15:30", "P1D", flood) == "2024-08-21T15:30:00"
    assert flood.reason_closed(date(2024, 8, 20)) == "Banjir"


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        pytest.param("2024-12-26", None, "2024-12-26T08:00:00", id="joint leave"),
        pytest.param("2024-12-28", None, "2024-12-27T08:00:00", id="another day"),
        pytest.param(
            "2024-12-26",
            ((time(9), time(12)),),
            "2024-12-26T09:30:00",
            id="hours of its own",
        ),
    ],
)
def test_days_that_the_office_removes_are_working_days(day, hours, expected):
    opened = {date.fromisoformat(day): OpenDay(reason="Masuk", hours=hours)}
    calendar = replace(OFFICE, removed_days=opened)

    assert due("2024-12-24T15:30", "PT1H", calendar) == expected


def test_a_saturday_that_is_worked_has_the_hours_of_monday():
    saturday = date(2024, 8, 24)
    calendar = replace(OFFICE, removed_days={saturday: OpenDay(reason="Masuk")})

    windows = calendar.windows_on(saturday)

    assert [start.astimezone(JAKARTA).time() for start, _ in windows] == [
        time(7, 30),
        time(13),
    ]
    assert due("2024-08-23T09:00", "P1D", calendar) == "2024-08-24T09:00:00"


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        pytest.param("2025-03-03T07:00", "PT1H", "2025-03-03T09:00:00", id="opens"),
        pytest.param("2025-03-03T08:00", "PT6H30M", "2025-03-03T15:00:00", id="a day"),
        pytest.param("2025-03-07T08:00", "PT6H30M", "2025-03-07T15:30:00", id="Friday"),
        pytest.param("2025-02-27T15:30", "P1D", "2025-02-28T15:30:00", id="before it"),
        pytest.param("2025-02-28T15:45", "P1D", "2025-03-04T08:00:00", id="into it"),
    ],
)
def test_ramadan_has_hours_of_its_own(start, duration, expected):
    ramadan = RamadanPeriod(
        first=date(2025, 3, 1), last=date(2025, 3, 30), hours=RAMADAN_HOURS
    )
    calendar = replace(OFFICE, ramadan=(ramadan,))

    assert due(start, duration, calendar) == expected


def test_a_power_cut_is_no_working_time():
    cut = Closure(
        start=parse_instant("2024-08-19T09:00", JAKARTA),
        end=parse_instant("2024-08-19T14:00", JAKARTA),
        reason="Listrik padam",
    )
    calendar = replace(OFFICE, closures=(cut,))

    assert due("2024-08-19T08:30", "PT1H", calendar) == "2024-08-19T14:30:00"
    assert due("2024-08-16T10:00", "P1D", calendar) == "2024-08-19T14:00:00"


def test_a_day_that_a_power_cut_takes_whole_is_no_working_day():
    cut = Closure(
        start=parse_instant("2024-08-19T07:00", JAKARTA),
        end=parse_instant("2024-08-19T16:00", JAKARTA),
        reason="Listrik padam",
    )
    calendar = replace(OFFICE, closures=(cut,))

    assert due("2024-08-16T10:00", "P1D", calendar) == "2024-08-20T10:00:00"
    assert calendar.next_working_day(date(2024, 8, 17)) == date(2024, 8, 20)


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "expected"),
    [
        pytest.param(
            ROUND_THE_CLOCK,
            "2024-03-31T00:00",
            "PT23H",
            "2024-04-01T00:00:00",
            id="23 hours",
        ),
        pytest.param(
            ROUND_THE_CLOCK,
            "2024-10-27T00:00",
            "PT25H",
            "2024-10-28T00:00:00",
            id="25 hours",
        ),
        pytest.param(
            NIGHT,
            "2024-03-31T00:00",
            "PT2H",
            "2024-03-31T05:00:00",
            id="opens at the change when its opening is skipped",
        ),
        pytest.param(
            NIGHT,
            "2024-03-30T02:40",
            "P1D",
            "2024-03-31T03:00:00",
            id="a clock that is skipped is the change",
        ),
        pytest.param(
            NIGHT,
            "2024-10-27T00:00",
            "PT3H30M",
            "2024-10-27T05:00:00",
            id="opens at the first of two",
        ),
        pytest.param(
            ROUND_THE_CLOCK,
            "2024-10-27T02:15:00+01:00",
            "P1D",
            "2024-10-28T02:15:00",
            id="from the second of two",
        ),
        pytest.param(
            ROUND_THE_CLOCK,
            "2024-10-27T02:30:00+01:00",
            "P154D",
            "2025-03-30T03:00:00",
            id="from the second of two to where it is skipped",
        ),
    ],
)
def test_a_clock_change_makes_a_window_shorter_or_longer(
    calendar, start, duration, expected
):
    assert due(start, duration, calendar) == expected


def test_a_date_that_its_zone_skipped_is_no_working_day():
    apia = WorkingCalendar(
        key="apia", zone=ZoneInfo("Pacific/Apia"), hours=(WHOLE_DAY,) * 7
    )

    assert not apia.windows_on(date(2011, 12, 30))
    assert due("2011-12-29T10:00", "P1D", apia) == "2011-12-31T10:00:00"


@pytest.mark.parametrize("duration", ["PT1S", "P1D", "P1DT1H"])
def test_a_calendar_that_never_opens_says_so(duration):
    shut = WorkingCalendar(key="tutup", zone=JAKARTA, hours=((),) * 7)

    with pytest.raises(CalendarHasNoWorkingTimeError) as refused:
        due("2024-08-19T08:00", duration, shut)

    assert refused.value.facts == {
        "calendar": "tutup",
        "start": "2024-08-19T08:00:00+07:00",
    }
    assert due("2024-08-19T08:00", "PT0S", shut) == "2024-08-19T08:00:00"


def test_the_longest_durations_are_reached():
    assert due("2024-01-02T08:00", "P3660D") == "2038-11-16T08:00:00"
    assert due("2024-01-02T08:00", "PT87600H").startswith("2071-01-0")


def test_a_naive_datetime_is_no_instant():
    with pytest.raises(ValueError, match="naive"):
        OFFICE.is_working_instant(datetime(2024, 8, 19, 8))  # noqa: DTZ001


def test_a_due_over_a_year_takes_microseconds():
    starts = [
        datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=17 * number)
        for number in range(400)
    ]
    duration = WorkDuration(time=timedelta(hours=1800))
    OFFICE.add_working_time(starts[-1], duration)

    seconds = []
    for start in starts:
        began = perf_counter()
        OFFICE.add_working_time(start, duration)
        seconds.append(perf_counter() - began)

    # The promise is 20 µs; a busy machine that runs the tests gets three times.
    assert median(seconds) <= 60e-6
