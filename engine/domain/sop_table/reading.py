"""Finds the ministry's table among cells: its header, its lanes and its rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.domain.sop_table.identity import identity_of
from engine.domain.sop_table.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_LANES,
    MAX_ROWS,
    MAX_STEPS,
    Grid,
    SopTable,
    TableRow,
)
from engine.errors import SopTableInvalidError

_NAMES = {
    "number": re.compile(r"(no|nomor|nomer|#)\.?( urut)?\.?"),
    "uraian": re.compile(
        r"(uraian|aktivitas|aktifitas|kegiatan|prosedur|langkah|tahapan)\b.*"
    ),
    "kelengkapan": re.compile(r"(kelengkapan|persyaratan)\b.*"),
    "waktu": re.compile(r"waktu\b.*"),
    "output": re.compile(r"(output|out put|keluaran|hasil)\b.*"),
    "keterangan": re.compile(r"(keterangan|ket)\b\.?.*"),
}
_GROUPS = re.compile(r"(pelaksana|pelaku|unit pelaksana|mutu ?baku|aktor)\b.*")
_COUNTED = re.compile(r"(\d{1,3})\s*[.)]?")
_NO_MARK = frozenset({"-", "–", "—", "0", "tidak"})
_DIAMONDS = frozenset("◇◆⬦⬥❖♢♦⋄")
_DECIDING = frozenset({"<>", "keputusan", "decision", "d"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Header:
    """Which column is what, and the first row behind the header."""

    column: Mapping[str, int]
    lanes: tuple[tuple[int, str], ...]
    named: int | None
    end: int


def read_table(grid: Grid) -> SopTable:
    """Return the SOP that stands in a table.

    Raises:
        SopTableInvalidError: there is no header with «No» and «Uraian», no row, or
            more of something than an SOP has.
    """
    rows = _bounded(grid)
    start = next((place for place, row in enumerate(rows) if _begins(row)), None)
    if start is None:
        raise SopTableInvalidError(reason="sop_table.no_header")
    header = _header(rows, start)
    body = list(_body(rows[header.end :], header))
    if header.named is not None:
        header, body = _with_named_lanes(header, rows[header.end :], body)
    if not body:
        raise SopTableInvalidError(reason="sop_table.no_rows")
    if len(body) > MAX_STEPS or len(header.lanes) > MAX_LANES:
        raise SopTableInvalidError(reason="sop_table.too_many")
    return SopTable(
        lanes=tuple(name for _, name in header.lanes),
        rows=tuple(body),
        identity=identity_of(rows[:start]),
    )


def _bounded(grid: Grid) -> Grid:
    if len(grid) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in grid):
        raise SopTableInvalidError(reason="sop_table.too_large")
    if any(len(cell) > MAX_CELL for row in grid for cell in row):
        raise SopTableInvalidError(reason="sop_table.too_large")
    return tuple(tuple(_clean(cell) for cell in row) for row in grid)


def _clean(cell: str) -> str:
    """Return a cell without control characters; its lines stay lines."""
    lines = (" ".join(line.split()) for line in cell.splitlines())
    kept = "\n".join(line for line in lines if line)
    return "".join(one for one in kept if one == "\n" or one.isprintable())


def _is(name: str, cell: str) -> bool:
    return _NAMES[name].fullmatch(cell.casefold().replace("\n", " ")) is not None


def _begins(row: Sequence[str]) -> bool:
    return any(_is("number", cell) for cell in row) and any(
        _is("uraian", cell) for cell in row
    )


def _header(rows: Grid, start: int) -> _Header:
    number = next(place for place, cell in enumerate(rows[start]) if _is_number(cell))
    end = start + 1
    while end < min(len(rows), start + 4) and not _counts(rows[end], number):
        end += 1
    width = max(len(row) for row in rows[start:end])
    names = [_name_of(rows[start:end], place) for place in range(width)]
    column: dict[str, int] = {"number": number}
    for place, name in enumerate(names):
        for kind in _NAMES:
            if kind not in column and _is(kind, name) and place != number:
                column[kind] = place
    if "uraian" not in column:
        raise SopTableInvalidError(reason="sop_table.no_header")
    lanes, named = _lanes(rows[start:end], names, column)
    return _Header(column=column, lanes=lanes, named=named, end=end)


def _is_number(cell: str) -> bool:
    return _is("number", cell)


def _counts(row: Sequence[str], column: int) -> bool:
    return _COUNTED.fullmatch(_cell(row, column)) is not None


def _is_row_of_numbers(row: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: 1, 2, 3."""
    filled = [cell for cell in row if cell]
    wanted = [str(place) for place in range(1, len(filled) + 1)]
    return len(filled) > 2 and [cell.strip("()") for cell in filled] == wanted


