"""The audit chain: whether it holds, and what it says."""

from collections.abc import Iterator

from engine.domain.audit import BrokenLink, ChainedEvent, verify
from engine.store.database import Database


class AuditService:
    """Reads the whole log in order."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def verify(self) -> BrokenLink | None:
        """Recompute every link and return the first that does not hold."""
        with self._database.read_snapshot() as uow:
            return verify(uow.events.all_in_order(), uow.events.head())

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest event, to be kept elsewhere."""
        with self._database.read() as uow:
            return uow.events.head()

    def events(self) -> Iterator[ChainedEvent]:
        """Yield every event, oldest first."""
        with self._database.read_snapshot() as uow:
            yield from uow.events.all_in_order()
