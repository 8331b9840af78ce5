"""Warnings: somebody is told in time that a step nears its standard or is late.

The ticker asks for the tasks whose warning has come; an idle look reads one
entry of an index. A server that was off tells the highest warning, once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.domain.clocks import ClockKind
from engine.domain.instances import InstanceState
from engine.domain.notices import (
    DeliveryState,
    NoticeKind,
    Watch,
    next_warning,
    reached,
)
from engine.domain.sla import ClockStart, Pause
from engine.domain.tasks import Task
from engine.domain.values import TaskId
from engine.ports import Job
from engine.services.notices.sending import delivering
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Subject, Telling, Ways
from engine.store.unit_of_work import UnitOfWork
from engine.store.warnings import CaseHead

BATCH = 200
LOOK_AGAIN = timedelta(hours=1)  # at a case that is suspended or failed


class ReminderService:
    """Warns of tasks, and hands messages to the job queue when they may leave."""

    def __init__(self, *, desk: Desk, ways: Ways) -> None:
        self._desk = desk
        self._ways = ways

    def tick(self, now: datetime) -> int:
        """Warn of every task whose time has come, and queue what is to be sent.

        Returns:
            How many tasks were warned of.
        """
        with self._desk.database.read() as uow:
            warned, sends = uow.warnings.waiting(now), uow.deliveries.waiting(now)
        total = 0
        while warned:
            told, full = self._warn(now)
            total, warned = total + told, full
        if sends or total:
            while self._queue(now) == BATCH:
                pass
        return total

    def queued_jobs(self, uow: UnitOfWork) -> list[Job]:
        """Return the jobs of messages that were queued, as after a restore."""
        return [delivering(one) for one in uow.deliveries.queued()]

    def _warn(self, now: datetime) -> tuple[int, bool]:
        """Warn of one batch; return how many were told and whether more may wait."""
        with self._desk.database.write() as uow:
            due = uow.warnings.due(now, limit=BATCH)
            cases = uow.warnings.cases({task.instance for task in due})
            telling = Telling(uow, ways=self._ways, now=now)
            moved: list[tuple[TaskId, datetime | None]] = []
            told = 0
            for task in due:
                case = cases[task.instance]
                if case.state is not InstanceState.RUNNING:
                    moved.append((task.id, now + LOOK_AGAIN))
                    continue
                told += self._tell(telling, uow, (task, case), now)
                moved.append((task.id, self._next(uow, task, case, now)))
            telling.write()
            uow.warnings.move(moved)
            return told, len(due) == BATCH

    def _tell(
        self,
        telling: Telling,
        uow: UnitOfWork,
        of: tuple[Task, CaseHead],
        now: datetime,
    ) -> int:
        task, case = of
        calendar = self._desk.schedule.calendar(uow, case.calendar, now=now)
        level = reached(self._watch(uow, task, case), calendar, now)
        if level is None or task.paused_at is not None:
            return 0
        people = telling.performers(task)
        if level.kind is not NoticeKind.NEARING:
            people += telling.superiors(task, level.days)
        subject = Subject(task=task, case=case, calendar=calendar)
        return 1 if telling.tell(subject, level, people) else 0

    def _next(
        self, uow: UnitOfWork, task: Task, case: CaseHead, now: datetime
    ) -> datetime | None:
        calendar = self._desk.schedule.calendar(uow, case.calendar, now=now)
        return next_warning(self._watch(uow, task, case), calendar, now)

    def _watch(self, uow: UnitOfWork, task: Task, case: CaseHead) -> Watch:
        steps = self._desk.library.of(uow, case.definition).definition.steps
        step = steps.get(task.element)
        standard = step.standard if step is not None else None
        pauses: tuple[Pause, ...] = ()
        if task.paused_seconds:
            pauses = tuple(
                Pause(start=one.started_at, end=one.ended_at)
                for one in uow.clocks.of_task(task.id)
                if one.kind is ClockKind.PAUSED
            )
        clock = standard.clock if standard is not None else ClockStart.READY
        return Watch(task=task, clock=clock, pauses=pauses)

    def _queue(self, now: datetime) -> int:
        with self._desk.database.write() as uow:
            due = uow.deliveries.due(now, limit=BATCH)
            queued = [replace(one, state=DeliveryState.QUEUED) for one in due]
            for one in uow.deliveries.save_all(queued):
                uow.enqueue(delivering(one))
            return len(due)
