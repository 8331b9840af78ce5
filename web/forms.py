"""Forms in a browser: a form and its values become fields, a post becomes data.

The names that a browser posts begin with `f.`, so that no field of a form can be
taken for one of the page's own (`_draft`, the CSRF token).
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Protocol

from engine.domain.forms import FormDefinition, coerce_text_values, fields_of
from engine.domain.forms.components import Component
from engine.domain.values import JsonObject, JsonValue
from web.form_drawing import Drawing, Filling
from web.form_fields import FIRST, FieldError, ShownField, ShownForm
from web.form_shapes import fresh_row
from web.form_values import shown_value

__all__ = [
    "Filling",
    "data_of",
    "restored",
    "shown_form",
    "with_file",
    "with_row",
    "without_file",
    "without_row",
]


class Posted(Protocol):
    """What werkzeug gives for a posted form."""

    def lists(self) -> Any:  # noqa: ANN401 - pairs of a name and its texts
        """Return every name with its texts."""
        ...


def data_of(
    form: FormDefinition,
    posted: Posted,
    *,
    case_data: Mapping[str, Any],
    options: Mapping[str, Any],
) -> JsonObject:
    """Return what a browser posted as the data that the form takes."""
    texts = {
        name.removeprefix(FIRST): values
        for name, values in posted.lists()
        if name.startswith(FIRST)
    }
    return coerce_text_values(form, texts, case_data=case_data, options=options)


def shown_form(form: FormDefinition, filling: Filling) -> ShownForm:
    """Return a form as a template draws it."""
    drawing = Drawing(form, filling)
    parts = drawing.parts(form.components)
    return ShownForm(
        title=form.title,
        parts=parts,
        errors=_summary(parts, filling.errors),
        has_files=_any(form.components, "filepicker"),
        is_live=_depends(form.components),
    )


def restored(form: FormDefinition, data: JsonObject, fresh: JsonObject) -> JsonObject:
    """Return a draft as today's form takes it.

    A list that copies its rows from the case has today's rows, with what was typed
    into the same ones; a row is known by its locked fields.

    Args:
        form: of the step.
        data: as it was drafted, maybe before the case's data changed.
        fresh: what the form shows before anybody typed.
    """
    result = dict(data)
    for part in fields_of(form.components):
        if part.kind != "dynamiclist" or not part.fixed_rows or part.prefill is None:
            continue
        typed = {_known_by(part, row): row for row in _mappings(data.get(part.key))}
        rows = _mappings(fresh.get(part.key))
        result[part.key] = [
            {**row, **typed.get(_known_by(part, row), {})} for row in rows
        ]
    return result


def _known_by(part: Component, row: JsonObject) -> tuple[str, ...]:
    locked = (one.key for one in fields_of(part.parts) if one.readonly)
    return tuple(shown_value(row.get(key), "id") for key in locked)


def _mappings(rows: JsonValue) -> list[JsonObject]:
    found = rows if isinstance(rows, list) else []
    return [row for row in found if isinstance(row, dict)]


def with_row(form: FormDefinition, data: JsonObject, path: str) -> JsonObject:
    """Return the data with a new row at the end of a list.

    A list that is full, or that takes no rows, stays as it is.
    """
    changed = deepcopy(data)
    part, rows = _list_at(form.components, changed, path)
    if part is None or rows is None or part.fixed_rows or len(rows) >= part.most_rows:
        return data
    rows.append(fresh_row(part))
    return changed


def without_row(form: FormDefinition, data: JsonObject, path: str) -> JsonObject:
    """Return the data without one row, named as `koreksi.2`."""
    of_list, _, index = path.rpartition(".")
    changed = deepcopy(data)
    part, rows = _list_at(form.components, changed, of_list)
    if part is None or rows is None or part.fixed_rows or not _is_index(index, rows):
        return data
    del rows[int(index)]
    return changed


def with_file(
    form: FormDefinition, data: JsonObject, path: str, file: str
) -> JsonObject:
    """Return the data with a stored file added to the field at a path."""
    changed = deepcopy(data)
    part, level, key = _picker_at(form, changed, path)
    if part is None:
        return data
    kept = level.get(key)
    before = kept if isinstance(kept, list) and part.raw.get("multiple") else []
    level[key] = [*before, file]
    return changed


def without_file(
    form: FormDefinition, data: JsonObject, path: str, file: str
) -> JsonObject:
    """Return the data without a file in the field at a path."""
    changed = deepcopy(data)
    part, level, key = _picker_at(form, changed, path)
    kept = level.get(key)
    if part is not None and isinstance(kept, list):
        level[key] = [one for one in kept if one != file]
    return changed


def _picker_at(
    form: FormDefinition, data: JsonObject, path: str
) -> tuple[Component | None, JsonObject, str]:
    """Return a file field, the level of the data that holds it, and its key."""
    *above, key = path.split(".")
    parts, level = form.components, data
    for of_list, index in zip(above[::2], above[1::2], strict=False):
        found, rows = _list_at(parts, level, of_list)
        row = rows[int(index)] if rows and _is_index(index, rows) else None
        if found is None or not isinstance(row, dict):
            return None, {}, key
        parts, level = found.parts, row
    part = _part(parts, key)
    if part is None or part.kind != "filepicker" or part.readonly:
        return None, {}, key
    return part, level, key


def _list_at(
    parts: tuple[Component, ...], data: JsonObject, path: str
) -> tuple[Component | None, list[JsonValue] | None]:
    """Return a list's component and its rows, made where there are none yet."""
    key, _, rest = path.partition(".")
    part = _part(parts, key)
    if part is None or part.kind != "dynamiclist":
        return None, None
    rows = data.setdefault(key, [])
    if not isinstance(rows, list):
        return None, None
    if not rest:
        return part, rows
    index, _, inner = rest.partition(".")
    row = rows[int(index)] if _is_index(index, rows) else None
    return _list_at(part.parts, row, inner) if isinstance(row, dict) else (None, None)


def _is_index(text: str, rows: list[JsonValue]) -> bool:
    return text.isdecimal() and len(text) < 5 and int(text) < len(rows)


def _part(parts: tuple[Component, ...], key: str) -> Component | None:
    return next((part for part in fields_of(parts) if part.key == key), None)


def _summary(
    parts: tuple[ShownField, ...], errors: Mapping[str, str]
) -> tuple[FieldError, ...]:
    found = list(_errors_of(parts, ""))
    told = {one.message for one in found}
    # What belongs to no field that is drawn is still said, without a place.
    rest = [text for path, text in errors.items() if text not in told and path == ""]
    return (*found, *(FieldError(target="", label="", message=one) for one in rest))


def _errors_of(parts: tuple[ShownField, ...], where: str) -> list[FieldError]:
    found: list[FieldError] = []
    for part in parts:
        if part.error:
            label = f"{where}{part.label}"
            found.append(FieldError(target=part.id, label=label, message=part.error))
        found.extend(_errors_of(part.parts, where))
        for row in part.rows:
            found.extend(_errors_of(row.parts, f"{part.label} {row.number}: "))
    return found


def _any(parts: tuple[Component, ...], kind: str) -> bool:
    return any(
        (part.kind == kind and not part.readonly) or _any(part.parts, kind)
        for part in parts
    )


def _depends(parts: tuple[Component, ...]) -> bool:
    return any(
        part.hide is not None
        or part.computed is not None
        or part.options_expression is not None
        or _depends(part.parts)
        for part in parts
    )
