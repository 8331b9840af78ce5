"""The SOP as the ministry's document (Permenpan RB 35/2012): pages, in millimetres.

    sheet = sheet_of(definition, Paper.A4)

Pure geometry: what stands where is settled here, a template only prints it. Per
page there are the rows of the table with the lines of their cells, and over the
Pelaksana columns the five symbols, arrows that bend, and labels.
"""

from dataclasses import dataclass

from engine.domain.definitions import ProcessDefinition
from engine.domain.layout import Box
from engine.domain.sop_sheet.chart import Symbol, chart_of
from engine.domain.sop_sheet.drawing import Drawing, drawing_of
from engine.domain.sop_sheet.paging import Link, Piece, pages_of
from engine.domain.sop_sheet.paper import Columns, Paper, columns_of

__all__ = [
    "Box",
    "Columns",
    "Drawing",
    "Link",
    "Paper",
    "Piece",
    "Sheet",
    "SheetPage",
    "Symbol",
    "sheet_of",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetPage:
    """A page of the table.

    Attributes:
        pieces: its rows from above.
        links: its pentagons.
        drawing: what lies over the Pelaksana columns; y from the first row.
        strips: lines of pentagons above and below the rows.
    """

    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    strips: tuple[int, int]
    drawing: Drawing


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The table of an SOP on a paper."""

    paper: Paper
    lanes: tuple[str, ...]
    columns: Columns
    pages: tuple[SheetPage, ...]


def sheet_of(definition: ProcessDefinition, paper: Paper) -> Sheet:
    """Return the table of a version, page by page."""
    chart = chart_of(definition)
    columns = columns_of(chart, paper)
    plans = pages_of(chart, columns, paper)
    return Sheet(
        paper=paper,
        lanes=chart.lanes,
        columns=columns,
        pages=tuple(
            SheetPage(
                pieces=plan.pieces,
                links=plan.links,
                strips=plan.strips,
                drawing=drawing_of(plan, columns),
            )
            for plan in plans
        ),
    )
