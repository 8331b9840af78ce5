"""A share over months: a line of points, with a second one of what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.services.monitoring.charts.svg import Named, chart, dot, line, number, text

WIDTH, HEIGHT = 960.0, 260.0
LEFT, RIGHT, TOP, FOOT = 52.0, 20.0, 22.0, 34.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A point; `share` from 0 to 1, None where nothing was measured."""

    name: str
    share: float | None
    said: str


def lines(
    points: Sequence[Point], named: Named, *, limit: float | None = None, aim: str = ""
) -> Markup:
    """Return the chart; `limit` is a share that is drawn across, named by `aim`."""
    step = (WIDTH - LEFT - RIGHT) / max(len(points) - 1, 1)
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        parts.append(line((LEFT, y, WIDTH - RIGHT, y), "grid"))
        parts.append(text(f"{percent} %", LEFT - 8, y + 4, "tick end"))
    if limit is not None:
        y = _y(limit)
        parts.append(line((LEFT, y, WIDTH - RIGHT, y), "standard"))
        parts.append(text(aim, WIDTH - RIGHT, y - 5, "tick end"))
    every = max(len(points) // 12, 1)
    for place, point in enumerate(points):
        if place % every == 0:
            x = LEFT + place * step
            parts.append(text(point.name, x, HEIGHT - FOOT + 18, _side(place, points)))
    parts += _drawn(points, step)
    return chart(named, (WIDTH, HEIGHT), parts)


def _drawn(points: Sequence[Point], step: float) -> list[str]:
    """Return the lines between neighbours that were measured, and their dots."""
    placed = [
        (LEFT + place * step, _y(one.share), one)
        for place, one in enumerate(points)
        if one.share is not None
    ]
    runs: list[list[str]] = []
    before: float | None = None
    for x, y, _ in placed:
        if before is None or x - before > step * 1.5:
            runs.append([])
        runs[-1].append(f"{number(x)},{number(y)}")
        before = x
    drawn = [
        f'<polyline class="trend" points="{" ".join(run)}"/>'
        for run in runs
        if len(run) > 1
    ]
    return drawn + [dot(x, y, 4, "point", one.said) for x, y, one in placed]


def _side(place: int, points: Sequence[Point]) -> str:
    if place == 0 and len(points) > 1:
        return "tick start"
    return "tick end" if place == len(points) - 1 else "tick"


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * (1 - share)
