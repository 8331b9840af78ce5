"""The schema: made by migrations alone, equal to what the code believes."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from engine.store import migrate
from engine.store.migrations import newest_revision, revision_of
from engine.store.schema import METADATA
from tests.store import given

# As of DBOS 3.4 on SQLite, where they have no schema of their own.
JOB_ENGINE_TABLES = {
    "application_versions",
    "dbos_migrations",
    "event_dispatch_kv",
    "notifications",
    "operation_outputs",
    "queues",
    "streams",
    "workflow_events",
    "workflow_events_history",
    "workflow_inputs",
    "workflow_queue",
    "workflow_schedules",
    "workflow_status",
}


def test_migrations_make_exactly_the_tables_of_the_code(database):
    with database.read() as uow:
        context = MigrationContext.configure(
            uow.connection,
            opts={
                "include_name": lambda name, *_: name != "alembic_version",
                "compare_type": True,
            },
        )
        differences = compare_metadata(context, METADATA)

    assert differences == []


def test_migrating_twice_changes_nothing(database):
    with database.read() as uow:
        before = revision_of(uow.connection)

    migrate(database.url)

    with database.read() as uow:
        assert revision_of(uow.connection) == before == newest_revision()


def test_tables_of_the_job_engine_are_left_alone(database):
    with database.write() as uow:
        uow.connection.execute(text("CREATE TABLE workflow_status (id INTEGER)"))

    migrate(database.url)

    names = inspect(database.engine).get_table_names()
    assert "workflow_status" in names


def test_no_table_has_a_name_of_the_job_engine():
    assert not JOB_ENGINE_TABLES & set(METADATA.tables)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_events SET actor = 2 WHERE sequence = 1",
        "DELETE FROM audit_events WHERE sequence = 2",
        "UPDATE audit_actors SET actor_name = 'X'",
        "DELETE FROM audit_actors",
    ],
    ids=["change", "delete", "rename", "forget"],
)
def test_the_database_itself_refuses_to_touch_an_event(database, attempt):
    with database.write() as uow:
        uow.events.append([given.event(1), given.event(2)])

    with (
        pytest.raises(DBAPIError, match="audit events are never"),
        database.write() as uow,
    ):
        uow.connection.execute(text(attempt))

    with database.read() as uow:
        assert [one.sequence for one in uow.events.all_in_order()] == [1, 2]


def test_a_task_of_no_case_is_refused(office):
    with pytest.raises(DBAPIError), office.write() as uow:
        uow.tasks.add_all([given.task(1)])
