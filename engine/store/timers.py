"""Timers: which tokens wait for time, soonest first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from engine.domain.instances import InstanceState
from engine.domain.timers import Timer
from engine.domain.values import InstanceId, TokenId
from engine.store.schema import instances, timers
from engine.store.shapes import Shape

_SHAPE = Shape(Timer, timers)
_IS_DUE = timers.c.due_at <= bindparam("now")
_SOONEST = (timers.c.due_at, timers.c.token)

_REMOVE = delete(timers).where(timers.c.token.in_(bindparam("tokens", expanding=True)))
_DUE = (
    _SHAPE.select.where(_IS_DUE)
    .order_by(*_SOONEST)
    .limit(bindparam("rows"))
    .with_for_update(skip_locked=True)
)
# In the order of each case's first timer, so that a server that was off catches
# up as things would have happened.
# Suspended and failed cases wait for a person, simulated ones for who plays them;
# their timers must not stand in the way of the others. Asked as EXISTS, since
# SQLite would else begin with all cases where it has never seen a timer.
_RUNS = exists().where(
    instances.c.id == timers.c.instance,
    instances.c.state == InstanceState.RUNNING,
    instances.c.simulated.is_(False),
)
_DUE_INSTANCES = select(timers.c.instance).where(_IS_DUE, _RUNS).order_by(*_SOONEST)
_OF_INSTANCE = _SHAPE.select.where(timers.c.instance == bindparam("instance")).order_by(
    *_SOONEST
)
_DUE_OF = _OF_INSTANCE.where(_IS_DUE)
_RESCHEDULE = (
    update(timers)
    .where(timers.c.token == bindparam("row_token"))
    .values(due_at=bindparam("due"))
)


class TimerStore:
    """Tokens that wait for time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, opened: Sequence[Timer]) -> None:
        """Add timers by one statement."""
        _SHAPE.add_all(self._connection, opened)

    def remove(self, tokens: Sequence[TokenId]) -> None:
        """Take timers away; tokens without one are skipped."""
        if tokens:
            self._connection.execute(_REMOVE, {"tokens": list(tokens)})

    def due(self, now: datetime, *, limit: int = 100) -> list[Timer]:
        """Claim timers that are due, soonest first.

        They stay claimed until the transaction ends; what another transaction
        has claimed is skipped. Whoever goes on to lock a case must use
        `due_instances` and `due_of` instead, for the case comes first.
        """
        rows = self._connection.execute(_DUE, {"now": now, "rows": limit})
        return [_SHAPE.value(row) for row in rows]

    def due_instances(self, now: datetime, *, limit: int = 100) -> list[InstanceId]:
        """Return running cases with a due timer, the oldest one's first, unlocked.

        Args:
            now: timers due at it count.
            limit: number of timers looked at.
        """
        statement = _DUE_INSTANCES.limit(limit)
        found = self._connection.scalars(statement, {"now": now})
        return [InstanceId(one) for one in dict.fromkeys(found)]

    def due_of(self, instance: InstanceId, now: datetime) -> list[Timer]:
        """Return a locked case's due timers, soonest first."""
        parameters = {"instance": instance, "now": now}
        rows = self._connection.execute(_DUE_OF, parameters)
        return [_SHAPE.value(row) for row in rows]

    def of_instance(self, instance: InstanceId) -> list[Timer]:
        """Return all timers of a case, soonest first."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_SHAPE.value(row) for row in rows]

    def reschedule(self, moved: Sequence[Timer]) -> None:
        """Give timers the `due_at` they carry; those that are gone are skipped."""
        rows = [{"row_token": timer.token, "due": timer.due_at} for timer in moved]
        if rows:
            self._connection.execute(_RESCHEDULE, rows)
