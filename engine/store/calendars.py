"""Working calendars as plain objects; `engine.domain.worktime` reads them."""

from sqlalchemy import Connection, bindparam, select, update

from engine.domain.values import CalendarKey, JsonObject
from engine.errors import VersionConflictError
from engine.store.schema import calendars

_GET = select(calendars.c.content, calendars.c.version).where(
    calendars.c.key == bindparam("key")
)
_ALL = select(calendars.c.key, calendars.c.content).order_by(calendars.c.key)
_SAVE = (
    update(calendars)
    .where(
        calendars.c.key == bindparam("row_key"),
        calendars.c.version == bindparam("row_version"),
    )
    .returning(calendars.c.version)
)


class CalendarStore:
    """The office's calendars."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self, key: CalendarKey, content: JsonObject, *, version: int | None = None
    ) -> int:
        """Write a calendar and return its version.

        Args:
            key: of the calendar.
            content: as `calendar_from_dict` reads it.
            version: the one that was seen; None adds a new calendar.

        Raises:
            VersionConflictError: it changed since it was read, or exists already.
        """
        if version is None:
            row = {"key": key, "content": content, "version": 1}
            self._connection.execute(calendars.insert(), row)
            return 1
        changed = {
            "row_key": key,
            "row_version": version,
            "content": content,
            "version": version + 1,
        }
        if self._connection.execute(_SAVE, changed).first() is None:
            raise VersionConflictError(what="calendars", id=key)
        return version + 1

    def get(self, key: CalendarKey) -> JsonObject | None:
        """Return a calendar, None where there is none of that key."""
        found: JsonObject | None = self._connection.scalar(_GET, {"key": key})
        return found

    def version(self, key: CalendarKey) -> int | None:
        """Return the version that `put` wants to see, None for a new calendar."""
        row = self._connection.execute(_GET, {"key": key}).first()
        return None if row is None else row.version

    def all(self) -> dict[CalendarKey, JsonObject]:
        """Return all calendars by key."""
        rows = self._connection.execute(_ALL)
        return {CalendarKey(row.key): row.content for row in rows}
