"""A million open tasks in a few seconds, made by the database itself.

Due times are spread over 30 days around `now` and `roles` roles share the tasks;
pass `late=False` to let all of them be due later, as an idle tick needs it.
"""

from datetime import datetime

from sqlalchemy import text

from engine.store import Database

TASKS_PER_CASE = 100
SPREAD_SECONDS = 30 * 24 * 3600

_BYTES = {
    "sqlite": "CAST('=' || {text} AS BLOB)",
    "postgresql": "convert_to('=' || {text}, 'UTF8')",
}
_NUMBERS = {
    "sqlite": (
        "WITH RECURSIVE numbers(i) AS"
        " (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :rows)"
    ),
    "postgresql": (
        "WITH numbers(i) AS (SELECT generate_series(0, CAST(:rows AS integer) - 1))"
    ),
}
_INSTANCES = """
    INSERT INTO instances (id, number, definition, process, title, state, snapshot,
        calendar, started_at, started_by, period, data, visits, simulated, reason,
        version)
    {numbers} SELECT {case_id}, 1000000 + i, :definition, :process, 'Berkas ' || i,
        'running', {nothing}, 'kantor', :now, {starter}, '', {empty}, {empty}, false,
        '', 1
    FROM numbers
"""
_STEPS = """
    INSERT INTO steps (id, process, element, name, kind, lane)
    {numbers} SELECT i, :process, 'Activity_' || i, 'Mengisi format data kinerja', 'user',
        'Seksi'
    FROM numbers
"""
_TASKS = """
    INSERT INTO tasks (id, instance, step, token, role, state, ready_at, round, due_at,
        assignee_name, assignee_kind, paused_seconds, reason, simulated, version)
    {numbers} SELECT {task_id}, {case_id}, i % 14, {token}, 'role-' || (i % :roles),
        'ready', :now, 1, :first_due + (CAST(i AS bigint) * 7919) % :spread, '', 'holder',
        0, '', false, 1
    FROM numbers
"""


def seed(
    database: Database,
    *,
    now: datetime,
    tasks: int = 1_000_000,
    roles: int = 20,
    late: bool = True,
) -> None:
    """Add open tasks of the roles `role-0`, `role-1`, … to a migrated database.

    The database must hold at least one deployed definition.
    """
    dialect = database.engine.dialect.name
    seconds = int(now.timestamp())
    pieces = {
        "numbers": _NUMBERS[dialect],
        "starter": _bytes(dialect, "'seed'"),
        "task_id": _bytes(dialect, "'task ' || i"),
        "token": _bytes(dialect, "'token ' || i"),
        "nothing": {"sqlite": "zeroblob(0)", "postgresql": "''::bytea"}[dialect],
        "empty": {"sqlite": "CAST('{}' AS BLOB)", "postgresql": "'{}'::bytea"}[dialect],
    }
    with database.write() as uow:
        definition = uow.definitions.listing()[0]
        run = uow.connection.exec_driver_sql
        key = run("SELECT id FROM definitions LIMIT 1").scalar_one()
        common = {"definition": key, "process": definition.key, "now": seconds}
        of_case = _bytes(dialect, "'case ' || i")
        uow.connection.execute(
            text(_escaped(_INSTANCES.format(**pieces, case_id=of_case))),
            common | {"rows": -(-tasks // TASKS_PER_CASE)},
        )
        uow.connection.execute(
            text(_STEPS.format(**pieces)), {"process": definition.key, "rows": 14}
        )
        of_task = _bytes(dialect, f"'case ' || (i / {TASKS_PER_CASE})")
        uow.connection.execute(
            text(_escaped(_TASKS.format(**pieces, case_id=of_task))),
            {
                "now": seconds,
                "rows": tasks,
                "roles": roles,
                "spread": SPREAD_SECONDS,
                "first_due": seconds + (-SPREAD_SECONDS // 2 if late else 60),
            },
        )
    with database.writer_engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _bytes(dialect: str, expression: str) -> str:
    return _BYTES[dialect].format(text=expression)


def _escaped(statement: str) -> str:
    # `::` is PostgreSQL's cast, not the beginning of a parameter.
    return statement.replace("::bytea", "\\:\\:bytea")
