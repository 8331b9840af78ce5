"""A calendar as it is stored, and what a calendar may not be."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.adapters.holidays import pinned_holidays
from engine.domain.worktime import (
    RAMADAN_HOURS,
    Closure,
    OpenDay,
    RamadanPeriod,
    WorkingCalendar,
    calendar_from_dict,
    calendar_to_dict,
    default_calendar,
)
from engine.errors import CalendarInvalidError

OFFICE = default_calendar(pinned_holidays)
CUT = Closure(
    start=datetime(2024, 8, 19, 2, tzinfo=UTC),
    end=datetime(2024, 8, 19, 3, tzinfo=UTC),
    reason="Listrik padam",
)
RAMADAN = RamadanPeriod(
    first=date(2025, 3, 1), last=date(2025, 3, 30), hours=RAMADAN_HOURS
)
SIX_DAYS: Any = ((),) * 6
FULL = replace(
    OFFICE,
    added_days={date(2024, 8, 20): "Banjir"},
    removed_days={
        date(2024, 12, 26): OpenDay(reason="Masuk"),
        date(2024, 12, 28): OpenDay(
            reason="Lembur", hours=((time(8), time(12)), (time(20, 0, 30), time(0)))
        ),
    },
    ramadan=(RAMADAN,),
    closures=(CUT,),
)


@pytest.mark.parametrize("calendar", [OFFICE, FULL], ids=["default", "everything"])
def test_a_stored_calendar_comes_back_as_it_was(calendar):
    stored = json.loads(json.dumps(calendar_to_dict(calendar)))

    restored = calendar_from_dict(stored, pinned_holidays)

    assert restored == calendar
    start = datetime(2024, 12, 20, tzinfo=UTC)
    end = start + timedelta(days=120)
    assert restored.working_time_between(start, end) == calendar.working_time_between(
        start, end
    )


def test_a_stored_calendar_can_be_read_by_a_person():
    stored = calendar_to_dict(FULL)

    assert stored["hours"]["friday"] == ["07:30-11:30", "13:00-16:30"]
    assert stored["removed_days"]["2024-12-28"] == {
        "reason": "Lembur",
        "hours": ["08:00-12:00", "20:00:30-24:00"],
    }
    assert (stored["country"], stored["categories"]) == ("ID", ["government", "public"])


def test_a_calendar_without_days_periods_and_country_needs_only_hours():
    calendar = calendar_from_dict(
        {"key": "loket", "zone": "Asia/Jayapura", "hours": {"monday": ["08:00-09:00"]}},
        pinned_holidays,
    )

    monday = date(2024, 1, 1)
    assert len(calendar.windows_on(monday)) == 1
    assert calendar.next_working_day(date(2024, 1, 2)) == date(2024, 1, 8)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        pytest.param({"key": None}, "key", id="no key"),
        pytest.param({"key": "  "}, "key", id="blank key"),
        pytest.param({"zone": "Asia/Silaut"}, "zone", id="unknown zone"),
        pytest.param({"zone": "../../etc/passwd"}, "zone", id="zone out of the folder"),
        pytest.param({"zone": "Asia"}, "zone", id="zone that is a folder"),
        pytest.param({"zone": 7}, "zone", id="zone that is no text"),
        pytest.param({"hours": None}, "hours", id="no hours"),
        pytest.param({"hours": {"senin": []}}, "hours", id="another language"),
        pytest.param({"hours": {"monday": ["08:00"]}}, "hours", id="half a window"),
        pytest.param({"hours": {"monday": ["8-9"]}}, "hours", id="no clock times"),
        pytest.param({"hours": {"monday": [8]}}, "hours", id="window that is a number"),
        pytest.param({"hours": {"monday": 8}}, "hours", id="day that is a number"),
        pytest.param(
            {"hours": {"monday": ["10:00-09:00"]}}, "hours.monday", id="closes first"
        ),
        pytest.param(
            {"hours": {"monday": ["09:00-09:00"]}}, "hours.monday", id="empty window"
        ),
        pytest.param(
            {"hours": {"friday": ["08:00-12:00", "11:59-13:00"]}},
            "hours.friday",
            id="overlap",
        ),
        pytest.param(
            {"hours": {"friday": ["13:00-14:00", "08:00-12:00"]}},
            "hours.friday",
            id="not in order",
        ),
        pytest.param(
            {"hours": {"friday": ["22:00-24:00", "23:00-24:00"]}},
            "hours.friday",
            id="after midnight",
        ),
        pytest.param(
            {"hours": {"friday": ["08:00:00.5-09:00"]}},
            "hours.friday",
            id="fraction of a second",
        ),
        pytest.param({"country": "XX"}, "country", id="unknown country"),
        pytest.param({"country": ["ID"]}, "country", id="two countries"),
        pytest.param({"categories": ["lebaran"]}, "categories", id="unknown kind"),
        pytest.param({"categories": 7}, "categories", id="kinds that are a number"),
        pytest.param({"added_days": {"20-08-2024": ""}}, "added_days", id="day first"),
        pytest.param({"added_days": {"2024-08-20": 1}}, "added_days", id="no reason"),
        pytest.param({"added_days": ["2024-08-20"]}, "added_days", id="list of days"),
        pytest.param(
            {"removed_days": {"2024-08-20": {}}}, "removed_days", id="opened, no reason"
        ),
        pytest.param(
            {"removed_days": {"2024-08-20": {"reason": "x", "hours": ["9-8"]}}},
            "removed_days",
            id="opened at no clock time",
        ),
        pytest.param(
            {"removed_days": {"2024-08-20": {"reason": "x", "hours": ["09:00-08:00"]}}},
            "removed_days.2024-08-20.hours",
            id="opened backwards",
        ),
        pytest.param({"ramadan": [{}]}, "ramadan", id="period without days"),
        pytest.param({"closures": [{"start": "x"}]}, "closures", id="no instant"),
        pytest.param(
            {"closures": [{"start": "2024-08-19T08:00", "end": "", "reason": ""}]},
            "closures",
            id="closure without offset",
        ),
    ],
)
def test_a_calendar_that_cannot_be_used_says_where(changed, where):
    stored = {**calendar_to_dict(OFFICE), **changed}

    with pytest.raises(CalendarInvalidError) as refused:
        calendar_from_dict(stored, pinned_holidays)

    assert refused.value.facts["where"] == where


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        pytest.param(
            {"ramadan": (replace(RAMADAN, last=date(2025, 2, 1)),)},
            "ramadan[0]",
            id="period that ends before it begins",
        ),
        pytest.param(
            {"ramadan": (RAMADAN, replace(RAMADAN, last=date(2025, 3, 1)))},
            "ramadan[1]",
            id="periods that overlap",
        ),
        pytest.param(
            {"ramadan": (replace(RAMADAN, hours=SIX_DAYS),)},
            "ramadan[0].hours",
            id="period of six days a week",
        ),
        pytest.param({"hours": ((),) * 8}, "hours", id="eight days a week"),
        pytest.param(
            {"closures": (replace(CUT, end=CUT.start),)},
            "closures[0]",
            id="closure of no length",
        ),
        pytest.param(
            {"added_days": {date(2024, 12, 26): "Banjir"}},
            "removed_days.2024-12-26",
            id="a day both added and removed",
        ),
    ],
)
def test_rules_that_contradict_themselves_are_refused(changed, where):
    with pytest.raises(CalendarInvalidError) as refused:
        replace(FULL, **changed)

    assert refused.value.facts["where"] == where


def test_a_changed_calendar_forgets_what_the_old_one_computed():
    at = datetime(2024, 8, 20, 2, tzinfo=UTC)
    assert OFFICE.is_working_instant(at)

    changed = replace(OFFICE, added_days={date(2024, 8, 20): "Banjir"})

    assert not changed.is_working_instant(at)
    assert OFFICE.is_working_instant(at)


def test_a_calendar_keeps_its_rules_when_the_given_days_are_changed_later():
    given = {date(2024, 8, 20): "Banjir"}
    calendar = WorkingCalendar(
        key="k", zone=ZoneInfo("Asia/Jakarta"), hours=OFFICE.hours, added_days=given
    )

    given.clear()

    assert calendar.reason_closed(date(2024, 8, 20)) == "Banjir"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param(date(2024, 8, 20), "Banjir", id="added by the office"),
        pytest.param(date(2024, 12, 25), "Hari Raya Natal", id="holiday"),
        pytest.param(date(2024, 12, 26), None, id="removed by the office"),
        pytest.param(date(2024, 8, 24), None, id="weekend"),
    ],
)
def test_a_day_says_why_it_has_no_work(day, reason):
    assert FULL.reason_closed(day) == reason
