"""What the log tells of a case, an officer or an SOP, to those who may see it."""

from dataclasses import dataclass

from engine.domain.audit import AuditEvent
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.values import InstanceId, ProcessKey, TaskId, UserId
from engine.errors import UserNotFoundError
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.store.histories import HistoryStore, Numbered
from engine.store.pages import Page
from engine.store.unit_of_work import UnitOfWork

PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One event with the names of what it is about.

    Attributes:
        number: in the chain.
        case: its case, or None.
        step: name of the task that it is about, or empty.
    """

    number: int
    event: AuditEvent
    case: Instance | None
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """A page of events about one thing, newest first; `name` is the thing's."""

    name: str
    events: Page[Told]


class HistoryService:
    """Reads the log backwards."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def of_case(
        self, case: InstanceId, actor: Actor, *, cursor: str | None = None
    ) -> History:
        """Return what happened to a case.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
            CursorInvalidError: the cursor is none of ours.
        """
        with self._desk.database.read() as uow:
            found, _ = self._desk.seen_case(uow, case, actor)
            store = HistoryStore(uow.connection)
            page = store.of_case(case, limit=PAGE, cursor=cursor)
            return History(name=found.title, events=_told(uow, page))

    def of_officer(
        self, user: UserId, actor: Actor, *, cursor: str | None = None
    ) -> History:
        """Return what an officer did: to the officer, superiors, administrators.

        Raises:
            UserNotFoundError: there is none, or it is not the actor's to see.
            CursorInvalidError: the cursor is none of ours.
        """
        if actor.user != user and not _is_above(actor):
            raise UserNotFoundError(user=user)
        with self._desk.database.read() as uow:
            name = uow.people.user(user).name
            store = HistoryStore(uow.connection)
            page = store.of_officer(user, limit=PAGE, cursor=cursor)
            return History(name=name, events=_told(uow, page))

    def of_sop(
        self, process: ProcessKey, actor: Actor, *, cursor: str | None = None
    ) -> History:
        """Return what happened to an SOP and its cases: to superiors.

        Raises:
            ProcessNotFoundError; RefusedError.
            CursorInvalidError: the cursor is none of ours.
        """
        if not _is_above(actor):
            access.require_right(
                actor, Right.SUPERVISE, action="history", subject=process
            )
        with self._desk.database.read() as uow:
            name = self._desk.library.latest(uow, process).definition.name
            store = HistoryStore(uow.connection)
            page = store.of_sop(process, limit=PAGE, cursor=cursor)
            return History(name=name, events=_told(uow, page))


def _is_above(actor: Actor) -> bool:
    return actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)


def _told(uow: UnitOfWork, page: Page[Numbered]) -> Page[Told]:
    cases: dict[InstanceId, Instance] = {}
    steps: dict[TaskId, str] = {}
    for _, event in page.items:
        if event.instance is not None and event.instance not in cases:
            cases[event.instance] = uow.instances.get(event.instance)
            tasks = uow.tasks.of_instance(event.instance)
            steps |= {task.id: task.name for task in tasks}
    told = [
        Told(
            number=number,
            event=event,
            case=cases.get(event.instance) if event.instance else None,
            step=steps.get(event.task, "") if event.task else "",
        )
        for number, event in page.items
    ]
    return Page(items=tuple(told), next=page.next)
