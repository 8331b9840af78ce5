"""Indicators, targets and realisations. A value that changes is a revision more."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, exists, func, select

from engine.errors import IndicatorNotFoundError
from engine.store.schema import indicators, realisations, targets
from engine.store.shapes import Shape, Versioned
from engine.store.values import StoredIndicator, StoredRealisation, StoredTarget

_INDICATOR = Versioned(StoredIndicator, indicators)
_TARGET = Shape(StoredTarget, targets)
_REALISATION = Shape(StoredRealisation, realisations)
_GET = _INDICATOR.select.where(indicators.c.id == bindparam("id"))
_OF_YEAR = _INDICATOR.select.where(indicators.c.year == bindparam("year")).order_by(
    indicators.c.code
)


class IndicatorStore:
    """The performance plan and what was reached."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, indicator: StoredIndicator) -> None:
        """Add an indicator; a code that its year has ends in a conflict."""
        _INDICATOR.add_all(self._connection, [indicator])

    def save(self, indicator: StoredIndicator) -> StoredIndicator:
        """Write a changed indicator and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        return _INDICATOR.save(self._connection, indicator)

    def get(self, indicator: str) -> StoredIndicator:
        """Return an indicator.

        Raises:
            IndicatorNotFoundError: there is none of that id.
        """
        row = self._connection.execute(_GET, {"id": indicator}).first()
        if row is None:
            raise IndicatorNotFoundError(indicator=indicator)
        return _INDICATOR.value(row)

    def of_year(self, year: int) -> list[StoredIndicator]:
        """Return the indicators of a year by code, inactive ones too."""
        rows = self._connection.execute(_OF_YEAR, {"year": year})
        return [_INDICATOR.value(row) for row in rows]

    def set_target(self, target: StoredTarget) -> StoredTarget:
        """Write a target as the next revision of its period and return it."""
        revision = self._next_revision(targets, target.indicator, target.period)
        written = replace(target, revision=revision)
        _TARGET.add_all(self._connection, [written])
        return written

    def record(self, realisation: StoredRealisation) -> StoredRealisation:
        """Write a realisation as the next revision of its period and return it."""
        revision = self._next_revision(
            realisations, realisation.indicator, realisation.period
        )
        written = replace(realisation, revision=revision)
        _REALISATION.add_all(self._connection, [written])
        return written

    def targets(self, year: int) -> list[StoredTarget]:
        """Return the newest revision of every target of a year's indicators."""
        rows = self._connection.execute(_newest(targets, _TARGET), {"year": year})
        return [_TARGET.value(row) for row in rows]

    def realisations(self, year: int) -> list[StoredRealisation]:
        """Return the newest revision of every realisation of a year's indicators."""
        statement = _newest(realisations, _REALISATION)
        rows = self._connection.execute(statement, {"year": year})
        return [_REALISATION.value(row) for row in rows]

    def revisions(self, indicator: str, period: str) -> list[StoredRealisation]:
        """Return all revisions of a realisation, oldest first."""
        parameters = {"indicator": indicator, "period": period}
        rows = self._connection.execute(_REVISIONS, parameters)
        return [_REALISATION.value(row) for row in rows]

    def _next_revision(self, table: Table, indicator: str, period: str) -> int:
        # Two revisions at once take the same number; the key lets one of them in.
        newest = select(func.max(table.c.revision)).where(
            table.c.indicator == indicator, table.c.period == period
        )
        return (self._connection.scalar(newest) or 0) + 1


_REVISIONS = (
    _REALISATION.select.where(
        realisations.c.indicator == bindparam("indicator"),
        realisations.c.period == bindparam("period"),
    )
).order_by(realisations.c.revision)


def _newest(table: Table, shape: Shape[Any]) -> Select[Any]:
    newer = table.alias("newer")
    is_newest = ~exists().where(
        newer.c.indicator == table.c.indicator,
        newer.c.period == table.c.period,
        newer.c.revision > table.c.revision,
    )
    of_year = table.c.indicator == indicators.c.id
    return (
        shape.select.join(indicators, of_year)
        .where(indicators.c.year == bindparam("year"), is_newest)
        .order_by(indicators.c.code, table.c.period)
    )
