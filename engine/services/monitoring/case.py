"""Where the time of one case went: every wait, work, pause and closed hour of it.

For whoever may see the case. Time is counted in working seconds of the case's
calendar; each second of a round lies in exactly one stretch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.clocks import ClockKind, Moment, spans
from engine.domain.definitions import Step
from engine.domain.facts import StepFact, fact_of, is_return
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.sla import is_late
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, TaskId
from engine.domain.working_calendar import WorkingCalendar
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.office.directory import OfficeFacts, OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.escalations import Escalation, escalations


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A part of a round.

    Attributes:
        begins, ends: working seconds since the case started.
    """

    kind: ClockKind
    start: datetime
    end: datetime
    begins: int
    ends: int

    @property
    def seconds(self) -> int:
        """Working seconds that it took."""
        return self.ends - self.begins


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRound:
    """A round of a step.

    Attributes:
        item: of a repeated step in words, else empty.
        number: of the step in the SOP's table, or None.
        standard, elapsed: seconds, as in a fact; None without a standard.
        due: working second of the case at which it was due, or None.
        escalated: when superiors were told.
    """

    task: Task
    item: str
    number: int | None
    stretches: tuple[Stretch, ...]
    standard: int | None
    elapsed: int
    due: int | None
    late: bool
    returned: bool
    escalated: tuple[Escalation, ...]

    def spent(self, kind: ClockKind) -> int:
        """Return the seconds that the round waited, was worked on or stood."""
        return sum(one.seconds for one in self.stretches if one.kind is kind)

    @property
    def seconds(self) -> int:
        """Working seconds from ready to its end."""
        return sum(one.seconds for one in self.stretches)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTime:
    """The time of a case.

    Attributes:
        until: its end, or now.
        total: working seconds from its start; `closed`: the other seconds.
        idle: working seconds in which no round was open.
        repeated: seconds of second and further rounds.
        days: first working second of each day.
    """

    case: Instance
    sop: str
    until: datetime
    total: int
    closed: int
    idle: int
    repeated: int
    rounds: tuple[CaseRound, ...]
    days: tuple[tuple[int, datetime], ...]

    def spent(self, kind: ClockKind) -> int:
        """Return the seconds in which at least one round waited, was worked on, …."""
        return covered(
            one for each in self.rounds for one in each.stretches if one.kind is kind
        )


class CaseTimeService:
    """Tells where the time of a case went."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def of(self, case_id: InstanceId, actor: Actor) -> CaseTime:
        """Return the time of a case.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            case, loaded = self._desk.seen_case(uow, case_id, actor)
            calendar = self._desk.schedule.calendar(uow, case.calendar, now=now)
            until = case.ended_at or now
            axis = _Axis(calendar=calendar, start=case.started_at)
            office = self._lists.facts(uow, now=now)
            rounds = _rounds(uow, (case, loaded, office), axis, until)
            total = axis.place(until)
            wall = int((until - case.started_at).total_seconds())
            return CaseTime(
                case=case,
                sop=loaded.definition.name,
                until=until,
                total=total,
                closed=max(wall - total, 0),
                idle=total - covered(one for each in rounds for one in each.stretches),
                repeated=sum(one.seconds for one in rounds if one.task.round > 1),
                rounds=rounds,
                days=axis.days(until),
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axis:
    """Working seconds since the start of a case."""

    calendar: WorkingCalendar
    start: datetime

    def place(self, at: datetime) -> int:
        """Return the working second of an instant; 0 before the start."""
        if at <= self.start:
            return 0
        return int(self.calendar.working_time_between(self.start, at).total_seconds())

    def days(self, until: datetime) -> tuple[tuple[int, datetime], ...]:
        """Return where working days begin, each at its opening."""
        zone = self.calendar.zone
        day, last = self.start.astimezone(zone).date(), until.astimezone(zone).date()
        found: list[tuple[int, datetime]] = []
        while day <= last:
            windows = self.calendar.windows_on(day)
            if windows:
                found.append((self.place(windows[0][0]), windows[0][0]))
            day += timedelta(days=1)
        return tuple(found)


def _rounds(
    uow: UnitOfWork,
    found: tuple[Instance, LoadedDefinition, OfficeFacts],
    axis: _Axis,
    until: datetime,
) -> tuple[CaseRound, ...]:
    case, loaded, office = found
    moments = uow.facts.moments([case.id])
    told: dict[TaskId, list[Escalation]] = {}
    for one in escalations(uow.connection, case.id, (case.started_at, until)):
        told.setdefault(one.task, []).append(one)
    return tuple(
        _round(
            task,
            loaded.definition.steps.get(task.element),
            (moments.get(task.id, []), tuple(told.get(task.id, ())), office),
            axis,
            until,
        )
        for task in uow.tasks.of_instance(case.id)
    )


def _round(
    task: Task,
    step: Step | None,
    known: tuple[Sequence[Moment], tuple[Escalation, ...], OfficeFacts],
    axis: _Axis,
    until: datetime,
) -> CaseRound:
    moments, told, office = known
    end = max(task.ended_at or until, task.ready_at)
    stretches = tuple(
        Stretch(
            kind=one.kind,
            start=one.start,
            end=one.end,
            begins=axis.place(one.start),
            ends=axis.place(one.end),
        )
        for one in spans(task.ready_at, moments, end)
    )
    fact: StepFact | None = None
    if task.ended_at is not None:
        fact = fact_of(task, step, moments, axis.calendar, measured=0)
    due = task.due_at if fact is None else fact.due_at
    running = sum(one.seconds for one in stretches if one.kind is not ClockKind.PAUSED)
    judged_at = min(end, task.paused_at or end)
    return CaseRound(
        task=task,
        item="" if task.item is None else office.item_words(task.item),
        number=step.number if step else None,
        stretches=stretches,
        standard=task.standard_seconds if fact is None else fact.standard_seconds,
        elapsed=running if fact is None else fact.elapsed_seconds,
        due=None if due is None else axis.place(due),
        late=due is not None and is_late(judged_at, due),
        returned=is_return(task, step),
        escalated=told,
    )


def covered(stretches: Iterable[Stretch]) -> int:
    """Return the seconds in which at least one round was open."""
    total, reached = 0, 0
    for one in sorted(stretches, key=lambda each: each.begins):
        total += max(one.ends - max(one.begins, reached), 0)
        reached = max(reached, one.ends)
    return total
