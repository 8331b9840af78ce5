"""The schema's history. `migrate` brings a database to this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from engine.errors import DatabaseUnusableError
from engine.store.dialects import (
    WRITER,
    broken_references,
    make_engine,
    suspend_references,
    unanswered,
)

_HERE = Path(__file__).parent


def migrate(url: str, *, revision: str = "head") -> None:
    """Bring a database to this version; one that is there already stays as it is.

    All steps are one transaction, so a failure leaves the schema as it was.

    Args:
        url: as in MUTUBAKU_DATABASE_URL.
        revision: an older version, for a backup that was made by it.

    Raises:
        SettingInvalidError: the address is none of SQLite or PostgreSQL.
        DatabaseUnavailableError: nothing answers at the address.
        DatabaseUnusableError: what is there is no database, or a newer one.
        KeyError: there is no such revision.
    """
    engine = make_engine(url)
    suspend_references(engine)
    try:
        with engine.execution_options(**{WRITER: True}).begin() as connection:
            before = broken_references(connection)
            command.upgrade(configuration(connection), revision)
            if lost := broken_references(connection) - before:
                raise RuntimeError(f"rows without what they refer to: {sorted(lost)}")
    except CommandError as error:
        if revision == "head":
            raise DatabaseUnusableError(reason="store.newer_schema") from error
        raise KeyError(revision) from error
    except DatabaseError as error:
        told = unanswered(error)
        if told is None:
            raise
        raise told from error
    finally:
        engine.dispose()


def configuration(connection: Connection | None) -> Config:
    """Return Alembic's configuration for an open transaction."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision_of(connection: Connection) -> str | None:
    """Return the version of a database's schema, None where it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def require_newest(connection: Connection) -> None:
    """Raise DatabaseUnusableError where `migrate` has to run before anything else."""
    if revision_of(connection) != newest_revision():
        raise DatabaseUnusableError(reason="store.other_schema")


def newest_revision() -> str:
    """Return the version that `migrate` brings a database to."""
    head = ScriptDirectory.from_config(configuration(None)).get_current_head()
    return head or ""
