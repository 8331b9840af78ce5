"""Durations of working time and instants, as people and diagrams write them.

A duration of three days is three *working days*, one of three hours is three
*working hours*; what that means on a calendar is `engine.domain.worktime`.
Months and years are refused: no standard of an SOP is written in them, and
their length in working time would depend on where they begin.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from engine.errors import DurationInvalidError, InstantInvalidError

DAYS_PER_WEEK = 5
MAX_DAYS = 3660
MAX_TIME = timedelta(hours=10 * 8760)

# A mistyped year must not make a calendar be computed for a whole era.
FIRST_YEAR = 1900
LAST_YEAR = 2199

_DURATION = re.compile(
    r"P(?:(?P<weeks>[0-9]{1,9})W)?(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?"
    r"(?:(?P<minutes>[0-9]{1,9})M)?(?:(?P<seconds>[0-9]{1,9})S)?)?"
)
_INSTANT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"(?P<minute>[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2})?"
    r"(?(second)(?:[.,][0-9]{1,30})?)"
    r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkDuration:
    """Working days first, then working time; whole seconds, never negative."""

    days: int = 0
    time: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.days < 0 or self.time < timedelta(0) or self.time.microseconds:
            raise DurationInvalidError(text=f"{self.days} D, {self.time}")

    @property
    def is_zero(self) -> bool:
        """Tell whether nothing has to pass."""
        return not self.days and not self.time


def parse_duration(text: str) -> WorkDuration:
    """Return what an ISO 8601 duration asks for in working time.

    Args:
        text: `PnW`, `PnD`, `PTnHnMnS` and their combinations in capitals, blanks
            around it ignored. A week is five working days; `P1W2D` is seven.

    Raises:
        DurationInvalidError: if it is written in another way, has a sign, a
            fraction, months or years, names no unit at all, or exceeds
            `MAX_DAYS` or `MAX_TIME`.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise DurationInvalidError(text=_shortened(text))
    count = {unit: int(digits or 0) for unit, digits in found.groupdict().items()}
    days = count["weeks"] * DAYS_PER_WEEK + count["days"]
    seconds = count["hours"] * 3600 + count["minutes"] * 60 + count["seconds"]
    if days > MAX_DAYS or seconds > MAX_TIME.total_seconds():
        raise DurationInvalidError(text=_shortened(text))
    return WorkDuration(days=days, time=timedelta(seconds=seconds))


def duration_parts(duration: WorkDuration) -> dict[str, int]:
    """Return the units that are not zero, largest first, as words need them.

    The keys are `days`, `hours`, `minutes`, `seconds`; hours are not turned into
    days, for a working day has no fixed length. A zero duration is 0 minutes.
    """
    minutes, seconds = divmod(int(duration.time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = {
        "days": duration.days,
        "hours": hours,
        "minutes": minutes,
        "seconds": seconds,
    }
    return {unit: count for unit, count in parts.items() if count} or {"minutes": 0}


def format_duration_iso(duration: WorkDuration) -> str:
    """Return the shortest ISO 8601 text that parses to the same duration."""
    parts = duration_parts(duration)
    days = f"{parts.pop('days')}D" if "days" in parts else ""
    time = "".join(f"{count}{unit[0].upper()}" for unit, count in parts.items())
    return f"P{days}T{time}" if time else f"P{days}"


def parse_instant(text: str, zone: tzinfo) -> datetime:
    """Return an ISO 8601 date and time as an aware UTC instant, whole seconds.

    Args:
        text: date and time, minutes or seconds precise; a fraction of a second
            is dropped. Without an offset it is wall-clock time of the zone: the
            first of two when the clock is put back, and in the hour that is
            skipped when it is put forward as much later as that hour is long
            (02.30 is 03.30), which is the rule of RFC 5545, section 3.3.5.
        zone: where a text without offset was written.

    Raises:
        InstantInvalidError: if it is no such text, has no time of day, names a
            day or time that does not exist, or lies outside the years
            `FIRST_YEAR` to `LAST_YEAR`.
    """
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        raise InstantInvalidError(text=_shortened(text))
    date, minute, second, offset = found.groups(default="")
    try:
        # The fraction is left out here rather than rounded away later.
        instant = datetime.fromisoformat(f"{date}T{minute}{second}{offset.upper()}")
    except ValueError as error:
        raise InstantInvalidError(text=_shortened(text)) from error
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise InstantInvalidError(text=_shortened(text))
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone)
    return instant.astimezone(UTC)


def _shortened(text: str) -> str:
    # A hostile text must not fill the screen or the log with itself.
    return text if len(text) <= 60 else text[:59] + "…"
