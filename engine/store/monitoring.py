"""Packs of measured times, and what of them is stale.

Whoever writes a fact marks its step and day in the same transaction; whoever
packs takes the marks away in the transaction that packs anew. So a pack without
a mark is what the facts say, whatever was repaired meanwhile.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, literal, select

from engine.domain.facts import MeasuredStep, StepFact
from engine.domain.office_hours import epoch_second
from engine.domain.packs import Chosen, Pack, numbers, rounds_of
from engine.domain.statistics import Tally
from engine.domain.tasks import TaskState
from engine.domain.values import ProcessKey
from engine.store.dialects import insert_into
from engine.store.schema import counters, fact_steps, packs, stale_packs, task_facts
from engine.store.shapes import Shape

PACKING = "monitoring"
DAY_SECONDS = 86_400

_FACT = Shape(StepFact, task_facts)
_STEP = Shape(MeasuredStep, fact_steps)

_MARKED = select(literal(1)).select_from(stale_packs).limit(1)
_TAKE = delete(stale_packs).returning(stale_packs.c.step, stale_packs.c.day)
_TURN = (
    select(counters.c.last)
    .where(counters.c.key == PACKING)
    .with_for_update(skip_locked=True)
)
_FACTS = _FACT.select.where(
    task_facts.c.step == bindparam("step"),
    task_facts.c.ended_at >= bindparam("start"),
    task_facts.c.ended_at < bindparam("end"),
    task_facts.c.outcome == TaskState.COMPLETED,
)
_FORGET = delete(packs).where(
    packs.c.month == bindparam("of_month"), packs.c.step == bindparam("of_step")
)
_SUMS = tuple(column for column in packs.c if column.name != "details")
_IN_MONTHS = (packs.c.month >= bindparam("first"), packs.c.month <= bindparam("last"))
_OF_STEPS = packs.c.step.in_(bindparam("steps", expanding=True))
_READ = select(*_SUMS).where(*_IN_MONTHS, _OF_STEPS)
_READ_WHOLE = select(*_SUMS, packs.c.details).where(*_IN_MONTHS, _OF_STEPS)
_RETURNED = (
    select(task_facts.c.step, task_facts.c.role, task_facts.c.performer, func.count())
    .where(
        task_facts.c.step.in_(bindparam("steps", expanding=True)),
        task_facts.c.ended_at >= bindparam("start"),
        task_facts.c.ended_at < bindparam("end"),
        task_facts.c.returned,
    )
    .group_by(task_facts.c.step, task_facts.c.role, task_facts.c.performer)
)
_STEPS = _STEP.select.where(fact_steps.c.process == bindparam("process")).order_by(
    fact_steps.c.version.desc(), fact_steps.c.place, fact_steps.c.element
)
_PROCESSES = select(fact_steps.c.process).distinct()


class MonitoringStore:
    """Packs, as supervisors read them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_stale(self) -> bool:
        """Tell whether something changed; for a look that changes nothing."""
        return self._connection.execute(_MARKED).first() is not None

    def take_turn(self) -> bool:
        """Be the one who packs until the transaction ends; False where another is."""
        insert = insert_into(self._connection, counters).values(key=PACKING, last=0)
        self._connection.execute(insert.on_conflict_do_nothing())
        return self._connection.scalar(_TURN) is not None

    def take_stale(self) -> list[tuple[int, int]]:
        """Take all marks away and return them: step and day since 1970 in UTC."""
        return [(row.step, row.day) for row in self._connection.execute(_TAKE)]

    def facts(self, step: int, bounds: Sequence[Any]) -> list[StepFact]:
        """Return a step's completed rounds that ended within two instants."""
        parameters = {"step": step, "start": bounds[0], "end": bounds[1]}
        rows = self._connection.execute(_FACTS, parameters)
        return [_FACT.value(row) for row in rows]

    def put(self, month: int, step: int, made: Sequence[Pack]) -> None:
        """Let these be all packs of a step in a month."""
        self._connection.execute(_FORGET, {"of_month": month, "of_step": step})
        if made:
            self._connection.execute(packs.insert(), [_row(one) for one in made])

    def packs(
        self,
        months: tuple[int, int],
        chosen: Chosen,
        *,
        whole: bool = False,
    ) -> list[Pack]:
        """Return the packs of some months, first and last included.

        Args:
            months: numbered as in `engine.domain.months`.
            chosen: which of them; its steps must be named.
            whole: with every round, not only sums and times.
        """
        steps = sorted(chosen.steps or ())
        if not steps:
            return []
        statement = _READ_WHOLE if whole else _READ
        parameters = {"first": months[0], "last": months[1], "steps": steps}
        found = map(_pack, self._connection.execute(statement, parameters))
        return [one for one in found if chosen.takes(one)]

    def returned(
        self, steps: Iterable[int], bounds: tuple[datetime, datetime]
    ) -> dict[tuple[int, str, str], int]:
        """Return how many rounds sent the case back within two instants.

        By step, role and officer; the last one empty where a machine completed it.
        """
        parameters = {"steps": sorted(steps), "start": bounds[0], "end": bounds[1]}
        rows = self._connection.execute(_RETURNED, parameters)
        return {(row[0], row[1], row[2] or ""): int(row[3]) for row in rows}

    def steps(self, process: ProcessKey) -> list[MeasuredStep]:
        """Return the measured steps of an SOP, those of the newest version first."""
        rows = self._connection.execute(_STEPS, {"process": process})
        return [_STEP.value(row) for row in rows]

    def processes(self) -> list[ProcessKey]:
        """Return the SOPs of which something was measured."""
        return [ProcessKey(one) for one in self._connection.scalars(_PROCESSES)]


def mark_stale(connection: Connection, facts: Iterable[StepFact]) -> None:
    """Note that the packs in which facts stand are no longer what facts say."""
    marks = {(one.step, epoch_second(one.ended_at) // DAY_SECONDS) for one in facts}
    if marks:
        insert = insert_into(connection, stale_packs).on_conflict_do_nothing()
        rows = [{"step": step, "day": day} for step, day in sorted(marks)]
        connection.execute(insert, rows)


def _row(pack: Pack) -> dict[str, Any]:
    tally, rounds = pack.tally, pack.rounds
    if rounds is None:
        raise ValueError("a pack is written with all its rounds")
    return {
        "month": pack.month,
        "step": pack.step,
        "role": pack.role,
        "officer": pack.officer,
        "judged": tally.judged,
        "on_time": tally.on_time,
        "returned": pack.returned,
        "waiting": tally.waiting,
        "working": tally.working,
        "paused": tally.paused,
        "elapsed": array("i", tally.elapsed).tobytes(),
        "details": numbers(rounds),
    }


def _pack(row: Any) -> Pack:  # noqa: ANN401 - a row of SQLAlchemy
    elapsed = array("i")
    elapsed.frombytes(bytes(row[10]))
    return Pack(
        month=row[0],
        step=row[1],
        role=row[2],
        officer=row[3],
        returned=row[6],
        tally=Tally(
            elapsed=elapsed,
            judged=row[4],
            on_time=row[5],
            waiting=row[7],
            working=row[8],
            paused=row[9],
        ),
        rounds=rounds_of(elapsed, row[11]) if len(row) > 11 else None,
    )
