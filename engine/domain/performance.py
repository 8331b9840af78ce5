"""What an office achieved in a period: from figures to levels and the SOP's success.

A period that was reported stands as reported. One that was not follows from its
parts: a quarter from its months, a year from its quarters; amounts need every
part's target, everything else may lean on the quarter's or the year's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.domain.indicators import (
    Aggregation,
    Assessment,
    Outcome,
    assess,
    assess_periods,
    combined,
)
from engine.domain.periods import Period, Span, quarter_of, year_of
from engine.domain.plans import PlannedIndicator
from engine.domain.wording import rounded_half_up

Reached = Mapping[int, Decimal]
"""Values by the key of their period; what was not reported is not in it."""


class Criterion(StrEnum):
    """Whether the success criterion of the SOP (chapter VII) holds."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"


class Trend(StrEnum):
    """How an achievement moved since the period before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How several indicators stand together.

    Attributes:
        mean: of what was calculated, percent with two decimals; None of nothing.
    """

    indicators: int
    on_target: int
    below: int
    not_evaluable: int
    incomplete: int
    mean: Decimal | None

    @property
    def criterion(self) -> Criterion:
        """Met where every one reached its target, open while one is not known."""
        if self.below:
            return Criterion.MISSED
        if self.incomplete or not self.on_target:
            return Criterion.OPEN
        return Criterion.MET


def reached_in(
    planned: PlannedIndicator, period: Period, reached: Reached
) -> Decimal | None:
    """Return what was reached in a period, None where nothing was reported."""
    if period.key in reached:
        return reached[period.key]
    parts = [reached_in(planned, part, reached) for part in _parts(period)]
    return combined(planned.indicator, [part for part in parts if part is not None])


def promised_in(planned: PlannedIndicator, period: Period) -> Decimal | None:
    """Return what was promised for a period, None where nothing was."""
    targets = planned.targets
    if period.key in targets:
        return targets[period.key]
    parts = [promised_in(planned, part) for part in _parts(period)]
    known = [part for part in parts if part is not None]
    if parts and len(known) == len(parts):
        return combined(planned.indicator, known)
    if planned.indicator.aggregation is Aggregation.SUM:
        return None
    wider = (targets.get(one.key) for one in (period.quarter, year_of(period.year)))
    return next((target for target in wider if target is not None), None)


def in_period(
    planned: PlannedIndicator, period: Period, reached: Reached
) -> Assessment:
    """Return what a period's target and realisation amount to.

    A year that was not reported as such is as far as its quarters were: what they
    reached against what they promised. Once all four are known, the year's own
    target counts.
    """
    quarters = [reached_in(planned, part, reached) for part in _parts(period)]
    is_running = period.span is Span.YEAR and None in quarters
    if is_running and period.key not in reached:
        return so_far(planned, quarter_of(period.year, 4), reached)
    target = promised_in(planned, period)
    return assess(planned.indicator, target, reached_in(planned, period, reached))


def so_far(planned: PlannedIndicator, period: Period, reached: Reached) -> Assessment:
    """Return what the year amounts to, up to and with a period."""
    if period.span is Span.YEAR:
        return in_period(planned, period, reached)
    return assess_periods(
        planned.indicator,
        [promised_in(planned, one) for one in period.so_far],
        [reached_in(planned, one, reached) for one in period.so_far],
    )


def standing(assessments: Iterable[Assessment]) -> Standing:
    """Return how several indicators stand together."""
    found = list(assessments)
    percents = [one.achievement for one in found if one.achievement is not None]
    on_target = sum(one.is_on_target for one in found)
    return Standing(
        indicators=len(found),
        on_target=on_target,
        below=len(percents) - on_target,
        not_evaluable=_count(found, Outcome.NOT_EVALUABLE),
        incomplete=_count(found, Outcome.INCOMPLETE),
        mean=mean(percents),
    )


def mean(percents: Sequence[Decimal]) -> Decimal | None:
    """Return the mean of percents with two decimals, half up; None of nothing."""
    if not percents:
        return None
    return rounded_half_up(sum(percents, Decimal()) / len(percents))


def trend(now: Assessment, before: Assessment) -> Trend:
    """Return how an achievement moved since the period before."""
    if now.achievement is None or before.achievement is None:
        return Trend.UNKNOWN
    if now.achievement == before.achievement:
        return Trend.SAME
    return Trend.UP if now.achievement > before.achievement else Trend.DOWN


def _parts(period: Period) -> tuple[Period, ...]:
    if period.span is Span.YEAR:
        return tuple(quarter_of(period.year, place) for place in range(1, 5))
    return period.months if period.span is Span.QUARTER else ()


def _count(found: Iterable[Assessment], outcome: Outcome) -> int:
    return sum(one.outcome is outcome for one in found)
