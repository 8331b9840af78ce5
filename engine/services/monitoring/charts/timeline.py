"""A case's rounds over working time: bands of waiting, working and pausing.

The axis counts working seconds, so that nights and weekends take no room; a line
stands where a day begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.services.monitoring.charts.svg import (
    Named,
    chart,
    dot,
    line,
    rect,
    short,
    text,
)

WIDTH, LEFT, RIGHT = 960.0, 290.0, 16.0
ROW, TOP, FOOT = 28.0, 26.0, 14.0
_LETTERS = 38
_BETWEEN_DAYS = 52.0  # pixels that the name of a day needs


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A stretch from one working second to another; `css` names its colour."""

    start: int
    end: int
    css: str
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """A round with its bands.

    Attributes:
        due: working second at which it was due, or None.
        signs: seconds at which something happened, each with its words.
    """

    name: str
    bands: tuple[Band, ...]
    due: int | None = None
    late: bool = False
    signs: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineWords:
    """Words of the axis: `days` are working seconds with their names."""

    named: Named
    days: tuple[tuple[int, str], ...]
    due: str


def timeline(lanes: Sequence[Lane], total: int, words: TimelineWords) -> Markup:
    """Return the timeline.

    Args:
        lanes: in the order in which rounds became ready.
        total: working seconds from the case's start to its end, or now.
        words: title, description and days.
    """
    scale = (WIDTH - LEFT - RIGHT) / max(total, 1)
    height = TOP + ROW * len(lanes) + FOOT
    parts = _days(words.days, scale, height)
    for place, lane in enumerate(lanes):
        parts += _lane(lane, TOP + ROW * place, scale, words.due)
    return chart(words.named, (WIDTH, height), parts)


def _days(days: Sequence[tuple[int, str]], scale: float, height: float) -> list[str]:
    parts, free_from = [], LEFT
    for second, name in days:
        x = LEFT + second * scale
        parts.append(line((x, TOP - 6, x, height - FOOT), "grid"))
        if x >= free_from and x + _BETWEEN_DAYS <= WIDTH:
            parts.append(text(name, x + 3, TOP - 10, "tick start"))
            free_from = x + _BETWEEN_DAYS
    return parts


def _lane(lane: Lane, top: float, scale: float, due: str) -> list[str]:
    middle = top + ROW / 2
    css = "label late" if lane.late else "label"
    parts = [text(short(lane.name, _LETTERS), LEFT - 10, middle + 4, css)]
    for band in lane.bands:
        # What took a moment is still seen.
        width = max((band.end - band.start) * scale, 1.5)
        left = min(LEFT + band.start * scale, WIDTH - RIGHT - width)
        parts.append(rect((left, middle - 8, width, 16), band.css, band.said))
    if lane.due is not None:
        x = min(LEFT + lane.due * scale, WIDTH - RIGHT)
        parts.append(rect((x - 1, middle - 12, 2, 24), "due", due))
    parts += [
        dot(min(LEFT + at * scale, WIDTH - RIGHT), middle - 11, 3.5, "sign", said)
        for at, said in lane.signs
    ]
    return parts
