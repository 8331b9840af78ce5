"""A migrated database with a small office, on both kinds of server."""

from collections.abc import Iterator

import pytest

from engine.store import Database
from tests.store import given


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Yield a migrated, empty database."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def office(database: Database) -> Database:
    """Return a database with two officers, two roles and a deployed SOP."""
    with database.write() as uow:
        given.office(uow)
    return database
