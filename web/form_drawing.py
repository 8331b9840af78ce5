"""Draws a form's components as fields, with their values, choices and errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.expressions import compile_expression, truth
from engine.domain.forms import FormDefinition, options_of, settled_values
from engine.domain.forms.components import Component
from engine.domain.forms.filling import computed_or_none
from engine.domain.values import JsonObject, JsonValue
from engine.errors import ExpressionInvalidError
from web.form_fields import (
    BLANK,
    FIRST,
    ShownColumn,
    ShownField,
    ShownFile,
    ShownOption,
    ShownRow,
)
from web.form_shapes import (
    attributes,
    columns,
    fits_a_table,
    fresh_row,
    input_type,
    slug,
)
from web.form_values import (
    as_texts,
    shown_day,
    shown_value,
    typed_number,
)

_MOST_CELLS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """What a form is drawn with.

    Attributes:
        data: typed, copied or drafted values.
        case_data: of the case, which expressions and choices may read.
        options: lists of the office.
        errors: sentence by path.
        files: stored files by id, for those that the data names.
        row: word for a row without a name («Baris»).
        locked: nobody fills it in; every field is drawn as text.
    """

    data: JsonObject
    case_data: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, ShownFile] = field(default_factory=dict)
    language: str = "id"
    row: str = "#"
    locked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    """The form itself, or one row of a list, while it is drawn."""

    prefix: str
    values: Mapping[str, Any]
    given: Mapping[str, Any]


class Drawing:
    """Draws one form once."""

    def __init__(self, form: FormDefinition, filling: Filling) -> None:
        self._filling = filling
        # What was sent is shown as it was sent, whatever the case's data is by now.
        self._values = (
            dict(filling.data)
            if filling.locked
            else settled_values(
                form, filling.data, case_data=filling.case_data, options=filling.options
            )
        )
        self._names = {**filling.options, **filling.case_data, **self._values}

    def parts(self, parts: tuple[Component, ...]) -> tuple[ShownField, ...]:
        """Return the fields of the whole form."""
        top = _Level(prefix=FIRST, values=self._values, given=self._filling.data)
        return self._level(parts, top)

    def _level(
        self, parts: tuple[Component, ...], level: _Level
    ) -> tuple[ShownField, ...]:
        drawn = (self._part(part, level) for part in parts if part.kind != "button")
        return tuple(drawn)

    def _part(self, part: Component, level: _Level) -> ShownField:
        hidden = part.hide is not None and truth(
            computed_or_none(part.hide, self._names, level.values)
        )
        if part.kind == "group":
            inner = self._level(part.parts, level)
            name = f"{level.prefix}_{slug(part.label)}"
            return ShownField(
                kind="group", name=name, label=part.label, parts=inner, hidden=hidden
            )
        if not part.writes and part.kind != "table":
            text = str(part.raw.get("text") or "")
            return ShownField(kind=part.kind, text=text, hidden=hidden)
        drawn = {"dynamiclist": self._list, "table": self._table}
        return drawn.get(part.kind, self._field)(part, level, hidden=hidden)

    def _field(self, part: Component, level: _Level, *, hidden: bool) -> ShownField:
        name = level.prefix + part.key
        # A hidden field keeps what was typed, should it be shown again.
        value = (level.given if hidden else level.values).get(part.key)
        options = self._options(part, level, value)
        locked = part.readonly or part.computed is not None or self._filling.locked
        return ShownField(
            kind=part.kind,
            name=name,
            label=part.label or part.key,
            hint=str(part.raw.get("description") or ""),
            text=self._text(part, value, options, locked=locked),
            error=self._error(name),
            required=part.required,
            locked=locked,
            hidden=hidden,
            multiple=bool(part.raw.get("multiple")),
            checked=value is True,
            input_type=input_type(part),
            attributes=attributes(part),
            options=options,
            files=self._files(part, value),
            posted=as_texts(value) if part.readonly else (),
        )

    def _list(self, part: Component, level: _Level, *, hidden: bool) -> ShownField:
        name = level.prefix + part.key
        values, given = (
            _rows(one.get(part.key)) for one in (level.values, level.given)
        )
        rows = [
            self._row(part, name, str(at), values[at], given[at : at + 1])
            for at in range(len(values))
        ]
        as_table = fits_a_table(part)
        blank = self._row(part, name, BLANK, fresh_row(part), [])
        # Rows whose every field is locked must be posted all the same.
        return ShownField(
            kind="table-list" if as_table else "card-list",
            name=name,
            label=part.label,
            hint=str(part.raw.get("description") or ""),
            error=self._error(name, exact=True),
            required=part.required or part.least_rows > 0,
            locked=part.fixed_rows or part.readonly or self._filling.locked,
            hidden=hidden,
            rows=tuple(rows),
            blank=blank,
            columns=columns(part) if as_table else (),
        )

    def _row(
        self,
        part: Component,
        name: str,
        index: str,
        values: Mapping[str, Any],
        given: list[Mapping[str, Any]],
    ) -> ShownRow:
        level = _Level(
            prefix=f"{name}.{index}.",
            values=values,
            given=given[0] if given else values,
        )
        parts = self._level(part.parts, level)
        first = parts[0] if parts else None
        named = first is not None and first.locked and bool(first.text)
        number = str(int(index) + 1) if index != BLANK else "__n__"
        title = first.text if first and named else f"{self._filling.row} {number}"
        return ShownRow(
            index=index, number=number, title=title, parts=parts, named=named
        )

    def _table(self, part: Component, level: _Level, *, hidden: bool) -> ShownField:
        """Return a table that only shows rows of the case's data."""
        columns = part.raw.get("columns")
        named = [one for one in columns or () if isinstance(one, Mapping)]
        rows = _rows(self._source(str(part.raw.get("dataSource") or ""), level))
        language = self._filling.language
        return ShownField(
            kind="table",
            label=part.label,
            hidden=hidden,
            columns=tuple(
                ShownColumn(label=str(one.get("label") or "")) for one in named
            ),
            cells=tuple(
                tuple(
                    shown_value(row.get(str(one.get("key"))), language) for one in named
                )
                for row in rows[:_MOST_CELLS]
            ),
        )

    def _source(self, text: str, level: _Level) -> JsonValue:
        try:
            expression = compile_expression(text.strip())
        except ExpressionInvalidError:
            return None
        value: JsonValue = computed_or_none(expression, self._names, level.values)
        return value

    def _options(
        self, part: Component, level: _Level, value: JsonValue
    ) -> tuple[ShownOption, ...]:
        if not part.has_options:
            return ()
        chosen = as_texts(value)
        return tuple(
            ShownOption(
                value=str(one.value), label=one.label, chosen=str(one.value) in chosen
            )
            for one in options_of(part, self._names, level.values)
        )

    def _text(
        self,
        part: Component,
        value: JsonValue,
        options: tuple[ShownOption, ...],
        *,
        locked: bool,
    ) -> str:
        if not locked:
            return typed_number(value) if not isinstance(value, list) else ""
        if part.has_options:
            labels = {one.value: one.label for one in options}
            return ", ".join(labels.get(one, one) for one in as_texts(value))
        if part.kind == "datetime" and isinstance(value, str):
            return shown_day(value, self._filling.language)
        return shown_value(value, self._filling.language)

    def _files(self, part: Component, value: JsonValue) -> tuple[ShownFile, ...]:
        if part.kind != "filepicker":
            return ()
        known = self._filling.files
        return tuple(known[one] for one in as_texts(value) if one in known)

    def _error(self, name: str, *, exact: bool = False) -> str:
        path, errors = name.removeprefix(FIRST), self._filling.errors
        if path in errors or exact:
            return errors.get(path, "")
        inside = (text for at, text in errors.items() if at.startswith(f"{path}."))
        return next(inside, "")


def _rows(value: JsonValue) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [row if isinstance(row, Mapping) else {} for row in value]
