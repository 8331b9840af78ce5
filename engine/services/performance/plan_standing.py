"""What a signed plan means for the rest of the office.

Forms, cases and documents read indicators and targets by code; a plan that is
signed becomes these. A target that changes is a version more, with the reason.
"""

from dataclasses import replace

from engine.domain.indicators import Indicator, Target
from engine.domain.plans import Plan, PlannedIndicator
from engine.store.database import UnitOfWork
from engine.store.values import Provenance


def put_in_force(uow: UnitOfWork, plan: Plan, source: Provenance) -> None:
    """Make a plan's indicators and targets those of its year.

    Args:
        uow: writes.
        plan: without problems.
        source: who signed it, when, and why it was revised.
    """
    known = {one.code: one for one in uow.indicators.all()}
    planned = [_in_words(one, plan) for one in plan.indicators]
    uow.indicators.add_all([one for one in planned if one.code not in known])
    for one in planned:
        before = known.get(one.code)
        if before is not None and replace(one, version=before.version) != before:
            uow.indicators.save(replace(one, version=before.version))
    stored = {
        (one.indicator, one.period): one.value
        for one in uow.indicators.targets(plan.year)
    }
    wanted = {
        (one.code, key): value
        for one in plan.indicators
        for key, value in one.targets.items()
    }
    gone = dict.fromkeys(key for key in stored if key not in wanted)
    changed = [
        Target(indicator=code, year=plan.year, period=period, value=value)
        for (code, period), value in {**wanted, **gone}.items()
        if (code, period) not in stored or stored[code, period] != value
    ]
    uow.indicators.set_targets(changed, source)


def _in_words(planned: PlannedIndicator, plan: Plan) -> Indicator:
    """Return the indicator with the sasaran that it serves, as documents print it."""
    return replace(planned.indicator, objective=plan.objective_of(planned))
