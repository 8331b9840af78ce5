"""Reads the packs of a span: whole months as they are, months cut at an end by days.

A month that counts in part is read with all its rounds, and those of other days are
left out: the figures of any days in a row are as exact as those of months.
"""

from datetime import datetime, timedelta

from engine.domain.months import Months, day_start, first_day
from engine.domain.packs import Chosen, Pack, cut
from engine.services.monitoring.packing import ZONE
from engine.store.monitoring import MonitoringStore


def packs_within(
    store: MonitoringStore, months: Months, chosen: Chosen, *, whole: bool = False
) -> list[Pack]:
    """Return the packs of a span.

    Args:
        store: where they lie.
        months: the span; its first and last month may be cut.
        chosen: which packs count; its steps must be named.
        whole: with every round, not only sums and times.
    """
    ends = {months.first, months.last}
    parts = {one: days for one in sorted(ends) if (days := months.cut(one))}
    first = months.first + (months.first in parts)
    last = months.last - (months.last in parts)
    found: list[Pack] = []
    if first <= last:
        found += store.packs((first, last), chosen, whole=whole)
    for month, days in parts.items():
        found += _cut(store, month, days, chosen)
    return found


def _cut(
    store: MonitoringStore, month: int, days: tuple[int, int], chosen: Chosen
) -> list[Pack]:
    packs = store.packs((month, month), chosen, whole=True)
    if not packs:
        return []
    sent_back = store.returned(chosen.steps or (), _bounds(month, days))
    found = [
        cut(one, days, returned=sent_back.get((one.step, one.role, one.officer), 0))
        for one in packs
    ]
    return [one for one in found if one.tally.count]


def _bounds(month: int, days: tuple[int, int]) -> tuple[datetime, datetime]:
    since, until = (first_day(month).replace(day=day) for day in days)
    return day_start(since, ZONE), day_start(until + timedelta(days=1), ZONE)
