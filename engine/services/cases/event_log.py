"""The event log for process mining: what happened to each visit of a step.

Real cases only. A visit is one round of one item: `schedule` when it became
ready, `start` when it was taken, `suspend` and `resume` around its pauses, then
`complete`, or `ate_abort` where its case took it away. Who did it is told by an id
that means nothing outside the house, or by name where that is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.domain.clocks import ClockKind
from engine.domain.instances import Instance
from engine.domain.tasks import Task, TaskState
from engine.domain.values import ProcessKey, TaskId
from engine.services.definitions.deployed import DefinitionLibrary
from engine.store.database import Database
from engine.store.instances import InstanceFilter
from engine.store.unit_of_work import UnitOfWork

BATCH = 200
Moment = tuple[str, datetime]
"""A transition of the standard lifecycle of XES, and when."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedVisit:
    """One visit with what happened to it, in order."""

    task: Task
    moments: tuple[Moment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedCase:
    """A case with the visits of its steps, oldest first."""

    instance: Instance
    version: int
    visits: tuple[LoggedVisit, ...]


class EventLogService:
    """Reads cases for export."""

    def __init__(self, *, database: Database, library: DefinitionLibrary) -> None:
        self._database = database
        self._library = library

    def cases(self, process: ProcessKey | None = None) -> Iterator[LoggedCase]:
        """Yield every real case, newest first, a batch in memory at a time."""
        wanted, cursor = InstanceFilter(process=process), None
        with self._database.read_snapshot() as uow:
            while True:
                page = uow.instances.listing(wanted, limit=BATCH, cursor=cursor)
                for instance in page.items:
                    yield self._logged(uow, instance)
                cursor = page.next
                if cursor is None:
                    return

    def _logged(self, uow: UnitOfWork, instance: Instance) -> LoggedCase:
        loaded = self._library.of(uow, instance.definition)
        pauses: dict[TaskId, list[tuple[datetime, datetime]]] = {}
        for one in uow.clocks.of_instance(instance.id):
            if one.kind is ClockKind.PAUSED:
                pauses.setdefault(one.task, []).append((one.started_at, one.ended_at))
        return LoggedCase(
            instance=instance,
            version=loaded.definition.version,
            visits=tuple(
                LoggedVisit(task=task, moments=moments(task, pauses.get(task.id, [])))
                for task in uow.tasks.of_instance(instance.id)
            ),
        )


def moments(task: Task, pauses: list[tuple[datetime, datetime]]) -> tuple[Moment, ...]:
    """Return what happened to a visit as XES lifecycle transitions, in order.

    Args:
        task: the visit.
        pauses: that have ended, in the order of time.
    """
    told: list[Moment] = [("schedule", task.ready_at)]
    if task.claimed_at is not None:
        # Who paused had taken it; another one may have taken it again since.
        first = min([task.claimed_at, *(start for start, _ in pauses)])
        told.append(("start", first))
    for start, end in pauses:
        told += [("suspend", start), ("resume", end)]
    if task.paused_at is not None:
        told.append(("suspend", task.paused_at))
    if task.ended_at is not None:
        is_done = task.state is TaskState.COMPLETED
        told.append(("complete" if is_done else "ate_abort", task.ended_at))
    return tuple(told)
