"""Between a frozen value and the table whose columns bear its fields' names."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, insert, select, update

from engine.errors import VersionConflictError

V = TypeVar("V")


class Shape(Generic[V]):
    """Reads rows as values and writes values as rows."""

    def __init__(
        self,
        value: type[V],
        table: Table,
        *,
        apart: Sequence[str] = (),
        beside: tuple[Table, Sequence[str]] | None = None,
    ) -> None:
        """Match fields with columns, but for those that are kept `apart`.

        Fields `beside` are read from a table that a foreign key leads to.
        """
        other, foreign = beside or (None, ())
        self._own = tuple(
            field.name
            for field in fields(value)  # type: ignore[arg-type]
            if field.name not in {*apart, *foreign}
        )
        self.names = (*self._own, *foreign)
        self.columns = tuple(table.c[name] for name in self._own)
        self.table = table
        self._make = value
        self._take = attrgetter(*self._own)
        self._insert = insert(table)
        self._all: Select[Any] = select(*self.columns)
        if other is not None:
            self.columns += tuple(other.c[name] for name in foreign)
            self._all = select(*self.columns).join_from(table, other)

    @property
    def select(self) -> Select[Any]:
        """A SELECT of exactly the columns that `value` reads, in its order."""
        return self._all

    def value(self, row: Sequence[Any], **apart: object) -> V:
        """Return the value of a row; columns after the value's own are left."""
        return self._make(**dict(zip(self.names, row, strict=False)), **apart)

    def row(self, value: V) -> dict[str, Any]:
        """Return the parameters of an INSERT or UPDATE."""
        return dict(zip(self._own, self._take(value), strict=True))

    def add_all(self, connection: Connection, values: Iterable[V]) -> None:
        """Insert values by one statement; none at all costs nothing."""
        rows = [self.row(value) for value in values]
        if rows:
            connection.execute(self._insert, rows)


class Versioned(Shape[V]):
    """A shape of rows that change: every write names the version it saw."""

    def __init__(
        self,
        value: type[V],
        table: Table,
        *,
        key: str = "id",
        apart: Sequence[str] = (),
        beside: tuple[Table, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(value, table, apart=apart, beside=beside)
        self._key = key
        self._update = update(table).where(
            table.c[key] == bindparam("row_key"),
            table.c.version == bindparam("row_version"),
        )
        self._update_one = self._update.returning(table.c.version)

    def save(self, connection: Connection, value: V) -> V:
        """Write a changed value and return it with its new version.

        Raises:
            VersionConflictError: the row changed since the value was read.
        """
        row = self._changed(value)
        self._write(connection, row)
        return replace(value, version=row["version"])  # type: ignore[type-var]

    def write(
        self, connection: Connection, value: V, seen: int, **apart: object
    ) -> None:
        """Write a value that carries its new version, and what is kept apart.

        Raises:
            VersionConflictError: the row's version is not the one that was seen.
        """
        row = self.row(value)
        key = row.pop(self._key)
        self._write(connection, row | apart | {"row_key": key, "row_version": seen})

    def save_all(self, connection: Connection, values: Sequence[V]) -> list[V]:
        """Write changed values by one statement; all or, with the rollback, none.

        Raises:
            VersionConflictError: one of the rows changed since it was read.
        """
        rows = [self._changed(value) for value in values]
        if len(rows) < 2:
            return [self.save(connection, value) for value in values]
        if connection.execute(self._update, rows).rowcount != len(rows):
            raise self._conflict(rows[0])
        return [
            replace(value, version=row["version"])  # type: ignore[type-var]
            for value, row in zip(values, rows, strict=True)
        ]

    def _changed(self, value: V) -> dict[str, Any]:
        row = self.row(value)
        row["row_key"] = row.pop(self._key)
        row["row_version"] = row["version"]
        row["version"] += 1
        return row

    def _write(self, connection: Connection, row: dict[str, Any]) -> None:
        if connection.execute(self._update_one, row).first() is None:
            raise self._conflict(row)

    def _conflict(self, row: dict[str, Any]) -> VersionConflictError:
        return VersionConflictError(what=self.table.name, id=row["row_key"])
