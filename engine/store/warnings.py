"""Open tasks of which somebody is to be told now, soonest first.

The index holds nothing but open tasks that wait for a warning, so an idle look
reads one entry of it however many tasks there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text, update

from engine.domain.instances import InstanceState
from engine.domain.tasks import Task
from engine.domain.values import CalendarKey, DefinitionId, InstanceId, TaskId
from engine.store.schema import instances, tasks
from engine.store.schema.cases import IS_WATCHED
from engine.store.steps import TaskShape

_TASK = TaskShape()
_CASE = (
    instances.c.id,
    instances.c.definition,
    instances.c.calendar,
    instances.c.number,
    instances.c.title,
    instances.c.state,
)
_COME = tasks.c.warn_at <= bindparam("now")
_DUE = (
    _TASK.select.where(text(IS_WATCHED), _COME, tasks.c.paused_at.is_(None))
    .order_by(tasks.c.warn_at, tasks.c.id)
    .limit(bindparam("rows"))
    # Waiting here for an officer who holds one of them could end in a deadlock.
    .with_for_update(skip_locked=True, of=tasks)
)
_PEEK = (
    select(tasks.c.id)
    .where(text(IS_WATCHED), _COME, tasks.c.paused_at.is_(None))
    .limit(1)
)
_PAUSED_UNTIL = (
    select(tasks.c.id)
    .where(text(IS_WATCHED), _COME, tasks.c.paused_at.is_not(None))
    .order_by(tasks.c.warn_at, tasks.c.id)
    .limit(bindparam("rows"))
)
_CASES = select(*_CASE).where(instances.c.id.in_(bindparam("ids", expanding=True)))
_MOVE = (
    update(tasks)
    .where(tasks.c.id == bindparam("row_id"), tasks.c.ended_at.is_(None))
    .values(warn_at=bindparam("next_at"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseHead:
    """What a notice needs of a case, without its data."""

    id: InstanceId
    definition: DefinitionId
    calendar: CalendarKey
    number: int
    title: str
    state: InstanceState


class WarningStore:
    """When tasks are next to be warned of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, *, limit: int) -> list[Task]:
        """Claim tasks whose warning has come; those in somebody's hands wait."""
        rows = self._connection.execute(_DUE, {"now": now, "rows": limit})
        return [_TASK.value(row) for row in rows]

    def cases(self, wanted: set[InstanceId]) -> dict[InstanceId, CaseHead]:
        """Return the heads of cases."""
        if not wanted:
            return {}
        rows = self._connection.execute(_CASES, {"ids": sorted(wanted)})
        heads = (CaseHead(**found) for found in rows.mappings())
        return {head.id: head for head in heads}

    def waiting(self, now: datetime) -> bool:
        """Tell whether a warning has come; for a look that changes nothing."""
        return self._connection.execute(_PEEK, {"now": now}).first() is not None

    def paused_until(self, now: datetime, *, limit: int) -> list[TaskId]:
        """Return the tasks whose pause has lasted as long as it may."""
        rows = self._connection.execute(_PAUSED_UNTIL, {"now": now, "rows": limit})
        return [row.id for row in rows]

    def move(self, moved: Sequence[tuple[TaskId, datetime | None]]) -> None:
        """Say when tasks are looked at next.

        Their version stays: nothing has changed that an officer saw.
        """
        rows = [{"row_id": task, "next_at": at} for task, at in moved]
        if rows:
            self._connection.execute(_MOVE, rows)
