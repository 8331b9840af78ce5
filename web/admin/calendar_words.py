"""The working calendar in words: a year's holidays, exceptions and weekly hours."""

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import get_day_names

from engine.domain.office_hours import MIDNIGHT, Hours, WeeklyHours
from engine.domain.working_calendar import WorkingCalendar
from engine.domain.worktime import RAMADAN_HOURS, WEEKDAYS
from engine.services.administration.calendar_changes import Moves
from web.admin.asked import short_day
from web.asking import Visit
from web.presenting import day_words, span_words

PATH = "/pengaturan/kalender"


def calendar_page(
    calendar: WorkingCalendar, year: int, visit: Visit
) -> dict[str, object]:
    """Return what the page of the calendar shows for a year."""
    language = visit.language
    opened = {day: one.reason for day, one in calendar.removed_days.items()}
    return {
        "year": year,
        "zone": calendar.zone.key,
        "week": _week(calendar.hours, visit),
        "ramadan_week": _week(RAMADAN_HOURS, visit),
        "total": span_words(_seconds(calendar.hours), language),
        "holidays": [
            {
                "day": day_words(day, language),
                "name": name,
                "works": day in calendar.removed_days,
            }
            for day, name in sorted(calendar.holidays_of(year).items())
        ],
        "closed": _days(calendar.added_days, year, language),
        "opened": _days(opened, year, language),
        "ramadan": _ramadan(calendar, year, language),
        "closures": [
            {
                "start": one.start,
                "end": one.end,
                "why": one.reason,
                "value": one.start.isoformat(),
            }
            for one in calendar.closures
            if one.start.astimezone(calendar.zone).year == year
        ],
    }


def _days(days: Mapping[date, str], year: int, language: str) -> list[dict[str, str]]:
    return [
        {"day": day_words(day, language), "why": why, "value": day.isoformat()}
        for day, why in sorted(days.items())
        if day.year == year
    ]


def _ramadan(
    calendar: WorkingCalendar, year: int, language: str
) -> list[dict[str, str]]:
    return [
        {
            "first": short_day(one.first, language),
            "last": short_day(one.last, language),
            "value": one.first.isoformat(),
            "hours": span_words(_seconds(one.hours), language),
        }
        for one in calendar.ramadan
        if year in {one.first.year, one.last.year}
    ]


def move_rows(moves: Moves, visit: Visit) -> list[dict[str, object]]:
    """Return the tasks that would move, later ones told apart from earlier ones."""
    rows: list[dict[str, object]] = []
    for one in moves.shown:
        before, after = one.task.due_at, one.due_at
        is_later = before is not None and after is not None and after > before
        rows.append(
            {
                "task": one.task.name,
                "case": one.case.title,
                "number": visit.say("cases.number", n=one.case.number),
                "path": f"/berkas/{one.case.id}",
                "before": before,
                "after": after,
                "later": is_later,
            }
        )
    return rows


def _week(hours: WeeklyHours, visit: Visit) -> list[dict[str, str]]:
    # babel counts Monday as 0, as the calendar does.
    names = get_day_names("wide", context="stand-alone", locale=visit.language)
    return [
        {"field": f"hours_{key}", "day": names[place], "text": _text(of_day)}
        for place, (key, of_day) in enumerate(zip(WEEKDAYS, hours, strict=True))
    ]


def _text(hours: Hours) -> str:
    windows = [
        f"{opens:%H.%M}–{'24.00' if closes == MIDNIGHT else format(closes, '%H.%M')}"
        for opens, closes in hours
    ]
    return ", ".join(windows)


def _seconds(weekly: WeeklyHours) -> float:
    total = timedelta()
    for hours in weekly:
        for opens, closes in hours:
            start = timedelta(hours=opens.hour, minutes=opens.minute)
            end = timedelta(hours=closes.hour, minutes=closes.minute)
            total += (end or timedelta(days=1)) - start
    return total.total_seconds()