def _name_of(rows: Grid, place: int) -> str:
    """Return a column's name: the lowest that is no name of a group."""
    cells = [_cell(row, place).replace("\n", " ") for row in rows]
    names = [cell for cell in cells if cell and not _GROUPS.fullmatch(cell.casefold())]
    return names[-1] if names else ""


def _lanes(
    rows: Grid, names: Sequence[str], column: Mapping[str, int]
) -> tuple[tuple[tuple[int, str], ...], int | None]:
    """Return the Pelaksana columns, or the one column that names who does it."""
    last = min(
        (column[kind] for kind in ("kelengkapan", "waktu", "output") if kind in column),
        default=column.get("keterangan", len(names)),
    )
    between = range(column["uraian"] + 1, last)
    taken = set(column.values())
    lanes = tuple(
        (place, names[place])
        for place in between
        if names[place] and place not in taken
    )
    if lanes:
        return lanes, None
    group = (
        place
        for place in between
        if any(_GROUPS.fullmatch(_cell(row, place).casefold()) for row in rows)
    )
    return (), next(group, None)


def _body(rows: Grid, header: _Header) -> Iterator[TableRow]:
    """Yield the rows; a line without a number goes on with the row before it."""
    last: TableRow | None = None
    for row in rows:
        if not any(row) or _begins(row) or _is_row_of_numbers(row):
            continue
        found = _row(row, header)
        if found.number is None and _cell(row, header.column["number"]):
            break  # a signature, or what else stands below the table
        if last is not None and _goes_on(found):
            last = _joined(last, found)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _goes_on(row: TableRow) -> bool:
    """Tell whether a line belongs to the row before it."""
    return row.number is None and not (row.uraian and row.waktu)


def _row(row: Sequence[str], header: _Header) -> TableRow:
    texts = {
        kind: _cell(row, header.column[kind]) if kind in header.column else ""
        for kind in ("kelengkapan", "waktu", "output", "keterangan")
    }
    counted = _COUNTED.fullmatch(_cell(row, header.column["number"]))
    marked = [(lane, _cell(row, place)) for lane, (place, _) in enumerate(header.lanes)]
    marks = [(lane, cell) for lane, cell in marked if _is_mark(cell)]
    return TableRow(
        number=int(counted[1]) if counted else None,
        uraian=_cell(row, header.column["uraian"]).replace("\n", " "),
        marks=tuple(lane for lane, _ in marks),
        decides=any(_decides(cell) for _, cell in marks),
        **{kind: text.replace("\n", " ") for kind, text in texts.items()},
    )


def _joined(row: TableRow, more: TableRow) -> TableRow:
    def both(one: str, other: str) -> str:
        return f"{one} {other}".strip()

    return replace(
        row,
        uraian=both(row.uraian, more.uraian),
        marks=row.marks or more.marks,
        decides=row.decides or more.decides,
        kelengkapan=both(row.kelengkapan, more.kelengkapan),
        waktu=both(row.waktu, more.waktu),
        output=both(row.output, more.output),
        keterangan=both(row.keterangan, more.keterangan),
    )


def _with_named_lanes(
    header: _Header, rows: Grid, body: Sequence[TableRow]
) -> tuple[_Header, list[TableRow]]:
    """Read a table whose one Pelaksana column names the performer in each row."""
    place = header.named or 0
    named = [
        _cell(row, place).replace("\n", " ")
        for row in rows
        if _counts(row, header.column["number"])
    ]
    names = list(dict.fromkeys(name for name in named if name))
    marks = [(names.index(name),) if name else () for name in named]
    lanes = tuple((place, name) for name in names)
    filled = [
        replace(row, marks=mark)
        for row, mark in zip(body, [*marks, *([()] * len(body))], strict=False)
    ]
    return replace(header, lanes=lanes), filled


def _is_mark(cell: str) -> bool:
    return bool(cell) and cell.casefold() not in _NO_MARK


def _decides(cell: str) -> bool:
    return bool(_DIAMONDS & set(cell)) or cell.casefold() in _DECIDING


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""
