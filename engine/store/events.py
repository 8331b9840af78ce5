"""The audit chain: appended at the end of each transaction, read in order.

The database itself refuses to change or delete an event, and lets the head
follow each one that is inserted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC

from sqlalchemy import Connection, bindparam, select

from engine.domain.audit import GENESIS, AuditEvent, ChainedEvent, link
from engine.domain.values import InstanceId
from engine.store.pages import Page, key_of, page_of
from engine.store.schema import audit_events, audit_head
from engine.store.shapes import Shape

BATCH = 1000

_EVENT = Shape(AuditEvent, audit_events)
_WIDTH = len(_EVENT.columns)
_HEAD = select(audit_head.c.sequence, audit_head.c.hash)
_LOCKED_HEAD = _HEAD.with_for_update()
_BEFORE = audit_events.alias("before")
_CHAINED = (
    select(
        *_EVENT.columns,
        audit_events.c.sequence,
        audit_events.c.hash,
        _BEFORE.c.hash.label("previous"),
    )
    .outerjoin_from(
        audit_events, _BEFORE, _BEFORE.c.sequence == audit_events.c.sequence - 1
    )
    .where(audit_events.c.sequence > bindparam("after"))
    .order_by(audit_events.c.sequence)
    .limit(bindparam("rows"))
)
_OF_INSTANCE = _CHAINED.where(audit_events.c.instance == bindparam("instance"))
_INSERT = audit_events.insert()


class EventStore:
    """Audit events of the whole office."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pending: list[AuditEvent] = []

    def append(self, events: Sequence[AuditEvent]) -> None:
        """Add events to the chain when the transaction is about to commit."""
        self._pending.extend(_as_kept(event) for event in events)

    def flush(self) -> None:
        """Write what was appended: one statement for the head, one for the events."""
        if not self._pending:
            return
        sequence, digest = self._connection.execute(_LOCKED_HEAD).one()
        previous = digest.hex()
        rows = []
        for event in self._pending:
            sequence += 1
            chained = link(event, sequence=sequence, previous=previous)
            previous = chained.hash
            row = _EVENT.row(event)
            row["sequence"] = sequence
            row["hash"] = bytes.fromhex(previous)
            rows.append(row)
        self._connection.execute(_INSERT, rows)
        self._pending.clear()

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest event; 0 and zeros before the first."""
        sequence, digest = self._connection.execute(_HEAD).one()
        return sequence, digest.hex()

    def of_instance(
        self, instance: InstanceId, *, limit: int = 200, cursor: str | None = None
    ) -> Page[ChainedEvent]:
        """Return a page of a case's events, oldest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        after = key_of(cursor)[0] if cursor else 0
        parameters = {"instance": instance, "after": after, "rows": limit + 1}
        rows = self._connection.execute(_OF_INSTANCE, parameters)
        found = [_chained(row) for row in rows]
        return page_of(found, limit, lambda one: (one.sequence, ""))

    def all_in_order(self) -> Iterator[ChainedEvent]:
        """Yield every event from the first on, a batch in memory at a time."""
        after = 0
        while True:
            parameters = {"after": after, "rows": BATCH}
            rows = self._connection.execute(_CHAINED, parameters).all()
            for row in rows:
                yield _chained(row)
            if len(rows) < BATCH:
                return
            after = rows[-1].sequence


def _as_kept(event: AuditEvent) -> AuditEvent:
    """Return the event as it will be read again, so that its hash holds then."""
    return replace(event, at=event.at.astimezone(UTC).replace(microsecond=0))


def _chained(row: Sequence[object]) -> ChainedEvent:
    sequence, digest, previous = row[_WIDTH : _WIDTH + 3]
    return ChainedEvent(
        sequence=int(str(sequence)),
        previous=previous.hex() if isinstance(previous, bytes) else GENESIS,
        hash=digest.hex() if isinstance(digest, bytes) else "",
        event=_EVENT.value(row),
    )
