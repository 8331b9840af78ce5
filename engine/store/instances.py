"""Cases. Whoever changes one locks it first, and its tasks after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    literal,
    or_,
    select,
    tuple_,
)

from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, ProcessKey, RoleKey, TaskId, UserId
from engine.errors import (
    InstanceNotFoundError,
    TaskNotFoundError,
    VersionConflictError,
)
from engine.store.case_files import CaseFile, CaseFiles
from engine.store.dialects import insert_into
from engine.store.pages import (
    LIKE_ESCAPE,
    Page,
    key_of,
    like_pattern,
    page_of,
    whole_number,
)
from engine.store.schema import counters, instances, steps, tasks
from engine.store.shapes import Versioned
from engine.store.steps import TaskShape
from engine.store.types import Identifier, json_bytes

_SHAPE = Versioned(Instance, instances, apart=("data",))
_TASK = TaskShape()
_WIDTH = len(_SHAPE.columns)

_WHOLE = select(*_SHAPE.columns, instances.c.data)
_GET = _WHOLE.where(instances.c.id == bindparam("id"))
_LOCK = _GET.with_for_update()
_CHILDREN = _WHOLE.where(instances.c.parent == bindparam("parent")).order_by(
    instances.c.number
)
# Rows are locked in the order in which they are named: the case, then its task.
_LOCK_OF_TASK = (
    select(*_SHAPE.columns, instances.c.data, *_TASK.columns)
    .join_from(instances, tasks, tasks.c.instance == instances.c.id)
    .join(steps, steps.c.id == tasks.c.step)
    .where(tasks.c.id == bindparam("task"))
    .with_for_update(of=(instances, tasks))
)
_KEPT = frozenset(
    {InstanceState.RUNNING, InstanceState.SUSPENDED, InstanceState.FAILED}
)
"""States in which the kernel may be asked again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceFilter:
    """Which cases a listing shows; what is None does not matter.

    Attributes:
        text: is part of the title, in any case of letters, or is the number.
        involving: only cases that this user started or did a task of, or that
            a task of one of `roles` belongs to.
    """

    process: ProcessKey | None = None
    state: InstanceState | None = None
    text: str | None = None
    involving: UserId | None = None
    roles: frozenset[RoleKey] = frozenset()
    simulated: bool = False


