"""A table of cells, and the SOP that was found in it."""

from dataclasses import dataclass, field

from engine.domain.diagram import SopIdentity

MAX_ROWS = 2_000
MAX_COLUMNS = 60
MAX_CELL = 5_000
MAX_STEPS = 200
MAX_LANES = 30

Grid = tuple[tuple[str, ...], ...]
"""Cells row by row, merged ones as text and blanks; rows may differ in length."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A row of the table as it stands there.

    Attributes:
        number: as counted, or None where the row has none.
        marks: indexes of the Pelaksana columns that carry a mark.
        decides: a mark looks like the diamond of a decision.
    """

    number: int | None
    uraian: str
    marks: tuple[int, ...] = ()
    decides: bool = False
    kelengkapan: str = ""
    waktu: str = ""
    output: str = ""
    keterangan: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SopTable:
    """The ministry's table: its lanes from the left, its rows from above."""

    lanes: tuple[str, ...]
    rows: tuple[TableRow, ...]
    identity: SopIdentity = field(default_factory=SopIdentity)
