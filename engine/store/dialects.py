"""Everything in which SQLite and PostgreSQL differ.

SQLite: WAL with `synchronous=FULL` (a completed task survives a power cut),
writers begin IMMEDIATE so that no transaction reads first and finds out later
that it may not write, readers begin plainly and are never blocked. PostgreSQL:
rows are locked by `SELECT ... FOR UPDATE`, which SQLite's compiler leaves out.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from engine.errors import SettingInvalidError
from engine.store.writer_lock import WriterLock

BUSY_SECONDS = 30
WRITER = "mutubaku_writer"  # execution option: this connection is going to write
_HELD = "mutubaku_writer_lock"
_POSTGRES_OPTIONS = f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s"

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
    lock = WriterLock(patience_seconds=BUSY_SECONDS)
    event.listen(engine, "connect", _prepare_sqlite)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITER):
            connection.exec_driver_sql("BEGIN")
            return
        lock.acquire()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            lock.release()
            raise
        connection.info[_HELD] = True

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        # Committed here, not by SQLAlchemy a moment later: whoever is let in by
        # the release must not meet a file that is still locked.
        _driver(connection).commit()
        _let_go(connection)

    @event.listens_for(engine, "rollback")
    def _rollback(connection: Connection) -> None:
        try:
            if not connection.invalidated:
                _driver(connection).rollback()
        finally:
            _let_go(connection)

    def _let_go(connection: Connection) -> None:
        if not connection.invalidated and connection.info.pop(_HELD, False):
            lock.release()

    return engine


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _prepare_sqlite(driver: Any, _record: object) -> None:
    # The driver would begin deferred transactions of its own otherwise.
    driver.isolation_level = None
    cursor = driver.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
