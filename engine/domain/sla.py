"""Standards of steps and what the clock says of them.

Everything here is a pure function of instants that the event log holds and of
the calendar; a stored `due_at` is only an index over it. A pause stops the
clock: what was left of the standard when it began is left when it ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from engine.domain.durations import WorkDuration
from engine.domain.office_hours import epoch_second
from engine.domain.working_calendar import WorkingCalendar


class ClockStart(StrEnum):
    """When the clock of a step starts."""

    READY = "ready"
    CLAIMED = "claimed"


class SlaState(StrEnum):
    """How a step stands against its standard."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """How long a step may take in working time (mutu baku waktu)."""

    duration: WorkDuration
    clock: ClockStart = ClockStart.READY


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """An interval in which the clock stands; without an end it still does."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a pause that ends before it starts: {self!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaFacts:
    """What the log says of one round of a task.

    Attributes:
        ready_at: when it came to the office.
        claimed_at: when an officer took it, None while nobody has.
        ended_at: when it was completed or taken away, None while it is open.
        pauses: in any order; they may overlap.
    """

    ready_at: datetime
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Percentages of the standard at which somebody is told, before it is over."""

    notice: int = 50
    risk: int = 75


DEFAULT_THRESHOLDS = Thresholds()


def clock_start(standard: Standard, facts: SlaFacts) -> datetime | None:
    """Return when the clock started, None while the step waits to be claimed."""
    if standard.clock is ClockStart.CLAIMED:
        return facts.claimed_at
    return facts.ready_at


def due_at(
    standard: Standard, facts: SlaFacts, calendar: WorkingCalendar
) -> datetime | None:
    """Return the instant until which a step is on time.

    Returns:
        An aware UTC instant; None while the clock has not started, or stands in
        a pause that began before the step was due.

    Raises:
        CalendarHasNoWorkingTimeError: if the calendar never comes that far.
    """
    start = clock_start(standard, facts)
    if start is None:
        return None
    unpaused = calendar.add_working_time(start, standard.duration)
    return _moved_by_pauses(unpaused, start, facts.pauses, calendar)


def threshold_at(
    standard: Standard, facts: SlaFacts, calendar: WorkingCalendar, percent: int
) -> datetime | None:
    """Return when a share of the standard has passed; None as for `due_at`.

    Args:
        standard: of the step.
        facts: of the round.
        calendar: in which its working time is counted.
        percent: 0 or more, of the standard's working seconds, rounded down; 100
            is the earliest instant at which all of it has passed.
    """
    start = clock_start(standard, facts)
    if start is None:
        return None
    seconds = standard_seconds(standard, start, calendar) * percent // 100
    part = WorkDuration(time=timedelta(seconds=seconds))
    unpaused = calendar.add_working_time(start, part)
    return _moved_by_pauses(unpaused, start, facts.pauses, calendar)


def standard_seconds(
    standard: Standard, start: datetime, calendar: WorkingCalendar
) -> int:
    """Return the working seconds from the clock's start until a step is due.

    Pauses do not change it: what they take is given back.
    """
    due = calendar.add_working_time(start, standard.duration)
    return int(calendar.working_time_between(start, due).total_seconds())


def elapsed(
    standard: Standard, facts: SlaFacts, calendar: WorkingCalendar, now: datetime
) -> timedelta:
    """Return the working time since the clock started, without pauses.

    It ends when the task has ended; zero while the clock has not started.
    """
    start = clock_start(standard, facts)
    if start is None:
        return timedelta(0)
    end = now if facts.ended_at is None else min(now, facts.ended_at)
    return running_time(start, end, facts.pauses, calendar)


def running_time(
    start: datetime,
    end: datetime,
    pauses: Iterable[Pause],
    calendar: WorkingCalendar,
) -> timedelta:
    """Return the working time between two instants in which no pause stood."""
    running = calendar.working_time_between(start, end)
    for pause in _apart(pauses):
        until = end if pause.end is None else min(pause.end, end)
        running -= calendar.working_time_between(max(pause.start, start), until)
    return running


def remaining(
    standard: Standard, facts: SlaFacts, calendar: WorkingCalendar, now: datetime
) -> timedelta | None:
    """Return the working time until the step is due, below zero once it is late.

    In a pause it is what was left when the pause began; None while the clock has
    not started.
    """
    facts, now = _while_it_ran(facts, now)
    due = due_at(standard, facts, calendar)
    if due is None:
        return None
    if due >= now:
        return calendar.working_time_between(now, due)
    return -calendar.working_time_between(due, now)


def state(
    standard: Standard,
    facts: SlaFacts,
    calendar: WorkingCalendar,
    now: datetime,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> SlaState:
    """Return how a step stands now, or stood when it ended.

    It is at risk from the instant at which the share `thresholds.risk` of its
    standard has passed, and late after `due_at`, not at it. A step whose clock
    has not started is on time; in a pause it stands as when the pause began.
    """
    facts, now = _while_it_ran(facts, now)
    due = due_at(standard, facts, calendar)
    if due is None:
        return SlaState.ON_TIME
    if is_late(now, due):
        return SlaState.LATE
    risk = threshold_at(standard, facts, calendar, thresholds.risk)
    if risk is not None and now >= risk:
        return SlaState.AT_RISK
    return SlaState.ON_TIME


def is_late(completed_at: datetime, due_at: datetime) -> bool:
    """Tell whether a step ended after it was due, fractions of seconds dropped."""
    return epoch_second(completed_at) > epoch_second(due_at)


def reminder_at(due_at: datetime, count: int, calendar: WorkingCalendar) -> datetime:
    """Return when a late step is named again: `count` working days after due."""
    return calendar.add_working_time(due_at, WorkDuration(days=count))


def _moved_by_pauses(
    reached: datetime,
    start: datetime,
    pauses: Iterable[Pause],
    calendar: WorkingCalendar,
) -> datetime | None:
    for pause in _apart(pauses):
        if pause.start >= reached:
            break
        if pause.end is None:
            return None
        lost = calendar.working_time_between(max(pause.start, start), pause.end)
        # Nothing is lost outside working time, and adding nothing moves nothing:
        # work that is due at closing time stays due then.
        reached = calendar.add_working_time(reached, WorkDuration(time=lost))
    return reached


def _while_it_ran(facts: SlaFacts, now: datetime) -> tuple[SlaFacts, datetime]:
    # Judging a standing clock is judging it at the instant it was stopped.
    if facts.ended_at is not None:
        now = min(now, facts.ended_at)
    pauses = _apart(facts.pauses)
    if pauses and pauses[-1].end is None:
        now = min(now, pauses[-1].start)
        pauses = pauses[:-1]
    return replace(facts, pauses=tuple(pauses)), now


def _apart(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses in order, those that overlap or touch as one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < pause.start):
            merged.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            merged[-1] = replace(last, end=pause.end)
    return merged
