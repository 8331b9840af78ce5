"""Cycles: when a case starts by itself, and which period it is about.

A timer start is a cron text or an ISO cycle, read in the office's zone. An
occurrence has a planned instant, as the diagram says, and a due instant: the
first working instant from then on, since nobody is there while the office is
closed. What happens once a month, quarter or year is about a period, and a
period has one case, whenever and by whom it is started.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from engine.domain.periods import Period, month_of, quarter_of, year_of
from engine.domain.recurrence import instants, iso_cycle
from engine.domain.values import ElementId, InstanceId, ProcessKey, UserId
from engine.domain.working_calendar import WorkingCalendar

LAST_DAYS = 7
"""A case that is planned for the last days of a period is about that period."""

_TRIED_FROM = datetime(2024, 1, 1, tzinfo=UTC) - timedelta(minutes=1)
_TRIED_MONTHS = 48  # a leap year among them


class Rhythm(StrEnum):
    """How often a cycle comes; `other` has no period, only a day."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    OTHER = "other"


class Missed(StrEnum):
    """What becomes of periods that came while no server ran."""

    CATCH_UP = "catch_up"
    LATEST = "latest"
    SKIP = "skip"


class StartState(StrEnum):
    """What became of an occurrence; `missed` and `failed` wait for a person."""

    STARTED = "started"
    SKIPPED = "skipped"
    MISSED = "missed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class CycleRule:
    """How the office runs the cycles of one SOP.

    Attributes:
        runs: without it nothing starts by itself, and nothing is caught up later.
    """

    runs: bool = True
    missed: Missed = Missed.CATCH_UP


@dataclass(frozen=True, kw_only=True, slots=True)
class CycleCursor:
    """Up to where a cycle's occurrences have been seen to.

    Attributes:
        text: the cycle as it was then; another text counts from its deployment.
        anchor: from when an ISO cycle without a start counts.
        upto: planned instants up to and including it need no start any more.
    """

    process: ProcessKey
    element: ElementId
    text: str
    anchor: datetime
    upto: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One time at which a cycle comes.

    Attributes:
        key: names the occurrence within its cycle: its period, else its day and
            minute in the office's zone.
        period: what a case of it is about, or None.
        planned_at: as the diagram says.
        due_at: the first working instant from then on.
    """

    key: str
    period: Period | None
    planned_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CycleStart:
    """What became of one occurrence; there is at most one per cycle and key.

    Attributes:
        by, by_name: who started or skipped it; the machine where nobody did.
        instance: the case, where one was started.
        reason: why it was skipped, or the error's code of a failed start.
    """

    id: str
    process: ProcessKey
    element: ElementId
    key: str
    state: StartState
    planned_at: datetime
    due_at: datetime
    at: datetime
    by: UserId
    by_name: str
    instance: InstanceId | None = None
    reason: str = ""
    version: int = 1


def occurrences(
    text: str, calendar: WorkingCalendar, *, anchor: datetime, after: datetime
) -> Iterator[Occurrence]:
    """Yield the occurrences planned behind an instant, in order.

    Of several that are about no period and fall into the same closed time, the
    last one is yielded alone: the office opens once.
    """
    rhythm = rhythm_of(text)
    waiting: Occurrence | None = None
    for planned in instants(text, calendar.zone, anchor=anchor, after=after):
        period = period_at(rhythm, planned.astimezone(calendar.zone).date())
        local = planned.astimezone(calendar.zone)
        one = Occurrence(
            key=period.text if period else local.strftime("%Y-%m-%dT%H:%M"),
            period=period,
            planned_at=planned,
            due_at=calendar.next_working_instant(planned),
        )
        if waiting is not None and (period or waiting.due_at != one.due_at):
            yield waiting
        waiting = one
    if waiting is not None:
        yield waiting


def period_at(rhythm: Rhythm, day: date) -> Period | None:
    """Return the period that a case planned for a day is about.

    That is the one gone by; on its last days, the one that runs. Where a cycle
    has no rhythm there is none.
    """
    if rhythm is Rhythm.OTHER:
        return None
    running = _running(rhythm, day)
    is_ending = (running.last - day).days < LAST_DAYS
    return running if is_ending else running.before


@lru_cache(maxsize=512)
def rhythm_of(text: str) -> Rhythm:
    """Return how often a cycle comes: once in every month, quarter or year, or else."""
    if text.startswith("R"):
        cycle = iso_cycle(text)
        if cycle.days or cycle.seconds:
            return Rhythm.OTHER
        known = {1: Rhythm.MONTHLY, 3: Rhythm.QUARTERLY, 12: Rhythm.YEARLY}
        return known.get(cycle.months, Rhythm.OTHER)
    months = _months_tried(text)
    for rhythm, length in (
        (Rhythm.MONTHLY, 1),
        (Rhythm.QUARTERLY, 3),
        (Rhythm.YEARLY, 12),
    ):
        if sorted(one // length for one in months) == list(
            range(_TRIED_MONTHS // length)
        ):
            return rhythm
    return Rhythm.OTHER


def _months_tried(text: str) -> list[int]:
    """Return the months from 0 in which a cron text comes, each once per time."""
    found: list[int] = []
    for at in instants(text, UTC, anchor=_TRIED_FROM, after=_TRIED_FROM):
        month = (at.year - 2024) * 12 + at.month - 1
        # One month twice is no rhythm of ours: minutes need not be counted out.
        if month >= _TRIED_MONTHS or found[-1:] == [month]:
            return [*found, month] if month < _TRIED_MONTHS else found
        found.append(month)
    return found


def _running(rhythm: Rhythm, day: date) -> Period:
    if rhythm is Rhythm.MONTHLY:
        return month_of(day.year, day.month)
    if rhythm is Rhythm.QUARTERLY:
        return quarter_of(day.year, (day.month - 1) // 3 + 1)
    return year_of(day.year)
