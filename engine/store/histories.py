"""The log read backwards: of a case, an officer, an SOP; newest event first.

The log has an index by case only. For an officer or an SOP it is read in blocks of
its numbers, a bounded count of them at a time: a page may come out short, and its
cursor says where to go on.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    or_,
    select,
)

from engine.domain.audit import AuditEvent
from engine.domain.values import InstanceId, ProcessKey, UserId
from engine.store.event_bodies import unpacked_body
from engine.store.pages import Page, key_of, page_of
from engine.store.schema import audit_actors, audit_events, audit_head, instances

BLOCK = 10_000
MOST_BLOCKS = 20
Numbered = tuple[int, AuditEvent]

_E = audit_events.c
_EVENTS: Select[Any] = (
    select(
        *(_E.sequence, _E.at, _E.instance, _E.task, _E.body),
        *(audit_actors.c.actor, audit_actors.c.actor_name, audit_actors.c.on_behalf),
    )
    .join_from(audit_events, audit_actors, audit_actors.c.id == _E.actor)
    .where(_E.sequence < bindparam("before"))
    .order_by(_E.sequence.desc())
    .limit(bindparam("rows"))
)
_OF_CASE = _EVENTS.where(_E.instance == bindparam("instance"))


def _in_block(condition: ColumnElement[bool]) -> Select[Any]:
    return _EVENTS.where(_E.sequence >= bindparam("since"), condition)


_OF_OFFICER = _in_block(
    _E.actor.in_(
        select(audit_actors.c.id).where(audit_actors.c.actor == bindparam("user"))
    )
)
_OF_SOP = _in_block(
    or_(
        _E.instance.is_(None),
        _E.instance.in_(
            select(instances.c.id).where(
                instances.c.process == bindparam("process"),
                instances.c.simulated.is_(False),
            )
        ),
    )
)
_HEAD = select(audit_head.c.sequence)
_ABOUT = ("process", "sop", "key")


class HistoryStore:
    """The log, backwards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_case(
        self, case: InstanceId, *, limit: int, cursor: str | None = None
    ) -> Page[Numbered]:
        """Return a page of a case's events.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        before = self._before(cursor)
        words = {"instance": case, "before": before, "rows": limit + 1}
        rows = self._connection.execute(_OF_CASE, words)
        return _page([_event(row) for row in rows], limit)

    def of_officer(
        self, user: UserId, *, limit: int, cursor: str | None = None
    ) -> Page[Numbered]:
        """Return a page of what an officer did; errors as `of_case`."""
        found = self._blocks(_OF_OFFICER, {"user": user}, cursor)
        return self._gathered(found, limit)

    def of_sop(
        self, process: ProcessKey, *, limit: int, cursor: str | None = None
    ) -> Page[Numbered]:
        """Return a page of what happened to an SOP and its cases; as `of_case`."""
        found = self._blocks(_OF_SOP, {"process": process}, cursor)
        about = (
            one
            for one in found
            if isinstance(one, int) or one[1].instance or _names(one[1], process)
        )
        return self._gathered(about, limit)

    def _before(self, cursor: str | None) -> int:
        if cursor is not None:
            return key_of(cursor)[0]
        return int(self._connection.scalar(_HEAD) or 0) + 1

    def _blocks(
        self,
        asked: Select[Any],
        words: dict[str, object],
        cursor: str | None,
    ) -> Iterator[Numbered | int]:
        """Yield events, and after each block the number down to which it was read."""
        before = self._before(cursor)
        for _ in range(MOST_BLOCKS):
            if before <= 1:
                return
            since = max(before - BLOCK, 1)
            asking = words | {"before": before, "since": since, "rows": BLOCK}
            for row in self._connection.execute(asked, asking):
                yield _event(row)
            before = since
            yield before

    def _gathered(self, found: Iterator[Numbered | int], limit: int) -> Page[Numbered]:
        events: list[Numbered] = []
        reached = 1
        for one in found:
            if isinstance(one, int):
                reached = one
                continue
            events.append(one)
            if len(events) > limit:
                return _page(events, limit)
        whole = _page(events, limit)
        if reached <= 1:
            return whole
        further = page_of([reached, reached], 1, lambda number: (number, ""))
        return Page(items=whole.items, next=further.next)


def _page(events: list[Numbered], limit: int) -> Page[Numbered]:
    return page_of(events, limit, lambda one: (one[0], ""))


def _event(row: Row[Any]) -> Numbered:
    body = unpacked_body(bytes(row.body))
    event = AuditEvent(
        kind=body.kind,
        at=row.at,
        actor=row.actor,
        actor_name=row.actor_name,
        on_behalf=row.on_behalf,
        instance=row.instance,
        task=row.task,
        facts=body.facts,
    )
    return row.sequence, event


def _names(event: AuditEvent, process: ProcessKey) -> bool:
    """Tell whether an event of no case is about an SOP."""
    return any(event.facts.get(name) == process for name in _ABOUT)
