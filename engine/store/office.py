"""Settings of the office: letterhead, escalation, four eyes; JSON by key."""

from sqlalchemy import Connection, bindparam, select

from engine.domain.values import JsonValue
from engine.store.dialects import insert_into
from engine.store.schema import office_settings

_GET = select(office_settings.c.value).where(office_settings.c.key == bindparam("key"))
_ALL = select(office_settings.c.key, office_settings.c.value).order_by(
    office_settings.c.key
)


class OfficeStore:
    """What the office decided about itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> JsonValue:
        """Return a setting, None where it was never set."""
        found: JsonValue = self._connection.scalar(_GET, {"key": key})
        return found

    def put(self, key: str, value: JsonValue) -> None:
        """Set a setting; the last writer wins."""
        insert = insert_into(self._connection, office_settings).values(
            key=key, value=value, version=1
        )
        changed = {
            "value": insert.excluded["value"],
            "version": office_settings.c.version + 1,
        }
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=[office_settings.c.key], set_=changed
            )
        )

    def all(self) -> dict[str, JsonValue]:
        """Return all settings by key."""
        return {row.key: row.value for row in self._connection.execute(_ALL)}
