"""What was filled in at a step, as it is read: labels and words, no fields."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.domain.values import JsonObject
from engine.services.cases.casebook import Deed
from web.asking import Visit
from web.form_fields import ShownField, ShownRow
from web.form_values import shown_day, shown_value
from web.forms import Filling, shown_form

MOST_ROWS = 60
_CHOSEN = frozenset(["radio", "select", "checklist"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One filled-in field.

    Attributes:
        heads, rows: of a list, drawn as a table; else empty.
        more: rows that are not shown.
    """

    label: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


def answers_of(deed: Deed, visit: Visit) -> tuple[Answer, ...]:
    """Return what a completed step says; what was left empty is left out."""
    data = deed.task.submission
    if not data:
        return ()
    shown = shown_form(
        deed.form,
        Filling(
            data=dict(data),
            case_data=deed.known,
            options=deed.lists,
            language=visit.language,
            locked=True,
        ),
    )
    return tuple(_answers(shown.parts, data, visit))


def _answers(
    parts: Iterable[ShownField], data: JsonObject, visit: Visit
) -> Iterable[Answer]:
    for part in parts:
        if part.kind == "group":
            yield from _answers(part.parts, data, visit)
        elif part.rows:
            yield _table(part, visit)
        elif part.path in data and not part.hidden:
            text = _text(part, visit) or _plain(data[part.path], visit)
            if text:
                yield Answer(label=part.label or part.path, text=text)


def _table(part: ShownField, visit: Visit) -> Answer:
    rows = part.rows[:MOST_ROWS]
    heads = [one.label for one in _cells(rows[0])]
    return Answer(
        label=part.label,
        heads=tuple(heads),
        rows=tuple(
            tuple(_text(cell, visit) or "–" for cell in _cells(row)) for row in rows
        ),
        more=len(part.rows) - len(rows),
    )


def _cells(row: ShownRow) -> list[ShownField]:
    flat: list[ShownField] = []
    waiting = list(row.parts)
    while waiting:
        part = waiting.pop(0)
        if part.kind == "group":
            waiting = [*part.parts, *waiting]
        elif part.label:
            flat.append(part)
    return flat


def _text(part: ShownField, visit: Visit) -> str:
    """Return a field as it is read; a chosen one by its option's label."""
    text = part.text
    if part.kind in _CHOSEN:
        text = ", ".join(one.label for one in part.options if one.chosen) or text
    elif part.kind == "checkbox":
        text = shown_value(part.checked, visit.language)
    elif part.rows:
        text = str(len(part.rows))
    elif part.kind == "datetime":
        text = shown_day(text, visit.language)
    return ", ".join(one.name for one in part.files) or text


def _plain(value: object, visit: Visit) -> str:
    if isinstance(value, bool | int | float | str):
        return shown_value(value, visit.language)
    return ""
