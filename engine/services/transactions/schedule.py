"""Instants of tasks and timers: what a duration means on the office's calendar.

Calendars change seldom and are asked at every step, so they are kept for a
minute; a serving process reads them anew every few seconds, ahead of any request.
A change reaches the tasks that were opened meanwhile by `DeadlineService`, which
computes open tasks again.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.domain import sla
from engine.domain.definitions import Step
from engine.domain.durations import parse_duration, parse_instant
from engine.domain.notices import Watch, look_at
from engine.domain.tasks import Task
from engine.domain.values import CalendarKey
from engine.domain.worktime import HolidaySource, WorkingCalendar, calendar_from_dict
from engine.errors import CalendarNotFoundError
from engine.store.database import UnitOfWork

KEPT_FOR = timedelta(seconds=60)


class Schedule:
    """Reads calendars and computes due instants with them."""

    def __init__(self, *, holidays: HolidaySource) -> None:
        self._holidays = holidays
        self._kept: dict[CalendarKey, tuple[datetime, WorkingCalendar]] = {}

    def calendar(
        self, uow: UnitOfWork, key: CalendarKey, *, now: datetime
    ) -> WorkingCalendar:
        """Return a calendar, at most `KEPT_FOR` older than the store's.

        Raises:
            CalendarNotFoundError: the store has none of that key.
        """
        kept = self._kept.get(key)
        if kept is not None and kept[0] <= now < kept[0] + KEPT_FOR:
            return kept[1]
        stored = uow.calendars.get(key)
        if stored is None:
            raise CalendarNotFoundError(calendar=key)
        calendar = calendar_from_dict(stored, self._holidays)
        if kept is not None and kept[1] == calendar:
            # Laid-out years of an unchanged calendar are worth keeping.
            calendar = kept[1]
        self._kept[key] = (now, calendar)
        return calendar

    def refresh(self, uow: UnitOfWork, *, now: datetime) -> list[CalendarKey]:
        """Read the kept calendars anew and return the keys of those that changed."""
        changed = []
        for key, (_, before) in list(self._kept.items()):
            self.forget(key)
            if self.calendar(uow, key, now=now) != before:
                changed.append(key)
            else:
                self._kept[key] = (now, before)
        return changed

    def forget(self, key: CalendarKey) -> None:
        """Read a calendar anew when it is next asked for."""
        self._kept.pop(key, None)


def opening_due(
    step: Step | None, due: str | None, calendar: WorkingCalendar, *, now: datetime
) -> tuple[datetime | None, int | None]:
    """Return when a step that opens now is due, and its standard in seconds.

    Args:
        step: carries the standard; None for a wait that no step stands for.
        due: the date or instant that `mutubaku:due` gave, or None.
        calendar: of the case.
        now: when the step opens.

    Raises:
        InstantInvalidError: `due` is neither a date nor an instant.
    """
    if due is not None:
        return due_instant(due, calendar), None
    if step is None or step.standard is None:
        return None, None
    facts = sla.SlaFacts(ready_at=now)
    start = sla.clock_start(step.standard, facts)
    if start is None:
        return None, None
    reached = calendar.add_working_time(start, step.standard.duration)
    working = calendar.working_time_between(start, reached)
    return reached, int(working.total_seconds())


def task_due(
    task: Task,
    step: Step,
    pauses: Iterable[sla.Pause],
    calendar: WorkingCalendar,
) -> tuple[datetime | None, int | None]:
    """Return when an open task is due and its standard, from the facts anew.

    A task with a due date instead of a standard keeps what it has.
    """
    if step.standard is None:
        return task.due_at, task.standard_seconds
    facts = sla.SlaFacts(
        ready_at=task.ready_at, claimed_at=task.claimed_at, pauses=tuple(pauses)
    )
    start = sla.clock_start(step.standard, facts)
    if start is None:
        return None, None
    due = sla.due_at(step.standard, facts, calendar)
    return due, sla.standard_seconds(step.standard, start, calendar)


def due_again(
    task: Task,
    step: Step,
    pauses: Iterable[sla.Pause],
    calendar: WorkingCalendar,
    *,
    now: datetime,
) -> Task:
    """Return an open task with its due instant and warnings, from the facts anew."""
    stood = tuple(pauses)
    due_at, seconds = task_due(task, step, stood, calendar)
    due = replace(task, due_at=due_at, standard_seconds=seconds)
    return watched(due, step, calendar, now=now, pauses=stood)


def watched(
    task: Task,
    step: Step | None,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    pauses: tuple[sla.Pause, ...] = (),
) -> Task:
    """Return an open task with the instant at which it is next warned of.

    In a pause nobody is warned; the instant at which it ends by itself stays.
    """
    if task.paused_at is not None:
        return task
    standard = step.standard if step is not None else None
    clock = standard.clock if standard is not None else sla.ClockStart.READY
    watch = Watch(task=task, clock=clock, pauses=pauses)
    return replace(task, warn_at=look_at(watch, calendar, now))


def due_instant(text: str, calendar: WorkingCalendar) -> datetime:
    """Return the instant that a date or an instant means as a due date.

    A date is due at the end of its working time, or, where it has none, at the
    end of the next working day.

    Raises:
        InstantInvalidError: the text is neither.
    """
    day = _date(text)
    if day is None:
        return parse_instant(text, calendar.zone)
    return calendar.windows_on(calendar.next_working_day(day))[-1][1]


def timer_instant(
    *,
    duration: str | None,
    instant: str | None,
    calendar: WorkingCalendar,
    now: datetime,
) -> datetime:
    """Return when a timer fires: working time from now, or at its instant.

    A date without a time means the first working instant from its midnight on.

    Raises:
        DurationInvalidError, InstantInvalidError: the text cannot be read.
    """
    if duration is not None:
        return calendar.add_working_time(now, parse_duration(duration))
    text = instant or ""
    day = _date(text)
    if day is None:
        return parse_instant(text, calendar.zone)
    midnight = datetime(day.year, day.month, day.day, tzinfo=calendar.zone)
    return calendar.next_working_instant(midnight)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None
