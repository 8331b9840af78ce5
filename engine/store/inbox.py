"""The inbox query: the soonest tasks of each role, and one's own, merged.

One branch per role over an index of exactly its open tasks costs the same at a
million rows as at a thousand; `role IN (...)` would sort all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    bindparam,
    select,
    text,
    tuple_,
    union_all,
)

from engine.domain.tasks import Task, TaskState
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ProcessKey,
    RoleKey,
    UserId,
)
from engine.store.pages import (
    LIKE_ESCAPE,
    Key,
    instant_of,
    like_pattern,
    whole_number,
)
from engine.store.schema import instances, steps, tasks
from engine.store.schema.cases import HAS_ENDED, IS_HELD, IS_SHARED
from engine.store.steps import TaskShape
from engine.store.types import Identifier, UtcInstant

_SHAPE = TaskShape()
_CASE = (
    instances.c.number,
    instances.c.title,
    instances.c.definition,
    instances.c.calendar,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxEntry:
    """A task with what an officer wants to know of its case."""

    task: Task
    case_number: int
    case_title: str
    definition: DefinitionId
    calendar: CalendarKey


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxFilter:
    """Which tasks an inbox shows; what is None does not matter.

    Attributes:
        state: ready for those of one's roles, claimed for one's own.
        late: due before `now`, or not; it needs `now`.
        text: is part of the step's or the case's name, or is the case's number.
    """

    state: TaskState | None = None
    lane: str | None = None
    process: ProcessKey | None = None
    late: bool | None = None
    now: datetime | None = None
    text: str | None = None


EVERYTHING = InboxFilter()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """Everything that decides the text of the statement."""

    roles: int
    held: bool
    lane: bool
    process: bool
    late: bool | None
    text: bool
    continued: bool


def page(
    connection: Connection,
    roles: frozenset[RoleKey],
    user: UserId,
    wanted: InboxFilter,
    part: tuple[int, Key | None],
) -> list[InboxEntry]:
    """Return up to one entry more than `part` asks for, after its key."""
    if wanted.state not in {None, TaskState.READY, TaskState.CLAIMED}:
        return []
    limit, last = part
    shared = sorted(roles) if wanted.state is not TaskState.CLAIMED else []
    form = _Form(
        roles=len(shared),
        held=wanted.state is not TaskState.READY,
        lane=wanted.lane is not None,
        process=wanted.process is not None,
        late=wanted.late,
        text=wanted.text is not None,
        continued=last is not None,
    )
    if not form.roles and not form.held:
        return []
    parameters: dict[str, Any] = {
        "user": user,
        "now": wanted.now,
        "rows": limit + 1,
        **_narrowing(wanted),
        **{f"role_{place}": role for place, role in enumerate(shared)},
        **_position(last),
    }
    return _entries(connection, _page(form), parameters)


def ended(
    connection: Connection,
    user: UserId,
    wanted: InboxFilter,
    part: tuple[int, Key | None],
) -> list[InboxEntry]:
    """Return up to one ended task more than `part` asks for, newest first.

    What was submitted with them stays in their case files. Here `late` is what
    ended after it was due; `state` does not matter.
    """
    limit, last = part
    form = _Form(
        roles=0,
        held=True,
        lane=wanted.lane is not None,
        process=wanted.process is not None,
        late=wanted.late,
        text=wanted.text is not None,
        continued=last is not None,
    )
    parameters = {"user": user, "rows": limit + 1} | _narrowing(wanted)
    return _entries(connection, _ended(form), parameters | _position(last))


def _entries(
    connection: Connection, statement: Select[Any], parameters: dict[str, Any]
) -> list[InboxEntry]:
    return [
        InboxEntry(
            task=_SHAPE.value(row),
            case_number=row[-4],
            case_title=row[-3],
            definition=row[-2],
            calendar=row[-1],
        )
        for row in connection.execute(statement, parameters)
    ]


def _narrowing(wanted: InboxFilter) -> dict[str, Any]:
    return {
        "lane": wanted.lane,
        "process": wanted.process,
        "pattern": like_pattern(wanted.text or ""),
        "number": whole_number(wanted.text or ""),
    }


def _position(last: Key | None) -> dict[str, Any]:
    if last is None:
        return {}
    return {"last_at": instant_of(last[0]), "last_id": last[1]}


def _last() -> ColumnElement[Any]:
    return tuple_(
        bindparam("last_at", type_=UtcInstant), bindparam("last_id", type_=Identifier)
    )


@lru_cache(maxsize=256)
def _page(form: _Form) -> Select[Any]:
    branches = [_branch(form, place) for place in range(form.roles)]
    if form.held:
        branches.append(_branch(form, None))
    every = union_all(*(select(one.subquery()) for one in branches)).subquery()
    # Cut before the whole rows are looked up, each of which costs several pages.
    in_order = select(every).order_by(every.c.due_at, every.c.id)
    soonest = in_order.limit(bindparam("rows")).subquery()
    return _with_case(soonest).order_by(soonest.c.due_at, soonest.c.id)


def _branch(form: _Form, place: int | None) -> Select[Any]:
    """Return the soonest tasks of one role, or those the user holds."""
    statement: Select[Any] = select(tasks.c.due_at, tasks.c.id)
    if place is None:
        mine = tasks.c.assignee == bindparam("user")
        statement = statement.where(mine, text(IS_HELD))
    else:
        of_role = tasks.c.role == bindparam(f"role_{place}")
        statement = statement.where(of_role, text(IS_SHARED))
    if form.continued:
        statement = statement.where(tuple_(tasks.c.due_at, tasks.c.id) > _last())
    statement = _narrowed(statement, form, bindparam("now"))
    return statement.order_by(tasks.c.due_at, tasks.c.id).limit(bindparam("rows"))


def _narrowed(
    statement: Select[Any], form: _Form, until: ColumnElement[Any]
) -> Select[Any]:
    """Return a statement narrowed as the form says; late is what was due `until`."""
    if form.lane:
        statement = statement.where(_of_step(steps.c.lane == bindparam("lane")))
    if form.process:
        of_process = steps.c.process == bindparam("process")
        statement = statement.where(_of_step(of_process))
    if form.late is not None:
        is_late = tasks.c.due_at < until
        statement = statement.where(is_late if form.late else ~is_late)
    if form.text:
        like: BindParameter[str] = bindparam("pattern")
        case = select(instances.c.id).where(
            instances.c.title.ilike(like, escape=LIKE_ESCAPE)
            | (instances.c.number == bindparam("number"))
        )
        named = _of_step(steps.c.name.ilike(like, escape=LIKE_ESCAPE))
        statement = statement.where(named | tasks.c.instance.in_(case))
    return statement


def _of_step(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return tasks.c.step.in_(select(steps.c.id).where(condition))


@lru_cache(maxsize=64)
def _ended(form: _Form) -> Select[Any]:
    newest = select(tasks.c.ended_at, tasks.c.id).where(
        tasks.c.assignee == bindparam("user"), text(HAS_ENDED)
    )
    if form.continued:
        newest = newest.where(tuple_(tasks.c.ended_at, tasks.c.id) < _last())
    newest = _narrowed(newest, form, tasks.c.ended_at)
    newest_first = (tasks.c.ended_at.desc(), tasks.c.id.desc())
    found = newest.order_by(*newest_first).limit(bindparam("rows")).subquery()
    return _with_case(found).order_by(found.c.ended_at.desc(), found.c.id.desc())


def _with_case(found: Subquery) -> Select[Any]:
    """Return whole entries for the ids that a narrow query over an index found."""
    return (
        select(*_SHAPE.columns, *_CASE)
        .select_from(found)
        .join(tasks, tasks.c.id == found.c.id)
        .join(steps, steps.c.id == tasks.c.step)
        .join(instances, instances.c.id == tasks.c.instance)
    )
