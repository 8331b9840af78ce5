"""The board of an SOP: its steps with what stands open and what was measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.durations import WorkDuration
from engine.domain.facts import MeasuredStep
from engine.domain.months import Months
from engine.domain.packs import Pack, tally_of
from engine.domain.sla import SlaState
from engine.domain.statistics import Tally, Totals, totals
from engine.domain.values import ElementId, ProcessKey, RoleKey, UserId
from engine.services.monitoring.view import Asked, View, open_now
from engine.services.transactions.desk import Desk
from engine.store import searches
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Now:
    """How many tasks stand open; `late` and `risk` are among `open`."""

    open: int = 0
    late: int = 0
    risk: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardLine:
    """A step.

    Attributes:
        standard: as the newest of the chosen versions has it, or None.
        retired: only older versions have the step.
        returned: completed rounds that sent the case back.
    """

    element: ElementId
    place: int | None
    name: str
    lane: str
    standard: WorkDuration | None
    retired: bool
    now: Now
    tally: Tally
    returned: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What may be chosen: keys with names, in order."""

    processes: tuple[tuple[ProcessKey, str, int], ...]
    versions: tuple[int, ...] = ()
    lanes: tuple[str, ...] = ()
    sections: tuple[tuple[RoleKey, str], ...] = ()
    officers: tuple[tuple[UserId, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """What the board shows; without an SOP it has nothing but choices."""

    asked: Asked
    months: Months
    choices: Choices
    definition: ProcessDefinition | None = None
    lines: tuple[BoardLine, ...] = ()
    now: Now = field(default_factory=Now)
    tally: Totals = field(default_factory=Totals)


def board_of(
    uow: UnitOfWork,
    view: View,
    listed: tuple[tuple[ProcessKey, str, int], ...],
    found: tuple[Sequence[Pack], Mapping[ElementId, Now]],
) -> Board:
    """Return the board of packs and of what stands open, by element."""
    packs, standing = found
    lines = _lines(view, packs, standing)
    return Board(
        asked=view.asked,
        months=view.months,
        choices=_choices(uow, view, listed, packs),
        definition=view.loaded.definition,
        lines=lines,
        now=Now(
            open=sum(one.now.open for one in lines),
            late=sum(one.now.late for one in lines),
            risk=sum(one.now.risk for one in lines),
        ),
        tally=totals(line.tally for line in lines),
    )


def _lines(
    view: View, packs: Sequence[Pack], standing: Mapping[ElementId, Now]
) -> tuple[BoardLine, ...]:
    elements = {one.id: one.element for one in view.steps}
    by_element: dict[ElementId, list[Pack]] = defaultdict(list)
    for pack in packs:
        by_element[elements[pack.step]].append(pack)
    own = view.loaded.definition.steps
    shown = [
        step
        for step in own.values()
        if view.asked.lane in ("", step.lane)
        and (step.number is not None or step.element in {*by_element, *standing})
    ]
    found = [_line(step, by_element[step.element], standing) for step in shown]
    gone = {one.element: one for one in reversed(view.steps) if one.element not in own}
    found += [
        _line(step, by_element[element], standing)
        for element, step in gone.items()
        if by_element[element] or element in standing
    ]
    return tuple(found)


def _line(
    step: Step | MeasuredStep,
    packs: Sequence[Pack],
    standing: Mapping[ElementId, Now],
) -> BoardLine:
    is_own = isinstance(step, Step)
    standard = step.standard if isinstance(step, Step) else None
    return BoardLine(
        element=step.element,
        place=step.number if isinstance(step, Step) else None,
        name=step.name,
        lane=step.lane,
        standard=standard.duration if standard else None,
        retired=not is_own,
        now=standing.get(step.element, Now()),
        tally=tally_of(packs),
        returned=sum(pack.returned for pack in packs),
    )


def _choices(
    uow: UnitOfWork,
    view: View,
    listed: tuple[tuple[ProcessKey, str, int], ...],
    packs: Iterable[Pack],
) -> Choices:
    officers = sorted({pack.officer for pack in packs if pack.officer})
    names = searches.names_of(uow.connection, officers)
    return Choices(
        processes=listed,
        versions=tuple(one.version for one in view.versions),
        lanes=tuple(one.lane for one in view.loaded.definition.lanes),
        sections=tuple(
            (role.key, role.name) for role in uow.people.roles() if role.section
        ),
        officers=tuple(
            sorted(((one, names.get(one, one)) for one in officers), key=_by_name)
        ),
    )


def _by_name(one: tuple[UserId, str]) -> str:
    return one[1]


def standing_of(states: Mapping[ElementId, Sequence[SlaState]]) -> dict[ElementId, Now]:
    """Return how many tasks stand open at each element, and how."""
    return {
        element: Now(
            open=len(found),
            late=found.count(SlaState.LATE),
            risk=found.count(SlaState.AT_RISK),
        )
        for element, found in states.items()
    }


def standing_now(
    desk: Desk, uow: UnitOfWork, view: View, now: datetime
) -> dict[ElementId, Now]:
    """Return how many tasks stand open at each element now, and how."""
    states: dict[ElementId, list[SlaState]] = defaultdict(list)
    for one, state in open_now(desk, uow, view, now):
        states[one.element].append(state)
    return standing_of(states)
