"""What the clock says of a task now, in working time of its case's calendar.

A list shows fifty of them, so it is read off the stored due instant instead of
by replaying every pause.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.definitions import Step
from engine.domain.durations import WorkDuration
from engine.domain.tasks import Task
from engine.domain.working_calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskClock:
    """A task's clock.

    Attributes:
        left: working time until it is due, below zero once it is late; of a task
            that has ended or stands still, what it was then. None where it has
            neither standard nor due date, or its clock starts when it is claimed.
        standard: as the SOP writes it, or None.
        paused: it stands.
        runs_until: end of the working hours that run now, or None; until then
            what is left goes down second by second.
    """

    left: timedelta | None
    due_at: datetime | None
    standard: WorkDuration | None
    paused: bool
    runs_until: datetime | None


def clock_of(
    task: Task, step: Step | None, calendar: WorkingCalendar, *, now: datetime
) -> TaskClock:
    """Return what a task's clock says at an instant, or said when it stood still."""
    at = min(now, task.paused_at or now, task.ended_at or now)
    runs = task.is_open and task.paused_at is None
    return TaskClock(
        left=None if task.due_at is None else _left(at, task.due_at, calendar),
        due_at=task.due_at,
        standard=step.standard.duration if step and step.standard else None,
        paused=task.paused_at is not None,
        runs_until=_closing(calendar, now) if runs and task.due_at else None,
    )


def _left(at: datetime, due_at: datetime, calendar: WorkingCalendar) -> timedelta:
    if due_at >= at:
        return calendar.working_time_between(at, due_at)
    return -calendar.working_time_between(due_at, at)


def _closing(calendar: WorkingCalendar, now: datetime) -> datetime | None:
    today = now.astimezone(calendar.zone).date()
    for opens, closes in calendar.windows_on(today):
        if opens <= now < closes:
            return closes
    return None
