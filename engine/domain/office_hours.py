"""What a calendar is made of: windows of a day, periods, closures, wall clocks.

A window is a pair of wall-clock times, closed at its start and open at its
end; a closing time of 00.00 is the midnight that ends the day. Where a clock
change skips the time at which a window opens or closes, the window opens or
closes at the change; where it repeats that time, the first of the two counts.
So a window is worked through once, and one that spans a change is an hour
shorter or longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

Hours = tuple[tuple[time, time], ...]
WeeklyHours = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

MIDNIGHT = time(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class HolidaySource(Protocol):
    """Knows the holidays of a country, for any year."""

    def __call__(
        self, country: str, categories: tuple[str, ...], year: int
    ) -> Mapping[date, str]:
        """Return the days of the year without work, each with its name."""
        ...


def no_holidays(
    country: str,  # noqa: ARG001 - the signature of HolidaySource
    categories: tuple[str, ...],  # noqa: ARG001
    year: int,  # noqa: ARG001
) -> Mapping[date, str]:
    """Return no day at all: the source of a calendar without a country."""
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class RamadanPeriod:
    """Days, both ends included, that have opening hours of their own."""

    first: date
    last: date
    hours: WeeklyHours


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDay:
    """A day on which the office works although a rule says it does not.

    Without hours of its own it has those of its weekday, and where the weekday
    has none (a Saturday), those of the first weekday that has some.
    """

    reason: str
    hours: Hours | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Closure:
    """Hours in which no work was possible: a power cut, a flood."""

    start: datetime
    end: datetime
    reason: str


def epoch_second(instant: datetime) -> int:
    """Return whole seconds since 1970 UTC; a fraction is dropped, not rounded.

    Raises:
        ValueError: if the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError(f"naive datetime where an instant is needed: {instant!r}")
    return (instant - _EPOCH) // _SECOND


def instant_of(second: int) -> datetime:
    """Return the aware UTC instant of seconds since 1970."""
    return _EPOCH + timedelta(seconds=second)


def wall_second(day: date, clock: time, zone: ZoneInfo) -> int:
    """Return the second at which the zone's clock shows this time on this day.

    A time that is shown twice gives the first, one that is never shown the
    moment at which the clock is put forward past it.
    """
    wall = datetime.combine(day, clock, tzinfo=zone)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before is None or after is None or before >= after:
        return epoch_second(wall)
    # Skipped: the change lies between the two readings of the wall clock.
    early, late = epoch_second(wall.replace(fold=1)), epoch_second(wall)
    while late - early > 1:
        middle = (early + late) // 2
        if instant_of(middle).astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def day_windows(day: date, hours: Hours, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Return the windows of a day in seconds since 1970, without empty ones."""
    windows = []
    for opens, closes in hours:
        last = day + timedelta(days=1) if closes == MIDNIGHT else day
        start, end = wall_second(day, opens, zone), wall_second(last, closes, zone)
        if start < end:
            windows.append((start, end))
    return windows


def without_closures(
    windows: list[tuple[int, int]], closures: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return what remains of the windows when the closures are cut out."""
    for closed, reopened in closures:
        windows = [
            (start, end)
            for opens, closes in windows
            for start, end in (
                (opens, min(closes, closed)),
                (max(opens, reopened), closes),
            )
            if start < end
        ]
    return windows


def are_in_order(hours: Hours) -> bool:
    """Tell whether windows are whole seconds, not empty, sorted and apart.

    Windows may touch; a window may end at midnight but not pass it.
    """
    free_from = MIDNIGHT
    ended = False
    for opens, closes in hours:
        if opens.microsecond or closes.microsecond or opens.tzinfo or closes.tzinfo:
            return False
        if ended or opens < free_from or (closes != MIDNIGHT and closes <= opens):
            return False
        free_from, ended = closes, closes == MIDNIGHT
    return True
