"""Reports of sections: their figures, each by one statement, and who still owes one.

A completion has a budget of statements, so a report is not read before it is
written: the statement itself finds the next version, and writes none where the
newest one says the same already.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
)

from engine.domain.indicators import Realisation
from engine.domain.plans import Spending
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, JsonObject, RoleKey
from engine.store.case_files import CaseFile
from engine.store.schema import instances, realisations, spendings, tasks
from engine.store.shapes import Shape
from engine.store.steps import TaskShape
from engine.store.values import Provenance

_TASK = TaskShape()
_SPENDING = Shape(Spending, spendings)
_SPENT_BY = Shape(Provenance, spendings)
_SPENDINGS = (
    select(*_SPENDING.columns, *_SPENT_BY.columns)
    .where(spendings.c.year == bindparam("year"))
    .order_by(spendings.c.section, spendings.c.period, spendings.c.version)
)
_MOST = 500  # open reports that one page looks at


def report(
    connection: Connection, figures: Sequence[Realisation], source: Provenance
) -> None:
    """Write what a section reported, as the next versions of its figures.

    A figure without a value is written only where it takes an earlier one back.
    """
    shape = Shape(Realisation, realisations, apart=("version",))
    rows = [shape.row(one) | _source(source) for one in figures]
    if rows:
        connection.execute(_REPORT, rows)


def report_spending(
    connection: Connection, spending: Spending, source: Provenance
) -> None:
    """Write what a section had spent, as the next version of its figure."""
    shape = Shape(Spending, spendings, apart=("version",))
    connection.execute(_REPORT_SPENDING, shape.row(spending) | _source(source))


def spending_revisions(
    connection: Connection, year: int
) -> list[tuple[Spending, Provenance]]:
    """Return every version of a year's spendings, oldest first."""
    width = len(_SPENDING.columns)
    return [
        (_SPENDING.value(row), _SPENT_BY.value(row[width:]))
        for row in connection.execute(_SPENDINGS, {"year": year})
    ]


def owed(
    connection: Connection, sections: Sequence[RoleKey]
) -> list[tuple[Task, JsonObject]]:
    """Return the open tasks of sections with the data of their cases, oldest first."""
    if not sections:
        return []
    found = connection.execute(_OWED, {"sections": list(sections)}).all()
    cases = {row[-1] for row in found}
    files = connection.execute(_CASES, {"cases": list(cases)}) if cases else ()
    data: dict[InstanceId, JsonObject] = {
        row.id: CaseFile(row.data).data for row in files
    }
    return [(_TASK.value(row), data[row[-1]]) for row in found]


def _source(source: Provenance) -> dict[str, Any]:
    return Shape(Provenance, realisations).row(source)


def _next_version(table: Table, keys: Sequence[str], same: Sequence[str]) -> Insert:
    """Return an INSERT of the next version of a figure, unless it says nothing new."""
    here = and_(*(table.c[key] == _given(table, key) for key in keys))
    newest = table.alias("newest")
    last = select(func.max(newest.c.version)).where(
        *(newest.c[key] == _given(table, key) for key in keys)
    )
    unchanged = (
        select(table.c.version)
        .where(here, table.c.version == last.scalar_subquery())
        .where(*(_equal(table, name) for name in same))
    )
    anything = select(table.c.version).where(here)
    names = [column.name for column in table.columns if column.name != "version"]
    version = func.coalesce(last.scalar_subquery(), 0) + 1
    values = select(*(_given(table, name).label(name) for name in names), version)
    wanted = values.where(
        ~unchanged.exists(), or_(_given(table, same[0]).is_not(None), anything.exists())
    )
    return insert(table).from_select([*names, "version"], wanted)


def _given(table: Table, name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=table.c[name].type)


def _equal(table: Table, name: str) -> ColumnElement[bool]:
    column, given = table.c[name], _given(table, name)
    return or_(column == given, and_(column.is_(None), given.is_(None)))


_REPORT = _next_version(
    realisations, ("indicator", "year", "period"), ("value", "evidence", "remark")
)
_REPORT_SPENDING = _next_version(
    spendings, ("section", "year", "period"), ("spent", "ceiling")
)
_OWED = (
    _TASK.select.add_columns(tasks.c.instance)
    .where(
        tasks.c.role.in_(bindparam("sections", expanding=True)),
        tasks.c.ended_at.is_(None),
        ~tasks.c.simulated,
    )
    .order_by(tasks.c.ready_at, tasks.c.id)
    .limit(_MOST)
)
_CASES = select(instances.c.id, instances.c.data).where(
    instances.c.id.in_(bindparam("cases", expanding=True))
)
