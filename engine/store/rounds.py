"""Rounds of steps as supervisors open them behind a number: open ones, ended ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal,
    select,
    text,
    tuple_,
    union_all,
)

from engine.domain.facts import StepFact
from engine.domain.tasks import TaskState
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ElementId,
    InstanceId,
    ProcessKey,
    RoleKey,
    TaskId,
    UserId,
)
from engine.store.pages import Page, instant_of, key_of, page_of, seconds_of
from engine.store.schema import instances, steps, task_facts, tasks, users
from engine.store.schema.cases import IS_OPEN
from engine.store.shapes import Shape
from engine.store.types import Identifier, UtcInstant

_FACT = Shape(StepFact, task_facts)
_OPEN = (
    select(
        tasks.c.id,
        tasks.c.instance,
        steps.c.process,
        instances.c.definition,
        steps.c.element,
        steps.c.name,
        steps.c.lane,
        tasks.c.role,
        tasks.c.assignee,
        tasks.c.assignee_name,
        tasks.c.ready_at,
        tasks.c.due_at,
        tasks.c.standard_seconds,
        tasks.c.paused_at,
        instances.c.calendar,
        instances.c.number,
        instances.c.title,
    )
    .join_from(tasks, steps)
    .join(instances, instances.c.id == tasks.c.instance)
    .where(text(f"tasks.{IS_OPEN.replace('NOT simulated', 'NOT tasks.simulated')}"))
    .order_by(tasks.c.due_at, tasks.c.id)
)
_OPEN_OF = _OPEN.where(steps.c.process == bindparam("process"))
_COUNTED = (
    select(steps.c.process, func.count())
    .join_from(tasks, steps)
    .where(text(f"tasks.{IS_OPEN.replace('NOT simulated', 'NOT tasks.simulated')}"))
    .group_by(steps.c.process)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRound:
    """A task that waits for a person, with its case."""

    task: TaskId
    instance: InstanceId
    process: ProcessKey
    definition: DefinitionId
    element: ElementId
    name: str
    lane: str
    role: RoleKey
    officer: UserId | None
    officer_name: str
    ready_at: datetime
    due_at: datetime | None
    standard_seconds: int | None
    paused_at: datetime | None
    calendar: CalendarKey
    case_number: int
    case_title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EndedRound:
    """A completed round with its case; the officer's name as it is now."""

    fact: StepFact
    officer_name: str
    case_number: int
    case_title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which ended rounds are looked for; what is None or empty does not matter.

    Attributes:
        steps: numbers of measured steps, at least one.
        start, end: between which instants they ended.
        on_time: of those that had a standard.
        longest: those that took longest first, else those that ended last.
    """

    steps: tuple[int, ...]
    start: datetime
    end: datetime
    on_time: bool | None = None
    role: str = ""
    officer: str = ""
    longest: bool = False
    limit: int = 50
    cursor: str | None = None


_FIELDS = tuple(OpenRound.__dataclass_fields__)


def open_rounds(connection: Connection, process: ProcessKey) -> list[OpenRound]:
    """Return the open tasks of an SOP's real cases, soonest due first."""
    rows = connection.execute(_OPEN_OF, {"process": process})
    return [OpenRound(**dict(zip(_FIELDS, row, strict=True))) for row in rows]


def open_counts(connection: Connection) -> dict[ProcessKey, int]:
    """Return how many tasks of real cases are open, by SOP."""
    return {ProcessKey(row[0]): int(row[1]) for row in connection.execute(_COUNTED)}


def ended_rounds(connection: Connection, wanted: Wanted) -> Page[EndedRound]:
    """Return a page of completed rounds.

    Raises:
        CursorInvalidError: the cursor is none of ours.
    """
    # Each step by itself is read off its index; all at once would have to be sorted.
    ends = union_all(*(_ends(wanted, step) for step in wanted.steps)).subquery()
    newest = select(ends).order_by(ends.c.first.desc(), ends.c.task.desc())
    few = newest.limit(wanted.limit + 1).subquery()
    statement = (
        select(
            *_FACT.columns,
            users.c.name.label("officer_name"),
            instances.c.number.label("case_number"),
            instances.c.title.label("case_title"),
        )
        .join_from(few, task_facts, task_facts.c.task == few.c.task)
        .join(instances, instances.c.id == task_facts.c.instance)
        .outerjoin(users, users.c.id == task_facts.c.performer)
        .order_by(few.c.first.desc(), few.c.task.desc())
    )
    found = [
        EndedRound(
            fact=_FACT.value(row),
            officer_name=row.officer_name or "",
            case_number=row.case_number,
            case_title=row.case_title,
        )
        for row in connection.execute(statement)
    ]
    return page_of(found, wanted.limit, lambda one: _place(one.fact, wanted))


def _ends(wanted: Wanted, step: int) -> Select[Any]:
    """Return order and task of the first rounds of one step, one row too many."""
    first = task_facts.c.elapsed_seconds if wanted.longest else task_facts.c.ended_at
    statement = select(first.label("first"), task_facts.c.task).where(
        task_facts.c.step == step, *_conditions(wanted)
    )
    if wanted.cursor:
        number, name = key_of(wanted.cursor)
        last = (
            literal(number)
            if wanted.longest
            else literal(instant_of(number), UtcInstant)
        )
        here = tuple_(first, task_facts.c.task)
        statement = statement.where(here < tuple_(last, literal(name, Identifier)))
    ordered = statement.order_by(first.desc(), task_facts.c.task.desc())
    return select(ordered.limit(wanted.limit + 1).subquery())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [
        task_facts.c.ended_at >= wanted.start,
        task_facts.c.ended_at < wanted.end,
        task_facts.c.outcome == TaskState.COMPLETED,
    ]
    if wanted.on_time is not None:
        found.append(task_facts.c.standard_seconds.is_not(None))
        found.append(task_facts.c.late.is_(not wanted.on_time))
    if wanted.role:
        found.append(task_facts.c.role == wanted.role)
    if wanted.officer:
        found.append(task_facts.c.performer == wanted.officer)
    return found


def _place(fact: StepFact, wanted: Wanted) -> tuple[int, str]:
    number = fact.elapsed_seconds if wanted.longest else seconds_of(fact.ended_at)
    return number, fact.task
