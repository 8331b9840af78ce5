"""The audit chain: appended at the end of each transaction, read in order.

The database itself refuses to change or delete an event, and lets the head
follow each one that is inserted. Who acted stands in a table of its own, once
per person, name and role: the hash of an event covers all three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from engine.domain.audit import GENESIS, AuditEvent, ChainedEvent, link
from engine.domain.values import InstanceId, UserId
from engine.store.event_bodies import Body, packed_body, unpacked_body
from engine.store.pages import Page, key_of, page_of
from engine.store.schema import audit_actors, audit_events, audit_head

BATCH = 1000

_HEAD = select(audit_head.c.sequence, audit_head.c.hash)
_ACTOR = select(audit_actors.c.id).where(
    audit_actors.c.actor == bindparam("actor"),
    audit_actors.c.actor_name == bindparam("actor_name"),
    audit_actors.c.on_behalf == bindparam("on_behalf"),
)
_LOCKED_HEAD = _HEAD.add_columns(_ACTOR.scalar_subquery()).with_for_update()
# The head is locked meanwhile: nobody else counts on.
_NEW_ACTOR = (
    audit_actors.insert()
    .values(
        id=select(func.coalesce(func.max(audit_actors.c.id), 0) + 1).scalar_subquery(),
        actor=bindparam("actor"),
        actor_name=bindparam("actor_name"),
        on_behalf=bindparam("on_behalf"),
    )
    .returning(audit_actors.c.id)
)
_BEFORE = audit_events.alias("before")
_CHAINED: Select[Any] = (
    select(
        audit_events.c.sequence,
        audit_events.c.hash,
        _BEFORE.c.hash.label("previous"),
        audit_events.c.at,
        audit_events.c.instance,
        audit_events.c.task,
        audit_events.c.body,
        audit_actors.c.actor,
        audit_actors.c.actor_name,
        audit_actors.c.on_behalf,
    )
    .outerjoin_from(
        audit_events, _BEFORE, _BEFORE.c.sequence == audit_events.c.sequence - 1
    )
    .outerjoin(audit_actors, audit_actors.c.id == audit_events.c.actor)
    .where(audit_events.c.sequence > bindparam("after"))
    .order_by(audit_events.c.sequence)
    .limit(bindparam("rows"))
)
_OF_INSTANCE = _CHAINED.where(audit_events.c.instance == bindparam("instance"))
_INSERT = audit_events.insert()


class _Person(NamedTuple):
    """Who did something: id, name and the role acted in, as they were then."""

    actor: UserId
    actor_name: str
    on_behalf: str


class EventStore:
    """Audit events of the whole office."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pending: list[AuditEvent] = []

    def append(self, events: Sequence[AuditEvent]) -> None:
        """Add events to the chain when the transaction is about to commit."""
        self._pending.extend(_as_kept(event) for event in events)

    def flush(self) -> None:
        """Write what was appended: one statement for the head, one for the events.

        An actor who never acted before, or had another name, costs two more.
        """
        if not self._pending:
            return
        first = _person(self._pending[0])
        sequence, digest, actor = self._connection.execute(
            _LOCKED_HEAD, _named(first)
        ).one()
        actors = {} if actor is None else {first: actor}
        previous = digest.hex()
        rows = []
        for event in self._pending:
            sequence += 1
            chained = link(event, sequence=sequence, previous=previous)
            previous = chained.hash
            rows.append(_row(chained, self._actor(event, actors)))
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

    def _actor(self, event: AuditEvent, known: dict[_Person, int]) -> int:
        """Return the number of an event's actor, who is new only once ever."""
        person = _person(event)
        if person not in known:
            number = self._connection.scalar(_ACTOR, _named(person))
            if number is None:
                number = self._connection.scalar(_NEW_ACTOR, _named(person))
            known[person] = int(number or 0)
        return known[person]


def _person(event: AuditEvent) -> _Person:
    return _Person(event.actor, event.actor_name, event.on_behalf)


def _named(person: _Person) -> dict[str, str]:
    return dict(zip(_Person._fields, person, strict=True))


def _as_kept(event: AuditEvent) -> AuditEvent:
    """Return the event as it will be read again, so that its hash holds then."""
    return replace(event, at=event.at.astimezone(UTC).replace(microsecond=0))


def _row(chained: ChainedEvent, actor: int) -> dict[str, object]:
    event = chained.event
    return {
        "sequence": chained.sequence,
        "at": event.at,
        "actor": actor,
        "hash": bytes.fromhex(chained.hash),
        "instance": event.instance,
        "task": event.task,
        "body": packed_body(Body(event.kind, event.facts)),
    }


def _chained(row: Row[Any]) -> ChainedEvent:
    """Return an event as its rows tell it; what is missing was taken away."""
    body = unpacked_body(bytes(row.body))
    return ChainedEvent(
        sequence=row.sequence,
        previous=GENESIS if row.previous is None else row.previous.hex(),
        hash=row.hash.hex(),
        event=AuditEvent(
            kind=body.kind,
            at=row.at,
            actor=row.actor or UserId(""),
            actor_name=row.actor_name or "",
            on_behalf=row.on_behalf or "",
            instance=row.instance,
            task=row.task,
            facts=body.facts,
        ),
    )
