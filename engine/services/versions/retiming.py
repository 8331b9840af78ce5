"""Clocks of a case that goes over to another version, counted from their start."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.domain.clocks import ClockKind
from engine.domain.definitions import Step
from engine.domain.durations import parse_duration
from engine.domain.moving import Standing
from engine.domain.sla import Pause
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.working_calendar import WorkingCalendar
from engine.errors import DurationInvalidError
from engine.services.transactions.schedule import (
    due_again,
    due_instant,
    timer_instant,
    watched,
)
from engine.store.database import UnitOfWork

_SECOND = timedelta(seconds=1)
_SPARE = timedelta(days=60)


def clock_anew(
    uow: UnitOfWork,
    task: Task,
    steps: tuple[Step | None, Step],
    due: str | None,
    calendar: WorkingCalendar,
    *,
    now: datetime,
) -> Task:
    """Return an open task with the clock that its step has in the new version.

    Args:
        uow: that has locked the task's case.
        task: as it was, already at its new step.
        steps: of the old and of the new version.
        due: the due date that the new diagram gives, or None.
        calendar: of the case.
        now: when it goes over.

    Raises:
        InstantInvalidError: the due date cannot be read.
    """
    before, after = steps
    pauses = tuple(
        Pause(start=one.started_at, end=one.ended_at)
        for one in uow.clocks.of_task(task.id)
        if one.kind is ClockKind.PAUSED
    )
    if after.standard is not None:
        anew = due_again(task, after, pauses, calendar, now=now)
    else:
        kept = before is not None and before.due == after.due and before.due
        due_at = task.due_at if kept else _due(due, calendar)
        bare = replace(task, due_at=due_at, standard_seconds=None)
        anew = watched(bare, after, calendar, now=now, pauses=pauses)
    return replace(anew, warn_at=None) if task.paused_at is not None else anew


def timer_anew(
    known: Timer | None,
    standing: Standing,
    host: Task | None,
    calendar: WorkingCalendar,
    *,
    now: datetime,
) -> datetime:
    """Return when a timer fires in the new version.

    It counts from when it began: with the step that it guards, else from what its
    old duration says of its beginning, else from now.

    Raises:
        DurationInvalidError, InstantInvalidError: the new text cannot be read.
    """
    text = standing.duration or standing.instant or ""
    if known is not None and known.text == text:
        return known.due_at
    began = host.ready_at if host is not None else _began(known, calendar, now)
    return timer_instant(
        duration=standing.duration,
        instant=standing.instant,
        calendar=calendar,
        now=began,
    )


def _due(text: str | None, calendar: WorkingCalendar) -> datetime | None:
    return None if text is None else due_instant(text, calendar)


def _began(known: Timer | None, calendar: WorkingCalendar, now: datetime) -> datetime:
    """Return the latest instant from which the old duration ends when it does."""
    if known is None:
        return now
    try:
        duration = parse_duration(known.text)
    except DurationInvalidError:
        return now
    earliest = known.due_at - _SPARE - timedelta(days=3 * duration.days)
    earliest -= 6 * duration.time
    low, high = min(earliest, now), min(known.due_at, now)
    while high - low > _SECOND:
        middle = low + (high - low) / 2
        if calendar.add_working_time(middle, duration) <= known.due_at:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
