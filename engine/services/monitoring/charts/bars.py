"""Horizontal bars, each of several parts: where time goes, who worked how much."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.services.monitoring.charts.svg import Named, chart, rect, short, text

WIDTH, LEFT, RIGHT = 960.0, 290.0, 96.0
ROW, TOP, FOOT = 34.0, 8.0, 8.0
_LETTERS = 43


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar: parts are a size and a class each; `told` stands at its end."""

    name: str
    parts: tuple[tuple[float, str], ...]
    told: str
    said: str


def bars(rows: Sequence[Bar], named: Named) -> Markup:
    """Return the chart; the longest bar takes the whole width."""
    sizes = [sum(size for size, _ in row.parts) for row in rows]
    scale = (WIDTH - LEFT - RIGHT) / (max(sizes, default=0) or 1)
    drawn = []
    for place, row in enumerate(rows):
        middle = TOP + ROW * (place + 0.5)
        drawn.append(text(short(row.name, _LETTERS), LEFT - 12, middle + 4, "label"))
        left = LEFT
        for size, css in row.parts:
            width = size * scale
            if width > 0:
                drawn.append(rect((left, middle - 9, width, 18), css, row.said))
            left += width
        drawn.append(text(row.told, left + 8, middle + 4, "label start"))
    return chart(named, (WIDTH, TOP + ROW * len(rows) + FOOT), drawn)
