"""A definition as the ministry draws it: one row per activity, arrows between rows.

The ministry knows five symbols only. So a gateway is no row of its own where the
step before it decides: that step becomes the diamond. Merges, forks and passing
events disappear into arrows; what a person does, what is called, what is waited
for and where a case ends stay as rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.domain.compiling import in_reading_order
from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.diagram import Node, TimerText
from engine.domain.durations import WorkDuration, duration_parts, parse_duration
from engine.domain.sop_sheet.ways import Ways
from engine.errors import DurationInvalidError

_UNITS = {
    "days": "hari kerja",
    "hours": "jam",
    "minutes": "menit",
    "seconds": "detik",
}
_END = "#selesai"
_START = "#mulai"


class Symbol(StrEnum):
    """The symbols that stand in a row; the pentagon belongs to pages."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of the table.

    Attributes:
        key: element of the diagram, or a name of our own for a start or an end.
        number: as the SOP counts; None for a row that it does not count.
        note: a question or how the step is repeated, under the text.
        lane: index of the Pelaksana column, from 0.
    """

    key: str
    text: str
    lane: int
    symbol: Symbol
    number: int | None = None
    note: str = ""
    kelengkapan: str = ""
    waktu: str = ""
    output: str = ""
    keterangan: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    """An arrow from one row to another; the label tells a decision's ways apart."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """The whole table, not yet cut into pages."""

    lanes: tuple[str, ...]
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]


def duration_words(duration: WorkDuration) -> str:
    """Return a standard as the ministry's table says it: `2 hari kerja 30 menit`."""
    parts = duration_parts(duration)
    return " ".join(f"{count} {_UNITS[unit]}" for unit, count in parts.items())


def chart_of(definition: ProcessDefinition) -> Chart:
    """Return the rows and arrows of a version."""
    lanes = tuple(dict.fromkeys(lane.lane for lane in definition.lanes)) or ("",)
    ways = Ways(definition.canonical, frozenset(definition.steps))
    drawn = _rows(definition, ways, lanes)
    arrows = [
        Arrow(source=way.source, target=way.target, label=way.label)
        for way in ways.between
    ]
    rows, arrows = _with_ends(_with_start(drawn, ways, arrows), ways, arrows)
    known = {row.key for row in rows}
    return Chart(
        lanes=lanes,
        rows=tuple(rows),
        arrows=tuple(
            one for one in arrows if one.source in known and one.target in known
        ),
    )


def _rows(
    definition: ProcessDefinition, ways: Ways, lanes: tuple[str, ...]
) -> list[Row]:
    names = {lane.id: lane.name for lane in definition.canonical.lanes}
    column = {name: place for place, name in enumerate(lanes)}
    rows: list[Row] = []
    lane = 0
    for node in in_reading_order(definition.canonical):
        if node.id not in ways.rows:
            continue
        step = definition.steps.get(node.id)
        name = step.lane if step else names.get(node.lane or "", "")
        lane = column.get(name, lane)
        decides = node.id in ways.deciding
        row = Row(
            key=node.id,
            text=node.name or (step.name if step else _unnamed(node)),
            lane=lane,
            symbol=Symbol.DECISION if decides else Symbol.PROCESS,
            note=_note(step, ways.questions.get(node.id, "")),
            waktu=_waiting(node.timer) if node.wait is None else "",
        )
        rows.append(_counted(row, step) if step else row)
    return rows


def _counted(row: Row, step: Step) -> Row:
    standard = step.standard
    return replace(
        row,
        number=step.number,
        kelengkapan=step.mutu_baku.kelengkapan,
        waktu=duration_words(standard.duration) if standard else "",
        output=step.mutu_baku.output,
        keterangan=step.mutu_baku.keterangan,
    )


def _note(step: Step | None, question: str) -> str:
    notes = [question] if question and (not step or question != step.name) else []
    if step is not None and step.repeats:
        notes.append("Dikerjakan oleh masing-masing pelaksana")
    if step is not None and step.looped:
        notes.append("Diulang sampai selesai")
    return "\n".join(notes)


def _unnamed(node: Node) -> str:
    if node.called:
        return f"Menjalankan SOP {node.called}"
    if node.table is not None:
        return f"Menurut tabel keputusan {node.table.title}"
    return "Menunggu" if node.timer else "Memilih jalur"


def _waiting(timer: TimerText | None) -> str:
    if timer is None or timer.duration is None:
        return ""
    try:
        return duration_words(parse_duration(timer.duration))
    except DurationInvalidError:
        return ""


def _with_start(rows: list[Row], ways: Ways, arrows: list[Arrow]) -> list[Row]:
    """Make the first activity the capsule, or put one before what begins otherwise."""
    first = ways.beginnings
    by_key = {row.key: row for row in rows}
    only = by_key.get(first[0]) if len(first) == 1 else None
    if only is not None and only.symbol is Symbol.PROCESS:
        return _as_terminator(rows, {only.key})
    if not first:
        return rows
    lane = by_key[first[0]].lane if first[0] in by_key else 0
    arrows.extend(Arrow(source=_START, target=key) for key in first)
    begin = Row(key=_START, text="Mulai", lane=lane, symbol=Symbol.TERMINATOR)
    return [begin, *rows]


def _with_ends(
    rows: list[Row], ways: Ways, arrows: list[Arrow]
) -> tuple[list[Row], list[Arrow]]:
    """Make a last activity the capsule; after a decision the end is its own row."""
    goes_on = {arrow.source for arrow in arrows}
    leading: dict[str, list[tuple[str, str]]] = {}
    for way in ways.endings:
        leading.setdefault(way.source, []).append((way.target, way.label))
    plain = {
        row.key
        for row in rows
        if row.symbol is not Symbol.DECISION
        and row.key in leading
        and row.key not in goes_on
    }
    found: list[Row] = []
    for row in _as_terminator(rows, plain):
        found.append(row)
        if row.key in plain or row.key not in leading:
            continue
        for number, (name, label) in enumerate(_joined(leading[row.key])):
            key = f"{row.key}{_END}{number}"
            found.append(
                Row(key=key, text=name, lane=row.lane, symbol=Symbol.TERMINATOR)
            )
            arrows.append(Arrow(source=row.key, target=key, label=label))
    return found, arrows


def _joined(ends: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return ends by name, the labels that lead to one name put together."""
    labels: dict[str, list[str]] = {}
    for name, label in ends:
        labels.setdefault(name, []).append(label)
    return [
        (name, " / ".join(one for one in found if one))
        for name, found in labels.items()
    ]


def _as_terminator(rows: list[Row], keys: Iterable[str]) -> list[Row]:
    chosen = set(keys)
    return [
        replace(row, symbol=Symbol.TERMINATOR) if row.key in chosen else row
        for row in rows
    ]
