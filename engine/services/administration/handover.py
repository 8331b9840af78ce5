"""An absent officer's open tasks, given to somebody else at once.

Each task is its own transaction, as if it were given by hand: a case that
stands still keeps its task, and the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.identity import Actor, Right
from engine.domain.tasks import Task, TaskState
from engine.domain.values import TaskId, UserId
from engine.errors import (
    MutuBakuError,
    ReasonMissingError,
    RefusedError,
    UserNotFoundError,
)
from engine.services.execution.inbox import InboxService
from engine.services.transactions.desk import Desk
from engine.store.inbox import InboxEntry, InboxFilter

MOST = 200
MAX_REASON = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What an officer holds.

    Attributes:
        entries: open tasks, the first `MOST`.
    """

    user: UserId
    name: str
    entries: tuple[InboxEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What became of a handover: the tasks given, and those that stayed."""

    given: tuple[Task, ...]
    stayed: tuple[tuple[TaskId, MutuBakuError], ...]


class HandoverService:
    """Gives the tasks of one officer to another."""

    def __init__(self, *, desk: Desk, inbox: InboxService) -> None:
        self._desk = desk
        self._inbox = inbox

    def held(self, user_id: UserId, actor: Actor) -> Held:
        """Return the open tasks that an officer holds, soonest due first.

        Raises:
            UserNotFoundError, RefusedError.
        """
        self._require(actor)
        wanted = InboxFilter(state=TaskState.CLAIMED)
        with self._desk.database.read() as uow:
            user = uow.people.user(user_id)
            page = uow.tasks.inbox(frozenset(), user_id, wanted, limit=MOST)
            return Held(user=user.id, name=user.name, entries=tuple(page.items))

    def heir(self, user_id: UserId, actor: Actor) -> Actor:
        """Return who would get the tasks, with the roles held now.

        Raises:
            UserNotFoundError: there is nobody of that id who may sign in.
        """
        self._require(actor)
        with self._desk.database.read() as uow:
            heir = uow.people.actor_of(user_id, self._desk.clock.now())
        if heir is None:
            raise UserNotFoundError(user=user_id)
        return heir

    def give(
        self,
        user_id: UserId,
        actor: Actor,
        *,
        to: UserId,
        tasks: Sequence[TaskId],
        reason: str,
    ) -> Given:
        """Give tasks to another officer; one that he no longer holds stays.

        Raises:
            ReasonMissingError, UserNotFoundError, RefusedError.
        """
        words = reason.strip()[:MAX_REASON]
        if not words:
            raise ReasonMissingError(action="reassign")
        heir = self.heir(to, actor)
        held = {
            entry.task.id: entry.task for entry in self.held(user_id, actor).entries
        }
        given: list[Task] = []
        stayed: list[tuple[TaskId, MutuBakuError]] = []
        for task_id in tasks:
            if task_id not in held:
                continue
            seen = held[task_id].version
            try:
                given.append(
                    self._inbox.reassign(
                        task_id, actor, to=heir.user, reason=words, version=seen
                    )
                )
            except MutuBakuError as error:
                stayed.append((task_id, error))
        return Given(given=tuple(given), stayed=tuple(stayed))

    def _require(self, actor: Actor) -> None:
        if not (actor.has(Right.ADMINISTER) or actor.has(Right.SUPERVISE)):
            raise RefusedError(action="reassign", subject="tasks")
