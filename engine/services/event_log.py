"""The event log for process mining: one row per visit of a step.

Real cases only. `ready` is scheduled, `claimed` started, `ended` completed or
taken away; who did it is named by the post, for a log that leaves the house.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.values import ProcessKey
from engine.services.definitions import DefinitionLibrary
from engine.store.database import Database
from engine.store.instances import InstanceFilter

BATCH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedCase:
    """A case with the visits of its steps, oldest first."""

    instance: Instance
    version: int
    visits: tuple[Task, ...]


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
                    loaded = self._library.of(uow, instance.definition)
                    yield LoggedCase(
                        instance=instance,
                        version=loaded.definition.version,
                        visits=tuple(uow.tasks.of_instance(instance.id)),
                    )
                cursor = page.next
                if cursor is None:
                    return


def moments(visit: Task) -> list[tuple[str, datetime]]:
    """Return what happened to a visit as XES lifecycle transitions, in order."""
    told = [("schedule", visit.ready_at)]
    if visit.claimed_at is not None:
        told.append(("start", visit.claimed_at))
    if visit.ended_at is not None:
        end = "complete" if visit.state.value == "completed" else "ate_abort"
        told.append((end, visit.ended_at))
    return told
