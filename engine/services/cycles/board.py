"""What the page about cycles tells: what comes within a year, what is behind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from engine.domain.cycles import CycleStart, Occurrence, StartState
from engine.domain.instances import Instance
from engine.domain.values import ElementId, ProcessKey
from engine.services.cycles.plans import CyclePlan
from engine.services.cycles.scheduling import title_of
from engine.store.pages import Page
from engine.store.unit_of_work import UnitOfWork

AHEAD = timedelta(days=366)
MOST_AHEAD = 24
"""Of a cycle that comes oftener within a year, only the next ones are shown."""
_WAITS = {StartState.MISSED, StartState.FAILED, StartState.SKIPPED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A case that will start, or would have.

    Attributes:
        title: what the case will be called.
        start: what somebody decided of it already, or None.
    """

    plan: CyclePlan
    occurrence: Occurrence
    title: str
    start: CycleStart | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """What became of an occurrence, with the names of its SOP, cycle and case."""

    start: CycleStart
    sop: str
    cycle: str
    case: Instance | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CycleBoard:
    """Everything of the page about cycles.

    Attributes:
        coming: within a year, soonest first.
        waiting: missed or failed; a person decides.
        gone: what became of the others, newest first.
        more: some cycle comes oftener than is shown.
    """

    plans: tuple[CyclePlan, ...]
    coming: tuple[Coming, ...]
    waiting: tuple[Gone, ...]
    gone: Page[Gone]
    more: bool
    may_change: bool
    now: datetime


def coming_of(
    uow: UnitOfWork, plans: Iterable[CyclePlan], now: datetime
) -> tuple[tuple[Coming, ...], bool]:
    """Return what comes within a year, soonest first, and whether some is left out."""
    coming: list[Coming] = []
    more = False
    for plan in plans:
        found = list(islice(ahead(plan, now), MOST_AHEAD + 1))
        more = more or len(found) > MOST_AHEAD
        found = found[:MOST_AHEAD]
        known = uow.cycles.of_keys(plan.process, [one.key for one in found])
        for one in found:
            stored = known.get((plan.cycle.element, one.key))
            title = title_of(plan, one)
            coming.append(Coming(plan=plan, occurrence=one, title=title, start=stored))
    coming.sort(key=lambda one: (one.occurrence.due_at, one.title))
    return tuple(coming), more


def ahead(plan: CyclePlan, now: datetime) -> Iterator[Occurrence]:
    """Yield what comes within a year, what is due and not yet seen to first."""
    for one in plan.occurrences():
        if one.due_at > now + AHEAD:
            return
        yield one


def is_open(start: CycleStart, now: datetime) -> bool:
    """Tell whether an entry is shown elsewhere: it waits, or is still to come."""
    return start.state in _WAITS and (
        start.state is not StartState.SKIPPED or start.due_at > now
    )


def told(
    uow: UnitOfWork,
    starts: Iterable[CycleStart],
    names: dict[tuple[ProcessKey, ElementId], CyclePlan],
) -> tuple[Gone, ...]:
    """Return what became of occurrences, with the names of what they belong to."""
    found = []
    for one in starts:
        plan = names.get((one.process, one.element))
        found.append(
            Gone(
                start=one,
                sop=plan.loaded.definition.name if plan else one.process,
                cycle=plan.cycle.name if plan else one.element,
                case=uow.instances.get(one.instance) if one.instance else None,
            )
        )
    return tuple(found)
