"""Reading an officer's inbox: what is theirs, what their lanes wait for, what is done.

The listing asks two statements, however many tasks there are; what a definition
knows of a step comes from memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.identity import Actor
from engine.domain.tasks import Task, TaskState
from engine.domain.values import ProcessKey
from engine.services.cases.task_clock import TaskClock, clock_of
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.inbox import InboxEntry, InboxFilter
from engine.store.pages import Page
from engine.store.piles import COUNT_CAP, InboxCounts

MAX_TEXT = 100
MOST_COUNTED = COUNT_CAP


class Pile(StrEnum):
    """The three piles of an inbox, and the two open ones as one."""

    OPEN = "open"
    MINE = "mine"
    SHARED = "shared"
    DONE = "done"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is looked for; on the done pile `late` is what was done too late."""

    pile: Pile = Pile.MINE
    process: ProcessKey | None = None
    lane: str | None = None
    late: bool | None = None
    text: str = ""
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkItem:
    """A task in a list.

    Attributes:
        sop: name of the process.
        step_number: of the SOP's table, None for a step that it does not count.
        item: this item of a repeated step in words, or empty.
    """

    task: Task
    case_number: int
    case_title: str
    sop: str
    step_number: int | None
    item: str
    clock: TaskClock


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the inbox can be narrowed to: SOPs by key, and lanes."""

    processes: Sequence[tuple[ProcessKey, str]]
    lanes: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Worklist:
    """A page of a pile; `next` continues it."""

    items: tuple[WorkItem, ...]
    next: str | None
    counts: InboxCounts
    now: datetime


class WorklistService:
    """What officers see of their work."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def listing(self, actor: Actor, wanted: Wanted) -> Worklist:
        """Return a page of a pile with the numbers of all three.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            page = _page(uow, actor, wanted, now)
            items = tuple(self._item(uow, entry, now) for entry in page.items)
            counts = uow.tasks.counts(actor.roles, actor.user, now=now)
        return Worklist(items=items, next=page.next, counts=counts, now=now)

    def counts(self, actor: Actor) -> InboxCounts:
        """Return the capped numbers of the piles."""
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            return uow.tasks.counts(actor.roles, actor.user, now=now)

    def choices(self, actor: Actor) -> Choices:
        """Return the SOPs and lanes in which the actor has work to expect."""
        processes: dict[ProcessKey, str] = {}
        lanes: dict[str, None] = {}
        with self._desk.database.read() as uow:
            for newest in uow.definitions.listing():
                definition = self._desk.library.of(uow, newest.id).definition
                held = [one for one in definition.lanes if one.role in actor.roles]
                lanes.update(dict.fromkeys(one.lane for one in held))
                if held:
                    processes[newest.key] = newest.name
        return Choices(processes=tuple(processes.items()), lanes=tuple(lanes))

    def _item(self, uow: UnitOfWork, entry: InboxEntry, now: datetime) -> WorkItem:
        definition = self._desk.library.of(uow, entry.definition).definition
        step = definition.steps.get(entry.task.element)
        calendar = self._desk.schedule.calendar(uow, entry.calendar, now=now)
        return WorkItem(
            task=entry.task,
            case_number=entry.case_number,
            case_title=entry.case_title,
            sop=definition.name,
            step_number=step.number if step else None,
            item=self._lists.facts(uow, now=now).item_words(entry.task.item),
            clock=clock_of(entry.task, step, calendar, now=now),
        )


def _page(
    uow: UnitOfWork, actor: Actor, wanted: Wanted, now: datetime
) -> Page[InboxEntry]:
    text = wanted.text.strip()[:MAX_TEXT]
    states = {Pile.MINE: TaskState.CLAIMED, Pile.SHARED: TaskState.READY}
    sought = InboxFilter(
        state=states.get(wanted.pile),
        lane=wanted.lane,
        process=wanted.process,
        late=wanted.late,
        now=now,
        text=text or None,
    )
    if wanted.pile is Pile.DONE:
        return uow.tasks.history(
            actor.user, sought, limit=wanted.limit, cursor=wanted.cursor
        )
    return uow.tasks.inbox(
        actor.roles, actor.user, sought, limit=wanted.limit, cursor=wanted.cursor
    )
