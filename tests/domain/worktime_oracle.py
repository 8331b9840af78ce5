"""A slow second opinion on working time, written without a look at the first.

It walks. An instant is working time when the wall clock of the zone, read at
that instant, lies in a window of that day. Everything it is asked about (windows,
closures, clock changes) begins and ends on quarters of an hour, so between two
quarters nothing changes. It knows calendars as `OracleOffice`, not as ours.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
Windows = list[tuple[int, int]]  # minutes of the day, closed and open


@dataclass
class OracleOffice:
    """When an office works, as a person would tell it."""

    zone: ZoneInfo
    week: list[Windows]
    is_holiday: Callable[[date], bool] = lambda _: False
    added: set[date] = field(default_factory=set)
    removed: set[date] = field(default_factory=set)
    ramadan: list[tuple[date, date, list[Windows]]] = field(default_factory=list)
    closed: list[tuple[datetime, datetime]] = field(default_factory=list)

    def windows(self, day: date) -> Windows:
        """Return what the rules say of a day."""
        week = self.week
        for first, last, special in self.ramadan:
            if first <= day <= last:
                week = special
        if day in self.removed:
            first_with_some = [hours for hours in week if hours]
            return week[day.weekday()] or (first_with_some or [[]])[0]
        if day in self.added or self.is_holiday(day):
            return []
        return week[day.weekday()]

    def works_at(self, instant: datetime) -> bool:
        """Tell whether this instant is working time."""
        if any(start <= instant < end for start, end in self.closed):
            return False
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        windows = self.windows(local.date())
        if local.fold == 0:
            return any(opens <= minute < closes for opens, closes in windows)
        # The wall clock shows this time for the second time: only a window that
        # began before the repetition ends, and outlasts it, is still open.
        end = local.replace(second=0)
        while end.utcoffset() != end.replace(fold=0).utcoffset():
            end = (end + timedelta(minutes=1)).replace(fold=1)
        last = end.hour * 60 + end.minute
        return any(opens < last <= closes for opens, closes in windows)

    def works_on(self, day: date) -> bool:
        """Tell whether there is any working time on a day."""
        at = datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)
        instants = (at + QUARTER * number for number in range(-8, 108))
        return any(
            self.works_at(instant)
            for instant in instants
            if instant.astimezone(self.zone).date() == day
        )


def walk_to_work(office: OracleOffice, at: datetime) -> datetime:
    """Return the first working instant from here on."""
    while not office.works_at(at):
        at = _next_quarter(at)
    return at


def walk(office: OracleOffice, start: datetime, days: int, seconds: int) -> datetime:
    """Return when working days, then working seconds, have passed."""
    at = start.astimezone(UTC).replace(microsecond=0)
    if days == 0 and seconds == 0:
        return at
    at = walk_to_work(office, at)
    if days:
        at = walk_to_work(office, _same_clock(office, at, days))
    left = timedelta(seconds=seconds)
    while left:
        at = walk_to_work(office, at)
        step = min(left, _next_quarter(at) - at)
        at, left = at + step, left - step
    return at


def worked(office: OracleOffice, start: datetime, end: datetime) -> timedelta:
    """Return the working time that lies between."""
    at, end = start.replace(microsecond=0), end.replace(microsecond=0)
    total = timedelta(0)
    while at < end:
        until = min(end, _next_quarter(at))
        if office.works_at(at):
            total += until - at
        at = until
    return total


def _same_clock(office: OracleOffice, at: datetime, days: int) -> datetime:
    local = at.astimezone(office.zone)
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= office.works_on(day)
    target = datetime.combine(day, local.time().replace(fold=0), tzinfo=office.zone)
    skipped = timedelta(0)
    while target.astimezone(UTC).astimezone(office.zone).time() != target.time():
        # That clock is never shown on that day: go back to where it jumps.
        target, skipped = target - timedelta(seconds=1), timedelta(seconds=1)
    return target.astimezone(UTC) + skipped


def _next_quarter(at: datetime) -> datetime:
    return at - timedelta(seconds=at.timestamp() % 900) + QUARTER
