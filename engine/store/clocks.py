"""Closed clock intervals of tasks, written once and never changed."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam

from engine.domain.clocks import ClockInterval
from engine.domain.values import InstanceId, TaskId
from engine.store.dialects import insert_into
from engine.store.schema import clock_intervals, tasks
from engine.store.shapes import Shape

_SHAPE = Shape(ClockInterval, clock_intervals)
_OF_TASK = _SHAPE.select.where(clock_intervals.c.task == bindparam("task")).order_by(
    clock_intervals.c.started_at, clock_intervals.c.ended_at
)
_OF_INSTANCE = (
    _SHAPE.select.join(tasks, tasks.c.id == clock_intervals.c.task)
    .where(tasks.c.instance == bindparam("instance"))
    .order_by(clock_intervals.c.started_at, clock_intervals.c.ended_at)
)


class ClockStore:
    """Intervals in which tasks waited, were worked on or paused."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, intervals: Sequence[ClockInterval]) -> None:
        """Add intervals by one statement; one that is there already stays as it is."""
        rows = [_SHAPE.row(interval) for interval in intervals]
        if rows:
            insert = insert_into(self._connection, clock_intervals)
            self._connection.execute(insert.on_conflict_do_nothing(), rows)

    def of_task(self, task: TaskId) -> list[ClockInterval]:
        """Return a task's intervals in the order of time."""
        rows = self._connection.execute(_OF_TASK, {"task": task})
        return [_SHAPE.value(row) for row in rows]

    def of_instance(self, instance: InstanceId) -> list[ClockInterval]:
        """Return the intervals of all tasks of a case in the order of time."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_SHAPE.value(row) for row in rows]
