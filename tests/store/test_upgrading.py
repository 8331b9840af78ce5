"""An office with data comes to every newer schema, with all its rows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import (
    DateTime,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    insert,
    text,
)

from engine.store import migrate
from engine.store.migrations import newest_revision, revision_of

OLD = ("0015", "0017")  # before tables were rebuilt that others refer to


def filled(table, **known):
    """Return a row with something in every column that wants something."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.nullable or column.name in known:
            continue
        if isinstance(column.type, LargeBinary):
            row[column.name] = b"{}"
        elif isinstance(column.type, String):
            row[column.name] = "x"
        else:
            row[column.name] = 1
        if isinstance(column.type, DateTime):
            row[column.name] = datetime(2026, 1, 5, tzinfo=UTC)
    return row | {
        key: (one.encode() if isinstance(table.c[key].type, LargeBinary) else one)
        for key, one in known.items()
    }


@pytest.fixture(params=OLD)
def old_office(request, tmp_path):
    """Return the address of an office of an older version, at work."""
    url = f"sqlite:///{tmp_path}/lama.db"
    migrate(url, revision=request.param)
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name, known in (
            ("steps", {"id": 1}),
            ("definitions", {"id": "d1"}),
            ("instances", {"id": "i1", "definition": "d1"}),
            ("tasks", {"id": "t1", "instance": "i1"}),
            ("comments", {"id": "c1", "task": "t1", "instance": "i1"}),
        ):
            table = tables.tables.get(name)
            if table is None:  # steps came with 0017
                continue
            kept = {key: one for key, one in known.items() if key in table.columns}
            connection.execute(insert(table).values(filled(table, **kept)))
    engine.dispose()
    return url


def test_an_office_at_work_is_brought_to_the_newest_version(old_office):
    migrate(old_office)

    engine = create_engine(old_office)
    with engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
        kept = {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608
            for name in ("definitions", "instances", "tasks")
        }
        lost = connection.execute(text("PRAGMA foreign_key_check")).all()
    engine.dispose()
    assert kept == {"definitions": 1, "instances": 1, "tasks": 1}
    assert [row[0] for row in lost if row[0] in kept] == []
