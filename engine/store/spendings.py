"""What sections spent of their budgets. A figure that changes is a row more."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, insert, select

from engine.domain.plans import Spending
from engine.store.schema import spendings
from engine.store.shapes import Shape
from engine.store.values import Provenance

_SPENDING = Shape(Spending, spendings)
_SOURCE = Shape(Provenance, spendings)
_NEWEST = select(func.max(spendings.c.version)).where(
    spendings.c.section == bindparam("section"),
    spendings.c.year == bindparam("year"),
    spendings.c.period == bindparam("period"),
)
_REVISIONS = (
    select(*_SPENDING.columns, *_SOURCE.columns)
    .where(spendings.c.year == bindparam("year"))
    .order_by(spendings.c.section, spendings.c.period, spendings.c.version)
)


class SpendingStore:
    """The absorption of budgets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, spending: Spending, source: Provenance) -> Spending:
        """Write the next version of a section's spending and return it.

        Raises:
            VersionConflictError: at the commit, if somebody else did the same.
        """
        row = _SPENDING.row(spending)
        newest = self._connection.scalar(_NEWEST, row)
        written = replace(spending, version=(newest or 0) + 1)
        row = _SPENDING.row(written) | _SOURCE.row(source)
        self._connection.execute(insert(spendings), row)
        return written

    def revisions(self, year: int) -> list[tuple[Spending, Provenance]]:
        """Return every version of a year's spendings, oldest first."""
        width = len(_SPENDING.columns)
        return [
            (_SPENDING.value(row), _SOURCE.value(row[width:]))
            for row in self._connection.execute(_REVISIONS, {"year": year})
        ]
