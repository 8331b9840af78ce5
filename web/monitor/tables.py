"""Tables beside charts, and the same as files: one shape for page, CSV and XLSX."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import make_response
from werkzeug.wrappers import Response

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would compute


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Heads and rows; `shown` are the rows in an office's words.

    Attributes:
        key: of the file's name.
        rows: plain numbers, for machines.
    """

    key: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    shown: Sequence[Sequence[str]]


def csv_of(table: Table) -> Response:
    """Return a table as CSV that spreadsheets open as they should."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow([harmless(cell) for cell in row])
    # Without the mark a spreadsheet would read UTF-8 as something else.
    answer = make_response(("\ufeff" + out.getvalue()).encode())
    answer.mimetype = "text/csv"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{table.key}.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
