"""What supervisors see of all cases: the board, and the cases behind its numbers.

Now is read off the open tasks; what was measured comes from packs, so a year of
ten thousand cases opens like a day of ten.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.identity import Actor
from engine.domain.layout import Layout
from engine.domain.months import months_of
from engine.domain.sla import SlaState
from engine.domain.values import ElementId
from engine.services.definitions.drawings import Drawings
from engine.services.monitoring.board import Board, Choices, board_of, standing_now
from engine.services.monitoring.packing import ZONE
from engine.services.monitoring.reading import packs_within
from engine.services.monitoring.view import (
    Asked,
    View,
    open_now,
    processes,
    require_supervisor,
    view_of,
)
from engine.services.transactions.desk import Desk
from engine.store.monitoring import MonitoringStore
from engine.store.pages import Page
from engine.store.rounds import EndedRound, OpenRound, Wanted, ended_rounds

__all__ = [
    "Asked",
    "Behind",
    "Board",
    "EndedRound",
    "Heat",
    "MonitoringService",
    "OpenRound",
    "Page",
    "Sought",
]
PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """Which rounds stand behind a number.

    Attributes:
        element: of the step; empty for all steps.
        what: `open`, `late`, `risk` of those that stand open; `done`, `kept`,
            `missed` of those that were completed; `longest`: completed ones, those
            that took longest first.
    """

    element: ElementId
    what: str
    cursor: str | None = None


OPEN = {
    "open": frozenset(SlaState),
    "late": frozenset({SlaState.LATE}),
    "risk": frozenset({SlaState.AT_RISK}),
}
ENDED = {"done": None, "longest": None, "kept": True, "missed": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """The rounds behind a number; one of both listings is empty.

    Attributes:
        step: name of the step, empty for all.
    """

    view: View
    step: str
    open: tuple[tuple[OpenRound, SlaState], ...]
    ended: Page[EndedRound]
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Heat:
    """The board of one version on its drawing."""

    board: Board
    layout: Layout


class MonitoringService:
    """What supervisors see of all cases."""

    def __init__(self, *, desk: Desk, drawings: Drawings) -> None:
        self._desk = desk
        self._drawings = drawings

    def board(self, actor: Actor, asked: Asked) -> Board:
        """Return the board.

        Raises:
            RefusedError: the actor is no supervisor.
            ProcessNotFoundError: there is no such SOP or version.
        """
        require_supervisor(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            listed = processes(uow)
            if not listed and asked.process is None:
                months = months_of(asked.period, now.astimezone(ZONE).date())
                none = Choices(processes=())
                return Board(asked=asked, months=months, choices=none)
            view = view_of(self._desk, uow, asked, now)
            store = MonitoringStore(uow.connection)
            packs = packs_within(store, view.months, view.chosen)
            standing = standing_now(self._desk, uow, view, now)
            return board_of(uow, view, listed, (packs, standing))

    def heat(self, actor: Actor, asked: Asked) -> Heat | None:
        """Return an SOP's drawing with the board of one version, the newest unless named.

        None where the office has no SOP.

        Raises:
            RefusedError, ProcessNotFoundError: as for the board.
        """
        board = self.board(actor, asked)
        definition = board.definition
        if definition is None:
            return None
        if asked.version is None:
            one = replace(asked, process=definition.key, version=definition.version)
            board = self.board(actor, one)
        with self._desk.database.read() as uow:
            return Heat(board=board, layout=self._drawings.of(uow, definition.id))

    def behind(self, actor: Actor, asked: Asked, sought: Sought) -> Behind:
        """Return the rounds behind a number of the board.

        Raises:
            RefusedError, ProcessNotFoundError: as for the board.
            CursorInvalidError: the cursor is none of ours.
        """
        require_supervisor(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            view = view_of(self._desk, uow, asked, now)
            opened: tuple[tuple[OpenRound, SlaState], ...] = ()
            ended: Page[EndedRound] = Page(items=(), next=None)
            if sought.what in OPEN:
                opened = tuple(
                    (one, state)
                    for one, state in open_now(self._desk, uow, view, now)
                    if state in OPEN[sought.what]
                    and sought.element in ("", one.element)
                )
            else:
                wanted = _wanted(view, sought)
                if wanted.steps:
                    ended = ended_rounds(uow.connection, wanted)
            return Behind(
                view=view,
                step=_name(view, sought.element),
                open=opened,
                ended=ended,
                now=now,
            )


def _wanted(view: View, sought: Sought) -> Wanted:
    start, end = view.months.bounds(ZONE)
    return Wanted(
        steps=tuple(
            one.id for one in view.steps if sought.element in ("", one.element)
        ),
        start=start,
        end=end,
        on_time=ENDED.get(sought.what),
        role=view.asked.section,
        officer=view.asked.officer,
        longest=sought.what == "longest",
        limit=PAGE,
        cursor=sought.cursor,
    )


def _name(view: View, element: ElementId) -> str:
    own = view.loaded.definition.steps.get(element)
    if own is not None:
        return own.name
    return next((one.name for one in view.steps if one.element == element), "")
