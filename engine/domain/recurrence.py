"""Texts that come again: cron and ISO cycles as instants, in a zone's own time.

A cron text is read by `cronsim`. An ISO cycle is `R[n]/[start/]step`, the first n of
`start + k × step`: months keep the day of the start, or take the last one of a
shorter month; hours and less are elapsed time.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from cronsim import CronSim

from engine.domain.durations import parse_instant

_PERIOD = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_LONGEST_MONTH = timedelta(days=31)
_SLACK = timedelta(days=2)  # a zone's changes, and times that do not exist
_LAST_YEAR = 9990


@dataclass(frozen=True, kw_only=True, slots=True)
class IsoCycle:
    """An ISO cycle: `start + n × step`, the first `count` of them."""

    count: int | None
    start: str | None
    months: int
    days: int
    seconds: int

    @property
    def longest(self) -> timedelta:
        """The longest a single step can be."""
        months = self.months * _LONGEST_MONTH
        return months + timedelta(days=self.days, seconds=self.seconds)


def instants(
    text: str, zone: tzinfo, *, anchor: datetime, after: datetime
) -> Iterator[datetime]:
    """Yield the instants of a cycle behind an instant, in order, in UTC.

    Args:
        text: cron text or ISO cycle as `checking.times.cycle_in` gives it.
        zone: in which its days and hours are meant.
        anchor: from when an ISO cycle without a start counts.
        after: aware; an occurrence at it is left out.
    """
    if text.startswith("R"):
        yield from _iso_instants(iso_cycle(text), zone, anchor, after)
    else:
        yield from _cron_instants(text, zone, after)


def _cron_instants(text: str, zone: tzinfo, after: datetime) -> Iterator[datetime]:
    last = after
    for local in CronSim(text, after.astimezone(zone)):
        at = local.astimezone(UTC)
        if local.year > _LAST_YEAR:
            return
        if at > last:
            last = at
            yield at


def iso_cycle(text: str) -> IsoCycle:
    """Return an ISO cycle; ValueError for any other text."""
    count, *rest = text.split("/")
    found = _PERIOD.fullmatch(rest[-1])
    if found is None:
        raise ValueError(f"no cycle: {text!r}")
    years, months, weeks, days, hours, minutes, seconds = (
        int(one or 0) for one in found.groups()
    )
    return IsoCycle(
        count=int(count[1:]) if count[1:] else None,
        start=rest[0] if len(rest) == 2 else None,
        months=years * 12 + months,
        days=weeks * 7 + days,
        seconds=(hours * 60 + minutes) * 60 + seconds,
    )


def _iso_instants(
    cycle: IsoCycle, zone: tzinfo, anchor: datetime, after: datetime
) -> Iterator[datetime]:
    first = 0 if cycle.start else 1  # one that counts from its deployment waits once
    start = _start(cycle.start, zone) if cycle.start else anchor
    begun = start.astimezone(zone).replace(tzinfo=None)
    passed = max((after - start - _SLACK) // cycle.longest, 0)
    last, step = after, first + passed
    while cycle.count is None or step < first + cycle.count:
        try:
            at = _stepped(begun, cycle, step, zone)
        except (ValueError, OverflowError):
            return
        if at.year > _LAST_YEAR:
            return
        if at > last:
            last = at
            yield at
        step += 1


def _start(text: str, zone: tzinfo) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return parse_instant(text, zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _stepped(begun: datetime, cycle: IsoCycle, step: int, zone: tzinfo) -> datetime:
    """Return `start + step × cycle`; the 31st is the last day of shorter months."""
    place = begun.year * 12 + begun.month - 1 + cycle.months * step
    year, month = divmod(place, 12)
    day = min(begun.day, monthrange(year, month + 1)[1])
    local = begun.replace(year=year, month=month + 1, day=day)
    local += timedelta(days=cycle.days * step)
    at = local.replace(tzinfo=zone).astimezone(UTC)
    return at + timedelta(seconds=cycle.seconds * step)
