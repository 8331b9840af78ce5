"""The course of an indicator as points of an SVG: what was reached, and the target.

Plain geometry: the template draws it, and a table beside it says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from engine.domain.periods import Span
from engine.services.performance.history import Point
from web.asking import Visit
from web.performance.words import figure, period_name, short_name

WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 16, 46
_LINES = 5  # of the grid, at most
_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A value in the chart; `words` say it whole."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A course of at least one value.

    Attributes:
        reached, target: polylines, each the points of an unbroken run.
        grid: height and label of each line.
        ticks: place, label and, at the first of a year, the year.
    """

    width: int
    height: int
    reached: tuple[str, ...]
    target: tuple[str, ...]
    dots: tuple[Dot, ...]
    grid: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str, str], ...]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def course_chart(points: Sequence[Point], unit: str, visit: Visit) -> Chart | None:
    """Return the chart of points in order, None where nothing was reached."""
    targets = [one.assessment.target for one in points]
    reached = [one.assessment.realisation for one in points]
    values = [one for one in (*targets, *reached) if one is not None]
    if not any(one is not None for one in reached):
        return None
    levels = _levels(min(values), max(values))
    places = [_x(at, len(points)) for at in range(len(points))]
    low, high = levels[0], levels[-1]

    def y(value: Decimal) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(TOP + room * float((high - value) / (high - low)), 1)

    dots = [
        Dot(
            x=x,
            y=y(one.assessment.realisation),
            words=_words(one, unit, visit),
        )
        for x, one in zip(places, points, strict=True)
        if one.assessment.realisation is not None
    ]
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        reached=_runs(places, reached, y),
        target=_runs(places, targets, y),
        dots=tuple(dots),
        grid=tuple((y(one), figure(one, unit, visit.language)) for one in levels),
        ticks=tuple(_ticks(places, points, visit)),
    )


def _words(point: Point, unit: str, visit: Visit) -> str:
    return visit.say(
        "performance.dot",
        period=period_name(point.period, visit),
        reached=figure(point.assessment.realisation, unit, visit.language),
        target=figure(point.assessment.target, unit, visit.language),
    )


def _x(at: int, many: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + room * (at + 0.5) / many, 1)


def _levels(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return round values from below the least to above the greatest."""
    room = (high - low) or max(abs(high), Decimal(1)) / 2
    power = Decimal(1).scaleb((room / _LINES).adjusted())
    step = next(one * power for one in _STEPS if one * power * _LINES >= room)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    if first == last:
        last += 1
    return [step * place for place in range(int(first), int(last) + 1)]


def _runs(
    places: Sequence[float],
    values: Sequence[Decimal | None],
    y: Callable[[Decimal], float],
) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for x, value in zip(places, values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x},{y(value)}")
    return tuple(" ".join(run) for run in runs if run)


def _ticks(
    places: Sequence[float], points: Sequence[Point], visit: Visit
) -> list[tuple[float, str, str]]:
    known: set[int] = set()
    ticks = []
    for x, one in zip(places, points, strict=True):
        year = "" if one.period.year in known else str(one.period.year)
        known.add(one.period.year)
        # Three years of months have room for the first of each quarter only.
        is_shown = one.period.span is not Span.MONTH or one.period.place % 3 == 1
        label = short_name(one.period, visit) if is_shown else ""
        ticks.append((x, label, year))
    return ticks
