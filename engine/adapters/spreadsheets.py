"""XLSX by openpyxl: the only place that knows it.

A file from outside is small, or it is refused: what it unpacks to is measured
before anything is read, for a few kilobytes can hold gigabytes.
"""

import io
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from engine.domain.sheets import Cell, Sheet
from engine.errors import SheetInvalidError

MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_TEXT = 32_000  # of a cell; Excel itself ends at 32,767
_UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    RuntimeError,
    OSError,
    EOFError,
    ParseError,
)
_HEAD = PatternFill("solid", fgColor="E6ECF2")


class XlsxSpreadsheets:
    """Reads and writes XLSX."""

    def read(self, content: bytes) -> Mapping[str, Sequence[Sequence[Cell]]]:
        """Return the cells of every sheet by its name, row by row.

        Raises:
            SheetInvalidError: it is no spreadsheet, or larger than anybody types.
        """
        _require_small(content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles that openpyxl leaves out
                book = load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True
                )
                found = {sheet.title: _cells(sheet) for sheet in book.worksheets}
                book.close()
        except _UNREADABLE as error:
            raise _refusal("sheet.unreadable") from error
        return found

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """Return a spreadsheet; a text is never taken for a formula."""
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]  # there is always one
        for sheet in sheets:
            _fill(book.create_sheet(sheet.name[:31]), sheet)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()


def _require_small(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise _refusal("sheet.too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _refusal("sheet.unreadable") from error
    if unpacked > MAX_UNPACKED:
        raise _refusal("sheet.too_large")


def _cells(sheet: Any) -> list[list[Cell]]:  # noqa: ANN401 - a sheet that is read only
    rows: list[list[Cell]] = []
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        if len(rows) >= MAX_ROWS:
            raise _refusal("sheet.too_large")
        cells = [_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    return rows


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:MAX_TEXT]


def _fill(target: Any, sheet: Sheet) -> None:  # noqa: ANN401 - a sheet of openpyxl
    lines: list[Sequence[Cell]] = [[note] for note in sheet.notes]
    head = len(lines) + 1
    for number, line in enumerate([*lines, sheet.names, *sheet.rows], start=1):
        for column, value in enumerate(line, start=1):
            _put(target.cell(row=number, column=column), value)
    for cell in target[head]:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    target.freeze_panes = f"A{head + 1}"
    for place, width in enumerate(sheet.widths, start=1):
        target.column_dimensions[get_column_letter(place)].width = width


def _put(cell: Any, value: Cell) -> None:  # noqa: ANN401 - a cell of openpyxl
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    cell.value = value[:MAX_TEXT] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes what begins with «=» for a formula


def _refusal(reason: str) -> SheetInvalidError:
    return SheetInvalidError(reason=reason, lines=[])
