"""Heartbeats of the processes that do jobs; a silent one is reaped."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from engine.store.dialects import insert_into
from engine.store.schema import workers
from engine.store.shapes import Shape
from engine.store.values import Worker

_SHAPE = Shape(Worker, workers)
_ALL = _SHAPE.select.order_by(workers.c.id)
_SILENT = _ALL.where(workers.c.seen_at < bindparam("before"))
_REAP = (
    update(workers)
    .where(
        workers.c.id == bindparam("row_id"),
        workers.c.seen_at < bindparam("before"),
    )
    .values(reaps=workers.c.reaps + 1, seen_at=bindparam("now"))
    .returning(workers.c.reaps)
)
_REMOVE = delete(workers).where(workers.c.id == bindparam("row_id"))


class WorkerStore:
    """One row per worker process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beat(self, worker: str, kind: str, *, now: datetime) -> None:
        """Say that a worker lives."""
        insert = insert_into(self._connection, workers).values(
            id=worker, kind=kind, seen_at=now, reaps=0
        )
        changed = {"seen_at": insert.excluded["seen_at"]}
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=[workers.c.id], set_=changed)
        )

    def all(self) -> list[Worker]:
        """Return all known workers."""
        return [_SHAPE.value(row) for row in self._connection.execute(_ALL)]

    def silent(self, *, before: datetime) -> list[Worker]:
        """Return workers not seen since an instant."""
        rows = self._connection.execute(_SILENT, {"before": before})
        return [_SHAPE.value(row) for row in rows]

    def reap(self, worker: str, *, before: datetime, now: datetime) -> int | None:
        """Count a reap of a silent worker and return the count.

        None: it lives after all, or another reaper was faster.
        """
        parameters = {"row_id": worker, "before": before, "now": now}
        found = self._connection.execute(_REAP, parameters).first()
        return None if found is None else found.reaps

    def remove(self, worker: str) -> None:
        """Forget a worker that ended or was reaped for good."""
        self._connection.execute(_REMOVE, {"row_id": worker})
