"""What a repair of a case would do, asked of the kernel before anything is done.

The kernel is a pure function of a snapshot, so the step is computed and thrown
away; the repair itself is `RuntimeService.skip` and `go_back`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.domain.definitions import Step
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.values import ElementId, InstanceId, TaskId
from engine.errors import OfficeInvalidError
from engine.ports import KernelStep, ProcessKernel
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.submissions import chosen_or_forward
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import Incident


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """A case as the one who repairs it sees it.

    Attributes:
        open: its open tasks.
        steps: of its diagram, in the order of the SOP.
        incidents: that are open.
        names: of the officers who may get a task, by id.
    """

    case: Instance
    sop: str
    open: tuple[Task, ...]
    steps: tuple[Step, ...]
    timers: tuple[Timer, ...]
    incidents: tuple[Incident, ...]
    names: tuple[tuple[str, str], ...]

    def task(self, task_id: TaskId) -> Task:
        """Return one of the open tasks.

        Raises:
            OfficeInvalidError: it is open no more.
        """
        found = next((one for one in self.open if one.id == task_id), None)
        if found is None:
            raise OfficeInvalidError(errors={"": "office.task_gone"})
        return found

    def step(self, element: ElementId) -> Step | None:
        """Return a step by its element, None where it is none."""
        return next((one for one in self.steps if one.element == element), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """What a repair would do.

    Attributes:
        cancelled: open tasks that would be taken away.
        opened: names of the steps at which the case would wait.
        waits: it would wait for time or for another case, too.
        ends: it would end.
    """

    cancelled: tuple[Task, ...]
    opened: tuple[str, ...]
    waits: bool
    ends: bool


class RepairService:
    """Foresees repairs, for administrators."""

    def __init__(self, *, desk: Desk, kernel: ProcessKernel) -> None:
        self._desk = desk
        self._kernel = kernel

    def bench(self, case_id: InstanceId, actor: Actor) -> Bench:
        """Return a case with what may be repaired.

        Raises:
            InstanceNotFoundError, RefusedError.
        """
        with self._desk.database.read() as uow:
            return self._bench(uow, case_id, actor)[0]

    def skip(
        self, case_id: InstanceId, task_id: TaskId, actor: Actor, decision: str | None
    ) -> Foreseen:
        """Return what skipping a step would do.

        Raises:
            InstanceNotFoundError, RefusedError, OfficeInvalidError,
            DecisionInvalidError, InstanceNotRunningError, KernelError.
        """

        def taken(case: Instance, loaded: LoadedDefinition, task: Task) -> KernelStep:
            step = loaded.definition.steps[task.element]
            choice = chosen_or_forward(step, decision)
            return self._kernel.complete(
                loaded.definition,
                case.snapshot,
                task.token,
                case.data,
                choice.flow if choice else None,
            )

        return self._foreseen(case_id, task_id, actor, taken)

    def go_back(
        self, case_id: InstanceId, task_id: TaskId, actor: Actor, element: ElementId
    ) -> Foreseen:
        """Return what putting a case at another step would do; errors as `skip`."""

        def taken(case: Instance, loaded: LoadedDefinition, task: Task) -> KernelStep:
            return self._kernel.restart_at(
                loaded.definition, case.snapshot, task.token, element, case.data
            )

        return self._foreseen(case_id, task_id, actor, taken)

    def _foreseen(
        self,
        case_id: InstanceId,
        task_id: TaskId,
        actor: Actor,
        taken: Callable[[Instance, LoadedDefinition, Task], KernelStep],
    ) -> Foreseen:
        with self._desk.database.read() as uow:
            bench, loaded = self._bench(uow, case_id, actor)
            bench.case.require_running()
            task = bench.task(task_id)
            step = taken(bench.case, loaded, task)
            tokens = [one.token for one in step.closed]
            gone = uow.tasks.by_tokens(case_id, tokens) if tokens else []
        return Foreseen(
            cancelled=(task, *(one for one in gone if one.id != task.id)),
            opened=tuple(_name(loaded, one.element) for one in step.opened),
            waits=bool(step.timers or step.calls),
            ends=step.ended,
        )

    def _bench(
        self, uow: UnitOfWork, case_id: InstanceId, actor: Actor
    ) -> tuple[Bench, LoadedDefinition]:
        access.require_right(actor, Right.ADMINISTER, action="repair", subject=case_id)
        case = uow.instances.get(case_id)
        loaded = self._desk.library.of(uow, case.definition)
        steps = sorted(
            loaded.definition.steps.values(), key=lambda one: one.number or 10_000
        )
        found = uow.incidents.of_instance(case_id)
        bench = Bench(
            case=case,
            sop=loaded.definition.name,
            open=tuple(uow.tasks.open_of(case_id)),
            steps=tuple(steps),
            timers=tuple(uow.timers.of_instance(case_id)),
            incidents=tuple(one for one in found if one.closed_at is None),
            names=tuple(
                (user.id, user.name) for user in uow.people.users() if user.active
            ),
        )
        return bench, loaded


def _name(loaded: LoadedDefinition, element: ElementId) -> str:
    step = loaded.definition.steps.get(element)
    return step.name if step is not None else element
