"""Working time: the office's calendar, how it is kept, what others import.

A calendar is stored as a plain dictionary (`calendar_to_dict`) that an officer
could read: `"friday": ["07:30-11:30", "13:00-16:30"]`. Holidays are not in it,
only the country and the kinds that count; the pinned package behind the
`HolidaySource` knows their dates.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from engine.domain.office_hours import (
    MIDNIGHT,
    WEEKDAYS,
    Closure,
    HolidaySource,
    Hours,
    OpenDay,
    RamadanPeriod,
    WeeklyHours,
    no_holidays,
)
from engine.domain.working_calendar import HORIZON_YEARS, WorkingCalendar
from engine.errors import CalendarInvalidError

__all__ = [
    "DEFAULT_CALENDAR_KEY",
    "HORIZON_YEARS",
    "OFFICE_HOURS",
    "RAMADAN_HOURS",
    "WEEKDAYS",
    "Closure",
    "HolidaySource",
    "Hours",
    "OpenDay",
    "RamadanPeriod",
    "WeeklyHours",
    "WorkingCalendar",
    "calendar_from_dict",
    "calendar_to_dict",
    "default_calendar",
    "no_holidays",
]

T = TypeVar("T")

DEFAULT_CALENDAR_KEY = "kantor"
DEFAULT_ZONE = "Asia/Jakarta"


def _hours(*windows: str) -> Hours:
    parted = (window.split("-") for window in windows)
    return tuple((_clock(opens), _clock(closes)) for opens, closes in parted)


def _clock(text: str) -> time:
    return MIDNIGHT if text == "24:00" else time.fromisoformat(text)


def _clock_text(clock: time) -> str:
    return clock.isoformat("seconds" if clock.second else "minutes")


def _week(monday_to_thursday: Hours, friday: Hours) -> WeeklyHours:
    usual = monday_to_thursday
    return (usual, usual, usual, usual, friday, (), ())


# Perpres 21/2023: 37 h 30 min a week, 32 h 30 min in Ramadan, without breaks;
# how they are spread over the day is the office's to change.
OFFICE_HOURS = _week(
    _hours("07:30-12:00", "13:00-16:00"), _hours("07:30-11:30", "13:00-16:30")
)
RAMADAN_HOURS = _week(
    _hours("08:00-12:00", "12:30-15:00"), _hours("08:00-12:00", "13:00-15:30")
)


def default_calendar(holidays: HolidaySource) -> WorkingCalendar:
    """Return the calendar `kantor` that exists after `migrate`."""
    return WorkingCalendar(
        key=DEFAULT_CALENDAR_KEY,
        zone=ZoneInfo(DEFAULT_ZONE),
        hours=OFFICE_HOURS,
        country="ID",
        categories=("government", "public"),
        holidays=holidays,
    )


def calendar_to_dict(calendar: WorkingCalendar) -> dict[str, Any]:
    """Return the calendar as JSON types; days and instants are ISO 8601 texts."""
    return {
        "key": calendar.key,
        "zone": calendar.zone.key,
        "hours": _weekly_to_dict(calendar.hours),
        "country": calendar.country,
        "categories": list(calendar.categories),
        "added_days": {
            day.isoformat(): reason
            for day, reason in sorted(calendar.added_days.items())
        },
        "removed_days": {
            day.isoformat(): {
                "reason": opened.reason,
                "hours": None if opened.hours is None else _texts(opened.hours),
            }
            for day, opened in sorted(calendar.removed_days.items())
        },
        "ramadan": [
            {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "hours": _weekly_to_dict(period.hours),
            }
            for period in calendar.ramadan
        ],
        "closures": [
            {
                "start": closure.start.isoformat(),
                "end": closure.end.isoformat(),
                "reason": closure.reason,
            }
            for closure in calendar.closures
        ],
    }


def calendar_from_dict(
    stored: Mapping[str, Any], holidays: HolidaySource
) -> WorkingCalendar:
    """Return the calendar of what `calendar_to_dict` gave, or a form sent.

    Absent days, periods and closures are none; a weekday that is not named has
    no hours.

    Raises:
        CalendarInvalidError: names the first entry that is missing or cannot be
            read, or breaks a rule of `WorkingCalendar`.
    """

    def read(name: str, meaning: Callable[[Any], T], absent: object = None) -> T:
        value = stored.get(name, absent)
        try:
            return meaning(value)
        # A zone that is no file name ends in one of OSError's many kinds.
        except (ValueError, TypeError, LookupError, AttributeError, OSError) as error:
            raise CalendarInvalidError(
                calendar=str(stored.get("key")), where=name, value=str(value)[:80]
            ) from error

    country = read("country", lambda value: None if value is None else _text(value))
    categories = read("categories", lambda value: tuple(map(_text, value)), [])
    if country is not None:
        # Asked now, so that a kind nobody knows is refused before it is stored.
        holidays(country, categories, date.min.year)
    return WorkingCalendar(
        key=read("key", _text),
        zone=read("zone", lambda value: ZoneInfo(_text(value))),
        hours=read("hours", _weekly_from_dict),
        country=country,
        categories=categories,
        added_days=read("added_days", _added_days, {}),
        removed_days=read("removed_days", _removed_days, {}),
        ramadan=read("ramadan", lambda value: tuple(map(_period, value)), []),
        closures=read("closures", lambda value: tuple(map(_closure, value)), []),
        holidays=holidays,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is needed, not {value!r}")
    return value


def _texts(hours: Hours) -> list[str]:
    # A window that ends with the day ends at 24:00, which no `time` can say.
    return [
        f"{_clock_text(opens)}-{'24:00' if closes == MIDNIGHT else _clock_text(closes)}"
        for opens, closes in hours
    ]


def _weekly_to_dict(weekly: WeeklyHours) -> dict[str, list[str]]:
    return {name: _texts(of_day) for name, of_day in zip(WEEKDAYS, weekly, strict=True)}


def _weekly_from_dict(value: Mapping[str, Any]) -> WeeklyHours:
    unknown = set(value) - set(WEEKDAYS)
    if unknown:
        raise LookupError(f"no weekdays: {sorted(unknown)}")
    mon, tue, wed, thu, fri, sat, sun = (
        _hours(*map(_text, value.get(name, ()))) for name in WEEKDAYS
    )
    return (mon, tue, wed, thu, fri, sat, sun)


def _added_days(value: Mapping[str, Any]) -> dict[date, str]:
    return {date.fromisoformat(day): _text(reason) for day, reason in value.items()}


def _removed_days(value: Mapping[str, Any]) -> dict[date, OpenDay]:
    return {date.fromisoformat(day): _open_day(of) for day, of in value.items()}


def _open_day(value: Mapping[str, Any]) -> OpenDay:
    hours = value.get("hours")
    return OpenDay(
        reason=_text(value["reason"]),
        hours=None if hours is None else _hours(*map(_text, hours)),
    )


def _period(value: Mapping[str, Any]) -> RamadanPeriod:
    return RamadanPeriod(
        first=date.fromisoformat(value["first"]),
        last=date.fromisoformat(value["last"]),
        hours=_weekly_from_dict(value["hours"]),
    )


def _closure(value: Mapping[str, Any]) -> Closure:
    return Closure(
        start=_aware(value["start"]),
        end=_aware(value["end"]),
        reason=_text(value["reason"]),
    )


def _aware(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs an offset: {value!r}")
    return instant
