"""What the log tells of a case beside its steps: who stopped it, and why."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.values import InstanceId, JsonObject, TaskId
from engine.store.database import UnitOfWork

# Steps tell for themselves when they were taken and completed.
TOLD = frozenset(
    {
        "instance.suspended",
        "instance.resumed",
        "instance.cancelled",
        "instance.completed",
        "instance.failed",
        "instance.moved",
        "task.released",
        "task.reassigned",
        "task.paused",
        "task.resumed",
        "task.skipped",
        "task.moved",
        "file.added",
        "file.removed",
        "message.thrown",
        "signal.thrown",
        "timer.fired",
        "call.started",
        "decision.made",
    }
)
_MOST = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """One event that a case's page tells.

    Attributes:
        on_behalf: way and role (`plt:camat`) where somebody acted for another.
    """

    kind: str
    at: datetime
    by: str
    on_behalf: str
    task: TaskId | None
    facts: JsonObject


def happenings(uow: UnitOfWork, case: InstanceId) -> tuple[Happening, ...]:
    """Return a case's events that are told, oldest first, at most 2,000."""
    found: list[Happening] = []
    cursor = None
    while len(found) < _MOST:
        page = uow.events.of_instance(case, limit=500, cursor=cursor)
        for chained in page.items:
            event = chained.event
            if event.kind in TOLD:
                found.append(
                    Happening(
                        kind=event.kind,
                        at=event.at,
                        by=event.actor_name,
                        on_behalf=event.on_behalf,
                        task=event.task,
                        facts=event.facts,
                    )
                )
        cursor = page.next
        if cursor is None:
            break
    return tuple(found)
