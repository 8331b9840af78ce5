"""What the template of the printed SOP sees: texts and paths, plain values only."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.definitions import ProcessDefinition
from engine.domain.diagram import SopIdentity
from engine.domain.layout import Box, Point
from engine.domain.sop_sheet import Drawing, Sheet, SheetPage, Symbol
from engine.domain.sop_sheet.labels import LINE, SIZE, Label
from engine.domain.sop_sheet.lettering import POINT, wrapped
from engine.domain.sop_sheet.paging import STRIP, Link
from engine.domain.sop_sheet.paper import HEAD, TITLE
from engine.domain.values import JsonObject, JsonValue
from engine.domain.wording import date_text

_HEAD = (1.7, 0.62)  # length and half the breadth of an arrow's head
_PAIRS = (
    (("Dasar Hukum", "dasar_hukum"), ("Kualifikasi Pelaksana", "kualifikasi")),
    (("Keterkaitan", "keterkaitan"), ("Peralatan/Perlengkapan", "peralatan")),
    (("Peringatan", "peringatan"), ("Pencatatan dan Pendataan", "pencatatan")),
)


def sheet_words(
    definition: ProcessDefinition, sheet: Sheet, letterhead: JsonObject
) -> JsonObject:
    """Return the context of the printed SOP."""
    identity = definition.identity
    width, height = sheet.paper.size
    return {
        "kertas": {"lebar": _mm(width), "tinggi": _mm(height)},
        "kantor": {**letterhead, "unit": identity.unit},
        "sop": _sop(definition),
        "pengesah": _approver(identity),
        "rincian": {
            "ada": any(getattr(identity, field) for row in _PAIRS for _, field in row),
            "pasangan": [
                [_entries(identity, title, field) for title, field in row]
                for row in _PAIRS
            ],
        },
        "tanggal": identity.tanggal_efektif or identity.tanggal_pembuatan,
        **_head(sheet),
        "lembaran": [
            _page(page, number, sheet) for number, page in enumerate(sheet.pages)
        ],
    }


def _sop(definition: ProcessDefinition) -> JsonObject:
    identity = definition.identity
    return {
        "nomor": identity.nomor,
        "judul": identity.judul or definition.name,
        "unit": identity.unit,
        "versi": definition.version,
        "tanggal_pembuatan": _day(identity.tanggal_pembuatan),
        "tanggal_revisi": _day(identity.tanggal_revisi),
        "tanggal_efektif": _day(identity.tanggal_efektif),
    }


def _approver(identity: SopIdentity) -> JsonObject:
    """Return who approved: post, name and what stands under the name."""
    post, *rest = [*identity.disahkan_oleh.splitlines(), ""]
    named = [line for line in rest if line.strip()]
    others: list[JsonValue] = list(named[1:])
    return {"jabatan": post, "nama": named[0] if named else "", "lain": others}


def _entries(identity: SopIdentity, title: str, field: str) -> JsonObject:
    entries: list[JsonValue] = list(getattr(identity, field))
    return {"judul": title, "isi": entries}


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text


def _head(sheet: Sheet) -> JsonObject:
    columns = sheet.columns
    room = columns.head - 2.4 if columns.upright else columns.lane - 1.6
    names: list[JsonValue] = [
        list[JsonValue](wrapped(lane, room, columns.lane_size, bold=True))
        for lane in sheet.lanes
    ]
    return {
        "pelaksana": names,
        "kolom": {
            "lebar": _mm(sum(columns.all)),
            "kiri": _mm(columns.before_lanes),
            "semua": [_mm(width) for width in columns.all],
        },
        "kepala": {
            "judul": _mm(TITLE),
            "atas": _mm(HEAD),
            "bawah": _mm(columns.head),
            "huruf": _mm(columns.lane_size),
            "tegak": columns.upright,
            "panjang": _mm(room),
        },
    }


def _page(page: SheetPage, number: int, sheet: Sheet) -> JsonObject:
    drawing = page.drawing
    above, below = page.strips
    rows: list[JsonValue] = [_strip() for _ in range(above)]
    rows += [
        {
            "nomor": "" if piece.row.number is None else str(piece.row.number),
            "tinggi": _mm(piece.height),
            "uraian": list(piece.cells.uraian),
            "catatan": list(piece.cells.note),
            "kelengkapan": list(piece.cells.kelengkapan),
            "waktu": list(piece.cells.waktu),
            "output": list(piece.cells.output),
            "keterangan": list(piece.cells.keterangan),
        }
        for piece in page.pieces
    ]
    rows += [_strip() for _ in range(below)]
    title = 0.0 if number else TITLE
    return {
        "judul": f"Bagan alir, lembar {number + 1} dari {len(sheet.pages)}",
        "baris": rows,
        "atas": _mm(title + HEAD + sheet.columns.head),
        "lebar": _mm(drawing.width),
        "tinggi": _mm(drawing.height),
        "penghubung": [_told(link) for link in page.links],
        **_drawn(drawing),
    }


def _strip() -> JsonObject:
    """Return a row that holds pentagons only."""
    texts = ("uraian", "catatan", "kelengkapan", "waktu", "output", "keterangan")
    empty: JsonObject = {name: list[JsonValue]() for name in texts}
    return {"nomor": "", "tinggi": _mm(STRIP), "sambung": True, **empty}


def _told(link: Link) -> str:
    way = "ke" if link.outgoing else "dari"
    pages = ", ".join(str(page) for page in link.pages)
    return f"{link.letter} {way} lembar {pages}"


def _drawn(drawing: Drawing) -> JsonObject:
    return {
        "panah": [
            {"garis": _line(one.points), "ujung": _arrowhead(one.points)}
            for one in drawing.arrows
        ],
        "simbol": [
            *(_outline(one.symbol, one.box) for one in drawing.symbols),
            *(_pentagon(one.box, upwards=one.upwards) for one in drawing.links),
        ],
        "huruf": [
            {
                "x": _mm(one.box.middle.x),
                "y": _mm(one.box.middle.y + (1.4 if one.upwards else 0.5)),
                "teks": one.letter,
            }
            for one in drawing.links
        ],
        "label": [_label(one) for one in drawing.labels],
    }


def _label(label: Label) -> JsonObject:
    """Return a label's ground and lines; an upright one is turned about its corner."""
    box = label.box
    x, y = (box.x, box.bottom) if label.upright else (box.x, box.y)
    return {
        "x": _mm(box.x),
        "y": _mm(box.y),
        "lebar": _mm(box.width),
        "tinggi": _mm(box.height),
        "huruf": _mm(SIZE * POINT),
        "putar": f"rotate(-90 {_mm(x)} {_mm(y)})" if label.upright else "",
        "baris": [
            {"x": _mm(x + 0.2), "y": _mm(y + LINE * (place + 0.8)), "teks": line}
            for place, line in enumerate(label.lines)
        ],
    }


