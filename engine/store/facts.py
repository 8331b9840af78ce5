"""Facts of finished steps, and how far the log has been read for them.

The cursor is a row of `counters`: whoever holds it is the only one that writes
facts. The log's numbers are committed in their order, so what lies before the
cursor is whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from engine.domain.clocks import Moment
from engine.domain.facts import MeasuredStep, StepFact
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, TaskId
from engine.store.dialects import insert_into
from engine.store.event_bodies import unpacked_body
from engine.store.monitoring import mark_stale
from engine.store.schema import (
    audit_events,
    audit_head,
    counters,
    fact_steps,
    task_facts,
    tasks,
)
from engine.store.shapes import Shape
from engine.store.steps import TaskShape

CURSOR = "facts"

_FACT = Shape(StepFact, task_facts)
_STEP = Shape(MeasuredStep, fact_steps)
_TASK = TaskShape()
_CHANGING = tuple(name for name in _FACT.names if name != "task")

_LAST = select(counters.c.last).where(counters.c.key == CURSOR)
_LOCKED = _LAST.with_for_update(skip_locked=True)
_MOVE = (
    update(counters).where(counters.c.key == CURSOR).values(last=bindparam("to_last"))
)
_BEHIND = select(
    audit_head.c.sequence > func.coalesce(_LAST.scalar_subquery(), 0)
).where(audit_head.c.id == 1)
_EVENTS = (
    select(audit_events.c.sequence, audit_events.c.instance, audit_events.c.task)
    .add_columns(audit_events.c.body)
    .where(audit_events.c.sequence > bindparam("after"))
    .order_by(audit_events.c.sequence)
    .limit(bindparam("rows"))
)
_MOMENTS = (
    select(audit_events.c.task, audit_events.c.at, audit_events.c.body)
    .where(
        audit_events.c.instance.in_(bindparam("cases", expanding=True)),
        audit_events.c.task.is_not(None),
    )
    .order_by(audit_events.c.sequence)
)
_ENDED = _TASK.select.where(
    tasks.c.id.in_(bindparam("ids", expanding=True)),
    tasks.c.ended_at.is_not(None),
    tasks.c.simulated.is_(False),
)
_STORED = _FACT.select.where(task_facts.c.task.in_(bindparam("ids", expanding=True)))
_OF_INSTANCE = _FACT.select.where(
    task_facts.c.instance == bindparam("instance")
).order_by(task_facts.c.ready_at, task_facts.c.ended_at, task_facts.c.task)
_STRAYS = (
    select(task_facts.c.task)
    .outerjoin_from(task_facts, tasks, tasks.c.id == task_facts.c.task)
    .where(or_(tasks.c.ended_at.is_(None), tasks.c.simulated))
    .order_by(task_facts.c.task)
)
_REMOVE = delete(task_facts).where(task_facts.c.task == bindparam("gone"))
_NEXT_STEP = select(func.coalesce(func.max(fact_steps.c.id), 0) + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenEvent:
    """What the index asks of an event; `task` is None where none is named."""

    sequence: int
    kind: str
    instance: InstanceId | None
    task: TaskId | None


class FactStore:
    """The index over the log."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_behind(self) -> bool:
        """Tell whether the log has grown; for a look that changes nothing."""
        return bool(self._connection.scalar(_BEHIND))

    def lock_cursor(self) -> int | None:
        """Return the last event that was read; None where another one reads now."""
        insert = insert_into(self._connection, counters).values(key=CURSOR, last=0)
        self._connection.execute(insert.on_conflict_do_nothing())
        found: int | None = self._connection.scalar(_LOCKED)
        return found

    def cursor(self) -> int:
        """Return the last event that was read, 0 before the first."""
        return self._connection.scalar(_LAST) or 0

    def move_cursor(self, last: int) -> None:
        """Say up to which event the log has been read."""
        self._connection.execute(_MOVE, {"to_last": last})

    def events_after(self, after: int, *, limit: int) -> list[SeenEvent]:
        """Return the events behind a number, oldest first."""
        rows = self._connection.execute(_EVENTS, {"after": after, "rows": limit})
        return [
            SeenEvent(
                sequence=row.sequence,
                kind=unpacked_body(bytes(row.body)).kind,
                instance=row.instance,
                task=row.task,
            )
            for row in rows
        ]

    def moments(self, cases: Sequence[InstanceId]) -> dict[TaskId, list[Moment]]:
        """Return the events of the tasks of cases, each task's in the log's order."""
        found: dict[TaskId, list[Moment]] = {}
        if cases:
            for row in self._connection.execute(_MOMENTS, {"cases": list(cases)}):
                kind = unpacked_body(bytes(row.body)).kind
                found.setdefault(row.task, []).append(Moment(kind=kind, at=row.at))
        return found

    def ended(self, wanted: Sequence[TaskId]) -> list[Task]:
        """Return those of some tasks that have ended and belong to a real case."""
        if not wanted:
            return []
        rows = self._connection.execute(_ENDED, {"ids": list(wanted)})
        return [_TASK.value(row) for row in rows]

    def stored(self, wanted: Sequence[TaskId]) -> dict[TaskId, StepFact]:
        """Return the stored facts of tasks, as far as there are any."""
        if not wanted:
            return {}
        rows = self._connection.execute(_STORED, {"ids": list(wanted)})
        facts = (_FACT.value(row) for row in rows)
        return {one.task: one for one in facts}

    def put_all(self, facts: Sequence[StepFact]) -> None:
        """Write facts; one of a task that has one already takes its place."""
        if facts:
            insert = insert_into(self._connection, task_facts)
            changed = {name: insert.excluded[name] for name in _CHANGING}
            statement = insert.on_conflict_do_update(
                index_elements=[task_facts.c.task], set_=changed
            )
            self._connection.execute(statement, [_FACT.row(one) for one in facts])
            mark_stale(self._connection, facts)

    def of_instance(self, instance: InstanceId) -> list[StepFact]:
        """Return the facts of a case in the order in which steps became ready."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_FACT.value(row) for row in rows]

    def strays(self) -> list[TaskId]:
        """Return the tasks that have a fact and should not."""
        return [row.task for row in self._connection.execute(_STRAYS)]

    def remove(self, strays: Sequence[TaskId]) -> None:
        """Take facts away that should not be there."""
        if strays:
            mark_stale(self._connection, self.stored(strays).values())
            self._connection.execute(_REMOVE, [{"gone": one} for one in strays])

    def steps(self) -> list[MeasuredStep]:
        """Return every step that a fact points to."""
        return [_STEP.value(row) for row in self._connection.execute(_STEP.select)]

    def add_step(self, step: MeasuredStep) -> None:
        """Add a step; who writes facts is alone, so its number is free."""
        self._connection.execute(fact_steps.insert(), [_STEP.row(step)])

    def next_step(self) -> int:
        """Return the number of the next step."""
        return int(self._connection.scalar(_NEXT_STEP) or 1)
