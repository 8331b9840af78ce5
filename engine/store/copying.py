"""An office's people, calendars, registers and SOPs, copied into an empty one.

Cases, documents, the log and whatever lets somebody in stay where they are.
"""

from sqlalchemy import Table, insert, select

from engine.store.database import Database
from engine.store.schema import (
    assignments,
    calendars,
    definitions,
    indicators,
    office_settings,
    plans,
    realisations,
    registers,
    roles,
    targets,
    users,
)

_COPIED = (
    *(users, roles, assignments, calendars, office_settings, registers),
    *(plans, indicators, targets, realisations, definitions),
)
# No case goes along, so figures come without where they are from.
_LEFT_EMPTY: dict[Table, dict[str, object]] = {
    users: {"password": None, "email": ""},
    realisations: {"instance": None, "task": None, "evidence": ()},
}


def copy_office(source: Database, target: Database) -> None:
    """Copy what cases need of an office; no password and no address goes along."""
    with source.read() as given, target.write() as taken:
        for table in _COPIED:
            rows = [
                dict(row) for row in given.connection.execute(select(table)).mappings()
            ]
            if rows:
                bare = _LEFT_EMPTY.get(table, {})
                taken.connection.execute(insert(table), [row | bare for row in rows])
