"""Charts as SVG: no script and no inline style, so that they print and obey the CSP.

A page and a report in the mail show the same ones, which is why they are drawn
here. Words come from who asks. Colours are classes: the page's style sheet says
what they look like, on paper `printed` does. Every chart has a title and a
description; the table beside it is the page's.
"""

from engine.services.monitoring.charts.bars import Bar, bars
from engine.services.monitoring.charts.boxes import BoxRow, boxes
from engine.services.monitoring.charts.lines import Point, lines
from engine.services.monitoring.charts.printed import COLOURS, printed
from engine.services.monitoring.charts.timeline import (
    Band,
    Lane,
    TimelineWords,
    timeline,
)

__all__ = [
    "COLOURS",
    "Band",
    "Bar",
    "BoxRow",
    "Lane",
    "Point",
    "TimelineWords",
    "bars",
    "boxes",
    "lines",
    "printed",
    "timeline",
]