class InstanceStore:
    """Process instances.

    A changed case is written when the transaction is about to commit, together
    with its file: once, whatever was submitted with its tasks meanwhile.
    """

    def __init__(self, connection: Connection, files: CaseFiles) -> None:
        self._connection = connection
        self._files = files
        self._changed: dict[InstanceId, tuple[int, Instance]] = {}

    def add(self, instance: Instance) -> None:
        """Add a case."""
        file = self._files.hold(instance.id, json_bytes(instance.data))
        row = _SHAPE.row(_stored(instance)) | {"data": file.content()}
        self._connection.execute(instances.insert(), row)

    def next_number(self, *, simulated: bool = False) -> int:
        """Return the next running number; simulated cases count for themselves."""
        key = "simulated_instances" if simulated else "instances"
        insert = insert_into(self._connection, counters).values(key=key, last=1)
        counted = insert.on_conflict_do_update(
            index_elements=[counters.c.key], set_={"last": counters.c.last + 1}
        )
        number: int = self._connection.scalar(counted.returning(counters.c.last))
        return number

    def get(self, instance: InstanceId) -> Instance:
        """Return a case without locking it.

        Raises:
            InstanceNotFoundError: there is none of that id.
        """
        row = self._row(_GET, instance)
        return _SHAPE.value(row, data=CaseFile(row[_WIDTH]).data)

    def lock(self, instance: InstanceId) -> Instance:
        """Return a case that nobody else may change before the transaction ends.

        Raises:
            InstanceNotFoundError: there is none of that id.
        """
        row = self._row(_LOCK, instance)
        return self._held(row)

    def lock_of_task(self, task: TaskId) -> tuple[Instance, Task]:
        """Lock a task's case, then the task, by one statement.

        Raises:
            TaskNotFoundError: there is no task of that id.
        """
        self.flush()
        row = self._connection.execute(_LOCK_OF_TASK, {"task": task}).first()
        if row is None:
            raise TaskNotFoundError(task=task)
        instance = self._held(row)
        found = _TASK.value(row[_WIDTH + 1 :])
        submission = self._files.held(instance.id).submission(found.id)
        return instance, replace(found, submission=submission)

    def save(self, instance: Instance) -> Instance:
        """Take a changed case for the commit and return it with its new version.

        A case that has ended gives up its snapshot and the count of its visits:
        nobody can wake it again.

        Raises:
            VersionConflictError: at the commit, if it changed since it was read.
        """
        seen, newest = self._changed.get(instance.id, (instance.version, instance))
        if newest.version != instance.version:
            raise VersionConflictError(what="instances", id=instance.id)
        saved = replace(instance, version=instance.version + 1)
        self._changed[instance.id] = (seen, saved)
        return saved

    def flush(self) -> None:
        """Write the changed cases; called before the commit and before reading."""
        for seen, instance in self._changed.values():
            file = self._files.held(instance.id)
            file.keep_data(instance.data)
            content = file.content(closed=instance.state not in _KEPT)
            _SHAPE.write(self._connection, _stored(instance), seen, data=content)
            self._files.written(instance.id)
        self._changed.clear()

    def children(self, parent: InstanceId) -> list[Instance]:
        """Return the cases that a case called, oldest first."""
        self.flush()
        rows = self._connection.execute(_CHILDREN, {"parent": parent})
        return [_SHAPE.value(row, data=CaseFile(row[_WIDTH]).data) for row in rows]

    def listing(
        self, wanted: InstanceFilter, *, limit: int = 50, cursor: str | None = None
    ) -> Page[Instance]:
        """Return a page of cases without their snapshots, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        number, name = key_of(cursor) if cursor else (0, "")
        statement = _listing(
            continued=cursor is not None,
            process=wanted.process is not None,
            state=wanted.state is not None,
            text=wanted.text is not None,
            involving=wanted.involving is not None,
        )
        parameters = {
            "process": wanted.process,
            "state": wanted.state,
            "pattern": like_pattern(wanted.text or ""),
            "number": whole_number(wanted.text or ""),
            "user": wanted.involving,
            "roles": sorted(wanted.roles),
            "simulated": wanted.simulated,
            "last_number": number,
            "last_id": name,
            "rows": limit + 1,
        }
        rows = self._connection.execute(statement, parameters).all()
        found = [_SHAPE.value(row, data=CaseFile(row[_WIDTH]).data) for row in rows]
        return page_of(found, limit, lambda one: (one.number, one.id))

    def _row(self, statement: Select[Any], instance: InstanceId) -> Row[Any]:
        self.flush()
        row = self._connection.execute(statement, {"id": instance}).first()
        if row is None:
            raise InstanceNotFoundError(instance=instance)
        return row

    def _held(self, row: Sequence[Any]) -> Instance:
        found = _SHAPE.value(row)
        file = self._files.hold(found.id, row[_WIDTH])
        return replace(found, data=file.data)


@lru_cache(maxsize=64)
def _listing(
    *, continued: bool, process: bool, state: bool, text: bool, involving: bool
) -> Select[Any]:
    """Build a listing once per combination: building costs more than asking."""
    columns = [
        literal(b"").label("snapshot") if column.name == "snapshot" else column
        for column in _SHAPE.columns
    ]
    statement = select(*columns, instances.c.data).where(
        instances.c.simulated == bindparam("simulated")
    )
    if continued:
        here = tuple_(instances.c.number, instances.c.id)
        last = tuple_(bindparam("last_number"), bindparam("last_id", type_=Identifier))
        statement = statement.where(here < last)
    if process:
        statement = statement.where(instances.c.process == bindparam("process"))
    if state:
        statement = statement.where(instances.c.state == bindparam("state"))
    if text:
        titled = instances.c.title.ilike(bindparam("pattern"), escape=LIKE_ESCAPE)
        numbered = instances.c.number == bindparam("number")
        statement = statement.where(titled | numbered)
    if involving:
        statement = statement.where(_involving())
    newest_first = (instances.c.number.desc(), instances.c.id.desc())
    return statement.order_by(*newest_first).limit(bindparam("rows"))


def _involving() -> ColumnElement[bool]:
    user = bindparam("user", type_=Identifier)
    own = (tasks.c.assignee == user) | tasks.c.role.in_(
        bindparam("roles", expanding=True)
    )
    did = exists().where(tasks.c.instance == instances.c.id, own)
    return or_(instances.c.started_by == user, did)


def _stored(instance: Instance) -> Instance:
    """Return a case as it is kept: an ended one without what nobody asks again."""
    if instance.state in _KEPT:
        return instance
    # A calling case that ends later asks which steps of this one called others.
    calls = {key: place for key, place in instance.visits.items() if "@" in key}
    return replace(instance, snapshot=b"", visits=calls)
