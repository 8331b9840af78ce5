"""One pass over a form: what each field holds, and what is wrong with it.

Hidden fields become empty, computed and read-only fields are the server's own, and
everything else is taken from what was sent. Hidden and computed fields may depend
on each other, so `submission` repeats the pass until nothing changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain.expressions import Expression, truth
from engine.domain.forms.components import (
    CHOICES,
    TEXTS,
    Component,
    Option,
    fields_of,
)
from engine.domain.forms.limits import Errors, path_of
from engine.domain.forms.reading import read_options
from engine.errors import ExpressionFailedError

_EMPTY_AS_TEXT = TEXTS | CHOICES | {"datetime", "plain"}


def computed_or_none(
    expression: Expression, names: Mapping[str, Any], this: Mapping[str, Any]
) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value over data that may be incomplete; null when there is none."""
    try:
        return expression.evaluate(names, this, missing=None)
    except ExpressionFailedError:
        return None


def options_of(
    part: Component, names: Mapping[str, Any], this: Mapping[str, Any]
) -> tuple[Option, ...]:
    """Return the choices of a field, its own or those that the data gives."""
    if part.options is not None:
        return part.options
    if part.options_expression is not None:
        return read_options(computed_or_none(part.options_expression, names, this))
    # An office that keeps no such list yet takes what the form brings along.
    listed = read_options(names.get(part.options_key))
    return listed or read_options(part.raw.get("values"))


