"""Keeps the facts of finished steps true: behind the log, or made anew.

Nothing is written while an officer completes a step: a thread of the process
reads the log from where it stopped, a fraction of a second later. An idle look
reads two rows.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.audit import AuditEvent
from engine.domain.definitions import ProcessDefinition
from engine.domain.facts import MeasuredStep, StepFact, fact_of
from engine.domain.identity import Actor
from engine.domain.tasks import Task
from engine.domain.values import TaskId
from engine.services.definitions.bygone import version_of
from engine.services.transactions.desk import Desk
from engine.store.unit_of_work import UnitOfWork

BATCH = 500
ENDING = frozenset(
    {
        "task.completed",
        "task.interrupted",
        "task.cancelled",
        "task.skipped",
        "task.moved",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FactsReport:
    """What a comparison or a repair found.

    Attributes:
        facts: how many there are.
        differing: tasks whose stored fact is not what log and calendar say, or
            is missing, or should not be there.
    """

    facts: int
    differing: tuple[TaskId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """How far somebody has come in the log, and up to which event to go."""

    after: int
    upto: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Walked:
    """What a stretch of the log told.

    Attributes:
        after: number of its last event.
        facts: how many there are in it.
        changed: those that differ, as stored (None for none) and as they should be.
    """

    after: int
    facts: int
    changed: tuple[tuple[StepFact | None, StepFact], ...]


class FactService:
    """The index of what steps took."""

    def __init__(self, *, desk: Desk, batch: int = BATCH) -> None:
        """Take what is needed; `batch` events are read in one transaction."""
        self._desk = desk
        self._batch = batch

    def tick(self, now: datetime) -> int:
        """Read on in the log to its end.

        Returns:
            How many facts were written.
        """
        with self._desk.database.read() as uow:
            behind = uow.facts.is_behind()
        written = 0
        while behind:
            with self._desk.database.write() as uow:
                last = uow.facts.lock_cursor()
                if last is None:
                    return written
                facts, reached = self._facts_after(uow, last, now)
                uow.facts.put_all(facts)
                behind = reached != last
                if behind:
                    uow.facts.move_cursor(reached)
                written += len(facts)
        return written

    def compare(self, now: datetime) -> FactsReport:
        """Compare every stored fact with what log, diagram and calendar say."""
        return self._walk(now, repair=False)

    def rebuild(self, now: datetime, actor: Actor) -> FactsReport:
        """Make every fact anew, as after a calendar was changed for days gone by.

        What differed is in the log as one event.

        Returns:
            What differed before.
        """
        report = self._walk(now, repair=True)
        if report.differing:
            event = AuditEvent(
                kind="facts.rebuilt",
                at=now,
                actor=actor.user,
                actor_name=actor.name,
                facts={"facts": report.facts, "differing": len(report.differing)},
            )
            with self._desk.database.write() as uow:
                uow.events.append([event])
        return report

    def reach(self, now: datetime) -> int:
        """Read on in the log, and return the number of the last event that was read."""
        self.tick(now)
        with self._desk.database.read() as uow:
            self._desk.schedule.refresh(uow, now=now)
            return uow.facts.cursor()

    def walk_on(
        self,
        walk: Walk,
        now: datetime,
        *,
        repair: bool,
        note: Callable[[UnitOfWork, Walked], None] | None = None,
    ) -> Walked:
        """Go through the next events and see whether their facts are true.

        Args:
            walk: how far somebody has come, and up to where to go.
            now: for the calendars.
            repair: write what differs, too.
            note: keeps what was found, in the transaction that repairs.
        """
        with self._writes(repair) as uow:
            facts, after = self._facts_after(uow, walk.after, now, upto=walk.upto)
            stored = uow.facts.stored([one.task for one in facts])
            other = [one for one in facts if stored.get(one.task) != one]
            walked = Walked(
                after=after,
                facts=len(facts),
                changed=tuple((stored.get(one.task), one) for one in other),
            )
            if repair:
                uow.facts.put_all(other)
            if note is not None:
                note(uow, walked)
        return walked

    def strays(self, *, repair: bool) -> list[TaskId]:
        """Return the tasks that have a fact and should not; take it away to repair."""
        with self._writes(repair) as uow:
            strays = uow.facts.strays()
            if repair:
                uow.facts.remove(strays)
        return strays

    def _writes(self, repair: bool) -> AbstractContextManager[UnitOfWork]:  # noqa: FBT001
        return self._desk.database.write() if repair else self._desk.database.read()

    def _walk(self, now: datetime, *, repair: bool) -> FactsReport:
        """Go through the log as far as it was read, and see what is stored."""
        walk = Walk(after=0, upto=self.reach(now))
        differing: list[TaskId] = []
        total = 0
        while walk.after < walk.upto:
            walked = self.walk_on(walk, now, repair=repair)
            walk = replace(walk, after=walked.after)
            total += walked.facts
            differing += [after.task for _, after in walked.changed]
        strays = self.strays(repair=repair)
        return FactsReport(facts=total, differing=(*differing, *strays))

    def _facts_after(
        self, uow: UnitOfWork, after: int, now: datetime, *, upto: int | None = None
    ) -> tuple[list[StepFact], int]:
        """Return the facts of the next events, and the last event's number."""
        events = uow.facts.events_after(after, limit=self._batch)
        seen = [one for one in events if upto is None or one.sequence <= upto]
        if not seen:
            return [], after
        wanted = [one for one in seen if one.task is not None and one.kind in ENDING]
        ended = uow.facts.ended([one.task for one in wanted if one.task is not None])
        cases = {task.instance for task in ended}
        heads, moments = uow.warnings.cases(cases), uow.facts.moments(sorted(cases))
        steps = _Steps(uow)
        facts = []
        for task in ended:
            head = heads[task.instance]
            # A case may have been moved since: the round was held to its own version.
            definition = version_of(uow, self._desk.library, head, task).definition
            calendar = self._desk.schedule.calendar(uow, head.calendar, now=now)
            fact = fact_of(
                task,
                definition.steps.get(task.element),
                moments.get(task.id, ()),
                calendar,
                measured=steps.of(definition, task),
            )
            facts.append(fact)
        return facts, seen[-1].sequence


class _Steps:
    """Numbers of the steps that facts point to; new ones are added."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known = {
            (one.definition, one.element): one.id for one in uow.facts.steps()
        }

    def of(self, definition: ProcessDefinition, task: Task) -> int:
        key = (definition.id, task.element)
        if key not in self._known:
            step = definition.steps.get(task.element)
            self._known[key] = self._uow.facts.next_step()
            self._uow.facts.add_step(
                MeasuredStep(
                    id=self._known[key],
                    definition=definition.id,
                    process=definition.key,
                    version=definition.version,
                    element=task.element,
                    name=step.name if step is not None else task.name,
                    lane=task.lane,
                    place=step.number if step is not None else None,
                )
            )
        return self._known[key]
