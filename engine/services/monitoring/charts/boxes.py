"""Durations of steps against their standard: a strip of rounds and a box each.

All rows share one scale, time ÷ standard, so one line at 100 % is the standard of
every step. A box spans the middle half, its line is the median; whiskers reach
the 5th and 95th percentile. Of many rounds evenly chosen ones are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.domain.statistics import quantile
from engine.services.monitoring.charts.svg import (
    Named,
    chart,
    dot,
    line,
    rect,
    short,
    text,
)

WIDTH, LEFT, RIGHT = 960.0, 270.0, 70.0
ROW, TOP, FOOT = 46.0, 26.0, 30.0
DOTS = 60
MOST = 300  # percent; what took longer is drawn at the edge
_LETTERS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxRow:
    """A step: `ratios` are percent of its standard, least first; `told` its share."""

    name: str
    ratios: Sequence[int]
    told: str
    said: str


def boxes(rows: Sequence[BoxRow], named: Named, *, standard: str) -> Markup:
    """Return the chart; `standard` names the line at 100 %."""
    most = max((quantile(row.ratios, 95) for row in rows if row.ratios), default=100)
    most = min(max(most, 120), MOST)
    height = TOP + ROW * len(rows) + FOOT
    scale = (WIDTH - LEFT - RIGHT) / most
    parts = []
    for percent in range(0, most + 1, 50 if most <= 200 else 100):
        x = LEFT + percent * scale
        parts.append(line((x, TOP, x, height - FOOT), "grid"))
        parts.append(text(f"{percent} %", x, height - FOOT + 16, "tick"))
    for place, row in enumerate(rows):
        parts += _row(row, TOP + ROW * (place + 0.5), scale, most)
    x = LEFT + 100 * scale
    parts.append(line((x, TOP - 6, x, height - FOOT), "standard"))
    parts.append(text(standard, x + 5, TOP - 8, "tick start"))
    return chart(named, (WIDTH, height), parts)


def _row(row: BoxRow, middle: float, scale: float, most: int) -> list[str]:
    parts = [
        text(short(row.name, _LETTERS), LEFT - 12, middle + 4, "label"),
        text(row.told, WIDTH - 6, middle + 4, "label"),
    ]
    if not row.ratios:
        return parts

    def at(percent: float) -> float:
        return LEFT + min(percent, most) * scale

    low, first, half, third, high = (
        at(quantile(row.ratios, percent)) for percent in (5, 25, 50, 75, 95)
    )
    parts.append(line((low, middle, high, middle), "whisker"))
    box = (first, middle - 11, max(third - first, 1), 22.0)
    parts.append(rect(box, "box", row.said))
    parts += [
        dot(
            at(one), middle + (place * 7) % 17 - 8, 2.2, "miss" if one > 100 else "keep"
        )
        for place, one in enumerate(_evenly(row.ratios))
    ]
    parts.append(line((half, middle - 11, half, middle + 11), "median"))
    return parts


def _evenly(ratios: Sequence[int]) -> list[int]:
    if len(ratios) <= DOTS:
        return list(ratios)
    return [ratios[place * len(ratios) // DOTS] for place in range(DOTS)]
