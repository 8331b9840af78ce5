"""What the charts of an SOP are drawn from: each step's times, months, officers.

Officers are compared by what is theirs alone: the time they worked, against the
standard of what they worked on. What waited before they took it, and how often
somebody else was asked, says nothing of them; few rounds say nothing at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.domain.identity import Actor
from engine.domain.months import Months
from engine.domain.packs import NONE, Pack, Rounds
from engine.domain.statistics import MEDIAN, Tally, quantile
from engine.domain.values import ElementId, UserId
from engine.services.monitoring.board import (
    Board,
    BoardLine,
    board_of,
    standing_now,
)
from engine.services.monitoring.reading import packs_within
from engine.services.monitoring.view import (
    Asked,
    processes,
    require_supervisor,
    view_of,
)
from engine.services.transactions.desk import Desk
from engine.store import searches
from engine.store.monitoring import MonitoringStore

FEW = 5  # rounds below which nothing is said of an officer's pace


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFigures:
    """A step's completed rounds.

    Attributes:
        ratios: percent of the standard that each round took, least first.
        working: seconds that each round was worked on, least first.
    """

    line: BoardLine
    ratios: tuple[int, ...]
    working: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A month, or a day of one; `day` is 0 for a month.

    Attributes:
        cut: the first and the last day that count, None of a whole month.
    """

    month: int
    day: int
    count: int
    judged: int
    on_time: int
    cut: tuple[int, int] | None = None

    @property
    def share(self) -> float | None:
        """The share on time, None without a standard."""
        return self.on_time / self.judged if self.judged else None


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerFigures:
    """What an officer did.

    Attributes:
        working: seconds worked.
        pace: median percent of the standard that working took, None of few rounds.
    """

    officer: UserId
    name: str
    count: int
    working: int
    pace: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Everything the charts are drawn from."""

    board: Board
    steps: tuple[StepFigures, ...]
    stages: tuple[Stage, ...]
    officers: tuple[OfficerFigures, ...]


class FigureService:
    """Reads what charts are drawn from."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def figures(self, actor: Actor, asked: Asked) -> Figures | None:
        """Return the figures of an SOP, None where the office has none.

        Raises:
            RefusedError: the actor is no supervisor.
            ProcessNotFoundError: there is no such SOP or version.
        """
        require_supervisor(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            listed = processes(uow)
            if not listed and asked.process is None:
                return None
            view = view_of(self._desk, uow, asked, now)
            store = MonitoringStore(uow.connection)
            packs = packs_within(store, view.months, view.chosen, whole=True)
            standing = standing_now(self._desk, uow, view, now)
            board = board_of(uow, view, listed, (packs, standing))
            elements = {one.id: one.element for one in view.steps}
            names = searches.names_of(uow.connection, [one.officer for one in packs])
        return Figures(
            board=board,
            steps=_steps(board, packs, elements),
            stages=_days(packs)
            if view.months.is_told_by_days
            else _months(packs, view.months),
            officers=_officers(packs, names),
        )


def _steps(
    board: Board, packs: Sequence[Pack], elements: dict[int, ElementId]
) -> tuple[StepFigures, ...]:
    by_element: dict[ElementId, list[Rounds]] = defaultdict(list)
    for pack in packs:
        if pack.rounds is not None:
            by_element[elements[pack.step]].append(pack.rounds)
    return tuple(
        StepFigures(
            line=line,
            ratios=tuple(sorted(_ratios(by_element[line.element], of="elapsed"))),
            working=tuple(
                sorted(
                    chain.from_iterable(
                        each.working for each in by_element[line.element]
                    )
                )
            ),
        )
        for line in board.lines
    )


def _ratios(found: Iterable[Rounds], *, of: str) -> list[int]:
    """Return percent of the standard of each round that had one."""
    ratios: list[int] = []
    for rounds in found:
        times, standards = getattr(rounds, of), set(rounds.standard)
        if standards <= {NONE, 0}:
            continue
        if len(standards) == 1:  # as in most months: a standard seldom changes
            (only,) = standards
            ratios += [time * 100 // only for time in times]
        else:
            ratios += [
                time * 100 // standard
                for time, standard in zip(times, rounds.standard, strict=True)
                if standard not in (NONE, 0)
            ]
    return ratios


def _months(packs: Sequence[Pack], months: Months) -> tuple[Stage, ...]:
    by_month: dict[int, list[Tally]] = defaultdict(list)
    for pack in packs:
        by_month[pack.month].append(pack.tally)
    return tuple(
        Stage(
            month=month,
            day=0,
            count=sum(one.count for one in by_month[month]),
            judged=sum(one.judged for one in by_month[month]),
            on_time=sum(one.on_time for one in by_month[month]),
            cut=months.cut(month),
        )
        for month in range(months.first, months.last + 1)
    )


def _days(packs: Sequence[Pack]) -> tuple[Stage, ...]:
    """Return the days on which something was completed."""
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for pack in packs:
        rounds = pack.rounds
        if rounds is None:
            continue
        for day, standard, late in zip(
            rounds.day, rounds.standard, rounds.late, strict=True
        ):
            found = counts[pack.month, day]
            found[0] += 1
            found[1] += standard != NONE
            found[2] += standard != NONE and not late
    return tuple(
        Stage(month=month, day=day, count=one[0], judged=one[1], on_time=one[2])
        for (month, day), one in sorted(counts.items())
    )


def _officers(
    packs: Sequence[Pack], names: dict[UserId, str]
) -> tuple[OfficerFigures, ...]:
    by_officer: dict[UserId, list[Pack]] = defaultdict(list)
    for pack in packs:
        if pack.officer:
            by_officer[pack.officer].append(pack)
    found = []
    for officer, several in by_officer.items():
        ratios = sorted(_ratios((p.rounds for p in several if p.rounds), of="working"))
        found.append(
            OfficerFigures(
                officer=officer,
                name=names.get(officer, officer),
                count=sum(pack.tally.count for pack in several),
                working=sum(pack.tally.working for pack in several),
                pace=quantile(ratios, MEDIAN) if len(ratios) >= FEW else None,
            )
        )
    # By name: it is no contest.
    return tuple(sorted(found, key=lambda one: one.name))
