"""Time passes: timers fire, and a changed calendar moves what is due.

A million open tasks cost an idle tick nothing: it reads the timers that are due
and no task at all.
"""

from dataclasses import replace
from datetime import datetime

from engine.domain.clocks import ClockKind
from engine.domain.definitions import Step
from engine.domain.durations import WorkDuration
from engine.domain.identity import MACHINE
from engine.domain.instances import InstanceState, failed
from engine.domain.sla import Pause
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.values import CalendarKey, InstanceId, JsonObject
from engine.domain.working_calendar import WorkingCalendar
from engine.errors import InvalidError, KernelError, MutuBakuError, NotFoundError
from engine.ports import ProcessKernel
from engine.services.execution.progress import Progress
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import LockedInstance, locked_instance
from engine.services.transactions.schedule import due_again
from engine.store.database import UnitOfWork
from engine.store.instances import InstanceFilter
from engine.store.values import Incident

_OPEN = (InstanceState.RUNNING, InstanceState.SUSPENDED, InstanceState.FAILED)
BATCH = 200
KERNEL_INCIDENT = "kernel"
DURATION = "P"


class DeadlineService:
    """Wakes timers and keeps due instants true."""

    def __init__(
        self, *, desk: Desk, kernel: ProcessKernel, progress: Progress
    ) -> None:
        self._desk = desk
        self._kernel = kernel
        self._progress = progress

    def tick(self, now: datetime) -> int:
        """Let every timer fire that is due; one transaction per case.

        A case that cannot go on is parked as an incident, the others go on.

        Args:
            now: aware; `due_at` up to and including it fires.

        Returns:
            How many cases were woken.
        """
        with self._desk.database.read() as uow:
            due = uow.timers.due_instances(now, limit=BATCH)
        woken = 0
        for instance in due:
            try:
                woken += self.wake(instance, now)
            except (KernelError, InvalidError, NotFoundError) as error:
                self._park(instance, error, now)
                woken += 1
        return woken

    def next_timer(self, instance: InstanceId) -> datetime | None:
        """Return when a case's next timer fires, None without one."""
        with self._desk.database.read() as uow:
            due = [timer.due_at for timer in uow.timers.of_instance(instance)]
        return min(due, default=None)

    def recompute_due(
        self,
        calendar: CalendarKey,
        now: datetime,
        *,
        before: WorkingCalendar | None = None,
    ) -> int:
        """Compute open tasks and timers again after a calendar has changed.

        One transaction per case; what moved is in the log.

        Args:
            calendar: that changed.
            now: aware.
            before: the calendar as it was; timers keep the working time that was
                left by it. None leaves timers alone: who changed the calendar
                has moved them.

        Returns:
            How many tasks moved.
        """
        self._desk.schedule.forget(calendar)
        moved = 0
        for state in _OPEN:
            cursor, wanted = None, InstanceFilter(state=state)
            while True:
                with self._desk.database.read() as uow:
                    page = uow.instances.listing(wanted, limit=BATCH, cursor=cursor)
                for instance in page.items:
                    if instance.calendar == calendar:
                        moved += self._recompute(instance.id, now, before)
                cursor = page.next
                if cursor is None:
                    break
        return moved

    def wake(self, instance_id: InstanceId, now: datetime) -> int:
        """Let a running case's due timers fire; return 1 if there were any, else 0."""
        with locked_instance(self._desk.database, instance_id) as locked:
            instance = locked.instance
            if instance.state is not InstanceState.RUNNING:
                return 0
            fired = locked.uow.timers.due_of(instance_id, now)
            if not fired:
                return 0
            changes = self._changes(locked, now)
            for timer in fired:
                changes.stop(timer.token)
                facts: JsonObject = {"element": timer.element}
                changes.record("timer.fired", instance=instance_id, facts=facts)
            loaded = self._desk.library.of(locked.uow, instance.definition)
            step = self._kernel.wake(
                loaded.definition,
                instance.snapshot,
                [timer.token for timer in fired],
                instance.data,
            )
            self._progress.record(changes, instance_id, step)
            changes.write()
            return 1

    def _park(
        self, instance_id: InstanceId, error: MutuBakuError, now: datetime
    ) -> None:
        """Let a case that cannot go on wait for an administrator."""
        with locked_instance(self._desk.database, instance_id) as locked:
            if locked.instance.state is not InstanceState.RUNNING:
                return
            changes = self._changes(locked, now)
            changes.keep(failed(locked.instance))
            facts = {key: str(value) for key, value in error.facts.items()}
            locked.uow.incidents.add(
                Incident(
                    id=new_id(),
                    kind=KERNEL_INCIDENT,
                    key=instance_id,
                    code=error.code,
                    facts=dict(facts),
                    opened_at=now,
                    instance=instance_id,
                )
            )
            changes.record("instance.failed", instance=instance_id, facts=dict(facts))
            changes.write()

    def _recompute(
        self, instance_id: InstanceId, now: datetime, before: WorkingCalendar | None
    ) -> int:
        with locked_instance(self._desk.database, instance_id) as locked:
            uow, instance = locked.uow, locked.instance
            calendar = self._desk.schedule.calendar(uow, instance.calendar, now=now)
            changes = self._changes(locked, now)
            steps = self._desk.library.of(uow, instance.definition).definition.steps
            moved = 0
            for task in uow.tasks.open_of(instance_id):
                after = _due_again(uow, task, steps[task.element], calendar, now)
                if after.due_at == task.due_at:
                    continue
                moved += 1
                changes.save(after)
                facts: JsonObject = {
                    "from": _text(task.due_at),
                    "to": _text(after.due_at),
                }
                changes.record(
                    "task.due_moved", instance=instance_id, task=task.id, facts=facts
                )
            if before is not None:
                timers = uow.timers.of_instance(instance_id)
                uow.timers.reschedule(_moved(timers, before, calendar, now))
            changes.write()
            return moved

    def _changes(self, locked: LockedInstance, now: datetime) -> Changes:
        changes = Changes(uow=locked.uow, now=now, actor=MACHINE)
        changes.know(locked.instance, *locked.callers)
        return changes


def _due_again(
    uow: UnitOfWork,
    task: Task,
    step: Step,
    calendar: WorkingCalendar,
    now: datetime,
) -> Task:
    pauses = [
        Pause(start=one.started_at, end=one.ended_at)
        for one in uow.clocks.of_task(task.id)
        if one.kind is ClockKind.PAUSED
    ]
    return due_again(task, step, pauses, calendar, now=now)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _moved(
    timers: list[Timer],
    before: WorkingCalendar,
    after: WorkingCalendar,
    now: datetime,
) -> list[Timer]:
    """Return the timers that count working time, with what was left of it."""
    moved = []
    for timer in timers:
        left = before.working_time_between(now, timer.due_at)
        if left and timer.text.strip().upper().startswith(DURATION):
            due = after.add_working_time(now, WorkDuration(time=left))
            moved.append(replace(timer, due_at=due))
    return moved
