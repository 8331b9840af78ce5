"""An office with a million open tasks, written past the services in a minute."""

from typing import Any

from sqlalchemy import Connection, event, text

from engine.bootstrap import Office
from engine.clock import FixedClock
from engine.domain.identity import Actor
from engine.domain.values import RoleKey, UserId
from engine.store.database import UnitOfWork
from tests.bench.meters import Figure, repeated
from tests.bench.offices import NOW, Players, demo_office
from tests.bench.pages import application, crowd_officer, inbox_figures, weights

LEVELS = (10_000, 100_000, 1_000_000)
ROLES = 20
TASKS_PER_CASE = 10
TIMERS = 100_000
_HOLDER = "'petugas' || (n / 10 % 1000)"
OFFICER = Actor(
    user=UserId("petugas7"),
    name="Petugas",
    roles=frozenset(RoleKey(f"seksi{number}") for number in (3, 7, 11)),
)

# An id of ten characters after `#` reads like one of the services' own.
_ID = {
    "sqlite": "CAST('#' || printf('%010d', {}) AS BLOB)",
    "postgresql": "convert_to('#' || lpad(({})::text, 10, '0'), 'UTF8')",
}
_PLAIN_ID = {
    "sqlite": "CAST('=' || {} AS BLOB)",
    "postgresql": "convert_to('=' || {}, 'UTF8')",
}
_NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT CAST({first} AS BIGINT) UNION ALL"
    " SELECT n + 1 FROM numbers WHERE n + 1 < {last})"
)


def figures(url: str) -> list[Figure]:
    """Return what waiting costs as the number of open tasks grows."""
    office = demo_office(url)
    found: list[Figure] = []
    try:
        Players(office).start()
        app = application(office)
        officer = crowd_officer(app, office, OFFICER.user, OFFICER.roles)
        first = 0
        for level in LEVELS:
            with office.database.write() as uow:
                _add(uow.connection, first, level)
            _refresh(office)
            found += _inbox(office, level) + inbox_figures(officer, level)
            first = level
        found += weights(officer)
        with office.database.write() as uow:
            _add_timers(uow.connection)
        _refresh(office)
        found += _ticks(office)
    finally:
        office.close()
    return found


def _inbox(office: Office, level: int) -> list[Figure]:
    with office.database.read() as uow:
        assert uow.tasks.counts(OFFICER.roles, OFFICER.user, now=NOW).shared == 100
        page = repeated(lambda: _page(uow), times=200, warm_up=20)
        statement = _heard(office, uow)
        asked = repeated(lambda: _rows(uow, statement), times=200, warm_up=20)
        counts = repeated(
            lambda: uow.tasks.counts(OFFICER.roles, OFFICER.user, now=NOW), times=200
        )
    of = f"of {level:,} open tasks"
    return [
        Figure(name=f"inbox {of}, SQL wall p50", value=asked.wall_ms(0.5), unit="ms",
               budget=1),
        Figure(name=f"inbox {of}, 50 read, wall p50", value=page.wall_ms(0.5),
               unit="ms"),
        Figure(name=f"inbox {of}, 50 read, mean CPU", value=page.cpu_ms(), unit="ms"),
        Figure(name=f"badges {of}, wall p50", value=counts.wall_ms(0.5), unit="ms"),
    ]  # fmt: skip


def _page(uow: UnitOfWork) -> None:
    entries = uow.tasks.inbox(OFFICER.roles, OFFICER.user).items
    assert len(entries) == 50


def _heard(office: Office, uow: UnitOfWork) -> tuple[str, Any]:
    """Return the statement that the inbox asks, with its parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, words: Any, *___: object) -> None:
        heard.append((statement, words))

    event.listen(office.database.engine, "before_cursor_execute", hear)
    _page(uow)
    event.remove(office.database.engine, "before_cursor_execute", hear)
    return heard[-1]


def _rows(uow: UnitOfWork, asked: tuple[str, Any]) -> None:
    """Read the rows as the driver gives them, without making tasks of them."""
    cursor = uow.connection.connection.cursor()
    cursor.execute(*asked)
    assert len(cursor.fetchall()) == 51
    cursor.close()


def _ticks(office: Office) -> list[Figure]:
    clock = office.clock
    assert isinstance(clock, FixedClock)
    now = clock.now()
    assert office.deadlines.tick(now) == 0
    idle = repeated(lambda: office.deadlines.tick(now), times=300)
    of = f"{LEVELS[-1]:,} open tasks, {TIMERS:,} timers"
    return [
        Figure(name=f"idle tick: {of}, wall p50", value=idle.wall_ms(0.5), unit="ms",
               budget=2),
        Figure(name=f"idle tick: {of}, wall p95", value=idle.wall_ms(0.95), unit="ms"),
        Figure(name=f"idle tick: {of}, mean CPU", value=idle.cpu_ms(), unit="ms"),
    ]  # fmt: skip


def _add(connection: Connection, first: int, last: int) -> None:
    """Add tasks `first` to `last` and their cases, each like the office's one case."""
    kind = connection.dialect.name
    cases = _NUMBERS.format(first=first // TASKS_PER_CASE, last=last // TASKS_PER_CASE)
    columns = (
        "definition, process, title, state, snapshot, calendar, started_at,"
        " started_by, period, data, visits, simulated, reason, version"
    )
    _run(connection, "instances", f"id, number, {columns}", cases,
         f"{_ID[kind].format('n')}, n + 1000, {columns}",
         "instances WHERE number = 1")  # fmt: skip
    same = (
        "step, ready_at, round, assignee_kind, paused_seconds, reason, simulated,"
        " version"
    )
    of_case = f"n / {TASKS_PER_CASE}"
    # Multiplying by a prime strews due instants and roles over the tasks.
    values = (
        f"{_ID[kind].format('n')}, {_ID[kind].format(of_case)},"
        f" {_ID[kind].format('n')}, 'seksi' || (n * 7919 % {ROLES}),"
        " CASE WHEN n % 10 = 0 THEN 'claimed' ELSE 'ready' END,"
        " ready_at + n * 7919 % 2592000,"
        f" CASE WHEN n % 10 = 0 THEN {_PLAIN_ID[kind].format(_HOLDER)} END,"
        f" 'Petugas', {same}"
    )
    _run(connection, "tasks",
         f"id, instance, token, role, state, due_at, assignee, assignee_name, {same}",
         _NUMBERS.format(first=first, last=last), values,
         "(SELECT * FROM tasks LIMIT 1) one")  # fmt: skip


def _add_timers(connection: Connection) -> None:
    kind = connection.dialect.name
    numbers = _NUMBERS.format(first=0, last=TIMERS)
    _run(connection, "timers", "token, instance, element, due_at, text", numbers,
         f"{_ID[kind].format('n')}, {_ID[kind].format(f'n % {TIMERS // 10}')},"
         " 'Timer', started_at + 60 + n, 'PT1H'",
         "instances WHERE number = 1")  # fmt: skip


def _run(
    connection: Connection, table: str, columns: str, numbers: str, values: str,
    source: str,
) -> None:  # fmt: skip
    statement = (
        f"INSERT INTO {table} ({columns}) {numbers}"  # noqa: S608 - our own words
        f" SELECT {values} FROM numbers CROSS JOIN {source}"
    )
    connection.execute(text(statement.replace(":", "\\:")))


def _refresh(office: Office) -> None:
    """Let the database know what it holds, as its own housekeeping does."""
    with office.database.write() as uow:
        uow.connection.execute(text("ANALYZE"))
