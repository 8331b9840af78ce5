"""Notices, deliveries and preferences; what was told once is not told again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)

from engine.domain.notices import Delivery, DeliveryState, Notice, Preferences
from engine.domain.values import TaskId, UserId
from engine.errors import NotFoundError
from engine.store.dialects import insert_into
from engine.store.pages import Page, instant_of, key_of, page_of, seconds_of
from engine.store.schema import deliveries, notices, preferences, tasks
from engine.store.schema.notices import IS_PENDING, IS_UNREAD
from engine.store.shapes import Shape, Versioned
from engine.store.types import Identifier, UtcInstant

MOST_COUNTED = 100

_NOTICE = Shape(Notice, notices)
_DELIVERY = Versioned(Delivery, deliveries)
_PREFERENCES = Versioned(Preferences, preferences, key="user")

_OF_USER = (
    _NOTICE.select.where(notices.c.user == bindparam("user"))
    .order_by(notices.c.at.desc(), notices.c.id.desc())
    .limit(bindparam("rows"))
)
_OF_USER_BEFORE = _OF_USER.where(
    tuple_(notices.c.at, notices.c.id)
    < tuple_(bindparam("at", type_=UtcInstant), bindparam("id", type_=Identifier))
)
_NOTICE_BY_ID = _NOTICE.select.where(notices.c.id == bindparam("id"))
# What is done already needs nobody's eye; what is no task counts until it is read.
_WAITING = (
    select(literal(1))
    .outerjoin_from(notices, tasks, tasks.c.id == notices.c.task)
    .where(
        text(IS_UNREAD),
        notices.c.user == bindparam("user"),
        tasks.c.ended_at.is_(None),
    )
    .limit(MOST_COUNTED)
)
_UNREAD = select(func.count()).select_from(_WAITING.subquery())
_READ = (
    update(notices)
    .where(text(IS_UNREAD), notices.c.user == bindparam("of_user"))
    .values(read_at=bindparam("now"))
)
_READ_OF_TASK = _READ.where(notices.c.task == bindparam("of_task"))
_SETTLE = (
    update(notices)
    .where(text(IS_UNREAD), notices.c.task == bindparam("of_task"))
    .values(read_at=bindparam("now"))
)
_FORGET = delete(notices).where(notices.c.at < bindparam("before"))

_DELIVERY_LOCKED = _DELIVERY.select.where(
    deliveries.c.id == bindparam("id")
).with_for_update()
_DUE = (
    _DELIVERY.select.where(text(IS_PENDING), deliveries.c.send_at <= bindparam("now"))
    .order_by(deliveries.c.send_at, deliveries.c.id)
    .limit(bindparam("rows"))
    .with_for_update(skip_locked=True)
)
_PEEK = (
    select(deliveries.c.id)
    .where(text(IS_PENDING), deliveries.c.send_at <= bindparam("now"))
    .limit(1)
)
_QUEUED = _DELIVERY.select.where(deliveries.c.state == DeliveryState.QUEUED)
_DELIVERIES_OF = (
    _DELIVERY.select.where(deliveries.c.user == bindparam("user"))
    .order_by(deliveries.c.created_at.desc(), deliveries.c.id)
    .limit(bindparam("rows"))
)
_FORGET_DELIVERIES = delete(deliveries).where(
    deliveries.c.created_at < bindparam("before"),
    deliveries.c.state.not_in([DeliveryState.PENDING, DeliveryState.QUEUED]),
)

_OF = _PREFERENCES.select.where(preferences.c.user == bindparam("user"))
_BY_FEED = _PREFERENCES.select.where(preferences.c.feed == bindparam("feed"))
_OF_ALL = _PREFERENCES.select


class NoticeStore:
    """What people were told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, told: Sequence[Notice]) -> None:
        """Add notices; those that exist are left as they are."""
        if told:
            insert = insert_into(self._connection, notices)
            statement = insert.on_conflict_do_nothing(index_elements=[notices.c.id])
            self._connection.execute(statement, [_NOTICE.row(one) for one in told])

    def get(self, notice: str) -> Notice | None:
        """Return a notice, None where it was thrown away."""
        row = self._connection.execute(_NOTICE_BY_ID, {"id": notice}).first()
        return None if row is None else _NOTICE.value(row)

    def of_user(
        self, user: UserId, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Notice]:
        """Return a page of somebody's notices, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        parameters: dict[str, object] = {"user": user, "rows": limit + 1}
        statement = _OF_USER
        if cursor is not None:
            seconds, name = key_of(cursor)
            parameters |= {"at": instant_of(seconds), "id": name}
            statement = _OF_USER_BEFORE
        rows = self._connection.execute(statement, parameters)
        found = [_NOTICE.value(row) for row in rows]
        return page_of(found, limit, lambda one: (seconds_of(one.at), one.id))

    def unread(self, user: UserId) -> int:
        """Return how many notices of open tasks nobody read, at most 100."""
        return self._connection.scalar(_UNREAD, {"user": user}) or 0

    def read(self, user: UserId, *, now: datetime, task: TaskId | None = None) -> None:
        """Mark somebody's notices read, all of them or those of one task."""
        parameters: dict[str, object] = {"of_user": user, "now": now}
        if task is None:
            self._connection.execute(_READ, parameters)
        else:
            self._connection.execute(_READ_OF_TASK, parameters | {"of_task": task})

    def settle(self, task: TaskId, *, now: datetime) -> None:
        """Mark everybody's notices of something read: it is done."""
        self._connection.execute(_SETTLE, {"of_task": task, "now": now})

    def forget(self, *, before: datetime) -> None:
        """Throw notices and ended deliveries away that are older than an instant."""
        self._connection.execute(_FORGET, {"before": before})
        self._connection.execute(_FORGET_DELIVERIES, {"before": before})


