"""Deployed versions of SOPs. A version never changes; it can be retired."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from engine.domain.values import DefinitionId, ProcessKey
from engine.errors import ProcessNotFoundError, VersionConflictError
from engine.store.schema import definitions
from engine.store.shapes import Shape
from engine.store.values import DefinitionSummary, StoredDefinition

_STORED = Shape(StoredDefinition, definitions)
_SUMMARY = Shape(DefinitionSummary, definitions)
_IN_USE = definitions.c.retired_at.is_(None)
_OF_KEY = definitions.c.key == bindparam("key")
_NEWEST_FIRST = definitions.c.version.desc()

_GET = _STORED.select.where(definitions.c.id == bindparam("id"))
_LATEST = _STORED.select.where(_OF_KEY, _IN_USE).order_by(_NEWEST_FIRST).limit(1)
_LATEST_ID = (
    select(definitions.c.id).where(_OF_KEY, _IN_USE).order_by(_NEWEST_FIRST).limit(1)
)
_VERSIONS = _SUMMARY.select.where(_OF_KEY).order_by(_NEWEST_FIRST)
_NEWEST = (
    select(definitions.c.key, func.max(definitions.c.version).label("version"))
    .where(_IN_USE)
    .group_by(definitions.c.key)
    .subquery()
)
_LISTING = _SUMMARY.select.join(
    _NEWEST,
    (definitions.c.key == _NEWEST.c.key) & (definitions.c.version == _NEWEST.c.version),
).order_by(definitions.c.name, definitions.c.key)
_KEYS = select(definitions.c.key).distinct().order_by(definitions.c.key)
_RETIRE = (
    update(definitions)
    .where(definitions.c.id == bindparam("row_id"), _IN_USE)
    .values(retired_at=bindparam("now"))
    .returning(definitions.c.id)
)


class DefinitionStore:
    """Process definitions with the files they are compiled from."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, stored: StoredDefinition) -> None:
        """Add a version; one of the same key and number ends in a conflict."""
        _STORED.add_all(self._connection, [stored])

    def get(self, definition: DefinitionId) -> StoredDefinition:
        """Return a version with its files.

        Raises:
            ProcessNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": definition}).first()
        if row is None:
            raise ProcessNotFoundError(key=definition)
        return _STORED.value(row)

    def latest(self, key: ProcessKey) -> StoredDefinition | None:
        """Return the newest version that is not retired, None where there is none."""
        row = self._connection.execute(_LATEST, {"key": key}).first()
        return None if row is None else _STORED.value(row)

    def latest_id(self, key: ProcessKey) -> DefinitionId | None:
        """Return the id of `latest` without its files, for who keeps them."""
        found = self._connection.scalar(_LATEST_ID, {"key": key})
        return None if found is None else DefinitionId(found)

    def versions(self, key: ProcessKey) -> list[DefinitionSummary]:
        """Return all versions of a key, retired ones too, newest first."""
        rows = self._connection.execute(_VERSIONS, {"key": key})
        return [_SUMMARY.value(row) for row in rows]

    def listing(self) -> list[DefinitionSummary]:
        """Return the newest version in use of every key, by name."""
        return [_SUMMARY.value(row) for row in self._connection.execute(_LISTING)]

    def keys(self) -> list[ProcessKey]:
        """Return every key ever deployed, in order."""
        return [ProcessKey(key) for key in self._connection.scalars(_KEYS)]

    def retire(self, definition: DefinitionId, *, now: datetime) -> None:
        """Let no case start on a version from now on.

        Raises:
            VersionConflictError: it is retired already.
        """
        parameters = {"row_id": definition, "now": now}
        if self._connection.execute(_RETIRE, parameters).first() is None:
            raise VersionConflictError(what="definitions", id=definition)
