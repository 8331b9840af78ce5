"""What supervisors' pages cost over twelve months of an office: 10,000 cases."""

from datetime import datetime, timedelta

from engine.bootstrap import Office
from engine.domain.identity import MACHINE, Assignment, AssignmentKind, User
from engine.domain.values import RoleKey, UserId
from engine.services.transactions.changes import new_id
from tests.bench.measured import measured
from tests.bench.meters import Figure, Meter, repeated
from tests.bench.offices import Players, demo_office
from tests.bench.pages import PASSWORD, Officer, application

CASES = 10_000
TIMES = 20
BUDGET = 150.0  # ms of CPU to open the board
SUPERVISOR = UserId("pengawas")


def figures(url: str) -> list[Figure]:
    """Return what the board costs, and keeping its packs."""
    office = demo_office(url)
    try:
        now = office.clock.now()
        measured(office, cases=CASES, until=now)
        players = Players(office)
        for number in range(30):
            players.play(players.start(title=f"Terbuka {number}").id, steps=number % 14)
        office.facts.tick(now)
        packing = Meter()
        with packing.once():
            packed = office.packing.tick(now)
        officer = _supervisor(office)
        found = [
            Figure(name=f"packing {packed} months of steps that changed, CPU",
                   value=packing.cpu_ms(), unit="ms")
        ]  # fmt: skip
        for name, path in (
            ("board", "/pemantauan"),
            ("board of days in a row", f"/pemantauan?{_days(now)}"),
            ("charts of days in a row", f"/pemantauan/grafik?{_days(now)}"),
            ("board of one officer's lane", "/pemantauan?jalur=Sekretaris"),
            ("rounds behind a number", "/pemantauan/berkas?apa=missed"),
            ("drawing with its numbers", "/pemantauan/diagram"),
            ("charts", "/pemantauan/grafik"),
            ("evaluation", "/pemantauan/evaluasi"),
            ("forecasts", "/pemantauan/perkiraan"),
        ):
            found += _cost(officer, name, path)
    finally:
        office.close()
    return found


def _days(now: datetime) -> str:
    """Return three hundred days that begin and end within a month."""
    until = now.date().replace(day=1) - timedelta(days=12)
    return f"dari={until - timedelta(days=299)}&sampai={until}"


def _cost(officer: Officer, name: str, path: str) -> list[Figure]:
    cost = repeated(lambda: officer.look(path), times=TIMES, warm_up=2)
    of = f"{name}, {CASES:,} cases"
    return [
        Figure(name=f"{of}, mean CPU", value=cost.cpu_ms(), unit="ms", budget=BUDGET),
        Figure(name=f"{of}, wall p50", value=cost.wall_ms(0.5), unit="ms"),
    ]


def _supervisor(office: Office) -> Officer:
    app = application(office)
    with office.database.write() as uow:
        uow.people.add_user(
            User(id=SUPERVISOR, login=SUPERVISOR, name="Pengawas (contoh)")
        )
        uow.people.assign(
            Assignment(
                id=new_id(),
                user=SUPERVISOR,
                role=RoleKey("camat"),
                kind=AssignmentKind.HOLDER,
            )
        )
    office.accounts.set_password(SUPERVISOR, PASSWORD, MACHINE)
    return Officer(app, office, SUPERVISOR)
