"""Actions: open ones soonest due first, and those somebody is to be told of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from engine.domain.actions import Action, ActionNote, ActionState
from engine.domain.values import DefinitionId, ElementId, InstanceId
from engine.errors import ActionNotFoundError
from engine.store.schema import action_notes, actions, instances
from engine.store.schema.actions import IS_OPEN
from engine.store.shapes import Shape, Versioned

MOST = 1000

_ACTION = Versioned(Action, actions)
_NOTE = Shape(ActionNote, action_notes)
# Without a day somebody still has to be asked, but after those with one.
_SOONEST = (actions.c.due.is_(None), actions.c.due, actions.c.id)
_GET = _ACTION.select.where(actions.c.id == bindparam("id"))
_OF_SOURCE = _ACTION.select.where(
    actions.c.instance == bindparam("instance"),
    actions.c.element == bindparam("element"),
)
_LISTED = select(*_ACTION.columns, instances.c.definition).join_from(
    actions, instances, instances.c.id == actions.c.instance
)
_OPEN = (
    _LISTED.where(text(f"actions.{IS_OPEN}"), ~instances.c.simulated)
    .order_by(*_SOONEST)
    .limit(bindparam("rows"))
)
_ENDED = (
    _LISTED.where(actions.c.state != ActionState.OPEN)
    .order_by(actions.c.ended_at.desc(), actions.c.id)
    .limit(bindparam("rows"))
)
_OF_CASE = _ACTION.select.where(actions.c.instance == bindparam("instance")).order_by(
    actions.c.created_at, actions.c.id
)
_DUE = (
    _ACTION.select.where(text(IS_OPEN), actions.c.remind_at <= bindparam("now"))
    .order_by(actions.c.remind_at)
    .limit(bindparam("rows"))
    .with_for_update(skip_locked=True)
)
_PEEK = (
    select(actions.c.id)
    .where(text(IS_OPEN), actions.c.remind_at <= bindparam("now"))
    .limit(1)
)
_NOTES = _NOTE.select.where(action_notes.c.action == bindparam("action")).order_by(
    action_notes.c.place
)


class ActionStore:
    """Actions and what was told of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, added: Sequence[Action]) -> None:
        """Add actions by one statement."""
        _ACTION.add_all(self._connection, added)

    def save(self, action: Action) -> Action:
        """Write a changed action and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _ACTION.save(self._connection, action)

    def get(self, action: str) -> Action:
        """Return an action.

        Raises:
            ActionNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": action}).first()
        if row is None:
            raise ActionNotFoundError(action=action)
        return _ACTION.value(row)

    def of_source(self, instance: InstanceId, element: ElementId) -> list[Action]:
        """Return what a step of a case promised so far."""
        asked = {"instance": instance, "element": element}
        rows = self._connection.execute(_OF_SOURCE, asked)
        return [_ACTION.value(row) for row in rows]

    def of_instance(self, instance: InstanceId) -> list[Action]:
        """Return the actions of a case, oldest first."""
        rows = self._connection.execute(_OF_CASE, {"instance": instance})
        return [_ACTION.value(row) for row in rows]

    def open(self, *, limit: int = MOST) -> list[tuple[Action, DefinitionId]]:
        """Return open actions with the versions of their SOPs, soonest due first."""
        return self._listed(self._connection.execute(_OPEN, {"rows": limit}).all())

    def open_ones(self, *, limit: int) -> tuple[Action, ...]:
        """Return open actions alone, soonest due first."""
        return tuple(action for action, _ in self.open(limit=limit))

    def ended(self, *, limit: int = MOST) -> list[tuple[Action, DefinitionId]]:
        """Return actions that were done or dropped, newest first."""
        return self._listed(self._connection.execute(_ENDED, {"rows": limit}).all())

    def waiting(self, now: datetime) -> bool:
        """Tell whether somebody is to be told of one; changes nothing."""
        return self._connection.execute(_PEEK, {"now": now}).first() is not None

    def due(self, now: datetime, *, limit: int = 100) -> list[Action]:
        """Claim actions that somebody is to be told of now."""
        rows = self._connection.execute(_DUE, {"now": now, "rows": limit})
        return [_ACTION.value(row) for row in rows]

    def add_note(self, note: ActionNote) -> None:
        """Add what somebody told."""
        _NOTE.add_all(self._connection, [note])

    def notes(self, action: str) -> list[ActionNote]:
        """Return what was told of an action, oldest first."""
        rows = self._connection.execute(_NOTES, {"action": action})
        return [_NOTE.value(row) for row in rows]

    def _listed(self, rows: Iterable[Any]) -> list[tuple[Action, DefinitionId]]:
        return [(_ACTION.value(row), row.definition) for row in rows]
