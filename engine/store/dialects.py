"""Everything in which SQLite and PostgreSQL differ.

SQLite: WAL with `synchronous=FULL` (a completed task survives a power cut),
writers begin IMMEDIATE so that no transaction reads first and finds out later
that it may not write, readers begin plainly and are never blocked. PostgreSQL:
rows are locked by `SELECT ... FOR UPDATE`, which SQLite's compiler leaves out.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)

from engine.errors import (
    DatabaseUnavailableError,
    DatabaseUnusableError,
    MutuBakuError,
    SettingInvalidError,
)
from engine.store.writer_lock import WriterLock

BUSY_SECONDS = 30
WRITER = "mutubaku_writer"  # execution option: this connection is going to write
_HELD = "mutubaku_writer_lock"
# Every statement of ours is asked with other values the same way: to plan it
# once, not each time, halves the inbox over a million tasks.
_POSTGRES_OPTIONS = (
    f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s"
    " -c plan_cache_mode=force_generic_plan"
)

FRAMES = frozenset({"BEGIN", "BEGIN IMMEDIATE", "COMMIT"})
"""What opens and closes a transaction, and is no statement of it."""

Insert = sqlite.Insert | postgresql.Insert


def address(url: str) -> URL:
    """Return the address as SQLAlchemy reads it, with our drivers.

    Raises:
        SettingInvalidError: it is no address of SQLite or PostgreSQL.
    """
    try:
        read = make_url(url)
    except ArgumentError as error:
        raise _no_address(url) from error
    kind = read.drivername.partition("+")[0]
    if kind in {"postgresql", "postgres"}:
        return read.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and read.database and read.database != ":memory:":
        return read.set(drivername="sqlite+pysqlite")
    raise _no_address(url)


def make_engine(url: str) -> Engine:
    """Return an engine whose transactions begin as this module promises.

    The folder of an SQLite file is made where it is missing.
    """
    read = address(url)
    if read.get_backend_name() == "sqlite":
        return _sqlite_engine(read)
    return create_engine(
        read,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"options": _POSTGRES_OPTIONS},
    )


def insert_into(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT in the connection's dialect."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def begin_snapshot(connection: Connection) -> None:
    """Let all reads of the connection's new transaction see one moment.

    SQLite's readers do so by themselves.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        )


def is_duplicate(error: IntegrityError) -> bool:
    """Tell whether a write met a row with the same unique key."""
    names = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505")
    found = getattr(error.orig, "sqlite_errorname", None) or getattr(
        error.orig, "sqlstate", None
    )
    return found in names


def is_outage(error: DBAPIError) -> bool:
    """Tell whether the database failed, and not the statement it was given."""
    # SQLite calls a statement it cannot read an operational error as well.
    return getattr(error.orig, "sqlite_errorname", None) != "SQLITE_ERROR"


def unanswered(error: DBAPIError) -> MutuBakuError | None:
    """Return what to say where the database failed, None where the statement did."""
    if getattr(error.orig, "sqlite_errorname", None) == "SQLITE_NOTADB":
        return DatabaseUnusableError(reason="store.no_database")
    if isinstance(error, OperationalError | InterfaceError) and is_outage(error):
        return DatabaseUnavailableError(reason=str(error.orig))
    return None


def _no_address(url: str) -> SettingInvalidError:
    shown = url.partition("://")[0]  # the rest may hold a password
    return SettingInvalidError(
        setting="MUTUBAKU_DATABASE_URL",
        value=shown,
        expected="sqlite:///file.db, postgresql://host/name",
    )


def _sqlite_engine(read: URL) -> Engine:
    if read.database is not None:
        Path(read.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        read,
        pool_size=10,
        max_overflow=20,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    turns = _Turns()
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "commit", turns.commit)
    event.listen(engine, "rollback", turns.rollback)
    return engine


class _Turns:
    """Begins and ends the transactions of an SQLite engine, one writer at a time."""

    def __init__(self) -> None:
        self._lock = WriterLock(patience_seconds=BUSY_SECONDS)

    def begin(self, connection: Connection) -> None:
        """Wait for one's turn and begin as a writer, or simply begin as a reader."""
        if not connection.get_execution_options().get(WRITER):
            connection.exec_driver_sql("BEGIN")
            return
        self._lock.acquire()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            self._lock.release()
            raise
        connection.info[_HELD] = True

    def commit(self, connection: Connection) -> None:
        """Commit and let the next writer in.

        Committed here, not by SQLAlchemy a moment later: whoever is let in must
        not meet a file that is still locked.
        """
        connection.exec_driver_sql("COMMIT")
        self._let_go(connection)

    def rollback(self, connection: Connection) -> None:
        """Take everything back and let the next writer in."""
        driver = connection.connection.driver_connection
        try:
            if driver is not None:
                driver.rollback()
        finally:
            self._let_go(connection)

    def _let_go(self, connection: Connection) -> None:
        if connection.info.pop(_HELD, False):
            self._lock.release()


def suspend_references(engine: Engine) -> None:
    """Let migrations rebuild tables that others refer to.

    SQLite changes a column by making the table anew and dropping the old one, which
    it refuses while references are enforced; and it cannot be told otherwise within
    a transaction. `broken_references` looks afterwards.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_references_go)


def broken_references(connection: Connection) -> set[tuple[str, int]]:
    """Return table and row of what refers to nothing; PostgreSQL has none ever."""
    if connection.dialect.name != "sqlite":
        return set()
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return {(row[0], row[1]) for row in found}


def _let_references_go(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA foreign_keys=OFF")


def _prepare_sqlite(driver: sqlite3.Connection, _record: object) -> None:
    # The driver would begin deferred transactions of its own otherwise.
    driver.isolation_level = None
    driver.execute("PRAGMA journal_mode=WAL")
    driver.execute("PRAGMA synchronous=FULL")
    driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    driver.execute("PRAGMA foreign_keys=ON")
