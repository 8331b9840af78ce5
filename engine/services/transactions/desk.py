"""What every verb on a task begins and ends with."""

from dataclasses import replace

from engine.clock import Clock
from engine.domain.definitions import Step
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.tasks import Task, TaskState
from engine.domain.values import InstanceId, JsonObject, TaskId
from engine.domain.working_calendar import WorkingCalendar
from engine.errors import TaskTakenError, VersionConflictError
from engine.services.definitions.deployed import DefinitionLibrary, LoadedDefinition
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.locking import LockedTask
from engine.services.transactions.schedule import Schedule
from engine.store.database import Database, UnitOfWork


class Desk:
    """Shared by the services that change tasks.

    Attributes:
        database: where their transactions begin.
        clock: read once per use case.
        library: of deployed definitions.
        schedule: of working calendars.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        library: DefinitionLibrary,
        schedule: Schedule,
    ) -> None:
        self.database = database
        self.clock = clock
        self.library = library
        self.schedule = schedule

    def begin(
        self, locked: LockedTask, actor: Actor, version: int | None = None
    ) -> tuple[Changes, Task]:
        """Check what every verb asks first: seen, open, running, unchanged.

        Raises:
            TaskNotFoundError, TaskNotOpenError, InstanceNotRunningError,
            TaskTakenError: asked before the version, for they say more.
            VersionConflictError: it is not as the officer saw it.
        """
        task, instance = locked.task, locked.instance
        self.require_seen(locked, actor)
        task.require_open()
        instance.require_running()
        if version is not None and version != task.version:
            if task.state is TaskState.CLAIMED and task.assignee != actor.user:
                raise TaskTakenError(task=task.id, by=task.assignee_name)
            raise VersionConflictError(what="task", id=task.id)
        changes = Changes(
            uow=locked.uow, now=self.clock.now(), actor=actor, role=task.role
        )
        changes.know(instance, *locked.callers)
        return changes, task

    def seen_case(
        self, uow: UnitOfWork, case_id: InstanceId, actor: Actor
    ) -> tuple[Instance, LoadedDefinition]:
        """Return a case with its version, to somebody who may see it.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        case = uow.instances.get(case_id)
        loaded = self.library.of(uow, case.definition)
        access.require_instance(uow, actor, case, loaded)
        return case, loaded

    def seen_task(
        self, uow: UnitOfWork, task_id: TaskId, actor: Actor
    ) -> tuple[Task, Instance, LoadedDefinition]:
        """Return a task with its case and version, to somebody who may see it.

        Raises:
            TaskNotFoundError: there is none, or it is not the actor's to see.
        """
        task = uow.tasks.get(task_id)
        case = uow.instances.get(task.instance)
        loaded = self.library.of(uow, case.definition)
        access.require_task(uow, actor, task, case, loaded)
        return task, case, loaded

    def require_seen(self, locked: LockedTask, actor: Actor) -> None:
        """Raise TaskNotFoundError where the task is not the actor's to see."""
        loaded = self.loaded(locked)
        access.require_task(locked.uow, actor, locked.task, locked.instance, loaded)

    def keep(
        self, changes: Changes, task: Task, kind: str, facts: JsonObject | None = None
    ) -> Task:
        """Write a changed task with its event and return it as it is now."""
        changes.save(task)
        changes.record(kind, instance=task.instance, task=task.id, facts=facts)
        changes.write()
        return replace(task, version=task.version + 1)

    def loaded(self, locked: LockedTask) -> LoadedDefinition:
        """Return the definition of a task's case."""
        return self.library.of(locked.uow, locked.instance.definition)

    def step(self, locked: LockedTask) -> Step:
        """Return the step that a task stands for."""
        return self.loaded(locked).definition.steps[locked.task.element]

    def calendar(self, locked: LockedTask, changes: Changes) -> WorkingCalendar:
        """Return the calendar of a task's case."""
        key = locked.instance.calendar
        return self.schedule.calendar(locked.uow, key, now=changes.now)
