"""Reading a case in parts: where it stands, its log and its files.

A page shows a case whole (`casebook`); a machine asks for what it needs, so
nothing is drawn or measured here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain.audit import ChainedEvent
from engine.domain.documents import Document
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.values import InstanceId
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.pages import Page

__all__ = ["CaseReading", "ChainedEvent", "OpenCase", "Page"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCase:
    """A case and what it waits for.

    Attributes:
        parent: the calling case, only where the reader may see it.
        open: its open tasks, longest ready first.
    """

    case: Instance
    sop: str
    version: int
    parent: InstanceId | None
    open: tuple[Task, ...]
    now: datetime

    @property
    def late(self) -> bool:
        """Whether one of its open tasks is overdue."""
        return any(
            one.due_at is not None and one.due_at < self.now for one in self.open
        )


class CaseReading:
    """Reads cases for those who may see them."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def case(self, case_id: InstanceId, actor: Actor) -> OpenCase:
        """Return a case with its open tasks.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        with self._desk.database.read() as uow:
            case, loaded = self._desk.seen_case(uow, case_id, actor)
            waiting = sorted(
                uow.tasks.open_of(case.id), key=lambda one: (one.ready_at, one.id)
            )
            return OpenCase(
                case=case,
                sop=loaded.definition.name,
                version=loaded.definition.version,
                parent=self._parent(uow, case, actor),
                open=tuple(waiting),
                now=self._desk.clock.now(),
            )

    def events(
        self, case_id: InstanceId, actor: Actor, *, limit: int, cursor: str | None
    ) -> Page[ChainedEvent]:
        """Return a page of a case's log, oldest first.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
            CursorInvalidError: the cursor is none of ours.
        """
        with self._desk.database.read() as uow:
            case, _ = self._desk.seen_case(uow, case_id, actor)
            return uow.events.of_instance(case.id, limit=limit, cursor=cursor)

    def documents(self, case_id: InstanceId, actor: Actor) -> Sequence[Document]:
        """Return a case's documents, oldest first, void and failed ones too.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        with self._desk.database.read() as uow:
            case, _ = self._desk.seen_case(uow, case_id, actor)
            return uow.documents.of_instance(case.id)

    def _parent(
        self, uow: UnitOfWork, case: Instance, actor: Actor
    ) -> InstanceId | None:
        if case.parent is None:
            return None
        parent = uow.instances.get(case.parent)
        loaded = self._desk.library.of(uow, parent.definition)
        return parent.id if access.may_see(uow, actor, parent, loaded) else None
