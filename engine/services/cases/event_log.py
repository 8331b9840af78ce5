"""The event log for process mining: what happened to each visit of a step.

Real cases only. A visit is one round of one item: `schedule` when it became
ready, `start` when it was taken, `suspend` and `resume` around its pauses, then
`complete`, `manualskip` where an administrator let the case go on without it,
`pi_abort` where its case was cancelled, `ate_abort` where a timer, another branch or
an administrator took it away. Who did it is told by an id that means nothing outside
the house, or by name where that is asked for.

What happened in one second stands in the order in which it was committed, so that
a log can be replayed on the diagram; what became ready in it comes after what made
it ready.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from engine.domain.clocks import ClockKind
from engine.domain.instances import Instance
from engine.domain.tasks import Task, TaskState
from engine.domain.values import InstanceId, ProcessKey, TaskId
from engine.services.definitions.deployed import DefinitionLibrary
from engine.store.database import Database
from engine.store.instances import InstanceFilter
from engine.store.unit_of_work import UnitOfWork

BATCH = 200
Moment = tuple[str, datetime]
"""A transition of the standard lifecycle of XES, and when."""
_ENDS = {
    "task.skipped": "manualskip",
    "task.moved": "ate_abort",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedVisit:
    """One visit with what happened to it, in order.

    Attributes:
        moved_to: where an administrator put its case back from here, or empty.
    """

    task: Task
    moments: tuple[Moment, ...]
    moved_to: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """A moment of a visit, as a line of the log."""

    visit: LoggedVisit
    transition: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedCase:
    """A case with the visits of its steps, oldest first, and all their moments."""

    instance: Instance
    version: int
    visits: tuple[LoggedVisit, ...]
    happened: tuple[Happened, ...]


@dataclass(kw_only=True, slots=True)
class _Trail:
    """What the audit trail tells of a case's visits.

    Attributes:
        places: number of an event in the trail, by visit and instant; the last
            one of the visit's end.
        ends: what ended visits other than their completion.
        moved_to: where administrators put the case back, by visit.
        cancelled_at: when the case was, or None.
    """

    places: dict[tuple[TaskId, datetime], int] = field(default_factory=dict)
    ends: dict[TaskId, str] = field(default_factory=dict)
    moved_to: dict[TaskId, str] = field(default_factory=dict)
    cancelled_at: datetime | None = None

    def end(self, task: Task) -> str:
        """Return the transition that ended a visit."""
        if task.state is TaskState.COMPLETED:
            return "complete"
        by_case = task.state is TaskState.CANCELLED
        by_case = by_case and task.ended_at == self.cancelled_at
        return self.ends.get(task.id, "pi_abort" if by_case else "ate_abort")


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
        trail = _trail(uow, instance.id)
        visits = tuple(
            LoggedVisit(
                task=task,
                moments=moments(task, pauses.get(task.id, []), trail.end(task)),
                moved_to=trail.moved_to.get(task.id, ""),
            )
            for task in uow.tasks.of_instance(instance.id)
        )
        return LoggedCase(
            instance=instance,
            version=loaded.definition.version,
            visits=visits,
            happened=tuple(_in_order(visits, trail.places)),
        )


def _trail(uow: UnitOfWork, instance: InstanceId) -> _Trail:
    trail, cursor = _Trail(), None
    while True:
        page = uow.events.of_instance(instance, cursor=cursor)
        for chained in page.items:
            event = chained.event
            if event.kind == "instance.cancelled":
                trail.cancelled_at = event.at
            if event.task is None:
                continue
            trail.places[event.task, event.at] = chained.sequence
            if event.kind in _ENDS:
                trail.ends[event.task] = _ENDS[event.kind]
            if event.kind == "task.moved":
                trail.moved_to[event.task] = str(event.facts["to"])
        cursor = page.next
        if cursor is None:
            return trail


def _in_order(
    visits: tuple[LoggedVisit, ...], places: Mapping[tuple[TaskId, datetime], int]
) -> list[Happened]:
    """Return the moments of all visits in the order in which they happened.

    The trail has no event of its own for a visit that becomes ready: within a second
    it stands right before what the visit did next, or last where it did nothing.
    """
    found: list[tuple[datetime, float, int, Happened]] = []
    for visit in visits:
        for number, (transition, at) in enumerate(visit.moments):
            place = places.get((visit.task.id, at), inf)
            line = Happened(visit=visit, transition=transition, at=at)
            found.append((at, place, number, line))
    return [one for *_, one in sorted(found, key=lambda each: each[:3])]


def moments(
    task: Task, pauses: list[tuple[datetime, datetime]], end: str
) -> tuple[Moment, ...]:
    """Return what happened to a visit as XES lifecycle transitions, in order.

    Args:
        task: the visit.
        pauses: that have ended, in the order of time.
        end: the transition that ended it, where it has ended.
    """
    told: list[Moment] = [("schedule", task.ready_at)]
    if task.claimed_at is not None:
        # Who paused had taken it; another one may have taken it again since.
        first = min([task.claimed_at, *(start for start, _ in pauses)])
        told.append(("start", first))
    for stopped, resumed in pauses:
        told += [("suspend", stopped), ("resume", resumed)]
    if task.paused_at is not None:
        told.append(("suspend", task.paused_at))
    if task.ended_at is not None:
        told.append((end, task.ended_at))
    return tuple(told)
