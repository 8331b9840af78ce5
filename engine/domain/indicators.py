"""Indicators: what the office promised, what it reached, and the ratio of both.

Three outcomes, never a fourth: an achievement is calculated, or it cannot be
evaluated (no target, or a target of zero), or data is incomplete. A missing value
is neither 0 % nor 100 %; a realisation of zero is a value. Figures are `Decimal`,
percentages have two decimals, half up. Reasons: docs/adr/0012-achievement.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from types import MappingProxyType

from engine.domain.values import RoleKey
from engine.domain.wording import rounded_half_up

HUNDRED = Decimal(100)
# Enough for sums of 10¹⁵ with four decimals: the only rounding is the last one.
_PRECISION = 60


class Direction(StrEnum):
    """Which way is better; `naik` and `turun` as forms write it."""

    HIGHER = "naik"
    LOWER = "turun"


class LowerFormula(StrEnum):
    """How «lower is better» is computed: (2T-R)/T, or T/R."""

    COMPLEMENT = "complement"
    RATIO = "ratio"


class Aggregation(StrEnum):
    """How periods add up: amounts as a sum, percentages by the last, times by the mean."""

    SUM = "sum"
    LAST = "last"
    AVERAGE = "average"


class Outcome(StrEnum):
    """What could be said about an indicator."""

    CALCULATED = "calculated"
    NOT_EVALUABLE = "not_evaluable"
    INCOMPLETE = "incomplete"


class Level(StrEnum):
    """Where an indicator stands: strategic objective, programme or activity."""

    IKU = "iku"
    PROGRAM = "program"
    KEGIATAN = "kegiatan"


# Upper end of each grade's class in an evaluation of performance accountability.
GRADES: Mapping[str, Decimal] = MappingProxyType(
    {
        "AA": Decimal(100),
        "A": Decimal(90),
        "BB": Decimal(80),
        "B": Decimal(70),
        "CC": Decimal(60),
        "C": Decimal(50),
        "D": Decimal(30),
    }
)

# Least achievement of each rating, best first; below the last it is the final word.
RATINGS: Sequence[tuple[Decimal, str]] = (
    (Decimal(91), "Sangat Tinggi"),
    (Decimal(76), "Tinggi"),
    (Decimal(66), "Sedang"),
    (Decimal(51), "Rendah"),
)
LOWEST_RATING = "Sangat Rendah"


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """A measure of the office's performance agreement.

    Attributes:
        objective: sasaran that it measures.
        unit: as printed; «Predikat» marks a grade of `GRADES`.
        section: role that reports it.
        cap: highest achievement in percent, or None.
        example: not the office's own, shown as «contoh».
    """

    code: str
    objective: str
    name: str
    unit: str
    section: RoleKey
    level: Level = Level.IKU
    direction: Direction = Direction.HIGHER
    formula: LowerFormula = LowerFormula.COMPLEMENT
    aggregation: Aggregation = Aggregation.LAST
    cap: Decimal | None = None
    example: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What is promised for one period; `value` None means not set.

    Attributes:
        period: key of the period (engine.domain.periods).
    """

    indicator: str
    year: int
    period: int
    value: Decimal | None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Realisation:
    """What was reached in one period; `value` None means not reported yet."""

    indicator: str
    year: int
    period: int
    value: Decimal | None
    evidence: tuple[str, ...] = ()
    remark: str = ""
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """What target and realisation amount to; the figures they came from included.

    Attributes:
        achievement: percent with two decimals; None unless calculated.
        rating: word of the scale, empty unless calculated.
    """

    outcome: Outcome
    target: Decimal | None = None
    realisation: Decimal | None = None
    achievement: Decimal | None = None
    rating: str = ""

    @property
    def is_on_target(self) -> bool:
        """Whether the success criterion of the SOP (chapter VII) holds."""
        return self.achievement is not None and self.achievement >= HUNDRED


