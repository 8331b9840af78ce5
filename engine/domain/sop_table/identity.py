"""The identity block that stands above the table, where there is one."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from engine.domain.diagram import SopIdentity
from engine.domain.sop_table.table import Grid

_TEXTS = {
    "nomor": re.compile(r"nomor sop|no\.? sop"),
    "judul": re.compile(r"nama sop|judul sop"),
    "tanggal_pembuatan": re.compile(r"tanggal pembuatan|tgl\.? pembuatan"),
    "tanggal_revisi": re.compile(r"tanggal revisi|tgl\.? revisi"),
    "tanggal_efektif": re.compile(r"tanggal efektif|tgl\.? efektif"),
    "disahkan_oleh": re.compile(r"disahkan oleh"),
}
_LISTS = {
    "dasar_hukum": re.compile(r"dasar hukum"),
    "kualifikasi": re.compile(r"kualifikasi pelaksana"),
    "keterkaitan": re.compile(r"keterkaitan"),
    "peralatan": re.compile(r"peralatan\s*(?:[/&]|dan)?\s*perlengkapan|peralatan"),
    "peringatan": re.compile(r"peringatan"),
    "pencatatan": re.compile(r"pencatatan(?:\s*(?:&|dan)\s*pendataan)?"),
}
_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
_DATE = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})")
_ITEM = re.compile(r"(?:^|\s)(?:\d{1,2}[.)]|[•\-–])\s+")
_COLON = re.compile(r"^\s*:\s*")


def identity_of(rows: Grid) -> SopIdentity:
    """Return what the rows above the table tell of the SOP."""
    found: dict[str, Any] = {}
    for row_number, row in enumerate(rows):
        for place, cell in enumerate(row):
            for field, value in _told(rows, row_number, place, cell):
                found.setdefault(field, value)
    return SopIdentity(**found)


def _told(
    rows: Grid, row: int, place: int, cell: str
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    plain = cell.casefold()
    for field, label in _TEXTS.items():
        found = label.match(plain)
        if found:
            value = _beside(rows[row], place, cell[found.end() :], cell)
            if value:
                yield field, _date(value) if field.startswith("tanggal") else value
    for field, label in _LISTS.items():
        found = label.match(plain)
        if found:
            rest = _COLON.sub("", cell[found.end() :]).strip()
            text = rest or _below(rows, row, place)
            if text:
                yield field, _items(text)


def _beside(row: Sequence[str], place: int, rest: str, label: str) -> str:
    """Return what follows a label in its cell, else the next cell with something."""
    own = _COLON.sub("", rest).strip()
    others = (_COLON.sub("", cell).strip() for cell in row[place + 1 :])
    return own or next((cell for cell in others if cell and cell != label), "")


def _below(rows: Grid, row: int, place: int) -> str:
    if row + 1 >= len(rows) or place >= len(rows[row + 1]):
        return ""
    below = rows[row + 1][place]
    labels = (*_LISTS.values(), *_TEXTS.values())
    return "" if any(one.match(below.casefold()) for one in labels) else below


def _items(text: str) -> tuple[str, ...]:
    """Return the entries of a list, numbered, dotted or one in each line."""
    pieces = [piece for line in text.splitlines() for piece in _ITEM.split(line)]
    return tuple(" ".join(piece.split()) for piece in pieces if piece.strip())


def _date(text: str) -> str:
    """Return «13 Agustus 2024» as `2024-08-13`; anything else as it stands."""
    found = _DATE.fullmatch(text.casefold().strip())
    if found is None or found[2] not in _MONTHS:
        return text
    day, month = int(found[1]), _MONTHS.index(found[2]) + 1
    return f"{found[3]}-{month:02d}-{day:02d}"
