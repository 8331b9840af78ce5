"""Reading cases: the list of those one may see, and one case whole."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.documents import Document
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance, InstanceState
from engine.domain.layout import Layout
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, ProcessKey
from engine.errors import ReasonMissingError
from engine.services.cases.chronicle import Happening, happenings
from engine.services.cases.deeds import Deed, Deeds
from engine.services.cases.standing import Standing, open_calls, standings
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.definitions.drawings import Drawings
from engine.services.execution.inbox import MAX_COMMENT
from engine.services.office.directory import OfficeLists
from engine.services.transactions import access
from engine.services.transactions.changes import new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.sight import Sight
from engine.store import searches
from engine.store.database import UnitOfWork
from engine.store.pages import Page
from engine.store.searches import Sought
from engine.store.values import Comment

__all__ = ["CaseFile", "CaseLine", "CasebookService", "Deed", "Page", "Sought"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLine:
    """A case in a list.

    Attributes:
        open: its open tasks, longest ready first.
        late: one of them is overdue.
    """

    case: Instance
    sop: str
    version: int
    open: tuple[Task, ...]
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """Everything that a case's page shows.

    Attributes:
        parent: the calling case, only where the reader may see it.
        may: names of what the reader may do: cancel, suspend, resume.
    """

    case: Instance
    definition: ProcessDefinition
    starter: str
    layout: Layout
    standing: dict[str, Standing]
    deeds: tuple[Deed, ...]
    happenings: tuple[Happening, ...]
    documents: tuple[Document, ...]
    comments: tuple[Comment, ...]
    parent: Instance | None
    called: tuple[Instance, ...]
    may: frozenset[str]
    now: datetime


class CasebookService:
    """What officers see of cases."""

    def __init__(self, *, desk: Desk, lists: OfficeLists, drawings: Drawings) -> None:
        self._desk = desk
        self._sight = Sight(library=desk.library)
        self._deeds = Deeds(desk=desk, lists=lists)
        self._drawings = drawings

    def listing(self, actor: Actor, sought: Sought) -> Page[CaseLine]:
        """Return a page of the cases that the actor may see, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            eyes = self._sight.of(uow, actor)
            page = searches.cases(uow.connection, eyes, sought)
            waiting = searches.open_tasks(
                uow.connection, [case.id for case in page.items]
            )
            by_case: dict[InstanceId, list[Task]] = defaultdict(list)
            for task in waiting:
                by_case[task.instance].append(task)
            lines = tuple(
                self._line(uow, case, by_case[case.id], now) for case in page.items
            )
        return Page(items=lines, next=page.next)

    def processes(self) -> tuple[tuple[ProcessKey, str], ...]:
        """Return the SOPs in use, key and name, for a choice."""
        with self._desk.database.read() as uow:
            return tuple((one.key, one.name) for one in uow.definitions.listing())

    def case(self, case_id: InstanceId, actor: Actor) -> CaseFile:
        """Return a case with everything that its page shows.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            case, loaded = self._desk.seen_case(uow, case_id, actor)
            return self._file(uow, actor, (case, loaded), now)

    def comment(self, case_id: InstanceId, actor: Actor, text: str) -> Comment:
        """Add a remark to a case; also to one that has ended.

        Raises:
            InstanceNotFoundError; ReasonMissingError for an empty text.
        """
        words = text.strip()[:MAX_COMMENT]
        if not words:
            raise ReasonMissingError(action="comment")
        with self._desk.database.write() as uow:
            case, _ = self._desk.seen_case(uow, case_id, actor)
            comment = Comment(
                id=new_id(),
                instance=case.id,
                task=None,
                author=actor.user,
                author_name=actor.name,
                text=words,
                at=self._desk.clock.now(),
            )
            uow.comments.add(comment)
            return comment

    def _line(
        self, uow: UnitOfWork, case: Instance, waiting: list[Task], now: datetime
    ) -> CaseLine:
        definition = self._desk.library.of(uow, case.definition).definition
        return CaseLine(
            case=case,
            sop=definition.name,
            version=definition.version,
            open=tuple(waiting),
            late=any(task.due_at is not None and task.due_at < now for task in waiting),
        )

    def _file(
        self,
        uow: UnitOfWork,
        actor: Actor,
        found: tuple[Instance, LoadedDefinition],
        now: datetime,
    ) -> CaseFile:
        case, loaded = found
        tasks = uow.tasks.of_instance(case.id)
        events = happenings(uow, case.id)
        called = uow.instances.children(case.id)
        by_id = {child.id: child for child in called}
        calls = open_calls(
            (str(one.facts.get("element")), by_id[InstanceId(str(one.facts["case"]))])
            for one in events
            if one.kind == "call.started" and one.facts.get("case") in by_id
        )
        timers = uow.timers.of_instance(case.id)
        names = searches.names_of(uow.connection, [case.started_by])
        return CaseFile(
            case=case,
            definition=loaded.definition,
            starter=names.get(case.started_by, ""),
            layout=self._drawings.of(uow, case.definition),
            standing=standings(loaded.definition, case, tasks, (timers, calls), now),
            deeds=self._deeds.of(uow, actor, found, tasks, now),
            happenings=events,
            documents=tuple(uow.documents.of_instance(case.id)),
            comments=tuple(uow.comments.of_instance(case.id)),
            parent=self._parent(uow, case, actor),
            called=tuple(called),
            may=_allowed(actor, case),
            now=now,
        )

    def _parent(self, uow: UnitOfWork, case: Instance, actor: Actor) -> Instance | None:
        if case.parent is None:
            return None
        parent = uow.instances.get(case.parent)
        loaded = self._desk.library.of(uow, parent.definition)
        return parent if access.may_see(uow, actor, parent, loaded) else None


def _allowed(actor: Actor, case: Instance) -> frozenset[str]:
    """Return the verbs on a whole case that `RuntimeService` would not refuse."""
    if case.parent is not None:
        return frozenset()
    superior = actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)
    verbs: set[str] = set()
    if case.state is InstanceState.RUNNING and superior:
        verbs.add("suspend")
    if case.state in {InstanceState.SUSPENDED, InstanceState.FAILED} and superior:
        verbs.add("resume")
    ended = case.state in {InstanceState.COMPLETED, InstanceState.CANCELLED}
    if not ended and (superior or case.started_by == actor.user):
        verbs.add("cancel")
    return frozenset(verbs)
