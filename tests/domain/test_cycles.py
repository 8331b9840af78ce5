"""When cycles come, in which period, and what becomes of closed days."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adapters.holidays import pinned_holidays
from engine.domain.cycles import Rhythm, occurrences, period_at, rhythm_of
from engine.domain.recurrence import instants
from engine.domain.worktime import default_calendar

WIB = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def local(text, zone=WIB):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def shown(text, after, count, zone=WIB):
    found = instants(text, zone, anchor=LONG_AGO, after=local(after, zone))
    return [
        at.astimezone(zone).strftime("%Y-%m-%d %H:%M") for at in islice(found, count)
    ]


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("30 7 1 * *", Rhythm.MONTHLY),
        ("30 7 L * *", Rhythm.MONTHLY),
        ("30 7 2 1,4,7,10 *", Rhythm.QUARTERLY),
        ("0 8 5 1 *", Rhythm.YEARLY),
        ("R/2024-01-31T07:30/P1M", Rhythm.MONTHLY),
        ("R/P3M", Rhythm.QUARTERLY),
        ("R/2024-01-01/P1Y", Rhythm.YEARLY),
        ("30 7 1,15 * *", Rhythm.OTHER),
        ("30 7 31 * *", Rhythm.OTHER),
        ("0 8 29 2 *", Rhythm.OTHER),
        ("* * * * *", Rhythm.OTHER),
        ("30 7 * * 1", Rhythm.OTHER),
        ("R/2024-01-01/P1M1D", Rhythm.OTHER),
        ("R5/PT12H", Rhythm.OTHER),
    ],
)
def test_a_rhythm_is_once_in_every_month_quarter_or_year(text, rhythm):
    assert rhythm_of(text) is rhythm


@pytest.mark.parametrize(
    ("rhythm", "day", "period"),
    [
        (Rhythm.MONTHLY, date(2024, 8, 1), "2024-07"),
        (Rhythm.MONTHLY, date(2024, 1, 1), "2023-12"),
        (Rhythm.MONTHLY, date(2024, 2, 29), "2024-02"),
        (Rhythm.MONTHLY, date(2024, 8, 24), "2024-07"),
        (Rhythm.MONTHLY, date(2024, 8, 25), "2024-08"),
        (Rhythm.QUARTERLY, date(2024, 7, 2), "2024-TW2"),
        (Rhythm.QUARTERLY, date(2025, 1, 2), "2024-TW4"),
        (Rhythm.QUARTERLY, date(2024, 9, 30), "2024-TW3"),
        (Rhythm.YEARLY, date(2025, 1, 5), "2024"),
        (Rhythm.YEARLY, date(2024, 12, 31), "2024"),
    ],
)
def test_a_case_is_about_the_period_gone_by_or_the_one_that_is_ending(
    rhythm, day, period
):
    about = period_at(rhythm, day)

    assert about is not None
    assert about.text == period


def test_the_last_day_of_every_month_comes_in_a_leap_year_too():
    found = shown("0 15 L * *", "2024-01-31T15:00", 3)

    assert found == ["2024-02-29 15:00", "2024-03-31 15:00", "2024-04-30 15:00"]


def test_the_thirty_first_of_an_iso_cycle_is_the_last_day_of_shorter_months():
    found = shown("R/2024-01-31T07:30/P1M", "2024-01-31T07:30", 3)

    assert found == ["2024-02-29 07:30", "2024-03-31 07:30", "2024-04-30 07:30"]


def test_a_leap_day_comes_every_fourth_year():
    found = shown("0 8 29 2 *", "2024-02-29T08:00", 2)

    assert found == ["2028-02-29 08:00", "2032-02-29 08:00"]


def test_an_iso_cycle_ends_after_its_count():
    assert shown("R2/2024-01-10/P1D", "2024-01-01T00:00", 5) == [
        "2024-01-10 00:00",
        "2024-01-11 00:00",
    ]
    assert shown("R1/2024-01-10T09:00/P1D", "2024-01-10T09:00", 5) == []


def test_an_iso_cycle_without_a_start_comes_first_one_step_after_its_deployment():
    found = instants("R2/P1M", WIB, anchor=local("2024-01-15T10:00"), after=LONG_AGO)

    assert [at.astimezone(WIB).date().isoformat() for at in found] == [
        "2024-02-15",
        "2024-03-15",
    ]


def test_a_cycle_of_seconds_is_found_after_years_at_once():
    found = shown("R/2000-01-01T00:00/PT1S", "2024-01-01T00:00", 1)

    assert found == ["2024-01-01 00:00"]


def test_a_zone_that_changes_its_clocks_keeps_the_hour_of_the_day():
    assert shown("30 7 * * *", "2024-03-30T08:00", 2, BERLIN) == [
        "2024-03-31 07:30",
        "2024-04-01 07:30",
    ]
    assert shown("R/2024-03-30T07:30/P1D", "2024-03-30T08:00", 2, BERLIN) == [
        "2024-03-31 07:30",
        "2024-04-01 07:30",
    ]


def test_an_hour_that_does_not_exist_comes_once_and_one_that_is_twice_comes_once():
    spring = shown("30 2 * * *", "2024-03-30T12:00", 2, BERLIN)
    autumn = shown("30 2 * * *", "2024-10-26T12:00", 2, BERLIN)

    assert [one[:10] for one in spring] == ["2024-03-31", "2024-04-01"]
    assert [one[:10] for one in autumn] == ["2024-10-27", "2024-10-28"]


def test_a_day_without_work_moves_to_the_next_working_instant():
    calendar = default_calendar(pinned_holidays)
    behind = local("2024-08-31T00:00")  # Sunday, 1 September

    (one,) = islice(
        occurrences("30 7 1 * *", calendar, anchor=LONG_AGO, after=behind), 1
    )

    assert one.planned_at.astimezone(WIB).isoformat() == "2024-09-01T07:30:00+07:00"
    assert one.due_at.astimezone(WIB).isoformat() == "2024-09-02T07:30:00+07:00"
    assert one.period is not None
    assert (one.key, one.period.text) == ("2024-08", "2024-08")


def test_what_falls_into_one_closed_time_and_has_no_period_comes_once():
    calendar = default_calendar(pinned_holidays)
    friday = local("2024-08-30T12:00")

    found = islice(occurrences("0 9 * * *", calendar, anchor=LONG_AGO, after=friday), 3)

    assert [one.key for one in found] == [
        "2024-09-01T09:00",
        "2024-09-02T09:00",
        "2024-09-03T09:00",
    ]


@given(
    after=st.integers(0, 15 * 365 * 24 * 60).map(
        lambda minutes: LONG_AGO + timedelta(days=1100, minutes=minutes)
    ),
    text=st.sampled_from(
        ["30 7 1 * *", "0 15 L * *", "30 7 2 1,4,7,10 *", "R/2024-01-31T07:30/P1M"]
    ),
)
def test_no_period_is_left_out_and_none_comes_twice(after, text):
    found = list(
        islice(
            occurrences(
                text, default_calendar(pinned_holidays), anchor=LONG_AGO, after=after
            ),
            14,
        )
    )

    for one, following in pairwise(found):
        assert following.period is not None
        assert following.period.before == one.period
        assert one.planned_at < following.planned_at
        assert one.due_at <= following.due_at
    assert all(one.due_at - one.planned_at < timedelta(days=15) for one in found)
    assert found[0].planned_at > after
