"""The cycles that count now: those of the newest version of every SOP in use."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.domain.cycles import (
    CycleCursor,
    CycleRule,
    Missed,
    Occurrence,
    occurrences,
)
from engine.domain.definitions import Cycle
from engine.domain.values import JsonObject, JsonValue, ProcessKey
from engine.domain.working_calendar import WorkingCalendar
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.transactions.desk import Desk
from engine.store.unit_of_work import UnitOfWork
from engine.store.values import DefinitionSummary

_SETTING = "cycles"
FIRST_SIGHT = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class CyclePlan:
    """A cycle of the newest version of an SOP.

    Attributes:
        is_fresh: its cursor is not stored yet as it stands here.
    """

    loaded: LoadedDefinition
    cycle: Cycle
    calendar: WorkingCalendar
    cursor: CycleCursor
    rule: CycleRule
    is_fresh: bool

    @property
    def process(self) -> ProcessKey:
        """The SOP's key."""
        return self.loaded.definition.key

    def occurrences(self, after: datetime | None = None) -> Iterator[Occurrence]:
        """Yield what comes behind an instant, in order.

        Args:
            after: a planned instant; None for what nobody has seen to yet.
        """
        return occurrences(
            self.cycle.text,
            self.calendar,
            anchor=self.cursor.anchor,
            after=after or self.cursor.upto,
        )


def plans_of(uow: UnitOfWork, desk: Desk, now: datetime) -> list[CyclePlan]:
    """Return every cycle that counts now, SOPs by name."""
    known = uow.cycles.cursors()
    rules = rules_of(uow)
    plans = []
    for summary in uow.definitions.listing():
        loaded = desk.library.of(uow, summary.id)
        if not loaded.definition.cycles:
            continue
        calendar = desk.schedule.calendar(uow, loaded.calendar, now=now)
        for cycle in loaded.definition.cycles:
            stored = known.get((summary.key, cycle.element))
            cursor = _cursor(uow, (summary, cycle), stored, now)
            plans.append(
                CyclePlan(
                    loaded=loaded,
                    cycle=cycle,
                    calendar=calendar,
                    cursor=cursor,
                    rule=rules.get(summary.key, CycleRule()),
                    is_fresh=cursor != stored,
                )
            )
    return plans


def rules_of(uow: UnitOfWork) -> dict[ProcessKey, CycleRule]:
    """Return what the office decided about cycles, by SOP."""
    stored = uow.office.get(_SETTING)
    found = stored if isinstance(stored, dict) else {}
    return {ProcessKey(key): _rule(value) for key, value in found.items()}


def keep_rule(uow: UnitOfWork, process: ProcessKey, rule: CycleRule) -> None:
    """Write what the office decided about the cycles of an SOP."""
    stored = uow.office.get(_SETTING)
    kept: JsonObject = dict(stored) if isinstance(stored, dict) else {}
    kept[process] = {"runs": rule.runs, "missed": rule.missed.value}
    uow.office.put(_SETTING, kept)


def _rule(value: JsonValue) -> CycleRule:
    if not isinstance(value, dict):
        return CycleRule()
    return CycleRule(
        runs=value.get("runs") is not False,
        missed=Missed(str(value.get("missed", Missed.CATCH_UP))),
    )


def _cursor(
    uow: UnitOfWork,
    of: tuple[DefinitionSummary, Cycle],
    stored: CycleCursor | None,
    now: datetime,
) -> CycleCursor:
    """Return up to where a cycle was seen to.

    A cycle that says something new counts from its deployment: what would have come
    before was never planned. So does one that nobody has seen yet, but from the week
    before at most: an old SOP must not start years of cases in a new office.
    """
    summary, cycle = of
    since = summary.deployed_at
    upto = max(since, now - FIRST_SIGHT)
    if stored is not None:
        if stored.text == cycle.text:
            if stored.upto < since and _was_retired(uow, summary):
                return replace(stored, upto=since)
            return stored
        upto = max(stored.upto, since)
    return CycleCursor(
        process=summary.key,
        element=cycle.element,
        text=cycle.text,
        anchor=since,
        upto=upto,
    )


def _was_retired(uow: UnitOfWork, summary: DefinitionSummary) -> bool:
    """Tell whether no version was in use when this one was deployed."""
    return all(
        one.retired_at is not None and one.retired_at <= summary.deployed_at
        for one in uow.definitions.versions(summary.key)
        if one.version < summary.version
    )
