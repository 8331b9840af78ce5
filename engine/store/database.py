"""One database of one office: transactions begin and end here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import VersionConflictError
from engine.ports import JobQueue
from engine.store.dialects import (
    FRAMES,
    WRITER,
    begin_snapshot,
    is_duplicate,
    make_engine,
    unanswered,
)
from engine.store.migrations import migrate, require_newest
from engine.store.unit_of_work import UnitOfWork

__all__ = ["Database", "StatementCount", "UnitOfWork"]


@dataclass(slots=True)
class StatementCount:
    """What a piece of work cost the database; BEGIN and COMMIT are no statements."""

    statements: int = 0
    commits: int = 0


class Database:
    """The office's database.

    Attributes:
        url: as in MUTUBAKU_DATABASE_URL.
        engine: its transactions read.
        writer_engine: its transactions write, one after another on SQLite; the
            job engine shares it.
    """

    def __init__(self, url: str, *, jobs: JobQueue | None = None) -> None:
        self.url = url
        self.engine: Engine = make_engine(url)
        self.writer_engine: Engine = self.engine.execution_options(**{WRITER: True})
        self._jobs = jobs
        self._known_steps: frozenset[int] = frozenset()
        self._is_closed = False
        event.listen(self.engine, "checkin", self._given_back)

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of one process."""
        return self.engine.dialect.name == "sqlite"

    def use_jobs(self, jobs: JobQueue) -> None:
        """Take the job queue, whose adapter may need this database first."""
        self._jobs = jobs

    def migrate(self) -> None:
        """Bring the schema to this version; the job engine's is its adapter's."""
        migrate(self.url)

    def require_current(self) -> None:
        """Raise DatabaseUnusableError where the schema is not of this version."""
        with self.read() as uow:
            require_newest(uow.connection)

    def learn_steps(self) -> None:
        """Read which steps are kept, so that tasks of them need not write them."""
        with self.read() as uow:
            self._known_steps |= uow.steps.all()

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Open a unit of work: committed on a clean exit, else rolled back.

        Raises:
            VersionConflictError: somebody added the same key first.
            DatabaseUnavailableError: no answer, or no turn in time.
        """
        with _translated(), self.writer_engine.connect() as connection:
            transaction = connection.begin()
            try:
                uow = UnitOfWork(
                    connection, jobs=self._jobs, known_steps=self._known_steps
                )
                yield uow
                uow.finish()
                transaction.commit()
                if uow.steps.fresh:
                    self._known_steps |= uow.steps.fresh
            except BaseException:
                transaction.rollback()
                raise

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Open a unit of work of which nothing stays written."""
        with _translated(), self.engine.connect() as connection:
            yield UnitOfWork(connection, jobs=None)
            connection.rollback()

    @contextmanager
    def read_snapshot(self) -> Iterator[UnitOfWork]:
        """Open a unit of work whose every read sees the same moment."""
        with _translated(), self.engine.connect() as connection:
            begin_snapshot(connection)
            yield UnitOfWork(connection, jobs=None)
            connection.rollback()

    @contextmanager
    def counted(self) -> Iterator[StatementCount]:
        """Count what all threads ask of this database meanwhile: for tests and bench."""
        count = StatementCount()

        def _statement(_: Connection, __: object, statement: str, *___: object) -> None:
            if statement not in FRAMES:
                count.statements += 1

        def _commit(_: Connection) -> None:
            count.commits += 1

        listeners = (("before_cursor_execute", _statement), ("commit", _commit))
        for name, listener in listeners:
            event.listen(self.engine, name, listener)
        try:
            yield count
        finally:
            for name, listener in listeners:
                event.remove(self.engine, name, listener)

    def close(self) -> None:
        """Give back every connection; one that is in use now, when it is given back."""
        self._is_closed = True
        self.engine.dispose()

    def _given_back(self, _: object, record: ConnectionPoolEntry) -> None:
        # The pool that `dispose` left behind would keep it open until it is forgotten.
        if self._is_closed:
            record.invalidate()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise VersionConflictError(what="row", id="") from error
    except (DatabaseError, InterfaceError) as error:
        told = unanswered(error)
        if told is None:
            raise
        raise told from error