class DeliveryStore:
    """Messages that left the house, or shall."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, planned: Sequence[Delivery]) -> None:
        """Add deliveries; those that exist are left as they are."""
        if planned:
            insert = insert_into(self._connection, deliveries)
            statement = insert.on_conflict_do_nothing(index_elements=[deliveries.c.id])
            self._connection.execute(statement, [_DELIVERY.row(one) for one in planned])

    def due(self, now: datetime, *, limit: int = 200) -> list[Delivery]:
        """Claim pending deliveries whose time has come, soonest first."""
        rows = self._connection.execute(_DUE, {"now": now, "rows": limit})
        return [_DELIVERY.value(row) for row in rows]

    def waiting(self, now: datetime) -> bool:
        """Tell whether something is to be sent; for a look that changes nothing."""
        return self._connection.execute(_PEEK, {"now": now}).first() is not None

    def queued(self) -> list[Delivery]:
        """Return the deliveries that have a job, or had one before a restore."""
        return [_DELIVERY.value(row) for row in self._connection.execute(_QUEUED)]

    def lock(self, delivery: str) -> Delivery:
        """Return a delivery that nobody else may change.

        Raises:
            NotFoundError: there is none of that id.
        """
        row = self._connection.execute(_DELIVERY_LOCKED, {"id": delivery}).first()
        if row is None:
            raise NotFoundError(what="delivery", id=delivery)
        return _DELIVERY.value(row)

    def save_all(self, changed: Sequence[Delivery]) -> list[Delivery]:
        """Write changed deliveries.

        Raises:
            VersionConflictError: one of them changed since it was read.
        """
        return _DELIVERY.save_all(self._connection, changed)

    def of_user(self, user: UserId, *, limit: int = 20) -> list[Delivery]:
        """Return what was sent to somebody, newest first."""
        rows = self._connection.execute(_DELIVERIES_OF, {"user": user, "rows": limit})
        return [_DELIVERY.value(row) for row in rows]


class PreferenceStore:
    """What people chose; who never chose has the defaults."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user: UserId) -> Preferences | None:
        """Return what somebody chose, None where they never did."""
        row = self._connection.execute(_OF, {"user": user}).first()
        return None if row is None else _PREFERENCES.value(row)

    def all(self) -> dict[UserId, Preferences]:
        """Return everybody's choice who made one."""
        found = map(_PREFERENCES.value, self._connection.execute(_OF_ALL))
        return {one.user: one for one in found}

    def by_feed(self, feed: bytes) -> Preferences | None:
        """Return whose calendar a secret's hash opens, None where nobody's."""
        row = self._connection.execute(_BY_FEED, {"feed": feed}).first()
        return None if row is None else _PREFERENCES.value(row)

    def put(self, chosen: Preferences) -> None:
        """Write what somebody chose; the first time as well.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        if self.get(chosen.user) is None:
            _PREFERENCES.add_all(self._connection, [chosen])
        else:
            _PREFERENCES.save(self._connection, chosen)
