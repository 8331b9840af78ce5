"""Looking for cases and documents: what somebody may see, newest first.

Who may see a case is decided by docs/adr/0011-who-may-see-a-case.md; here it is
the condition of a statement, so that a page is full however little one may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
)

from engine.domain.documents import Document, DocumentState
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task
from engine.domain.values import DefinitionId, InstanceId, ProcessKey, RoleKey, UserId
from engine.store.pages import (
    LIKE_ESCAPE,
    Page,
    instant_of,
    key_of,
    like_pattern,
    page_of,
    seconds_of,
    whole_number,
)
from engine.store.schema import (
    definitions,
    document_texts,
    documents,
    instances,
    tasks,
    users,
)
from engine.store.shapes import Shape
from engine.store.steps import TaskShape
from engine.store.types import Identifier, UtcInstant

MOST_WORDS = 8
_KEPT = (DocumentState.READY, DocumentState.VOID, DocumentState.DESTROYED)

_CASE = Shape(Instance, instances, apart=("data",))
_TASK = TaskShape()
_DOCUMENT = Shape(Document, documents)
_WITHOUT_SNAPSHOT = [
    literal(b"").label("snapshot") if column.name == "snapshot" else column
    for column in _CASE.columns
]

# In the words of the index, which serves no other.
_IS_OPEN = text("instances.ended_at IS NULL AND NOT instances.simulated")
# No index begins with it, so that a plan begins where the order is.
_IS_REAL = text("NOT instances.simulated")
_OPEN = frozenset(
    {InstanceState.RUNNING, InstanceState.SUSPENDED, InstanceState.FAILED}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Eyes:
    """Whose search it is.

    Attributes:
        all: sees every case.
        definitions: versions with a lane whose role the person holds.
    """

    user: UserId
    roles: frozenset[RoleKey]
    definitions: frozenset[DefinitionId]
    all: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """What is looked for; what is None or empty does not matter.

    Attributes:
        states: of the case.
        text: part of a title or name, a running number, or words of a document.
        own: only cases that the person started or did a task of.
    """

    states: tuple[InstanceState, ...] = ()
    process: ProcessKey | None = None
    period: str = ""
    text: str = ""
    own: bool = False
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundDocument:
    """A document with the case it belongs to."""

    document: Document
    case_number: int
    case_title: str
    period: str


def cases(connection: Connection, eyes: Eyes, sought: Sought) -> Page[Instance]:
    """Return a page of cases without snapshot and data, newest first.

    Raises:
        CursorInvalidError: the cursor is none of ours.
    """
    are_open = bool(sought.states) and _OPEN.issuperset(sought.states)
    among = _IS_OPEN if are_open else instances.c.simulated.is_(False)
    statement = select(*_WITHOUT_SNAPSHOT).where(among, *_conditions(eyes, sought))
    if sought.text:
        statement = statement.where(_titled(sought.text))
    if sought.cursor:
        number, name = key_of(sought.cursor)
        here = tuple_(instances.c.number, instances.c.id)
        last = tuple_(literal(number), literal(name, Identifier))
        statement = statement.where(here < last)
    newest = (instances.c.number.desc(), instances.c.id.desc())
    rows = connection.execute(statement.order_by(*newest).limit(sought.limit + 1))
    found = [_CASE.value(row) for row in rows]
    return page_of(found, sought.limit, lambda one: (one.number, one.id))


def open_tasks(connection: Connection, found: Sequence[InstanceId]) -> list[Task]:
    """Return the open tasks of some cases, those that are ready longest first."""
    if not found:
        return []
    wanted = tasks.c.instance.in_(bindparam("cases", expanding=True))
    statement = _TASK.select.where(wanted, tasks.c.ended_at.is_(None))
    ordered = statement.order_by(tasks.c.ready_at, tasks.c.item_index, tasks.c.id)
    rows = connection.execute(ordered, {"cases": list(found)})
    return [_TASK.value(row) for row in rows]


def archived(connection: Connection, eyes: Eyes, sought: Sought) -> Page[FoundDocument]:
    """Return a page of documents that were made, newest first.

    Raises:
        CursorInvalidError: the cursor is none of ours.
    """
    statement = (
        select(
            *_DOCUMENT.columns,
            instances.c.number.label("case_number"),
            instances.c.title.label("case_title"),
            instances.c.period.label("case_period"),
        )
        .join_from(documents, instances, instances.c.id == documents.c.instance)
        .where(_IS_REAL, *_conditions(eyes, sought))
        .where(documents.c.state.in_(_KEPT))
    )
    if sought.text:
        pattern = like_pattern(sought.text)
        named = documents.c.name.ilike(pattern, escape=LIKE_ESCAPE)
        numbered = documents.c.number.ilike(pattern, escape=LIKE_ESCAPE)
        statement = statement.where(
            or_(named, numbered, _titled(sought.text), _says(sought.text))
        )
    if sought.cursor:
        seconds, name = key_of(sought.cursor)
        here = tuple_(documents.c.created_at, documents.c.id)
        last = tuple_(
            literal(instant_of(seconds), UtcInstant), literal(name, Identifier)
        )
        statement = statement.where(here < last)
    newest = (documents.c.created_at.desc(), documents.c.id.desc())
    rows = connection.execute(statement.order_by(*newest).limit(sought.limit + 1))
    found = [_found(row) for row in rows]
    return page_of(
        found,
        sought.limit,
        lambda one: (seconds_of(one.document.created_at), one.document.id),
    )


def running(connection: Connection) -> dict[DefinitionId, int]:
    """Return how many cases of each version have not ended."""
    statement = (
        select(instances.c.definition, func.count())
        .where(_IS_OPEN)
        .group_by(instances.c.definition)
    )
    return {DefinitionId(row[0]): int(row[1]) for row in connection.execute(statement)}


def versions(connection: Connection) -> list[DefinitionId]:
    """Return every version of every SOP."""
    return [DefinitionId(one) for one in connection.scalars(select(definitions.c.id))]


def names_of(connection: Connection, found: Sequence[UserId]) -> dict[UserId, str]:
    """Return the names of some users; of those that are none, nothing."""
    wanted = users.c.id.in_(bindparam("users", expanding=True))
    statement = select(users.c.id, users.c.name).where(wanted)
    rows = connection.execute(statement, {"users": list(found)})
    return {UserId(row[0]): row[1] for row in rows}


def _conditions(eyes: Eyes, sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.states:
        wanted.append(instances.c.state.in_(sought.states))
    if sought.process is not None:
        wanted.append(instances.c.process == sought.process)
    if sought.period:
        wanted.append(instances.c.period == sought.period)
    if sought.own:
        wanted.append(or_(instances.c.started_by == eyes.user, _did(eyes)))
    elif not eyes.all:
        lanes = instances.c.definition.in_(sorted(eyes.definitions))
        holds = _a_task(tasks.c.role.in_(sorted(eyes.roles)))
        own = instances.c.started_by == eyes.user
        wanted.append(or_(own, lanes, _did(eyes), holds))
    return wanted


def _says(sought: str) -> ColumnElement[bool]:
    """Return whether a document's own words hold each of the words sought."""
    words = sought.casefold().split()[:MOST_WORDS]
    told = document_texts.c.words
    return (
        exists()
        .where(document_texts.c.document == documents.c.id)
        .where(*(told.like(like_pattern(one), escape=LIKE_ESCAPE) for one in words))
    )


def _did(eyes: Eyes) -> ColumnElement[bool]:
    return _a_task(tasks.c.assignee == eyes.user)


def _a_task(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(tasks.c.instance == instances.c.id, condition)


def _titled(sought: str) -> ColumnElement[bool]:
    titled = instances.c.title.ilike(like_pattern(sought), escape=LIKE_ESCAPE)
    return or_(titled, instances.c.number == whole_number(sought))


def _found(row: Any) -> FoundDocument:  # noqa: ANN401 - a row of SQLAlchemy
    return FoundDocument(
        document=_DOCUMENT.value(row),
        case_number=row.case_number,
        case_title=row.case_title,
        period=row.case_period,
    )
