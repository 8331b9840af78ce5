"""Packs measured times again where facts changed, so that a board opens at once.

One process packs at a time; another that asks meanwhile reads what there is.
What is stale is the steps that somebody completed since: a few, each packed for
its month in some milliseconds.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.facts import StepFact
from engine.domain.months import month_of, month_start
from engine.domain.packs import packed
from engine.domain.worktime import DEFAULT_ZONE
from engine.services.transactions.desk import Desk
from engine.store.monitoring import DAY_SECONDS, MonitoringStore
from engine.store.unit_of_work import UnitOfWork

ZONE = ZoneInfo(DEFAULT_ZONE)


class PackingService:
    """Keeps the packs equal to the facts."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def tick(self, now: datetime) -> int:  # noqa: ARG002 - as every ticker is called
        """Pack what is stale; return how many months of steps were packed."""
        with self._desk.database.read() as uow:
            if not MonitoringStore(uow.connection).is_stale():
                return 0
        with self._desk.database.write() as uow:
            return _pack_stale(uow)


def _pack_stale(uow: UnitOfWork) -> int:
    store = MonitoringStore(uow.connection)
    if not store.take_turn():
        return 0
    stale = {
        (step, month)
        for step, day in store.take_stale()
        for month in _months_touched(day)
    }
    for step, month in sorted(stale):
        bounds = (month_start(month, ZONE), month_start(month + 1, ZONE))
        facts = store.facts(step, bounds)
        store.put(month, step, packed(month, step, [(_day(one), one) for one in facts]))
    return len(stale)


def _months_touched(day: int) -> set[int]:
    """Return the months in which the instants of a day in UTC can lie."""
    first = datetime.fromtimestamp(day * DAY_SECONDS, UTC)
    last = first + timedelta(seconds=DAY_SECONDS - 1)
    return {month_of(one.astimezone(ZONE).date()) for one in (first, last)}


def _day(fact: StepFact) -> int:
    return fact.ended_at.astimezone(ZONE).day