def quantity(value: str | float | Decimal | None) -> Decimal | None:
    """Return a figure, or the place of a grade (`BB`) on the scale; else None."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip() in GRADES:
        return GRADES[value.strip()]
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def grade_of(value: Decimal | None) -> str | None:
    """Return the grade whose place on the scale a figure is, else None."""
    return next((grade for grade, place in GRADES.items() if place == value), None)


def achievement(
    indicator: Indicator, target: Decimal, realisation: Decimal
) -> Decimal | None:
    """Return how much of the target was reached.

    Args:
        indicator: gives direction, formula and cap.
        target: promised value, in the unit of the indicator.
        realisation: reached value, in the same unit.

    Returns:
        Percent with two decimals, half up; 100 means exactly on target. None where
        the formula has no value: a target of zero, or T/R with nothing realised and
        no cap (with one, nothing realised reaches the cap).
    """
    with localcontext(prec=_PRECISION):
        percent = _percent(indicator, target, realisation)
        if percent is None:
            return None
        if indicator.cap is not None:
            percent = min(percent, indicator.cap)
        return rounded_half_up(percent)


def _percent(
    indicator: Indicator, target: Decimal, realisation: Decimal
) -> Decimal | None:
    if target <= 0:
        return None
    if indicator.direction is Direction.HIGHER:
        return realisation / target * HUNDRED
    if indicator.formula is LowerFormula.COMPLEMENT:
        return (2 * target - realisation) / target * HUNDRED
    return indicator.cap if realisation <= 0 else target / realisation * HUNDRED


def rating(
    percent: Decimal,
    scale: Sequence[tuple[Decimal, str]] = RATINGS,
    lowest: str = LOWEST_RATING,
) -> str:
    """Return the word for an achievement; the scale is ordered from the best down."""
    for least, word in scale:
        if percent >= least:
            return word
    return lowest


def assess(
    indicator: Indicator, target: Decimal | None, realisation: Decimal | None
) -> Assessment:
    """Return what one period's target and realisation amount to.

    Without a target nothing can be evaluated, whatever was reached; a target
    without a realisation is incomplete.
    """
    if target is None:
        return Assessment(outcome=Outcome.NOT_EVALUABLE, realisation=realisation)
    if realisation is None:
        return Assessment(outcome=Outcome.INCOMPLETE, target=target)
    percent = achievement(indicator, target, realisation)
    if percent is None:
        return Assessment(
            outcome=Outcome.NOT_EVALUABLE, target=target, realisation=realisation
        )
    return Assessment(
        outcome=Outcome.CALCULATED,
        target=target,
        realisation=realisation,
        achievement=percent,
        rating=rating(percent),
    )


def assess_periods(
    indicator: Indicator,
    targets: Sequence[Decimal | None],
    realisations: Sequence[Decimal | None],
) -> Assessment:
    """Return what several periods of a year amount to.

    Only periods with a realisation count, zero included. `sum` and `average`: all
    of them against the targets of the same periods; one of them without a target
    cannot be evaluated. `last`: the last of them against its own target.

    Args:
        indicator: gives the way of aggregation.
        targets: one entry per period, in order; None is not set.
        realisations: as many entries; None is not reported yet.
    """
    filled = [
        (target, reached)
        for target, reached in zip(targets, realisations, strict=True)
        if reached is not None
    ]
    if not filled:
        known = [target for target in targets if target is not None]
        return assess(indicator, known[-1] if known else None, None)
    if indicator.aggregation is Aggregation.LAST:
        return assess(indicator, *filled[-1])
    promised = [target for target, _ in filled if target is not None]
    reached = combined(indicator, [reached for _, reached in filled])
    if len(promised) < len(filled):
        return assess(indicator, None, reached)
    return assess(indicator, combined(indicator, promised), reached)


def combined(indicator: Indicator, values: Sequence[Decimal]) -> Decimal | None:
    """Return what several periods' values amount to, None where there are none.

    Args:
        indicator: gives the way: sum, mean, or the last one.
        values: of the periods in order.
    """
    if not values:
        return None
    if indicator.aggregation is Aggregation.LAST:
        return values[-1]
    with localcontext(prec=_PRECISION):
        total = sum(values, Decimal())
        if indicator.aggregation is Aggregation.SUM:
            return total
        return total / len(values)
