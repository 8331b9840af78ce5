"""What an SOP would take: a forecast of its draft, else of the version in use.

Steps take as long as they really took in the last twelve months, where that was
measured often enough; otherwise about as long as their standard. Officers are
counted as they are now. All three can be changed for a forecast.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.forecasting import Assumptions, Forecast, forecast_of
from engine.domain.identity import Actor, Right
from engine.domain.months import LAST_YEAR, months_of
from engine.domain.packs import Chosen
from engine.domain.values import ElementId, ProcessKey, RoleKey
from engine.errors import RefusedError
from engine.ports import DiagramReader
from engine.services.drafting.compiling import as_stored
from engine.services.drafting.keeping import live, with_files
from engine.services.monitoring.packing import ZONE
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.monitoring import MonitoringStore

_RIGHTS = (Right.DRAFT, Right.APPROVE, Right.SUPERVISE)
_DRAFTING = (Right.DRAFT, Right.APPROVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ForecastOrder:
    """What somebody changes; what is None or not named is as the office is.

    Attributes:
        per_day: cases that begin on a working day, on average.
        returns: percent of decisions that send back.
        officers: people by role.
    """

    per_day: float | None = None
    returns: int | None = None
    officers: Mapping[RoleKey, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ForecastPage:
    """A forecast with what it assumed.

    Attributes:
        is_draft: of the draft; of the version in use otherwise.
        roles: names by key, of the roles that work in it.
    """

    definition: ProcessDefinition
    is_draft: bool
    assumptions: Assumptions
    roles: Mapping[RoleKey, str]
    forecast: Forecast


class ForecastService:
    """Forecasts SOPs, for who drafts, approves or supervises."""

    def __init__(
        self, *, desk: Desk, lists: OfficeLists, reader: DiagramReader
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._reader = reader

    def forecast(
        self, actor: Actor, key: ProcessKey, order: ForecastOrder
    ) -> ForecastPage:
        """Return what a thousand cases of an SOP would take.

        Raises:
            RefusedError: the actor neither drafts, approves nor supervises.
            ProcessNotFoundError: there is neither a draft nor a version.
            DiagramInvalidError: the draft cannot run; its problems say why.
        """
        if not any(actor.has(right) for right in _RIGHTS):
            raise RefusedError(action="forecast", subject=key)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            drafted = self._draft(uow, actor, key)
            definition = drafted or self._desk.library.latest(uow, key).definition
            held = self._lists.facts(uow, now=now).officers
            names = {role.key: role.name for role in uow.people.roles()}
            measured = _measured(uow, key, now)
        people = {lane.role: len(held.get(lane.role, ())) for lane in definition.lanes}
        usual = Assumptions()
        assumptions = Assumptions(
            per_day=usual.per_day if order.per_day is None else order.per_day,
            returns=usual.returns if order.returns is None else order.returns,
            officers=people | dict(order.officers),
            measured=measured,
        )
        return ForecastPage(
            definition=definition,
            is_draft=drafted is not None,
            assumptions=assumptions,
            roles={
                lane.role: names.get(lane.role, lane.lane) for lane in definition.lanes
            },
            forecast=forecast_of(definition, assumptions),
        )

    def _draft(
        self, uow: UnitOfWork, actor: Actor, key: ProcessKey
    ) -> ProcessDefinition | None:
        """Return the draft compiled, None where there is none for the actor."""
        draft = live(uow, key)
        if draft is None or not any(actor.has(right) for right in _DRAFTING):
            return None
        stored = as_stored(uow, self._reader, with_files(uow, draft))
        return self._desk.library.loaded(stored).definition


def _measured(
    uow: UnitOfWork, key: ProcessKey, now: datetime
) -> dict[ElementId, tuple[int, ...]]:
    """Return the working seconds of each step's rounds in the last twelve months."""
    store = MonitoringStore(uow.connection)
    steps = {step.id: step.element for step in store.steps(key)}
    months = months_of(LAST_YEAR, now.astimezone(ZONE).date())
    chosen = Chosen(steps=frozenset(steps), role="", officer="")
    found: dict[ElementId, list[int]] = defaultdict(list)
    for pack in store.packs((months.first, months.last), chosen, whole=True):
        if pack.rounds is not None:
            found[steps[pack.step]].extend(pack.rounds.working)
    return {element: tuple(times) for element, times in found.items()}
