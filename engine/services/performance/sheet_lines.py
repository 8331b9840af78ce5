"""The rows of a spreadsheet, read by the names of their columns, errors by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Level,
    LowerFormula,
    quantity,
)
from engine.domain.plans import BranchKind
from engine.domain.sheets import Cell
from engine.errors import SheetInvalidError

MAX_LINES = 50  # of errors told at once
_Word = TypeVar("_Word")
# What a column's words stand for; the first of each is what the template holds.
WORDS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "Arah": {"naik": Direction.HIGHER, "turun": Direction.LOWER},
        "Penggabungan": {
            "jumlah": Aggregation.SUM,
            "terakhir": Aggregation.LAST,
            "rata-rata": Aggregation.AVERAGE,
        },
        "Rumus turun": {
            "selisih": LowerFormula.COMPLEMENT,
            "nisbah": LowerFormula.RATIO,
        },
        "Jenjang": {one.value: one for one in Level},
        "Jenis": {one.value: one for one in BranchKind},
        "Contoh": {"ya": True, "": False},
    }
)


@dataclass(kw_only=True)
class Reading:
    """A spreadsheet while it is read, with what does not fit so far."""

    wrong: list[tuple[str, str]] = field(default_factory=list)

    def lines(
        self,
        book: Mapping[str, Sequence[Sequence[Cell]]],
        sheet: str,
        names: tuple[str, ...],
    ) -> Iterator["Line"]:
        """Yield the filled rows of a sheet, whose names may stand in any order."""
        rows = book.get(sheet)
        if rows is None:
            self.wrong.append((sheet, "sheet.sheet_missing"))
            return
        head, places = _head_of(rows, names)
        for name in names:
            if name not in places:
                self.wrong.append((f"{sheet} · {name}", "sheet.column_missing"))
        if any(name not in places for name in names):
            return
        for number, row in enumerate(rows[head:], start=head + 1):
            cells = {name: row[at] for name, at in places.items() if at < len(row)}
            if any(cell not in (None, "") for cell in cells.values()):
                yield Line(reading=self, at=f"{sheet} {number}", cells=cells)

    def end(self) -> None:
        """Raise SheetInvalidError where a line did not fit."""
        if self.wrong:
            raise SheetInvalidError(
                reason="sheet.lines_wrong", lines=self.wrong[:MAX_LINES]
            )


@dataclass(kw_only=True)
class Line:
    """A row of a sheet, its cells by the names of their columns."""

    reading: Reading
    at: str
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """Return a cell as text, whole numbers without a point."""
        cell = self.cells.get(name)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell).strip()

    def word(self, name: str, otherwise: _Word) -> _Word:
        """Return what one of a column's words stands for."""
        found = WORDS[name].get(self.text(name).lower())
        if found is None:
            self.wrong(name, "sheet.no_word")
            return otherwise
        return found  # type: ignore[return-value]

    def figure(self, name: str, *, grade: bool = False) -> Decimal | None:
        """Return a number, written with a point or, as a text, with a comma."""
        text = self.text(name)
        if not text:
            return None
        plain = text if grade else text.replace(",", ".") if "," in text else text
        found = quantity(plain)
        if found is None:
            is_formula = text.startswith("=")
            self.wrong(name, "sheet.formula" if is_formula else "sheet.no_number")
        return found

    def wrong(self, name: str, key: str) -> None:
        """Note what does not fit in a column, or in the row as a whole."""
        place = f"{self.at} · {name}" if name else self.at
        self.reading.wrong.append((place, key))

    def tell(self, problems: Iterable[tuple[str, str]]) -> None:
        """Note the problems of the row, each with its column."""
        for name, key in problems:
            self.wrong(name, key)


def _head_of(
    rows: Sequence[Sequence[Cell]], names: tuple[str, ...]
) -> tuple[int, dict[str, int]]:
    """Return how many rows the head takes, and where each name stands."""
    best: tuple[int, dict[str, int]] = (1, {})
    for number, row in enumerate(rows[:10], start=1):
        found = {str(cell).strip(): at for at, cell in enumerate(row) if cell}
        places = {name: found[name] for name in names if name in found}
        if len(places) > len(best[1]):
            best = (number, places)
    return best
