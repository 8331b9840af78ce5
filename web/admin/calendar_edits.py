"""One edit of the calendar, as a form sent it, put into the stored calendar."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from engine.domain.values import JsonObject
from engine.domain.worktime import WEEKDAYS
from engine.errors import OfficeInvalidError
from web.admin.asked import day_of, short_day
from web.asking import Visit

HOURS = tuple(f"hours_{day}" for day in WEEKDAYS)
FIELDS = ("edit", "day", "first", "last", "start", "end", "reason", "place", *HOURS)
MOST_LETTERS = 200
_WINDOW = re.compile(
    r"([01]?\d|2[0-3])[:.]([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4])[:.]([0-5]\d)"
)
Given: TypeAlias = Mapping[str, str]
Content: TypeAlias = dict[str, Any]


def changed_content(
    content: JsonObject, given: Given, visit: Visit
) -> tuple[JsonObject, str]:
    """Return the calendar's content with an edit, and the edit in words.

    Raises:
        OfficeInvalidError: the edit cannot be read; names the fields.
    """
    edit = _EDITS.get(given["edit"])
    if edit is None:
        raise OfficeInvalidError(errors={"": "admin.no_edit"})
    after: Content = {key: _copy(value) for key, value in content.items()}
    words = edit(after, given, visit)
    return after, words


def _weekly(content: Content, given: Given, visit: Visit) -> str:
    content["hours"] = _week(given)
    return visit.say("admin.edit_hours")


def _add_day(content: Content, given: Given, visit: Visit) -> str:
    day, reason = _day(given), _reason(given)
    content["added_days"] = {**content["added_days"], day: reason}
    content["removed_days"].pop(day, None)
    return visit.say("admin.edit_closed", day=_words(day, visit), reason=reason)


def _drop_added(content: Content, given: Given, visit: Visit) -> str:
    day = _day(given)
    content["added_days"].pop(day, None)
    return visit.say("admin.edit_drop_closed", day=_words(day, visit))


def _open_day(content: Content, given: Given, visit: Visit) -> str:
    day, reason = _day(given), _reason(given)
    opened = {"reason": reason, "hours": None}
    content["removed_days"] = {**content["removed_days"], day: opened}
    content["added_days"].pop(day, None)
    return visit.say("admin.edit_open", day=_words(day, visit), reason=reason)


def _drop_opened(content: Content, given: Given, visit: Visit) -> str:
    day = _day(given)
    content["removed_days"].pop(day, None)
    return visit.say("admin.edit_drop_open", day=_words(day, visit))


def _ramadan(content: Content, given: Given, visit: Visit) -> str:
    first, last = _needed(given, "first"), _needed(given, "last")
    if last < first:
        raise OfficeInvalidError(errors={"last": "office.ends_before"})
    kept = [one for one in content["ramadan"] if one["first"] != first]
    if any(one["first"] <= last and first <= one["last"] for one in kept):
        raise OfficeInvalidError(errors={"first": "admin.overlaps"})
    period = {"first": first, "last": last, "hours": _week(given)}
    content["ramadan"] = sorted([*kept, period], key=lambda one: str(one["first"]))
    days = {"first": _words(first, visit), "last": _words(last, visit)}
    return visit.say("admin.edit_ramadan", **days)


def _drop_ramadan(content: Content, given: Given, visit: Visit) -> str:
    first = _needed(given, "first")
    kept = [one for one in content["ramadan"] if one["first"] != first]
    content["ramadan"] = kept
    return visit.say("admin.edit_drop_ramadan", first=_words(first, visit))


def _closure(content: Content, given: Given, visit: Visit) -> str:
    zone = ZoneInfo(content["zone"])
    start, end = _instant(given, "start", zone), _instant(given, "end", zone)
    if end <= start:
        raise OfficeInvalidError(errors={"end": "office.ends_before"})
    reason = _reason(given)
    one = {"start": start.isoformat(), "end": end.isoformat(), "reason": reason}
    content["closures"] = [*content["closures"], one]
    return visit.say("admin.edit_closure", reason=reason)


def _drop_closure(content: Content, given: Given, visit: Visit) -> str:
    # Named by its start, for places move when somebody else edits meanwhile.
    kept = [one for one in content["closures"] if one["start"] != given["start"]]
    content["closures"] = kept
    return visit.say("admin.edit_drop_closure")


_EDITS: Mapping[str, Callable[[Content, Given, Visit], str]] = MappingProxyType(
    {
        "hours": _weekly,
        "closed": _add_day,
        "drop_closed": _drop_added,
        "open": _open_day,
        "drop_open": _drop_opened,
        "ramadan": _ramadan,
        "drop_ramadan": _drop_ramadan,
        "closure": _closure,
        "drop_closure": _drop_closure,
    }
)


def _week(given: Given) -> dict[str, list[str]]:
    errors: dict[str, str] = {}
    week: dict[str, list[str]] = {}
    for name in WEEKDAYS:
        try:
            week[name] = _windows(given[f"hours_{name}"])
        except ValueError:
            errors[f"hours_{name}"] = "admin.hours_wrong"
    if not errors and not any(week.values()):
        errors["hours_monday"] = "admin.hours_none"
    if errors:
        raise OfficeInvalidError(errors=errors)
    return week


def _windows(text: str) -> list[str]:
    """Return «07.30–12.00, 13.00–16.00» as the calendar keeps it.

    Raises:
        ValueError: it cannot be read, or times are not in order.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    windows = []
    before = ""
    for part in parts:
        found = _WINDOW.fullmatch(part)
        if found is None:
            raise ValueError(part)
        opens = f"{int(found[1]):02d}:{found[2]}"
        closes = f"{int(found[3]):02d}:{found[4]}"
        if opens < before or closes <= opens or closes > "24:00":
            raise ValueError(part)
        windows.append(f"{opens}-{closes}")
        before = closes
    return windows


def _day(given: Given) -> str:
    return _needed(given, "day")


def _needed(given: Given, field: str) -> str:
    day = day_of(given[field], field)
    if day is None or not 2000 <= day.year <= 2100:
        raise OfficeInvalidError(errors={field: "office.no_day"})
    return day.isoformat()


def _reason(given: Given) -> str:
    if not given["reason"]:
        raise OfficeInvalidError(errors={"reason": "admin.reason_needed"})
    return given["reason"][:MOST_LETTERS]


def _instant(given: Given, field: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(given[field])
    except ValueError as error:
        raise OfficeInvalidError(errors={field: "admin.no_instant"}) from error
    if not 2000 <= found.year <= 2100:
        raise OfficeInvalidError(errors={field: "admin.no_instant"})
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def _words(day: str, visit: Visit) -> str:
    found = day_of(day, "day")
    return short_day(found, visit.language) if found else day


def _copy(value: Any) -> Any:  # noqa: ANN401 - JSON
    return dict(value) if isinstance(value, dict) else value
