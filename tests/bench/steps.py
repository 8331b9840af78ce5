"""What a completed step of the shipped SOP costs, through the service."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from sqlalchemy import text

from engine.bootstrap import Office
from engine.domain.definitions import ProcessDefinition
from engine.domain.values import CaseData, FlowId, TokenId
from engine.ports import KernelStep, ProcessKernel
from tests.bench.meters import Figure, Meter, repeated
from tests.bench.offices import Players, demo_office, without_returns

CASES = 50
WARM_UP_CASES = 2
JOB_TABLES = ("workflow_status", "workflow_input", "operation_outputs")
CPU_BUDGET = {"sqlite": 5.0, "postgresql": 7.0}
MOST_STATEMENTS = 12
MOST_BYTES = 20_000


@dataclass(kw_only=True)
class Played:
    """What was measured while cases were played."""

    complete: Meter = field(default_factory=Meter)
    claim: Meter = field(default_factory=Meter)
    start: Meter = field(default_factory=Meter)
    statements: list[int] = field(default_factory=list)
    commits: Counter[int] = field(default_factory=Counter)


def figures(url: str) -> list[Figure]:
    """Return the figures of one database, which is filled with cases."""
    office = demo_office(url)
    try:
        players, kind = Players(office), office.database.engine.dialect.name
        for _ in range(WARM_UP_CASES):
            _play(players, Played())
        before = _sizes(office)
        played = Played()
        for _ in range(CASES):
            _play(players, played)
        after = _sizes(office)
        _count(players, played)
        straight = _straight_bytes(office)
    finally:
        office.close()
    grown = {name: (after[name] - before[name]) / CASES for name in after}
    return [*_of_steps(played, kind), *_of_bytes(grown), straight]


def kernel_figures(url: str) -> list[Figure]:
    """Return what the kernel alone costs, over the calls of a whole real case."""
    office = demo_office(url)
    try:
        recorder = _Recorder(office.kernel)
        vars(office)["kernel"] = recorder
        players = Players(office)
        players.play(players.start().id)
    finally:
        office.close()
    kernel, meter = recorder.kernel, Meter()
    for call in recorder.calls:
        one = repeated(lambda call=call: kernel.complete(*call), times=40)  # type: ignore[misc]
        meter.cpu += one.cpu
        meter.wall += one.wall
    return [
        Figure(name="kernel round trip, mean CPU", value=meter.cpu_ms(), unit="ms",
               budget=1.7),
        Figure(name="kernel round trip, p95 CPU", value=meter.cpu_ms_at(0.95),
               unit="ms"),
    ]  # fmt: skip


def _play(players: Players, played: Played) -> None:
    with played.start.once():
        case = players.start()
    while waiting := players.situation(case.id)[1]:
        task = waiting[0]
        actor, completion = players.actor(task), players.completion(task)
        inbox = players.office.inbox
        with played.claim.once():
            inbox.claim(task.id, actor)
        with played.complete.once():
            inbox.complete(task.id, actor, completion)


def _count(players: Players, played: Played) -> None:
    """Count statements in a case of their own: the counting takes time itself."""
    case = players.start()
    while waiting := players.situation(case.id)[1]:
        task = players.claim(waiting[0])
        actor, completion = players.actor(task), players.completion(task)
        with players.office.database.counted() as count:
            players.office.inbox.complete(task.id, actor, completion)
        played.statements.append(count.statements)
        played.commits[count.commits] += 1


def _straight_bytes(office: Office) -> Figure:
    """Return the bytes of a case that nobody sends back."""
    players, before = Players(office, without_returns()), _sizes(office)
    for _ in range(CASES):
        _play(players, Played())
    after = _sizes(office)
    kept = sum(after[one] - before[one] for one in after if one not in JOB_TABLES)
    name = "bytes kept per finished case without returns"
    return Figure(name=name, value=kept / CASES, unit="B")


def _of_steps(played: Played, kind: str) -> list[Figure]:
    done, claim, start = played.complete, played.claim, played.start
    return [
        Figure(name="complete, mean CPU", value=done.cpu_ms(), unit="ms",
               budget=CPU_BUDGET[kind]),
        Figure(name="complete, p95 CPU", value=done.cpu_ms_at(0.95), unit="ms"),
        Figure(name="complete, wall p50", value=done.wall_ms(0.5), unit="ms"),
        Figure(name="complete, wall p95", value=done.wall_ms(0.95), unit="ms"),
        Figure(name="complete, most SQL statements", value=max(played.statements),
               unit="", budget=MOST_STATEMENTS),
        Figure(name="complete, mean SQL statements", value=fmean(played.statements),
               unit=""),
        Figure(name="complete, most commits", value=max(played.commits), unit="",
               budget=1),
        Figure(name="claim, mean CPU", value=claim.cpu_ms(), unit="ms"),
        Figure(name="start of a case, mean CPU", value=start.cpu_ms(), unit="ms"),
        Figure(name="start of a case, wall p50", value=start.wall_ms(0.5), unit="ms"),
        Figure(name="steps measured", value=len(done.cpu), unit=""),
    ]  # fmt: skip


def _of_bytes(grown: dict[str, float]) -> list[Figure]:
    jobs = sum(grown[name] for name in grown if name in JOB_TABLES)
    largest = sorted(grown, key=lambda name: grown[name], reverse=True)[:5]
    return [
        Figure(name="bytes kept per finished case", value=sum(grown.values()) - jobs,
               unit="B", budget=MOST_BYTES),
        Figure(name="bytes of its jobs, purged after a week", value=jobs, unit="B"),
        *(Figure(name=f"of these in {name}", value=grown[name], unit="B")
          for name in largest),
    ]  # fmt: skip


def _sizes(office: Office) -> dict[str, int]:
    """Return the bytes that each table takes with its indexes."""
    engine = office.database.engine
    if engine.dialect.name == "sqlite":
        # A page belongs to one table or index; what is free counts as well.
        with office.database.write() as uow:
            rows = uow.connection.execute(text(
                "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat s"
                " LEFT JOIN sqlite_master m ON m.name = s.name GROUP BY 1"
            ))  # fmt: skip
            sizes = {str(name): int(size) for name, size in rows}
            free, page = (
                int(str(uow.connection.execute(text(f"PRAGMA {word}")).scalar()))
                for word in ("freelist_count", "page_size")
            )
        return sizes | {"free pages": free * page}
    with engine.connect() as connection:
        autonomous = connection.execution_options(isolation_level="AUTOCOMMIT")
        # The room of dead rows is used again by later cases, once autovacuum has
        # been there; the server of tests leaves it off.
        autonomous.execute(text("VACUUM FULL"))
        rows = connection.execute(text(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE"
            " relkind = 'r' AND relnamespace IN ('public'::regnamespace,"
            " 'dbos'::regnamespace)"
        ))  # fmt: skip
        return {str(name): int(size) for name, size in rows}


class _Recorder:
    """Lets the kernel work and remembers what it was asked to complete."""

    def __init__(self, kernel: ProcessKernel) -> None:
        self.kernel = kernel
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kernel, name)

    def complete(
        self,
        definition: ProcessDefinition,
        snapshot: bytes,
        token: TokenId,
        data: CaseData,
        decision: FlowId | None = None,
    ) -> KernelStep:
        """Do it, and remember it."""
        self.calls.append((definition, snapshot, token, data, decision))
        return self.kernel.complete(definition, snapshot, token, data, decision)
