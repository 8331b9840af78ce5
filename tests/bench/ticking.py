"""What happens without anybody asking: idle rounds, due warnings, facts, the demo."""

from datetime import timedelta
from itertools import count

from sqlalchemy import text

from engine.bootstrap import Office
from engine.clock import FixedClock
from tests.bench.meters import Figure, Meter, repeated
from tests.bench.offices import NOW, Players, demo_office
from tests.bench.seeding import seed

OPEN_TASKS = 1_000_000
WARNINGS = 10_000
CASES = 40


def figures(url: str) -> list[Figure]:
    """Return the figures of one database, which is filled with open tasks."""
    office = demo_office(url)
    try:
        found = [*_facts(office), *_warnings(office)]
        seed(office.database, now=NOW + timedelta(days=400), tasks=OPEN_TASKS,
             late=False)  # fmt: skip
        return [*found, *_idle(office)]
    finally:
        office.close()


def _facts(office: Office) -> list[Figure]:
    """Measure reading what cases took off the log."""
    players = Players(office)
    for _ in range(CASES):
        players.play(players.start().id)
    meter = Meter()
    with meter.once():
        facts = office.facts.tick(NOW)
    return [
        Figure(name="facts read off the log, CPU each",
               value=meter.cpu_ms() / max(facts, 1), unit="ms", budget=1),
    ]  # fmt: skip


def _warnings(office: Office) -> list[Figure]:
    """Measure warning of many steps at once, as on the morning after an outage."""
    before = NOW - timedelta(days=30)
    seed(office.database, now=before, tasks=WARNINGS, late=False)
    _let_go(office, "role = 'kasubag_umum', warn_at = due_at")
    meter = Meter()
    with meter.once():
        told = office.reminders.tick(NOW + timedelta(days=60))
    assert told == WARNINGS
    with office.database.write() as uow:
        for table in ("deliveries", "notices", "tasks", "steps", "instances"):
            uow.connection.execute(text(_REMOVED[table]))
    return [
        Figure(name=f"{WARNINGS:,} due warnings, CPU", value=meter.cpu_ms() / 1000,
               unit="s", budget=10),
    ]  # fmt: skip


def _idle(office: Office) -> list[Figure]:
    """Measure one round of every thread of a process that has nothing to do."""
    clock = office.clock
    assert isinstance(clock, FixedClock)
    now = clock.now()
    rounds = (
        office.deadlines.tick,
        office.cycles.tick,
        office.digest.tick,
        office.report_mailing.tick,
        office.alarms.tick,
        office.action_reminders.tick,
        office.pauses.tick,
        office.reminders.tick,
        office.facts.tick,
        office.packing.tick,
    )

    def idle() -> None:
        for work in rounds:
            work(now)

    minutes = count(1)
    looks = repeated(
        lambda: office.cycles.tick(now + timedelta(seconds=61 * next(minutes))),
        times=100,
    )
    whole = repeated(idle, times=300)
    of = f"{OPEN_TASKS:,} open tasks"
    return [
        Figure(name=f"idle round of all ticks, {of}, CPU", value=whole.cpu_ms(),
               unit="ms"),
        Figure(name="look at all cycles, once a minute, CPU", value=looks.cpu_ms(),
               unit="ms", budget=2),
        *(
            Figure(name=f"idle tick of {_name(work)}, {of}, CPU",
                   value=repeated(lambda work=work: work(now), times=200).cpu_ms(),  # type: ignore[misc]
                   unit="ms", budget=2)
            for work in rounds
        ),
    ]  # fmt: skip


def _name(work: object) -> str:
    return type(getattr(work, "__self__", work)).__name__


def _let_go(office: Office, values: str) -> None:
    with office.database.write() as uow:
        statement = f"UPDATE tasks SET {values} WHERE role LIKE 'role-%'"  # noqa: S608
        uow.connection.execute(text(statement))


_SEEDED = "(SELECT id FROM instances WHERE title LIKE 'Berkas %')"
_REMOVED = {
    "deliveries": "DELETE FROM deliveries",
    "notices": "DELETE FROM notices",
    "tasks": f"DELETE FROM tasks WHERE instance IN {_SEEDED}",  # noqa: S608
    "steps": "DELETE FROM steps WHERE id < 14",
    "instances": f"DELETE FROM instances WHERE id IN {_SEEDED}",  # noqa: S608
}
