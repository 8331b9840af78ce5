"""Tables as files that a browser takes home."""

import csv
import io

from flask import make_response
from werkzeug.wrappers import Response

from engine.services.office.report_words import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would compute


def csv_of(table: Table) -> Response:
    """Return a table as CSV that spreadsheets open as they should."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow([harmless(cell) for cell in row])
    # Without the mark a spreadsheet would read UTF-8 as something else.
    return file_of(("\ufeff" + out.getvalue()).encode(), f"{table.key}.csv", "text/csv")


def file_of(content: bytes, name: str, media_type: str) -> Response:
    """Return a file of figures, which nobody keeps on the way."""
    answer = make_response(content)
    answer.mimetype = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
