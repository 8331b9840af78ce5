"""What a step of the kernel means for tasks, timers, called cases and the log.

Private to services. Everything is gathered in `Changes`; a called case that
ends completes its caller's token within the same transaction, and so on up.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.instances import Instance, InstanceState, ended
from engine.domain.instances import cancelled as cancelled_instance
from engine.domain.tasks import Task, TaskState, taken_away
from engine.domain.timers import Timer
from engine.domain.values import (
    CalendarKey,
    ElementId,
    InstanceId,
    JsonObject,
    ProcessKey,
    RoleKey,
    TaskId,
    TokenId,
)
from engine.errors import KernelError
from engine.ports import (
    Closed,
    ClosedReason,
    KernelStep,
    OpenedCall,
    OpenedTimer,
    OpenedWait,
    ProcessKernel,
)
from engine.services.definitions.deployed import DefinitionLibrary, LoadedDefinition
from engine.services.execution.calls import call_node, place_of_call, returned_data
from engine.services.execution.rulings import tell_decided, with_answers
from engine.services.execution.visits import counted_visit
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.schedule import (
    Schedule,
    opening_due,
    timer_instant,
    watched,
)

MAX_CALL_DEPTH = 20
_TAKEN = {
    ClosedReason.INTERRUPTED: TaskState.INTERRUPTED,
    ClosedReason.CANCELLED: TaskState.CANCELLED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """What is needed to begin a case. `parent` is the calling case, if any."""

    loaded: LoadedDefinition
    title: str
    calendar: CalendarKey
    data: JsonObject
    period: str = ""
    simulated: bool = False
    parent: Instance | None = None
    parent_token: TokenId | None = None


class Progress:
    """Turns steps of the kernel into changes."""

    def __init__(
        self, *, kernel: ProcessKernel, library: DefinitionLibrary, schedule: Schedule
    ) -> None:
        self._kernel = kernel
        self._library = library
        self._schedule = schedule

    def begin(self, changes: Changes, case: NewCase) -> InstanceId:
        """Start a case and return its id; it may have ended at once."""
        definition = case.loaded.definition
        step = self._kernel.start(definition, case.data)
        instance = Instance(
            id=InstanceId(new_id()),
            number=changes.uow.instances.next_number(simulated=case.simulated),
            definition=definition.id,
            process=definition.key,
            title=case.title or definition.name,
            state=InstanceState.RUNNING,
            snapshot=step.snapshot,
            calendar=case.calendar,
            started_at=changes.now,
            started_by=changes.actor.user,
            period=case.period,
            data=case.data,
            parent=case.parent.id if case.parent else None,
            parent_token=case.parent_token,
            simulated=case.simulated,
        )
        changes.keep(instance, fresh=True)
        facts: JsonObject = {"process": definition.key, "version": definition.version}
        if case.parent is not None:
            facts["parent"] = case.parent.id
        changes.record(
            "instance.started",
            instance=instance.id,
            facts=facts,
        )
        self.record(changes, instance.id, step)
        return instance.id

    def record(
        self, changes: Changes, instance_id: InstanceId, step: KernelStep
    ) -> None:
        """Write down what a step closed, opened, passed and ended."""
        instance = changes.instance(instance_id)
        self._close(changes, instance, step.closed)
        changes.keep(
            replace(
                instance, snapshot=step.snapshot, data=with_answers(instance.data, step)
            )
        )
        for wait in step.opened:
            self._open(changes, instance_id, wait)
        for timer in step.timers:
            self._wait_for(changes, instance, timer)
        for passed in step.passed:
            if passed.throws is not None:
                facts: JsonObject = {"element": passed.element}
                kind = f"{passed.throws.value}.thrown"
                changes.record(kind, instance=instance_id, facts=facts)
            tell_decided(changes, instance_id, passed)
        for call in step.calls:
            self._call(changes, instance_id, call)
        if step.ended:
            self._end(changes, instance_id)

    def cancel(self, changes: Changes, instance: Instance, reason: str) -> None:
        """Cancel a case with everything open in it, called cases included."""
        changes.keep(
            cancelled_instance(
                changes.instance(instance.id), reason=reason, now=changes.now
            )
        )
        stored = changes.uow.tasks.open_of(instance.id)
        for task in changes.newest(instance.id, stored):
            if task.is_open:
                self._take_away(changes, task, TaskState.CANCELLED)
        for timer in changes.uow.timers.of_instance(instance.id):
            changes.stop(timer.token)
        for document in changes.uow.documents.of_instance(instance.id):
            changes.void(document, reason)
        changes.record(
            "instance.cancelled", instance=instance.id, facts={"reason": reason}
        )
        for child in changes.uow.instances.children(instance.id):
            if child.ended_at is None:
                self.cancel(changes, changes.instance(child.id), reason)

    def _open(
        self, changes: Changes, instance_id: InstanceId, wait: OpenedWait
    ) -> None:
        loaded = self._library.of(changes.uow, changes.instance(instance_id).definition)
        step = loaded.definition.steps[wait.element]
        place, visit = counted_visit(changes, instance_id, step, wait)
        instance = changes.instance(instance_id)
        calendar = self._schedule.calendar(
            changes.uow, instance.calendar, now=changes.now
        )
        due_at, seconds = opening_due(step, wait.due, calendar, now=changes.now)
        task = Task(
            id=TaskId(new_id()),
            instance=instance.id,
            process=instance.process,
            element=wait.element,
            token=wait.token,
            name=step.name,
            kind=wait.kind,
            lane=step.lane,
            role=RoleKey(wait.performer) if wait.performer else step.role,
            state=TaskState.READY,
            ready_at=changes.now,
            round=visit,
            item=wait.item,
            item_index=place,
            due_at=due_at,
            standard_seconds=seconds,
            simulated=instance.simulated,
        )
        changes.open(watched(task, step, calendar, now=changes.now))

    def _wait_for(
        self, changes: Changes, instance: Instance, timer: OpenedTimer
    ) -> None:
        calendar = self._schedule.calendar(
            changes.uow, instance.calendar, now=changes.now
        )
        due: datetime = timer_instant(
            duration=timer.duration,
            instant=timer.instant,
            calendar=calendar,
            now=changes.now,
        )
        changes.wait_for(
            Timer(
                token=timer.token,
                instance=instance.id,
                element=timer.element,
                due_at=due,
                text=timer.duration or timer.instant or "",
            )
        )

    def _call(
        self, changes: Changes, instance_id: InstanceId, call: OpenedCall
    ) -> None:
        if (instance_id, call.token) in changes.gone:
            return
        parent = changes.instance(instance_id)
        self._refuse_endless_calls(changes, parent, call.element)
        loaded = self._library.latest(changes.uow, ProcessKey(call.called))
        node = call_node(self._library.of(changes.uow, parent.definition), call.element)
        given, parent = place_of_call(parent, node, call)
        changes.keep(parent)
        child = self.begin(
            changes,
            NewCase(
                loaded=loaded,
                title=f"{parent.title} – {loaded.definition.name}",
                calendar=parent.calendar,
                data=given,
                period=parent.period,
                simulated=parent.simulated,
                parent=parent,
                parent_token=call.token,
            ),
        )
        changes.record(
            "call.started",
            instance=instance_id,
            facts={"element": call.element, "case": child},
        )

    def _refuse_endless_calls(
        self, changes: Changes, parent: Instance, element: ElementId
    ) -> None:
        depth, above = 1, parent.parent
        while above is not None:
            depth, above = depth + 1, changes.instance(above).parent
        if depth >= MAX_CALL_DEPTH:
            raise KernelError(reason="kernel.calls_too_deep", element=element)

    def _end(self, changes: Changes, instance_id: InstanceId) -> None:
        instance = ended(changes.instance(instance_id), now=changes.now)
        changes.keep(instance)
        changes.record("instance.completed", instance=instance_id, facts={})
        if instance.parent is None or instance.parent_token is None:
            return
        parent = changes.instance(instance.parent)
        parent.require_running()
        loaded = self._library.of(changes.uow, parent.definition)
        parent = replace(
            parent, data=returned_data(changes, self._library, parent, instance)
        )
        changes.keep(parent)
        step = self._kernel.complete(
            loaded.definition, parent.snapshot, instance.parent_token, parent.data
        )
        self.record(changes, parent.id, step)

    def _close(
        self, changes: Changes, instance: Instance, closed: tuple[Closed, ...]
    ) -> None:
        if not closed:
            return
        reasons = {one.token: one.reason for one in closed}
        changes.gone.update((instance.id, token) for token in reasons)
        stored = changes.uow.tasks.by_tokens(instance.id, list(reasons))
        for task in changes.newest(instance.id, stored):
            if task.token in reasons and task.is_open:
                self._take_away(changes, task, _TAKEN[reasons[task.token]])
        for token in reasons:
            changes.stop(token)
        loaded = self._library.of(changes.uow, instance.definition)
        if loaded.definition.calls:
            for child in changes.uow.instances.children(instance.id):
                if child.parent_token in reasons and child.ended_at is None:
                    self.cancel(changes, changes.instance(child.id), "")

    def _take_away(self, changes: Changes, task: Task, state: TaskState) -> None:
        changes.save(taken_away(task, state, now=changes.now))
        changes.record(f"task.{state.value}", instance=task.instance, task=task.id)
