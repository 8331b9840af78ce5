"""Clock intervals: when a task waited, was worked on, or paused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import TaskId
from engine.domain.working_calendar import WorkingCalendar


class ClockKind(StrEnum):
    """waiting: ready to claimed; working: claimed to its end; paused: between both."""

    WAITING = "waiting"
    WORKING = "working"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockInterval:
    """A closed interval of a task's clock.

    Attributes:
        working_seconds: working time between the two instants.
        reason: why the clock was paused, else empty.
    """

    task: TaskId
    kind: ClockKind
    started_at: datetime
    ended_at: datetime
    working_seconds: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """An event of a task that may turn its clock, by the event's kind."""

    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of a task's clock, ends included only where nothing follows."""

    kind: ClockKind
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """Working seconds of one round, each second in exactly one of three."""

    waiting: int = 0
    working: int = 0
    paused: int = 0


TURNS = {
    "task.claimed": ClockKind.WORKING,
    "task.reassigned": ClockKind.WORKING,
    "task.released": ClockKind.WAITING,
    "task.paused": ClockKind.PAUSED,
    "task.resumed": ClockKind.WORKING,
}
"""What a task's clock shows after an event; every other event leaves it alone."""


def spans(
    ready_at: datetime, moments: Iterable[Moment], until: datetime
) -> tuple[Span, ...]:
    """Return what a task's clock showed from ready on, without gaps or overlaps.

    Args:
        ready_at: when the round began, waiting.
        moments: events of the task in the order of the log. Where the machine's
            clock was set back between two of them, the later one counts from the
            latest instant seen before it.
        until: when the round ended, or now.
    """
    found: list[Span] = []
    kind, start = ClockKind.WAITING, ready_at
    for moment in moments:
        turned = TURNS.get(moment.kind)
        if turned is None or _stays(kind, moment.kind):
            continue
        at = max(start, min(moment.at, until))
        if turned is not kind:
            if at > start:
                found.append(Span(kind=kind, start=start, end=at))
            kind, start = turned, at
    if until > start:
        found.append(Span(kind=kind, start=start, end=until))
    return tuple(found)


def spent(stretches: Iterable[Span], calendar: WorkingCalendar) -> Spent:
    """Return the working seconds of stretches, by what the clock showed."""
    seconds = dict.fromkeys(ClockKind, 0)
    for one in stretches:
        worked = calendar.working_time_between(one.start, one.end)
        seconds[one.kind] += int(worked.total_seconds())
    return Spent(
        waiting=seconds[ClockKind.WAITING],
        working=seconds[ClockKind.WORKING],
        paused=seconds[ClockKind.PAUSED],
    )


def _stays(kind: ClockKind, event: str) -> bool:
    # Whoever is given a task whose clock stands gets it standing.
    return kind is ClockKind.PAUSED and event == "task.reassigned"
