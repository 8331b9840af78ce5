"""How a supervisor looks at an SOP: which versions, steps, packs and open tasks.

What an open task has left is compared with the share of its standard that warns;
working time is added once per standard and calendar, not once per task.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.domain.durations import WorkDuration
from engine.domain.facts import MeasuredStep
from engine.domain.identity import Actor, Right
from engine.domain.months import Months, months_of
from engine.domain.packs import Chosen
from engine.domain.sla import DEFAULT_THRESHOLDS, SlaState, is_late
from engine.domain.values import CalendarKey, ProcessKey
from engine.errors import ProcessNotFoundError
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.monitoring.packing import ZONE
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.store.monitoring import MonitoringStore
from engine.store.rounds import OpenRound, open_counts, open_rounds
from engine.store.unit_of_work import UnitOfWork
from engine.store.values import DefinitionSummary


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a supervisor looks at; what is empty does not matter.

    Attributes:
        period: text of `engine.domain.months`.
        section: key of a role; `officer`: id of a user.
        version: of the SOP, None for all together.
    """

    process: ProcessKey | None = None
    period: str = ""
    lane: str = ""
    officer: str = ""
    section: str = ""
    version: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One SOP as somebody looks at it.

    Attributes:
        versions: newest first; `loaded` is the chosen or newest one.
        steps: measured, of the chosen versions and lane, newest version first.
        chosen: packs that count.
    """

    asked: Asked
    months: Months
    versions: tuple[DefinitionSummary, ...]
    loaded: LoadedDefinition
    steps: tuple[MeasuredStep, ...]
    chosen: Chosen


def view_of(desk: Desk, uow: UnitOfWork, asked: Asked, now: datetime) -> View:
    """Return how somebody looks at an SOP, the busiest where none is named.

    Raises:
        ProcessNotFoundError: there is no such SOP or version.
    """
    listed = processes(uow) if asked.process is None else ()
    busiest = max(listed, key=lambda one: one[2], default=None)
    key = asked.process or (busiest[0] if busiest else ProcessKey(""))
    versions = tuple(uow.definitions.versions(key))
    wanted = [one for one in versions if asked.version in (None, one.version)]
    if not wanted:
        raise ProcessNotFoundError(key=key)
    ids = {one.id for one in wanted}
    steps = tuple(
        one
        for one in MonitoringStore(uow.connection).steps(key)
        if one.definition in ids and asked.lane in ("", one.lane)
    )
    return View(
        asked=replace(asked, process=key),
        months=months_of(asked.period, now.astimezone(ZONE).date()),
        versions=versions,
        loaded=desk.library.of(uow, wanted[0].id),
        steps=steps,
        chosen=Chosen(
            steps=frozenset(one.id for one in steps),
            role=asked.section,
            officer=asked.officer,
        ),
    )


def open_now(
    desk: Desk, uow: UnitOfWork, view: View, now: datetime
) -> list[tuple[OpenRound, SlaState]]:
    """Return the open tasks that count, each with how it stands."""
    asked = view.asked
    ids = {one.id for one in view.versions if asked.version in (None, one.version)}
    found = [
        one
        for one in open_rounds(uow.connection, asked.process or ProcessKey(""))
        if one.definition in ids
        and asked.lane in ("", one.lane)
        and asked.section in ("", one.role)
        and asked.officer in ("", one.officer)
    ]
    judge = _Judge(desk=desk, uow=uow, now=now)
    return [(one, judge.state(one)) for one in found]


def require_supervisor(actor: Actor) -> None:
    """Raise RefusedError unless the actor supervises."""
    access.require_right(actor, Right.SUPERVISE, action="monitor", subject="monitoring")


def processes(uow: UnitOfWork) -> tuple[tuple[ProcessKey, str, int], ...]:
    """Return the SOPs in use with their names and open tasks."""
    waiting = open_counts(uow.connection)
    return tuple(
        (one.key, one.name, waiting.get(one.key, 0))
        for one in uow.definitions.listing()
    )


class _Judge:
    """Says how open tasks stand; adds working time once per standard."""

    def __init__(self, *, desk: Desk, uow: UnitOfWork, now: datetime) -> None:
        self._desk = desk
        self._uow = uow
        self._now = now
        self._risky: dict[tuple[CalendarKey, int, datetime], datetime] = {}

    def state(self, one: OpenRound) -> SlaState:
        """Return how a task stands, one that is paused as when it was."""
        if one.due_at is None:
            return SlaState.ON_TIME
        at = min(self._now, one.paused_at or self._now)
        if is_late(at, one.due_at):
            return SlaState.LATE
        if one.standard_seconds is None:
            return SlaState.ON_TIME
        key = (one.calendar, one.standard_seconds, at)
        if key not in self._risky:
            left = 100 - DEFAULT_THRESHOLDS.risk
            part = timedelta(seconds=one.standard_seconds * left // 100)
            calendar = self._desk.schedule.calendar(
                self._uow, one.calendar, now=self._now
            )
            duration = WorkDuration(time=part)
            self._risky[key] = calendar.add_working_time(at, duration)
        is_close = one.due_at <= self._risky[key]
        return SlaState.AT_RISK if is_close else SlaState.ON_TIME
