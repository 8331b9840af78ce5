"""Paper and columns of the ministry's table; everything in millimetres."""

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.sop_sheet.chart import Chart, Row, Symbol
from engine.domain.sop_sheet.lettering import POINT, longest_word, wrapped

TEXT = 8.0  # points
NOTE = 7.0
LEADING = 1.22
PAD = 1.2
LEFT, RIGHT, TOP, BOTTOM = 14.0, 10.0, 10.0, 11.0
NUMBER, WAKTU = 9.0, 17.0
LEAST_ROW = 14.5
DECISION_ROW = 18.0
HEAD = 5.5  # the upper row of the header
TITLE = 8.0
TITLE_SIZE = 10.0
SIGNATURE = 35.0
LANE_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
UPRIGHT_SIZE = 7.0
_LANES_SHARE = 0.42
_LANE = (13.0, 26.0)
_SHARES = (0.34, 0.22, 0.21, 0.23)


class Paper(StrEnum):
    """What an office prints on, always landscape."""

    A4 = "a4"
    F4 = "f4"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height; F4 is the folio of Indonesian offices."""
        return (330.0, 215.0) if self is Paper.F4 else (297.0, 210.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Widths of the columns and how the lanes' names are written.

    Attributes:
        lane: of each Pelaksana column.
        lane_size: of the lanes' names, in points.
        upright: the names stand on end, where the columns are too narrow.
        head: height of the lower row of the header.
    """

    uraian: float
    lane: float
    lanes: int
    kelengkapan: float
    output: float
    keterangan: float
    lane_size: float
    upright: bool
    head: float

    @property
    def before_lanes(self) -> float:
        """Where the Pelaksana columns begin, from the table's left edge."""
        return NUMBER + self.uraian

    @property
    def all(self) -> tuple[float, ...]:
        """Every column, from the left."""
        lanes = (self.lane,) * self.lanes
        behind = (self.kelengkapan, WAKTU, self.output, self.keterangan)
        return (NUMBER, self.uraian, *lanes, *behind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """The lines of a row's cells, and how high they make it."""

    uraian: tuple[str, ...]
    note: tuple[str, ...]
    kelengkapan: tuple[str, ...]
    waktu: tuple[str, ...]
    output: tuple[str, ...]
    keterangan: tuple[str, ...]

    @property
    def height(self) -> float:
        """The least height of the row."""
        line, note = TEXT * LEADING * POINT, NOTE * LEADING * POINT
        first = len(self.uraian) * line + len(self.note) * note
        others = (self.kelengkapan, self.waktu, self.output, self.keterangan)
        return max(first, *(len(one) * line for one in others)) + 2 * PAD + 0.4


def columns_of(chart: Chart, paper: Paper) -> Columns:
    """Return the columns that fit a chart's lanes on a paper."""
    width = paper.size[0] - LEFT - RIGHT - NUMBER - WAKTU
    count = len(chart.lanes)
    lane = min(max(width * _LANES_SHARE / count, _LANE[0]), _LANE[1])
    lane = min(lane, width * 0.6 / count)
    rest = width - lane * count
    uraian, kelengkapan, output, keterangan = (share * rest for share in _SHARES)
    size, upright, head = _lane_names(chart.lanes, lane - 1.6)
    return Columns(
        uraian=uraian,
        lane=lane,
        lanes=count,
        kelengkapan=kelengkapan,
        output=output,
        keterangan=keterangan,
        lane_size=size,
        upright=upright,
        head=head,
    )


def cells_of(row: Row, columns: Columns) -> Cells:
    """Return a row's texts broken into lines."""

    def lines(text: str, width: float, size: float = TEXT) -> tuple[str, ...]:
        return wrapped(text, width - 2 * PAD, size)

    return Cells(
        uraian=lines(row.text, columns.uraian),
        note=lines(row.note, columns.uraian, NOTE),
        kelengkapan=lines(row.kelengkapan, columns.kelengkapan),
        waktu=lines(row.waktu, WAKTU),
        output=lines(row.output, columns.output),
        keterangan=lines(row.keterangan, columns.keterangan),
    )


def height_of(row: Row, cells: Cells) -> float:
    """Return a row's height; a decision needs room for its labels."""
    least = DECISION_ROW if row.symbol is Symbol.DECISION else LEAST_ROW
    return max(least, cells.height)


def _lane_names(lanes: tuple[str, ...], width: float) -> tuple[float, bool, float]:
    """Return size, whether they stand on end, and the height of the header's row."""
    for size in LANE_SIZES:
        if all(longest_word(lane, size, bold=True) <= width for lane in lanes):
            count = max(len(wrapped(lane, width, size, bold=True)) for lane in lanes)
            return size, False, max(count * size * LEADING * POINT + 2.4, 8.0)
    size = UPRIGHT_SIZE
    line = size * LEADING * POINT
    fitting = max(int(width / line), 1)
    for height in (18.0, 24.0, 30.0, 38.0):
        most = max(len(wrapped(one, height, size, bold=True)) for one in lanes)
        if most <= fitting:
            return size, True, height + 2.4
    return size, True, 46.0
