"""What a plain HTML form posts, turned into the JSON that the form takes.

Texts only, under paths such as `realisasi.0.nilai`, with numbers as an Indonesian
office writes them: `1.234,5`. What cannot be read stays a text, so that checking it
names the field and the officer sees again what was typed.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.domain.forms.components import PLAIN, Component, fields_of
from engine.domain.forms.definition import FormDefinition
from engine.domain.forms.filling import options_of

_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,12})?")
_WITH_COMMA = re.compile(r"[+-]?[0-9]{1,16}(?:,[0-9]{1,12})?")
_WITH_POINT = re.compile(r"[+-]?[0-9]{1,16}\.[0-9]{1,12}")
_ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_TRUE = frozenset(["1", "on", "true", "ya"])
_LISTS = frozenset(["checklist", "filepicker"])
_MOST_INDEX_DIGITS = 4

Posted = Mapping[str, str | Sequence[str]]


def coerce_text_values(
    form: FormDefinition,
    posted: Posted,
    *,
    case_data: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return posted texts as the data that `check_submission` takes.

    Args:
        form: the form that was shown.
        posted: text by path; several texts of one name (checklists) as a list. Keys
            that are no field are kept, to be refused by name.
        case_data: as in `check_submission`; choices may come from it.
        options: as in `check_submission`.

    Returns:
        Empty texts are left out, rows are numbered without gaps, rows at the end in
        which everything is empty are dropped.
    """
    names = {**(options or {}), **(case_data or {})}
    data = _level(fields_of(form.components), posted, names)
    for name, value in posted.items():
        if name.split(".", 1)[0] not in form.field_names:
            data[name] = value if isinstance(value, str) else list(value)
    return data


def number_of(text: str) -> int | float | None:
    """Return the number that a text means, None when it is none or could be two.

    `94,1`, `1.234,5`, `1.234.567` and `94.1` are numbers; `1.234` could be a
    thousand or a fraction and is not guessed.
    """
    written = text.strip().replace("\u2212", "-")
    if _ONE_GROUP.fullmatch(written):
        return None
    if _GROUPED.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    elif _WITH_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    elif not _WITH_POINT.fullmatch(written):
        return None
    number = Decimal(written)
    return int(number) if number == int(number) else float(number)


def _level(
    parts: tuple[Component, ...], posted: Posted, names: Mapping[str, Any]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part in parts:
        if part.kind == "dynamiclist":
            rows = _rows(part, posted, names)
            if rows is not None:
                data[part.key] = rows
            continue
        texts = _texts(posted.get(part.key))
        if part.kind == "checkbox":
            data[part.key] = bool(texts) and texts[-1].lower() in _TRUE
        elif texts:
            data[part.key] = _value(part, texts, names)
    return data


def _rows(
    part: Component, posted: Posted, names: Mapping[str, Any]
) -> list[dict[str, Any]] | None:
    by_index: dict[int, dict[str, str | Sequence[str]]] = {}
    prefix = f"{part.key}."
    for name, value in posted.items():
        if not name.startswith(prefix):
            continue
        index, _, inner = name[len(prefix) :].partition(".")
        if index.isdecimal() and index.isascii() and len(index) <= _MOST_INDEX_DIGITS:
            by_index.setdefault(int(index), {})[inner] = value
    if not by_index:
        return None
    inner_parts = fields_of(part.parts)
    known = {one.key for one in inner_parts}
    rows = []
    for _, texts in sorted(by_index.items()):
        row = _level(inner_parts, texts, names)
        unknown = {key: text for key, text in texts.items() if _top(key) not in known}
        rows.append(row | unknown)
    while rows and not part.fixed_rows and not _typed(rows[-1]):
        rows.pop()
    return rows


def _top(name: str) -> str:
    return name.split(".", 1)[0]


def _typed(row: Mapping[str, Any]) -> bool:
    return any(value not in (False, []) for value in row.values())


def _texts(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else list(value)
    return [text.replace("\r\n", "\n") for text in texts if text.strip()]


def _value(part: Component, texts: list[str], names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    text = texts[-1]
    if part.kind in _LISTS:
        return [_chosen(part, one, names) for one in texts]
    if part.kind == "number":
        number = number_of(text)
        return text if number is None else number
    if part.has_options:
        return _chosen(part, text, names)
    return _plain(text) if part.kind == PLAIN else text


def _chosen(
    part: Component, text: str, names: Mapping[str, Any]
) -> str | int | float | bool:
    """Return the option of that text; choices may be numbers."""
    for option in options_of(part, names, {}) if part.has_options else ():
        if text == str(option.value):
            return option.value
    return text


def _plain(text: str) -> Any:  # noqa: ANN401 - text, number or truth value
    word = text.strip().lower()
    if word in ("true", "false"):
        return word == "true"
    # A leading zero or plus is an identifier (a telephone or file number).
    if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,14})(?:[.,][0-9]{1,12})?", word):
        number = number_of(word)
        return text if number is None else number
    return text
