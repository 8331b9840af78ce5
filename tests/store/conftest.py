"""A migrated database with a small office, on both kinds of server.

Migrating takes longer than most tests, so it is done once per kind and copied.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Database, migrate
from tests.postgres import create_database, drop_database
from tests.store import given


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "kantor.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres_server: str) -> Iterator[str]:
    """Yield the name of a migrated PostgreSQL database, to be copied."""
    url = create_database(postgres_server)
    migrate(url)
    yield url.rsplit("/", 1)[1]
    drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a migrated, empty database of one's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "kantor.db")
        yield f"sqlite:///{tmp_path / 'kantor.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("migrated_name")
    url = create_database(server, template=template)
    yield url
    drop_database(url)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """Yield a migrated, empty database."""
    opened = Database(migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def office(database: Database) -> Database:
    """Return a database with two officers, two roles and a deployed SOP."""
    with database.write() as uow:
        given.office(uow)
    return database
