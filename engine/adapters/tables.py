"""Tables of files that nobody vouches for: XLSX, DOCX, CSV and pasted text.

A file is looked at before any library opens it: what it unpacks to, macros and
declared entities. A sentence says why a file is refused; nothing in it is run,
and formulas give the value that was last computed.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from engine.adapters.sheet_shapes import Marks, shapes_of
from engine.domain.sop_table.table import MAX_COLUMNS, MAX_ROWS, Grid
from engine.errors import SopTableInvalidError

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_ENTRIES = 1_000
_MAX_TEXT = 1_000_000
_SHEETS = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = re.compile(r"vbaProject|macrosheets|activeX|\.bin$", re.IGNORECASE)
_HARMLESS_BINARY = re.compile(r"printerSettings|\.bin\.rels$", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(\w+)[^<>]{0,200}>")
_BREAKING = frozenset({"p", "b", "strong", "br", "li", "div", "tr"})
# What the libraries raise on files that no office program has written.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,  # of XML
    TypeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)


def tables_of_file(content: bytes) -> list[Grid]:
    """Return the tables of a file; its content tells of what kind it is.

    Raises:
        SopTableInvalidError: with the reason.
    """
    if len(content) > MAX_BYTES:
        raise _refused("file_too_large")
    if not content.strip():
        raise _refused("empty")
    if content.startswith(_OLE):
        raise _refused("old_office")
    if content.startswith(b"%PDF"):
        raise _refused("pdf")
    if not content.startswith(b"PK"):
        return [table_of_text(_decoded(content))]
    kind = _unpacked_kind(content)
    read = _sheets if kind == "xlsx" else _word_tables
    return _guarded(read, content)


def table_of_text(text: str) -> Grid:
    """Return the table of pasted text: tabs, Markdown bars, semicolons or commas.

    Raises:
        SopTableInvalidError: it is empty or too long.
    """
    if len(text) > _MAX_TEXT:
        raise _refused("text_too_long")
    if not text.strip():
        raise _refused("empty")
    lines = text.splitlines()
    if "\t" in text:
        return _grid(line.split("\t") for line in lines)
    if sum(line.count("|") > 2 for line in lines) > 1:
        rows = (line.strip().strip("|").split("|") for line in lines)
        return _grid(row for row in rows if set("".join(row)) - set("-: "))
    mark = ";" if text.count(";") > text.count(",") else ","
    limit = csv.field_size_limit(_MAX_TEXT)
    try:
        return _grid(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise _refused("unreadable") from error
    finally:
        csv.field_size_limit(limit)


def _guarded(read: Callable[[bytes], list[Grid]], content: bytes) -> list[Grid]:
    try:
        # What a library leaves out of a strange file is nobody's concern here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(content)
    except SopTableInvalidError:
        raise
    except _BROKEN as error:
        raise _refused("unreadable") from error


def _unpacked_kind(content: bytes) -> str:
    """Return `xlsx` or `docx` of a package that is safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = {one.filename for one in entries}
            _refuse_bombs(entries)
            if any(_is_macro(name) for name in names):
                raise _refused("macros")
            for one in entries:
                if one.filename.casefold().endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(package, one)
    except SopTableInvalidError:
        raise
    except _BROKEN as error:
        raise _refused("unreadable") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise _refused("not_a_table")


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _refused("bomb")
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise _refused("bomb")
    if any(one.flag_bits & 1 for one in entries):
        raise _refused("old_office")  # with a password


def _is_macro(name: str) -> bool:
    return bool(_MACROS.search(name)) and not _HARMLESS_BINARY.search(name)


def _refuse_entities(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a document type in any encoding; and an entry that lies of its size."""
    with package.open(entry) as part:
        text = part.read(entry.file_size + 1)
    if len(text) > entry.file_size:
        raise _refused("bomb")
    head = text[:100_000].replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise _refused("entities")


def _sheets(content: bytes) -> list[Grid]:
    drawn = shapes_of(content)
    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        return [
            _grid(
                _with_marks(
                    _whole(
                        sheet.iter_rows(
                            max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True
                        )
                    ),
                    drawn.get(sheet.title, {}),
                )
            )
            for sheet in book.worksheets[:_SHEETS]
        ]
    finally:
        book.close()


def _with_marks(rows: Iterable[list[str]], marks: Marks) -> Iterator[list[str]]:
    """Put a symbol that is drawn over an empty cell into it."""
    for number, row in enumerate(rows):
        for place in range(MAX_COLUMNS):
            mark = marks.get((number, place))
            if mark is None:
                continue
            row.extend([""] * (place + 1 - len(row)))
            row[place] = row[place] or mark
        yield row


def _whole(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_shown(value) for value in row]


def _shown(value: object) -> str:
    """Return a cell as it looks: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _word_tables(content: bytes) -> list[Grid]:
    """Return all tables as one, for a table that goes on is often cut in two."""
    document = Document(io.BytesIO(content))
    rows: list[list[str]] = []
    for table in document.element.body.iter(qn("w:tbl")):
        for row in table.iterchildren(qn("w:tr")):
            rows.append(_word_row(row))
            if len(rows) > MAX_ROWS:
                raise _refused("too_large")
    return [_grid(rows)] if rows else []


def _word_row(row: Any) -> list[str]:  # noqa: ANN401 - an element of python-docx
    cells: list[str] = []
    for cell in row.iterchildren(qn("w:tc")):
        merged = cell.vMerge is not None and cell.vMerge != "restart"
        cells.append("" if merged else _word_text(cell))
        span = min(int(cell.grid_span or 1), MAX_COLUMNS)
        cells.extend([""] * (span - 1))
    return cells


def _word_text(cell: Any) -> str:  # noqa: ANN401 - an element of python-docx
    lines = (
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in cell.iterchildren(qn("w:p"))
    )
    return "\n".join(lines)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in _BOMS else ("utf-8-sig",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    if b"\x00" in content:
        raise _refused("not_a_table")
    return content.decode("cp1252", "replace")


_BOMS = (b"\xff\xfe", b"\xfe\xff")


def _grid(rows: Iterable[Iterable[str]]) -> Grid:
    """Return rows without blank ones at the end, at most as many as are read."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        if len(found) >= MAX_ROWS:
            raise _refused("too_large")
        cells = [_without_tags(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        found.append(tuple(cells[: MAX_COLUMNS + 1]))
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _without_tags(cell: str) -> str:
    """Return the text of a cell that was copied with HTML or Markdown in it."""
    if "<" in cell:
        cell = _TAG.sub(
            lambda found: "\n" if found[2].casefold() in _BREAKING else " ", cell
        )
    return cell.replace("**", "").strip()


def _refused(reason: str) -> SopTableInvalidError:
    return SopTableInvalidError(reason=f"sop_table.{reason}")