def _line(points: Sequence[Point]) -> str:
    """Return an arrow's shaft; it ends inside the head, not at its tip."""
    last, before = points[-1], points[-2]
    shaft = [*points[:-1], _towards(last, before, _HEAD[0] * 0.6)]
    return "M" + "L".join(f"{_mm(one.x)} {_mm(one.y)}" for one in shaft)


def _arrowhead(points: Sequence[Point]) -> str:
    tip, before = points[-1], points[-2]
    length, half = _HEAD
    base = _towards(tip, before, length)
    corners = (
        (tip, Point(x=base.x, y=base.y - half), Point(x=base.x, y=base.y + half))
        if tip.y == before.y
        else (tip, Point(x=base.x - half, y=base.y), Point(x=base.x + half, y=base.y))
    )
    return _closed(corners)


def _towards(start: Point, end: Point, length: float) -> Point:
    whole = abs(end.x - start.x) + abs(end.y - start.y)
    share = min(length / whole, 1.0) if whole else 0.0
    return Point(
        x=start.x + (end.x - start.x) * share, y=start.y + (end.y - start.y) * share
    )


def _outline(symbol: Symbol, box: Box) -> JsonObject:
    middle = box.middle
    if symbol is Symbol.TERMINATOR:
        return {"garis": _capsule(box)}
    if symbol is Symbol.DECISION:
        corners = (
            Point(x=middle.x, y=box.y),
            Point(x=box.right, y=middle.y),
            Point(x=middle.x, y=box.bottom),
            Point(x=box.x, y=middle.y),
        )
        return {"garis": _closed(corners)}
    return {"garis": _closed(tuple(_corners(box)))}


def _corners(box: Box) -> Iterator[Point]:
    yield Point(x=box.x, y=box.y)
    yield Point(x=box.right, y=box.y)
    yield Point(x=box.right, y=box.bottom)
    yield Point(x=box.x, y=box.bottom)


def _capsule(box: Box) -> str:
    radius = _mm(min(box.height, box.width) / 2)
    left, right = _mm(box.x + box.height / 2), _mm(box.right - box.height / 2)
    return (
        f"M{left} {_mm(box.y)}H{right}A{radius} {radius} 0 0 1 {right} "
        f"{_mm(box.bottom)}H{left}A{radius} {radius} 0 0 1 {left} {_mm(box.y)}Z"
    )


def _pentagon(box: Box, *, upwards: bool) -> JsonObject:
    shoulder = box.height * 0.4
    if upwards:
        tip, base, edge = box.y, box.bottom, box.y + shoulder
    else:
        tip, base, edge = box.bottom, box.y, box.bottom - shoulder
    corners = (
        Point(x=box.x, y=base),
        Point(x=box.right, y=base),
        Point(x=box.right, y=edge),
        Point(x=box.middle.x, y=tip),
        Point(x=box.x, y=edge),
    )
    return {"garis": _closed(corners)}


def _closed(corners: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_mm(one.x)} {_mm(one.y)}" for one in corners) + "Z"


def _mm(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
