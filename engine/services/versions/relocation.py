"""What moving one case to another version comes to: told, and ready to be written.

Nothing is written here. The plan that somebody reads and the move that is made
are the same computation.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.domain.definitions import Step
from engine.domain.durations import WorkDuration
from engine.domain.instances import Instance
from engine.domain.moving import MovedCase, Obstacle, Renaming, Standing
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.values import ElementId, JsonObject, RoleKey
from engine.domain.working_calendar import WorkingCalendar
from engine.errors import DurationInvalidError, InstantInvalidError, KernelError
from engine.ports import ProcessKernel
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.transactions.desk import Desk
from engine.services.versions.plans import (
    CasePlan,
    Foreseen,
    MovedTask,
    MovedTimer,
    Route,
)
from engine.services.versions.retiming import clock_anew, timer_anew
from engine.store.database import UnitOfWork


class Relocation:
    """Computes moves."""

    def __init__(self, *, desk: Desk, kernel: ProcessKernel) -> None:
        self._desk = desk
        self._kernel = kernel

    def foreseen(
        self, uow: UnitOfWork, instance: Instance, route: Route, now: datetime
    ) -> Foreseen:
        """Return what moving a case comes to, also where it cannot move.

        Raises:
            KernelError: the case's snapshot cannot be read.
        """
        old = self._desk.library.of(uow, instance.definition)
        data = _renamed(instance.data, old, route.names)
        moved = self._kernel.move(
            old.definition, route.to.definition, instance.snapshot, data, route.names
        )
        calendar = self._desk.schedule.calendar(uow, instance.calendar, now=now)
        case = _Case(uow, instance, (old, route.to), calendar, now)
        if moved.obstacles:
            return Foreseen(plan=case.refused(moved.obstacles), instance=instance)
        visits = {route.names.of_key(key): n for key, n in instance.visits.items()}
        after = replace(
            instance,
            definition=route.to.definition.id,
            snapshot=moved.snapshot,
            data=data,
            visits=visits,
        )
        return case.moved(moved, after)


class _Case:
    """One case with what it has open."""

    def __init__(
        self,
        uow: UnitOfWork,
        instance: Instance,
        versions: tuple[LoadedDefinition, LoadedDefinition],
        calendar: WorkingCalendar,
        now: datetime,
    ) -> None:
        self._uow = uow
        self._instance = instance
        self._old, self._new = versions
        self._calendar = calendar
        self._now = now
        self._tasks = {task.token: task for task in uow.tasks.open_of(instance.id)}
        self._timers = {one.token: one for one in uow.timers.of_instance(instance.id)}

    def refused(self, obstacles: tuple[Obstacle, ...]) -> CasePlan:
        """Return the plan of a case that stays where it is."""
        told = tuple(
            (one, tuple(self._name(at, self._old) for at in one.elements))
            for one in obstacles
        )
        return replace(self._plan(), obstacles=told)

    def moved(self, moved: MovedCase, after: Instance) -> Foreseen:
        """Return the plan of a case that can move, unless a time cannot be read."""
        try:
            tasks = [
                (self._tasks[one.token], self._task_anew(self._tasks[one.token], one))
                for one in moved.standing
                if one.token in self._tasks
            ]
            timers = [self._timer_anew(one) for one in moved.standing if one.is_timer]
        except (KernelError, DurationInvalidError, InstantInvalidError):
            at = moved.standing[0].before or moved.standing[0].element
            reason = Obstacle(reason="moving.expression", element=at)
            return Foreseen(plan=self.refused((reason,)), instance=self._instance)
        opened = tuple(
            one for one in moved.standing if one.kind and one.token not in self._tasks
        )
        plan = replace(
            self._plan(),
            tasks=tuple(self._told(before, one) for before, one in tasks),
            timers=self._told_timers(timers, moved),
            opened=tuple(self._name(one.element, self._new) for one in opened),
            calls=tuple(
                self._name(one.element, self._new)
                for one in moved.standing
                if one.kind is None and not one.is_timer
            ),
        )
        return Foreseen(
            plan=plan,
            instance=after,
            tasks=tuple(tasks),
            timers=tuple(timers),
            opened=opened,
            dropped=tuple(token for token, _ in moved.dropped),
        )

    def _plan(self) -> CasePlan:
        instance = self._instance
        waits = [task.element for task in self._tasks.values()]
        waits += [timer.element for timer in self._timers.values()]
        standing = {one: self._name(one, self._old) for one in waits}
        return CasePlan(
            case=instance.id,
            number=instance.number,
            title=instance.title,
            state=instance.state,
            version=self._old.definition.version,
            to_version=self._new.definition.version,
            standing=tuple(standing.items()),
        )

    def _task_anew(self, task: Task, standing: Standing) -> Task:
        step = self._new.definition.steps[standing.element]
        at = replace(
            task,
            element=standing.element,
            name=step.name,
            lane=step.lane,
            role=RoleKey(standing.performer) if standing.performer else step.role,
        )
        steps = (self._old.definition.steps.get(task.element), step)
        return clock_anew(
            self._uow, at, steps, standing.due, self._calendar, now=self._now
        )

    def _timer_anew(self, standing: Standing) -> Timer:
        host = self._tasks.get(standing.host) if standing.host else None
        due = timer_anew(
            self._timers.get(standing.token),
            standing,
            host,
            self._calendar,
            now=self._now,
        )
        return Timer(
            token=standing.token,
            instance=self._instance.id,
            element=standing.element,
            due_at=due,
            text=standing.duration or standing.instant or "",
        )

    def _told(self, before: Task, after: Task) -> MovedTask:
        old = self._old.definition.steps.get(before.element)
        new = self._new.definition.steps[after.element]
        form = self._new.form_of(new)
        return MovedTask(
            before=before,
            after=after,
            standards=(_standard(old), _standard(new)),
            lost=self._lost(before, form.field_names),
            other_form=old is None or self._old.form_of(old) != form,
        )

    def _lost(self, task: Task, fields: frozenset[str]) -> tuple[str, ...]:
        if task.assignee is None:
            return ()
        draft = self._uow.drafts.get(task.id, task.assignee)
        typed = draft.data if draft is not None else {}
        return tuple(sorted(name for name in typed if name not in fields))

    def _told_timers(
        self, timers: list[Timer], moved: MovedCase
    ) -> tuple[MovedTimer, ...]:
        told = []
        for one in timers:
            known = self._timers.get(one.token)
            if known is None or known.due_at != one.due_at:
                told.append(
                    MovedTimer(
                        name=self._name(one.element, self._new),
                        before=known.due_at if known else None,
                        after=one.due_at,
                    )
                )
        for token, element in moved.dropped:
            name = self._name(element, self._old)
            known = self._timers.get(token)
            due_at = known.due_at if known else None
            told.append(MovedTimer(name=name, before=due_at, after=None))
        return tuple(told)

    def _name(self, element: ElementId, loaded: LoadedDefinition) -> str:
        names = _names(loaded)
        return names.get(element) or element


def _names(loaded: LoadedDefinition) -> Mapping[ElementId, str]:
    return {node.id: node.name for node in loaded.definition.canonical.nodes}


def _standard(step: Step | None) -> WorkDuration | None:
    return step.standard.duration if step and step.standard else None


def _renamed(data: JsonObject, old: LoadedDefinition, names: Renaming) -> JsonObject:
    """Return a case's data with the answers of repeated steps under their new id."""
    repeated = {
        node.id
        for node in old.definition.canonical.nodes
        if node.repetition is not None
    }
    return {
        names.of(ElementId(key)) if key in repeated else key: value
        for key, value in data.items()
    }
