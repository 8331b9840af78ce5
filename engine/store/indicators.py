"""Indicators, targets and realisations. A value that changes is a row more."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, exists, func, select

from engine.domain.indicators import Indicator, Realisation, Target
from engine.errors import IndicatorNotFoundError
from engine.store.schema import indicators, realisations, targets
from engine.store.shapes import Shape, Versioned
from engine.store.values import Provenance

Figure = TypeVar("Figure", Target, Realisation)

_INDICATOR = Versioned(Indicator, indicators, key="code")
_TARGET = Shape(Target, targets)
_REALISATION = Shape(Realisation, realisations)
_TARGET_SOURCE = Shape(Provenance, targets)
_REALISATION_SOURCE = Shape(Provenance, realisations)
_GET = _INDICATOR.select.where(indicators.c.code == bindparam("code"))
_ALL = _INDICATOR.select.order_by(indicators.c.code)


class IndicatorStore:
    """The performance plan and what was reached."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, added: Sequence[Indicator]) -> None:
        """Add indicators; a code that exists ends in a conflict."""
        _INDICATOR.add_all(self._connection, added)

    def save(self, indicator: Indicator) -> Indicator:
        """Write a changed indicator and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _INDICATOR.save(self._connection, indicator)

    def get(self, code: str) -> Indicator:
        """Return an indicator.

        Raises:
            IndicatorNotFoundError: there is none of that code.
        """
        row = self._connection.execute(_GET, {"code": code}).first()
        if row is None:
            raise IndicatorNotFoundError(indicator=code)
        return _INDICATOR.value(row)

    def all(self) -> list[Indicator]:
        """Return all indicators by code."""
        return [_INDICATOR.value(row) for row in self._connection.execute(_ALL)]

    def set_target(self, target: Target, source: Provenance) -> Target:
        """Write the next version of a period's target and return it.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        return self._add((_TARGET, _TARGET_SOURCE), target, source)

    def record(self, realisation: Realisation, source: Provenance) -> Realisation:
        """Write the next version of a period's realisation and return it.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        return self._add((_REALISATION, _REALISATION_SOURCE), realisation, source)

    def set_targets(self, targets: Sequence[Target], source: Provenance) -> None:
        """Write the next versions of many targets of one year.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        self._add_all((_TARGET, _TARGET_SOURCE), targets, source)

    def record_all(
        self, realisations: Sequence[Realisation], source: Provenance
    ) -> None:
        """Write the next versions of many realisations of one year.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        self._add_all((_REALISATION, _REALISATION_SOURCE), realisations, source)

    def targets(self, year: int) -> list[Target]:
        """Return the newest version of every target of a year."""
        rows = self._connection.execute(_newest(_TARGET), {"year": year})
        return [_TARGET.value(row) for row in rows]

    def realisations(self, year: int) -> list[Realisation]:
        """Return the newest version of every realisation of a year."""
        rows = self._connection.execute(_newest(_REALISATION), {"year": year})
        return [_REALISATION.value(row) for row in rows]

    def revisions(self, year: int) -> list[tuple[Realisation, Provenance]]:
        """Return every version of a year's realisations, oldest first."""
        rows = self._connection.execute(_REVISIONS, {"year": year})
        return [_sourced(row) for row in rows]

    def versions_of(
        self, indicator: str, year: int, period: int
    ) -> list[tuple[Realisation, Provenance]]:
        """Return every version of a realisation and where it came from, oldest first."""
        parameters = {"indicator": indicator, "year": year, "period": period}
        return [
            _sourced(row) for row in self._connection.execute(_VERSIONS, parameters)
        ]

    def _add(
        self,
        shapes: tuple[Shape[Figure], Shape[Provenance]],
        figure: Figure,
        source: Provenance,
    ) -> Figure:
        shape, source_shape = shapes
        table = shape.table
        # Two at once find the same newest version; the key lets one of them in.
        newest = select(func.max(table.c.version)).where(
            table.c.indicator == figure.indicator,
            table.c.year == figure.year,
            table.c.period == figure.period,
        )
        version = (self._connection.scalar(newest) or 0) + 1
        written = replace(figure, version=version)
        row = shape.row(written) | source_shape.row(source)
        self._connection.execute(table.insert(), row)
        return written

    def _add_all(
        self,
        shapes: tuple[Shape[Figure], Shape[Provenance]],
        figures: Sequence[Figure],
        source: Provenance,
    ) -> None:
        if not figures:
            return
        shape, source_shape = shapes
        table = shape.table
        newest = (
            select(table.c.indicator, table.c.period, func.max(table.c.version))
            .where(table.c.year == figures[0].year)
            .group_by(table.c.indicator, table.c.period)
        )
        known = {(code, key): n for code, key, n in self._connection.execute(newest)}
        rows = [
            shape.row(
                replace(one, version=known.get((one.indicator, one.period), 0) + 1)
            )
            | source_shape.row(source)
            for one in figures
        ]
        self._connection.execute(table.insert(), rows)


_REVISIONS = (
    select(*_REALISATION.columns, *_REALISATION_SOURCE.columns)
    .where(realisations.c.year == bindparam("year"))
    .order_by(realisations.c.indicator, realisations.c.period, realisations.c.version)
)
_VERSIONS = _REVISIONS.where(
    realisations.c.indicator == bindparam("indicator"),
    realisations.c.period == bindparam("period"),
)


def _sourced(row: Sequence[Any]) -> tuple[Realisation, Provenance]:
    width = len(_REALISATION.columns)
    return _REALISATION.value(row), _REALISATION_SOURCE.value(row[width:])


@lru_cache(maxsize=2)
def _newest(shape: Shape[Any]) -> Select[Any]:
    table: Table = shape.table
    newer = table.alias("newer")
    outdated = exists().where(
        newer.c.indicator == table.c.indicator,
        newer.c.year == table.c.year,
        newer.c.period == table.c.period,
        newer.c.version > table.c.version,
    )
    of_year = shape.select.where(table.c.year == bindparam("year"), ~outdated)
    return of_year.order_by(table.c.indicator, table.c.period)
