"""The officer's verbs on a task: claim, release, complete, pause, resume, reassign.

Each is one transaction that locks the case first, then the task. Which verb is
allowed is decided by `engine.domain.tasks`; whose task is not even to be seen
is told that it does not exist.
"""

from dataclasses import replace

from engine.domain import tasks
from engine.domain.clocks import ClockInterval, ClockKind
from engine.domain.identity import Actor
from engine.domain.pausing import PausedBy
from engine.domain.sla import ClockStart, Pause
from engine.domain.tasks import Task
from engine.domain.values import JsonObject, TaskId, UserId
from engine.errors import ReasonMissingError, RefusedError, UserNotFoundError
from engine.services.execution.completing import Completing
from engine.services.execution.submissions import Completion
from engine.services.notices.rules import pause_rule
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import LockedTask, locked_task
from engine.services.transactions.schedule import due_again
from engine.store.values import Comment

MAX_COMMENT = 4_000


class InboxService:
    """What officers do with their tasks."""

    def __init__(self, *, desk: Desk, completing: Completing) -> None:
        self._desk = desk
        self._completing = completing

    def claim(
        self, task_id: TaskId, actor: Actor, *, version: int | None = None
    ) -> Task:
        """Take a task; taking one's own again changes nothing.

        Raises:
            TaskNotFoundError, TaskNotOpenError, TaskTakenError, RefusedError,
            InstanceNotRunningError, VersionConflictError.
        """
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor, version)
            held = tasks.claim(task, actor, now=changes.now)
            if held is task:
                return task
            held = self._clock_started(locked, changes, held)
            return self._desk.keep(changes, held, "task.claimed")

    def release(
        self, task_id: TaskId, actor: Actor, *, version: int | None = None
    ) -> Task:
        """Give a task back to its lane.

        Raises:
            TaskNotFoundError, TaskNotOpenError, TaskNotClaimedError,
            TaskTakenError, TaskPausedError, InstanceNotRunningError,
            VersionConflictError.
        """
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor, version)
            released = tasks.release(task, actor)
            self._note_work(locked, changes, task)
            if self._runs_from_claim(locked):
                released = replace(
                    released, due_at=None, standard_seconds=None, warn_at=None
                )
            return self._desk.keep(changes, released, "task.released")

    def reassign(
        self,
        task_id: TaskId,
        actor: Actor,
        *,
        to: UserId,
        reason: str = "",
        version: int | None = None,
    ) -> Task:
        """Give a task to another officer, who need not hold its role.

        Raises:
            TaskNotFoundError, TaskNotOpenError, RefusedError, UserNotFoundError,
            InstanceNotRunningError, VersionConflictError.
        """
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor, version)
            heir = locked.uow.people.actor_of(to, changes.now)
            if heir is None:
                raise UserNotFoundError(user=to)
            given = tasks.reassign(task, heir, by=actor, now=changes.now)
            if task.claimed_at is None:
                given = self._clock_started(locked, changes, given)
            else:
                self._note_work(locked, changes, task)
            facts: JsonObject = {"to": heir.user, "name": heir.name, "reason": reason}
            return self._desk.keep(changes, given, "task.reassigned", facts)

    def pause(
        self,
        task_id: TaskId,
        actor: Actor,
        *,
        reason: str,
        version: int | None = None,
    ) -> Task:
        """Stop a task's clock; the reason is part of the record.

        Raises:
            ReasonMissingError, and as for `release`; RefusedError where the SOP
            lets only superiors pause.
        """
        if not reason.strip():
            raise ReasonMissingError(action="pause")
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor, version)
            rule = pause_rule(locked.uow, task.process)
            if not rule.allows(actor):
                raise RefusedError(action="pause", subject=task.id)
            paused = tasks.pause(
                task,
                actor,
                now=changes.now,
                until=rule.ends_at(changes.now, self._desk.calendar(locked, changes)),
                superior=rule.by is PausedBy.SUPERIOR,
            )
            return self._desk.keep(changes, paused, "task.paused", {"reason": reason})

    def resume(
        self, task_id: TaskId, actor: Actor, *, version: int | None = None
    ) -> Task:
        """Let a task's clock run on; its due instant moves by what stood still.

        Raises:
            as for `release`.
        """
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor, version)
            rule = pause_rule(locked.uow, task.process)
            superior = rule.by is PausedBy.SUPERIOR
            resumed = tasks.resume(task, actor, superior=superior)
            if task.paused_at is None:
                return task
            interval = self._interval(locked, changes, task, ClockKind.PAUSED)
            locked.uow.clocks.add_all([interval])
            pauses = [
                Pause(start=one.started_at, end=one.ended_at)
                for one in locked.uow.clocks.of_task(task.id)
                if one.kind is ClockKind.PAUSED
            ]
            step, calendar = (
                self._desk.step(locked),
                self._desk.calendar(locked, changes),
            )
            resumed = replace(
                due_again(resumed, step, pauses, calendar, now=changes.now),
                paused_seconds=task.paused_seconds + interval.working_seconds,
            )
            return self._desk.keep(changes, resumed, "task.resumed")

    def complete(self, task_id: TaskId, actor: Actor, completion: Completion) -> Task:
        """Complete a task and let its case go on; a ready one is claimed by the way.

        Returns:
            The completed task; for a repeated Idempotency-Key the same again.

        Raises:
            TaskNotFoundError, TaskNotOpenError, TaskTakenError, TaskPausedError,
            RefusedError, InstanceNotRunningError, VersionConflictError,
            SubmissionInvalidError, DecisionInvalidError, ReasonMissingError,
            IdempotencyConflictError, KernelError.
        """
        return self._completing.complete(task_id, actor, completion)

    def comment(self, task_id: TaskId, actor: Actor, text: str) -> Comment:
        """Add a remark to a task's case; also to one that has ended.

        Raises:
            TaskNotFoundError; ReasonMissingError for an empty text.
        """
        words = text.strip()[:MAX_COMMENT]
        if not words:
            raise ReasonMissingError(action="comment")
        with locked_task(self._desk.database, task_id) as locked:
            self._desk.require_seen(locked, actor)
            comment = Comment(
                id=new_id(),
                instance=locked.instance.id,
                task=task_id,
                author=actor.user,
                author_name=actor.name,
                text=words,
                at=self._desk.clock.now(),
            )
            locked.uow.comments.add(comment)
            return comment

    def _clock_started(self, locked: LockedTask, changes: Changes, task: Task) -> Task:
        """Return a task that was just taken, due if its clock starts only now."""
        if not self._runs_from_claim(locked):
            return task
        step, calendar = self._desk.step(locked), self._desk.calendar(locked, changes)
        return due_again(task, step, (), calendar, now=changes.now)

    def _runs_from_claim(self, locked: LockedTask) -> bool:
        standard = self._desk.step(locked).standard
        return standard is not None and standard.clock is ClockStart.CLAIMED

    def _note_work(self, locked: LockedTask, changes: Changes, task: Task) -> None:
        # The row keeps the last officer's times only; who worked before is noted.
        interval = self._interval(locked, changes, task, ClockKind.WORKING)
        locked.uow.clocks.add_all([interval])

    def _interval(
        self, locked: LockedTask, changes: Changes, task: Task, kind: ClockKind
    ) -> ClockInterval:
        since = task.paused_at if kind is ClockKind.PAUSED else task.claimed_at
        started = since or changes.now
        calendar = self._desk.calendar(locked, changes)
        worked = calendar.working_time_between(started, changes.now)
        return ClockInterval(
            task=task.id,
            kind=kind,
            started_at=started,
            ended_at=changes.now,
            working_seconds=int(worked.total_seconds()),
        )
