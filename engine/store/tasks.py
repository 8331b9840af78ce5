"""Tasks: written in batches, found by case, token, officer and due time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, text, tuple_

from engine.domain.tasks import Task
from engine.domain.values import InstanceId, RoleKey, TaskId, TokenId, UserId
from engine.errors import TaskNotFoundError
from engine.store import inbox, piles
from engine.store.case_files import CaseFiles
from engine.store.inbox import EVERYTHING, InboxEntry, InboxFilter
from engine.store.pages import Page, instant_of, key_of, page_of, seconds_of
from engine.store.piles import InboxCounts
from engine.store.schema import steps, tasks
from engine.store.schema.cases import IS_OPEN
from engine.store.steps import StepStore, TaskShape
from engine.store.types import Identifier, UtcInstant

_SHAPE = TaskShape()
_IN_ORDER = (tasks.c.ready_at, steps.c.element, tasks.c.item_index, tasks.c.id)

_GET = _SHAPE.select.where(tasks.c.id == bindparam("id"))
_LOCK = _GET.with_for_update(of=tasks)
_OF_INSTANCE = _SHAPE.select.where(tasks.c.instance == bindparam("instance")).order_by(
    *_IN_ORDER
)
_OPEN_OF = _OF_INSTANCE.where(tasks.c.ended_at.is_(None))
_BY_TOKENS = _OPEN_OF.where(tasks.c.token.in_(bindparam("tokens", expanding=True)))
_DUE = (
    _SHAPE.select.where(text(IS_OPEN), tasks.c.due_at < bindparam("now"))
    .order_by(tasks.c.due_at, tasks.c.id)
    .limit(bindparam("rows"))
)
_DUE_AFTER = _DUE.where(
    tuple_(tasks.c.due_at, tasks.c.id)
    > tuple_(bindparam("at", type_=UtcInstant), bindparam("id", type_=Identifier))
)


class TaskStore:
    """Tasks of all cases."""

    def __init__(
        self, connection: Connection, files: CaseFiles, steps: StepStore
    ) -> None:
        self._connection = connection
        self._files = files
        self._steps = steps

    def add_all(self, opened: Sequence[Task]) -> None:
        """Add tasks by one statement."""
        self._steps.keep(opened)
        _SHAPE.add_all(self._connection, opened)
        self._submit(opened)

    def save(self, task: Task) -> Task:
        """Write a changed task and return it with its new version.

        Raises:
            VersionConflictError: it changed since it was read.
        """
        self._steps.keep([task])
        self._submit([task])
        return _SHAPE.save(self._connection, task)

    def save_all(self, changed: Sequence[Task]) -> list[Task]:
        """Write changed tasks by one statement.

        Raises:
            VersionConflictError: one of them changed since it was read.
        """
        self._steps.keep(changed)
        self._submit(changed)
        return _SHAPE.save_all(self._connection, changed)

    def get(self, task: TaskId) -> Task:
        """Return a task.

        Raises:
            TaskNotFoundError: there is none of that id.
        """
        return self._one(task, lock=False)

    def lock(self, task: TaskId) -> Task:
        """Return a task that nobody else may change; lock its case before it.

        Raises:
            TaskNotFoundError: there is none of that id.
        """
        return self._one(task, lock=True)

    def open_of(self, instance: InstanceId) -> list[Task]:
        """Return the open tasks of a case, oldest first."""
        rows = self._connection.execute(_OPEN_OF, {"instance": instance})
        return [_SHAPE.value(row) for row in rows]

    def of_instance(self, instance: InstanceId) -> list[Task]:
        """Return all tasks of a case, oldest first."""
        rows = self._connection.execute(_OF_INSTANCE, {"instance": instance})
        return self._whole([_SHAPE.value(row) for row in rows])

    def by_tokens(self, instance: InstanceId, tokens: Sequence[TokenId]) -> list[Task]:
        """Return the open tasks of a case that stand for these tokens."""
        parameters = {"instance": instance, "tokens": list(tokens)}
        rows = self._connection.execute(_BY_TOKENS, parameters)
        return [_SHAPE.value(row) for row in rows]

    def due_before(
        self, now: datetime, *, limit: int = 100, cursor: str | None = None
    ) -> Page[Task]:
        """Return a page of the open tasks that are late at an instant, latest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        parameters: dict[str, object] = {"now": now, "rows": limit + 1}
        statement = _DUE
        if cursor is not None:
            seconds, name = key_of(cursor)
            parameters |= {"at": instant_of(seconds), "id": name}
            statement = _DUE_AFTER
        rows = self._connection.execute(statement, parameters)
        found = [_SHAPE.value(row) for row in rows]
        return page_of(found, limit, lambda one: (seconds_of(one.due_at), one.id))

    def inbox(
        self,
        roles: frozenset[RoleKey],
        user: UserId,
        wanted: InboxFilter = EVERYTHING,
        *,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[InboxEntry]:
        """Return a page of what a user may do or holds, soonest due first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        last = key_of(cursor) if cursor else None
        found = inbox.page(self._connection, roles, user, wanted, (limit, last))
        return page_of(
            found, limit, lambda entry: (seconds_of(entry.task.due_at), entry.task.id)
        )

    def counts(
        self, roles: frozenset[RoleKey], user: UserId, *, now: datetime
    ) -> InboxCounts:
        """Return how many tasks wait for a user, each number capped."""
        return piles.counts(self._connection, roles, user, now=now)

    def history(
        self,
        user: UserId,
        wanted: InboxFilter = EVERYTHING,
        *,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[InboxEntry]:
        """Return a page of the ended tasks that a user held, newest first.

        What was submitted with them is left out.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        last = key_of(cursor) if cursor else None
        found = inbox.ended(self._connection, user, wanted, (limit, last))
        return page_of(
            found, limit, lambda entry: (seconds_of(entry.task.ended_at), entry.task.id)
        )

    def _one(self, task: TaskId, *, lock: bool) -> Task:
        row = self._connection.execute(_LOCK if lock else _GET, {"id": task}).first()
        if row is None:
            raise TaskNotFoundError(task=task)
        return self._whole([_SHAPE.value(row)])[0]

    def _whole(self, found: list[Task]) -> list[Task]:
        """Return tasks with what was submitted with them."""
        sent = self._files.submissions(
            (one.instance, one.id, one.state) for one in found
        )
        return [
            replace(one, submission=sent[one.id]) if one.id in sent else one
            for one in found
        ]

    def _submit(self, changed: Sequence[Task]) -> None:
        for task in changed:
            if task.submission is not None:
                self._files.submit(task.instance, task.id, task.submission)
