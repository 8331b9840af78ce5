"""What a run amounts to: each step with its times, each document with its hash."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.documents import Document, DocumentState
from engine.domain.instances import Instance
from engine.domain.sla import ClockStart, is_late
from engine.domain.tasks import Task
from engine.domain.values import InstanceId
from engine.domain.working_calendar import WorkingCalendar
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.simulation.rehearsal import shown_element
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class PlayedStep:
    """One visit of a step.

    Attributes:
        element: id in the diagram; of a question, that of its gateway.
        late: ended, or stands, after it was due.
        elapsed_seconds: working time since the clock's start, pauses left out;
            None while it has not started.
    """

    element: str
    name: str
    number: int | None
    task: Task
    late: bool
    elapsed_seconds: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlayedCase:
    """A case as it went, called cases included.

    Attributes:
        steps: in the order in which they became ready.
        documents: every revision that is ready, oldest first.
    """

    instance: Instance
    version: int
    calendar: WorkingCalendar
    steps: tuple[PlayedStep, ...]
    documents: tuple[Document, ...]


def played_case(desk: Desk, instance_id: InstanceId) -> PlayedCase:
    """Return how a case went so far."""
    now = desk.clock.now()
    with desk.database.read() as uow:
        root = uow.instances.get(instance_id)
        steps: list[PlayedStep] = []
        documents: list[Document] = []
        for one in _family(uow, root):
            loaded = desk.library.of(uow, one.definition)
            calendar = desk.schedule.calendar(uow, one.calendar, now=now)
            steps += [
                _step(task, loaded, calendar, now)
                for task in uow.tasks.of_instance(one.id)
            ]
            documents += uow.documents.of_instance(one.id)
        return PlayedCase(
            instance=root,
            version=desk.library.of(uow, root.definition).definition.version,
            calendar=desk.schedule.calendar(uow, root.calendar, now=now),
            steps=tuple(sorted(steps, key=_as_it_went)),
            documents=tuple(
                one for one in documents if one.state is DocumentState.READY
            ),
        )


def _family(uow: UnitOfWork, root: Instance) -> list[Instance]:
    family, position = [root], 0
    while position < len(family):
        family.extend(uow.instances.children(family[position].id))
        position += 1
    return family


def _step(
    task: Task, loaded: LoadedDefinition, calendar: WorkingCalendar, now: datetime
) -> PlayedStep:
    step = loaded.definition.steps[task.element]
    ended = task.ended_at or now
    start: datetime | None = task.ready_at
    if step.standard is not None and step.standard.clock is ClockStart.CLAIMED:
        start = task.claimed_at
    elapsed = None
    if start is not None:
        working = calendar.working_time_between(start, ended)
        elapsed = int(working.total_seconds()) - task.paused_seconds
    return PlayedStep(
        element=shown_element(loaded, task.element),
        name=task.name,
        number=step.number,
        task=task,
        late=task.due_at is not None and is_late(ended, task.due_at),
        elapsed_seconds=elapsed,
    )


def _as_it_went(step: PlayedStep) -> tuple[datetime, datetime, int]:
    task = step.task
    return task.ready_at, task.ended_at or task.ready_at, task.item_index or 0
