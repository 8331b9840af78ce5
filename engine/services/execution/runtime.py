"""Cases: start, cancel, suspend, resume, and an administrator's repairs.

A case is suspended, resumed and cancelled together with the cases it called.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.domain import instances
from engine.domain.definitions import Step
from engine.domain.forms.limits import unreadable_parts
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.measuring import data_of_period
from engine.domain.tasks import TaskState, taken_away
from engine.domain.values import (
    ElementId,
    InstanceId,
    JsonObject,
    TaskId,
)
from engine.errors import (
    ReasonMissingError,
    RefusedError,
    SubmissionInvalidError,
    VersionConflictError,
)
from engine.ports import KernelStep, ProcessKernel
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.progress import NewCase, Progress
from engine.services.execution.starting import StartOrder, answered, may_start, remember
from engine.services.execution.submissions import MAX_REASON, chosen_or_forward
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import (
    LockedInstance,
    LockedTask,
    locked_instance,
    locked_task,
)

__all__ = ["RuntimeService", "StartOrder", "may_start"]

MAX_TITLE = 200


class RuntimeService:
    """What happens to whole cases."""

    def __init__(
        self, *, desk: Desk, kernel: ProcessKernel, progress: Progress
    ) -> None:
        self._desk = desk
        self._kernel = kernel
        self._progress = progress

    def start(self, order: StartOrder, actor: Actor) -> Instance:
        """Start a case of the newest version.

        Raises:
            ProcessNotFoundError, RefusedError, SubmissionInvalidError (variables),
            IdempotencyConflictError, KernelError.
        """
        errors = unreadable_parts(order.variables)
        if errors:
            raise SubmissionInvalidError(errors=errors)
        try:
            return self._started(order, actor)
        except VersionConflictError:
            if order.idempotency_key is None:
                raise
        # The same order came twice at once; the other one has started the case.
        return self._started(order, actor)

    def _started(self, order: StartOrder, actor: Actor) -> Instance:
        with self._desk.database.write() as uow:
            earlier = answered(uow, order, actor)
            if earlier is not None:
                return uow.instances.get(earlier)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            loaded = self._desk.library.latest(uow, order.process)
            if not may_start(actor, loaded):
                raise RefusedError(action="start", subject=order.process)
            started = self._progress.begin(
                changes,
                NewCase(
                    loaded=loaded,
                    title=order.title.strip()[:MAX_TITLE],
                    calendar=order.calendar or loaded.calendar,
                    data=data_of_period(order.period) | order.variables,
                    period=order.period,
                    simulated=order.simulated,
                ),
            )
            changes.write()
            remember(changes, order, started)
            return changes.instance(started)

    def cancel(self, instance_id: InstanceId, actor: Actor, *, reason: str) -> Instance:
        """Cancel a case; its numbers stay drawn, marked void.

        Raises:
            InstanceNotFoundError, InstanceNotRunningError, RefusedError,
            ReasonMissingError.
        """
        words = _required(reason, "cancel")
        with locked_instance(self._desk.database, instance_id) as locked:
            changes = self._supervised(locked, actor, "cancel")
            self._progress.cancel(changes, locked.instance, words)
            changes.write()
            return changes.instance(instance_id)

    def suspend(
        self, instance_id: InstanceId, actor: Actor, *, reason: str
    ) -> Instance:
        """Let nobody work on a case until it is resumed; errors as `cancel`."""
        words = _required(reason, "suspend")
        with locked_instance(self._desk.database, instance_id) as locked:
            changes = self._supervised(locked, actor, "suspend")
            locked.instance.require_running()
            self._whole(
                changes,
                locked.instance,
                "suspended",
                lambda one: instances.suspended(one, reason=words),
            )
            changes.write()
            return changes.instance(instance_id)

    def resume(
        self, instance_id: InstanceId, actor: Actor, *, reason: str = ""
    ) -> Instance:
        """Let a suspended or failed case go on; errors as `cancel`."""
        words = reason.strip()[:MAX_REASON]
        with locked_instance(self._desk.database, instance_id) as locked:
            changes = self._supervised(locked, actor, "resume")
            self._whole(changes, locked.instance, "resumed", instances.resumed, words)
            changes.write()
            return changes.instance(instance_id)

    def skip(
        self,
        task_id: TaskId,
        actor: Actor,
        *,
        reason: str,
        decision: str | None = None,
    ) -> Instance:
        """Let a case go on as if a step were done: an administrator's repair.

        Args:
            task_id: of the open task.
            actor: an administrator.
            reason: for the log.
            decision: label of an arrow; None takes the one that leads forward.

        Raises:
            TaskNotFoundError, TaskNotOpenError, RefusedError, ReasonMissingError,
            DecisionInvalidError, InstanceNotRunningError, KernelError.
        """

        def repaired(locked: LockedTask, loaded: LoadedDefinition) -> KernelStep:
            step: Step = loaded.definition.steps[locked.task.element]
            choice = chosen_or_forward(step, decision)
            instance = locked.instance
            return self._kernel.complete(
                loaded.definition,
                instance.snapshot,
                locked.task.token,
                instance.data,
                choice.flow if choice else None,
            )

        facts: JsonObject = {"reason": _required(reason, "skip")}
        return self._repair(task_id, actor, "task.skipped", facts, repaired)

    def go_back(
        self, task_id: TaskId, actor: Actor, *, element: ElementId, reason: str
    ) -> Instance:
        """Put a case back at another step: an administrator's repair.

        Raises:
            as for `skip`.
        """

        def repaired(locked: LockedTask, loaded: LoadedDefinition) -> KernelStep:
            return self._kernel.restart_at(
                loaded.definition,
                locked.instance.snapshot,
                locked.task.token,
                element,
                locked.instance.data,
            )

        facts: JsonObject = {"reason": _required(reason, "go_back"), "to": element}
        return self._repair(task_id, actor, "task.moved", facts, repaired)

    def _repair(
        self,
        task_id: TaskId,
        actor: Actor,
        kind: str,
        facts: JsonObject,
        repaired: Callable[[LockedTask, LoadedDefinition], KernelStep],
    ) -> Instance:
        with locked_task(self._desk.database, task_id) as locked:
            changes, task = self._desk.begin(locked, actor)
            access.require_right(
                actor, Right.ADMINISTER, action=kind, subject=task.process
            )
            gone = taken_away(task, TaskState.CANCELLED, now=changes.now)
            changes.save(replace(gone, reason=str(facts["reason"])))
            told: JsonObject = {"element": task.element, **facts}
            changes.record(kind, instance=task.instance, task=task.id, facts=told)
            step = repaired(locked, self._desk.loaded(locked))
            self._progress.record(changes, task.instance, step)
            changes.write()
            return changes.instance(task.instance)

    def _whole(
        self,
        changes: Changes,
        instance: Instance,
        kind: str,
        changed: Callable[[Instance], Instance],
        reason: str = "",
    ) -> None:
        """Change a case and the open ones it called, callers first."""
        after = changed(instance)
        changes.keep(after)
        facts: JsonObject = {"reason": reason or after.reason or instance.reason}
        changes.record(f"instance.{kind}", instance=instance.id, facts=facts)
        for child in changes.uow.instances.children(instance.id):
            if child.ended_at is None and child.state is instance.state:
                self._whole(changes, changes.instance(child.id), kind, changed, reason)

    def _supervised(self, locked: LockedInstance, actor: Actor, action: str) -> Changes:
        """Check who asks; a called case goes its caller's way only."""
        instance, uow = locked.instance, locked.uow
        loaded = self._desk.library.of(uow, instance.definition)
        access.require_instance(uow, actor, instance, loaded)
        allowed = actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)
        own = instance.started_by == actor.user and action == "cancel"
        if not (allowed or own) or instance.parent is not None:
            raise RefusedError(action=action, subject=instance.id)
        changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
        changes.know(instance, *locked.callers)
        return changes


def _required(reason: str, action: str) -> str:
    words = reason.strip()[:MAX_REASON]
    if not words:
        raise ReasonMissingError(action=action)
    return words
