"""Measured times of many cases of the SOP, written as the index would hold them.

Nobody plays ten thousand cases for a bench. Each step has a habit of its own, so
that charts have something to say: some are quick, some wait, two are late often.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from engine.bootstrap import Office
from engine.domain.definitions import Step
from engine.domain.facts import MeasuredStep, StepFact
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import InstanceId, TaskId, UserId
from engine.store.definitions import DefinitionStore
from engine.store.schema import instances
from engine.store.unit_of_work import UnitOfWork
from tests.bench.offices import SOP

DAY_SECONDS = 27_000
BATCH = 20_000


def measured(office: Office, *, cases: int, until: datetime, days: int = 365) -> None:
    """Add facts of ended cases, spread evenly over the days before an instant."""
    with office.database.write() as uow:
        summary = DefinitionStore(uow.connection).versions(SOP)[0]
        steps = _steps(office, uow)
        officers = _officers(uow, [step for _, step in steps], until)
        chance = random.Random(7)  # noqa: S311 - habits, no keys
        facts: list[StepFact] = []
        rows = []
        for number in range(cases):
            ended = until - timedelta(days=days * (cases - number) / cases)
            name = InstanceId(f"{number:012x}")
            rows.append(_case(name, number, ended, summary.id))
            facts.extend(_facts(name, number, ended, (steps, officers, chance)))
            if len(facts) > BATCH:
                uow.facts.put_all(facts)
                facts = []
        uow.connection.execute(instances.insert(), rows)
        uow.facts.put_all(facts)
    office.packing.tick(until)


def _steps(office: Office, uow: UnitOfWork) -> list[tuple[MeasuredStep, Step]]:
    loaded = office.library.latest(uow, SOP)
    known = {one.element: one for one in uow.facts.steps()}
    found = []
    for step in loaded.definition.steps.values():
        if step.number is None:
            continue
        if step.element not in known:
            known[step.element] = MeasuredStep(
                id=uow.facts.next_step(),
                definition=loaded.definition.id,
                process=SOP,
                version=loaded.definition.version,
                element=step.element,
                name=step.name,
                lane=step.lane,
                place=step.number,
            )
            uow.facts.add_step(known[step.element])
        found.append((known[step.element], step))
    return found


def _officers(
    uow: UnitOfWork, steps: list[Step], now: datetime
) -> dict[str, list[UserId]]:
    everybody = [user.id for user in uow.people.users()][:1]
    return {
        step.role: [one.id for one, _ in uow.people.holders(step.role, now=now)]
        or everybody
        for step in steps
    }


def _case(
    name: InstanceId, number: int, ended: datetime, definition: str
) -> dict[str, object]:
    return {
        "id": name,
        "number": 500_000 + number,
        "definition": definition,
        "process": SOP,
        "title": f"Pengukuran Kinerja contoh {number + 1}",
        "state": InstanceState.COMPLETED,
        "snapshot": b"",
        "calendar": "kantor",
        "started_at": ended - timedelta(days=3),
        "started_by": UserId("contoh"),
        "period": "",
        "data": b"{}",
        "visits": {},
        "simulated": False,
        "ended_at": ended,
        "reason": "",
        "version": 1,
    }


def _facts(
    name: InstanceId,
    number: int,
    ended: datetime,
    habits: tuple[
        list[tuple[MeasuredStep, Step]], dict[str, list[UserId]], random.Random
    ],
) -> Iterator[StepFact]:
    steps, officers, chance = habits
    for place, (measured_step, step) in enumerate(steps):
        standard = _seconds(step)
        pace = (0.55, 0.75, 1.05, 0.6, 0.9, 0.7, 0.5)[place % 7]
        took = int(standard * min(chance.lognormvariate(0, 0.45) * pace, 4)) + 30
        waiting = int(took * chance.uniform(0.1, 0.6))
        at = ended - timedelta(hours=3 * (len(steps) - place))
        several = officers[step.role]
        yield StepFact(
            task=TaskId(f"{number * 64 + place + 2**40:012x}"),
            instance=name,
            step=measured_step.id,
            role=step.role,
            performer=several[number % len(several)],
            round=1,
            item_index=None,
            outcome=TaskState.COMPLETED,
            returned=step.decision is not None and chance.random() < 0.1,
            ready_at=at - timedelta(seconds=took),
            claimed_at=at - timedelta(seconds=took - waiting),
            ended_at=at.astimezone(UTC),
            due_at=at + timedelta(seconds=standard - took),
            standard_seconds=standard,
            waiting_seconds=waiting,
            working_seconds=took - waiting,
            paused_seconds=standard // 3 if chance.random() < 0.05 else 0,
            elapsed_seconds=took,
            late=took > standard,
        )


def _seconds(step: Step) -> int:
    if step.standard is None:
        return DAY_SECONDS
    duration = step.standard.duration
    return duration.days * DAY_SECONDS + int(duration.time.total_seconds())
