"""Sheets of a spreadsheet as values, and who reads and writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

Cell = str | int | float | Decimal | bool | None
"""What a cell of a spreadsheet holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet of a spreadsheet: a line of names and the rows below it.

    Attributes:
        widths: of the columns in letters, as many as names.
        notes: lines above the names.
    """

    name: str
    names: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    widths: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


class Spreadsheets(Protocol):
    """Reads and writes XLSX; the adapter is the only place that knows how."""

    def read(self, content: bytes) -> Mapping[str, Sequence[Sequence[Cell]]]:
        """Return the cells of every sheet by its name, row by row.

        Raises:
            SheetInvalidError: it is no spreadsheet, or larger than anybody types.
        """
        ...

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """Return a spreadsheet; a text is never taken for a formula."""
        ...