def prefilled_rows(
    part: Component, names: Mapping[str, Any], this: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return the rows that a list copies from the case's data.

    `prefill_where` keeps the rows for which it holds, `this` being the row.
    """
    if part.prefill is None:
        return []
    rows = computed_or_none(part.prefill, names, this)
    if not isinstance(rows, list):
        return []
    copied = [row for row in rows if isinstance(row, Mapping)]
    if part.prefill_where is not None:
        where = part.prefill_where
        copied = [row for row in copied if truth(computed_or_none(where, names, row))]
    return copied[: part.most_rows]


def is_blank(part: Component, value: object) -> bool:
    """Return whether a field was left empty."""
    if isinstance(value, str) and part.kind in _EMPTY_AS_TEXT:
        return not value.strip()
    return value is None or (value == [] and part.empty == [])


class Pass:
    """One pass; `errors` holds what it found, by path."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._before = names
        self._names = dict(names)
        self.errors: Errors = {}

    def whole(
        self,
        parts: tuple[Component, ...],
        given: Mapping[str, Any],
        previous: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Return the values of the whole form.

        Args:
            parts: the form's parts.
            given: what was sent; each of its keys must be a field.
            previous: the values of the pass before, at first what was sent.
        """
        self._names |= previous
        self._refuse_unknown(parts, given, "")
        level = _Level(given=given, this=dict(previous), path="", copied=None)
        return self._values(parts, level)

    def _refuse_unknown(
        self, parts: tuple[Component, ...], given: Mapping[str, Any], path: str
    ) -> None:
        known = {part.key for part in fields_of(parts)}
        for key in given:
            if key not in known:
                self.errors[path_of(path, key)] = ("form.unknown_key", {"key": key})

    def _values(self, parts: tuple[Component, ...], level: "_Level") -> dict[str, Any]:
        values: dict[str, Any] = {}
        for part in parts:
            added: dict[str, Any] = {}
            hidden = part.hide is not None and truth(
                computed_or_none(part.hide, self._names, level.this)
            )
            if part.kind == "group":
                if not hidden:
                    values |= self._values(part.parts, level)
                    continue
                added = {inner.key: inner.empty for inner in fields_of(part.parts)}
            elif part.writes and not (part.sparse and part.key not in level.given):
                added[part.key] = part.empty if hidden else self._value(part, level)
            values |= added
            level.this |= added
            if not level.path:
                self._names |= added
        return values

    def _value(self, part: Component, level: "_Level") -> Any:  # noqa: ANN401 - JSON
        if part.computed is not None:
            return self._computed(part, part.computed, level)
        if part.kind == "dynamiclist":
            return self._rows(part, level)
        return self._fixed(part, level) if part.readonly else self._sent(part, level)

    def _sent(self, part: Component, level: "_Level") -> Any:  # noqa: ANN401 - JSON
        value = level.given.get(part.key)
        path = path_of(level.path, part.key)
        if part.kind == "checkbox" and part.required and value is not True:
            self.errors[path] = ("form.must_be_checked", {})
        if is_blank(part, value):
            if part.required and part.kind != "checkbox":
                self.errors[path] = ("form.required", {})
            return part.empty
        if part.has_options:
            self._check_choice(part, value, path, level)
        return value

    def _computed(
        self, part: Component, expression: Expression, level: "_Level"
    ) -> Any:  # noqa: ANN401 - any JSON value
        try:
            return expression.evaluate(self._names, level.this, missing=None)
        except ExpressionFailedError as failure:
            path = path_of(level.path, part.key)
            self.errors[path] = (
                "form.computed_failed",
                {"reason": failure.facts["reason"]},
            )
            return None

    def _fixed(self, part: Component, level: "_Level") -> Any:  # noqa: ANN401 - JSON
        """Return the value of a read-only field; what was sent for it is ignored."""
        if part.prefill is not None:
            return computed_or_none(part.prefill, self._before, level.this)
        if level.copied is not None:
            return level.copied.get(part.key, part.empty)
        return part.empty if part.default is None else part.default

    def _check_choice(
        self, part: Component, value: object, path: str, level: "_Level"
    ) -> None:
        options = options_of(part, self._names, level.this)
        chosen = value if isinstance(value, list) else [value]
        for one in chosen:
            if not any(_is_option(one, option) for option in options):
                self.errors[path] = ("form.not_an_option", {"value": str(one)[:80]})

    def _rows(self, part: Component, level: "_Level") -> list[Any]:
        path = path_of(level.path, part.key)
        copied = prefilled_rows(part, self._before, level.this)
        given = level.given.get(part.key)
        if part.readonly:
            given = copied
        rows = [] if given is None else given
        if not isinstance(rows, list):
            self.errors[path] = ("form.not_a_list", {})
            return []
        self._check_count(part, rows, copied, path)
        previous = level.this.get(part.key)
        filled: list[Any] = []
        for at, row in enumerate(rows[: part.most_rows]):
            inner = _Level(
                given=row if isinstance(row, Mapping) else {},
                this=dict(_row_of(previous, at)),
                path=path_of(path, at),
                copied=copied[at] if at < len(copied) else None,
            )
            if not isinstance(row, Mapping):
                self.errors[inner.path] = ("form.not_an_object", {})
            if not part.readonly:
                self._refuse_unknown(part.parts, inner.given, inner.path)
            filled.append(self._values(part.parts, inner))
        return filled

    def _check_count(
        self, part: Component, rows: list[Any], copied: Sequence[object], path: str
    ) -> None:
        least = max(part.least_rows, 1 if part.required else 0)
        if part.fixed_rows and part.prefill is not None:
            if len(rows) != len(copied):
                self.errors[path] = ("form.rows_fixed", {"limit": len(copied)})
        elif len(rows) > part.most_rows:
            self.errors[path] = ("form.too_many", {"limit": part.most_rows})
        elif not rows and least:
            self.errors[path] = ("form.required", {})
        elif len(rows) < least:
            self.errors[path] = ("form.too_few", {"limit": least})


class _Level:
    """The form itself or one row of a list, while it is filled."""

    __slots__ = ("copied", "given", "path", "this")

    def __init__(
        self,
        *,
        given: Mapping[str, Any],
        this: dict[str, Any],
        path: str,
        copied: Mapping[str, Any] | None,
    ) -> None:
        self.given = given
        self.this = this
        self.path = path
        self.copied = copied


def _row_of(rows: object, at: int) -> Mapping[str, Any]:
    if isinstance(rows, list) and at < len(rows) and isinstance(rows[at], Mapping):
        row: Mapping[str, Any] = rows[at]
        return row
    return {}


def _is_option(value: object, option: Option) -> bool:
    if isinstance(value, bool) or isinstance(option.value, bool):
        return value is option.value
    return value == option.value
