"""Drafts: what an officer typed into a task's form and did not send yet.

Nobody else reads them. A window that saw an older draft is told so instead of
overwriting the newer one.
"""

from engine.domain.forms.limits import unreadable_parts
from engine.domain.identity import Actor
from engine.domain.tasks import may_do
from engine.domain.values import JsonObject, TaskId
from engine.errors import RefusedError, SubmissionInvalidError
from engine.services.transactions.desk import Desk
from engine.store.values import Draft


class DraftService:
    """Keeps drafts."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def get(self, task_id: TaskId, actor: Actor) -> Draft | None:
        """Return the actor's draft of a task, or None; also of one that has ended."""
        with self._desk.database.read() as uow:
            return uow.drafts.get(task_id, actor.user)

    def save(
        self, task_id: TaskId, actor: Actor, data: JsonObject, *, version: int | None
    ) -> Draft:
        """Keep what was typed, right or wrong.

        Args:
            task_id: of an open task.
            actor: who may do it.
            data: at most a million characters.
            version: of the draft that the window saw, None where it saw none.

        Raises:
            TaskNotFoundError, TaskNotOpenError, RefusedError.
            SubmissionInvalidError: it is no JSON that can be kept.
            VersionConflictError: another window kept a draft meanwhile.
        """
        errors = unreadable_parts(data)
        if errors:
            raise SubmissionInvalidError(errors=errors)
        with self._desk.database.write() as uow:
            task, _, _ = self._desk.seen_task(uow, task_id, actor)
            task.require_open()
            if not may_do(task, actor):
                raise RefusedError(action="draft", subject=task_id)
            now = self._desk.clock.now()
            return uow.drafts.put(task_id, actor.user, data, version=version, now=now)

    def discard(self, task_id: TaskId, actor: Actor) -> None:
        """Throw the actor's draft of a task away, if there is one.

        Raises:
            TaskNotFoundError.
        """
        with self._desk.database.write() as uow:
            self._desk.seen_task(uow, task_id, actor)
            uow.drafts.remove(task_id, actor.user)
