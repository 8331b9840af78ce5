"""Incidents: what failed for good and waits for a person."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam

from engine.domain.values import InstanceId, UserId
from engine.errors import IncidentNotFoundError
from engine.store.schema import incidents
from engine.store.shapes import Versioned
from engine.store.values import Incident

_SHAPE = Versioned(Incident, incidents)
_GET = _SHAPE.select.where(incidents.c.id == bindparam("id"))
_OLDEST_FIRST = (incidents.c.opened_at, incidents.c.id)
_OPEN = _SHAPE.select.where(incidents.c.closed_at.is_(None)).order_by(*_OLDEST_FIRST)
_OPEN_BY_KEY = _OPEN.where(
    incidents.c.kind == bindparam("kind"), incidents.c.key == bindparam("key")
)
_OF_INSTANCE = _SHAPE.select.where(
    incidents.c.instance == bindparam("instance")
).order_by(*_OLDEST_FIRST)


class IncidentStore:
    """Incidents, open and closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, incident: Incident) -> Incident:
        """Add an incident and return it.

        Where one of the same kind and key is open, that one counts an attempt
        more and tells the newest error instead.
        """
        parameters = {"kind": incident.kind, "key": incident.key}
        row = self._connection.execute(_OPEN_BY_KEY, parameters).first()
        if row is None:
            _SHAPE.add_all(self._connection, [incident])
            return incident
        known = _SHAPE.value(row)
        again = replace(
            known,
            code=incident.code,
            facts=incident.facts,
            attempts=known.attempts + max(incident.attempts, 1),
        )
        return _SHAPE.save(self._connection, again)

    def get(self, incident: str) -> Incident:
        """Return an incident.

        Raises:
            IncidentNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": incident}).first()
        if row is None:
            raise IncidentNotFoundError(incident=incident)
        return _SHAPE.value(row)

    def open(self) -> list[Incident]:
        """Return the incidents that still wait for somebody, oldest first."""
        return [_SHAPE.value(row) for row in self._connection.execute(_OPEN)]

    def of_instance(self, instance: InstanceId) -> list[Incident]:
        """Return a case's incidents, oldest first."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return [_SHAPE.value(row) for row in rows]

    def close(self, incident: Incident, *, by: UserId, now: datetime) -> Incident:
        """Close an incident and return it.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        closed = replace(incident, closed_at=now, closed_by=by)
        return _SHAPE.save(self._connection, closed)
