"""Ended cases of an SOP with their rounds, for forecasts of open ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, union_all

from engine.domain.facts import StepFact
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import CalendarKey, DefinitionId, InstanceId
from engine.store.schema import instances, task_facts
from engine.store.shapes import Shape

_FACT = Shape(StepFact, task_facts)
_CASES = (
    select(
        instances.c.id,
        instances.c.definition,
        instances.c.calendar,
        instances.c.started_at,
        instances.c.ended_at,
    )
    .where(
        instances.c.id.in_(bindparam("ids", expanding=True)),
        instances.c.state == InstanceState.COMPLETED,
    )
    .order_by(instances.c.ended_at.desc())
    .limit(bindparam("rows"))
)
_HEADS = select(
    instances.c.id,
    instances.c.definition,
    instances.c.calendar,
    instances.c.started_at,
    instances.c.ended_at,
).where(instances.c.id.in_(bindparam("ids", expanding=True)))
_FACTS = _FACT.select.where(
    task_facts.c.instance.in_(bindparam("ids", expanding=True)),
    task_facts.c.outcome == TaskState.COMPLETED,
).order_by(task_facts.c.ready_at, task_facts.c.task)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseSpan:
    """A case from its start; `ended_at` is None of one that is open."""

    id: InstanceId
    definition: DefinitionId
    calendar: CalendarKey
    started_at: datetime
    ended_at: datetime | None


def ended_cases(
    connection: Connection, steps: Sequence[int], *, limit: int
) -> list[CaseSpan]:
    """Return the cases of some measured steps that ended last, newest first."""
    if not steps:
        return []
    # The last rounds of each step are read off its index.
    ends = [
        select(
            select(task_facts.c.instance)
            .where(task_facts.c.step == step)
            .order_by(task_facts.c.ended_at.desc())
            .limit(limit)
            .subquery()
        )
        for step in steps
    ]
    found = set(connection.scalars(union_all(*ends)))
    if not found:
        return []
    rows = connection.execute(_CASES, {"ids": sorted(found), "rows": limit})
    return [CaseSpan(**row._mapping) for row in rows]  # noqa: SLF001 - its public name


def spans_of(connection: Connection, cases: Sequence[InstanceId]) -> list[CaseSpan]:
    """Return some cases."""
    if not cases:
        return []
    rows = connection.execute(_HEADS, {"ids": list(cases)})
    return [CaseSpan(**row._mapping) for row in rows]  # noqa: SLF001 - its public name


def rounds_of(connection: Connection, cases: Sequence[InstanceId]) -> list[StepFact]:
    """Return the completed rounds of some cases, as they became ready."""
    if not cases:
        return []
    rows = connection.execute(_FACTS, {"ids": list(cases)})
    return [_FACT.value(row) for row in rows]
