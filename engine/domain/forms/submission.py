"""What an officer sent for a step, checked against the step's form.

The server decides alone: what a browser or script computed, hid or locked is
computed, hidden and locked again here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engine.domain.forms.components import Component, fields_of
from engine.domain.forms.definition import FormDefinition
from engine.domain.forms.filling import (
    Pass,
    computed_or_none,
    is_blank,
    prefilled_rows,
)
from engine.domain.forms.limits import Errors, path_of, unreadable_parts
from engine.domain.forms.schema import message_of
from engine.errors import SubmissionInvalidError

# Fields that hide or compute one another settle in a few passes or never.
_MOST_PASSES = 5
# Nobody corrects more at once, and an answer must not outgrow its question.
_MOST_ERRORS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """Checked values of a form: every field has one, empty and hidden ones too.

    Only the form of a step without a form writes nothing for what was not sent.
    `files` are the ids of stored files that the values name.
    """

    values: Mapping[str, Any]
    files: tuple[str, ...] = ()


def check_submission(
    form: FormDefinition,
    data: Mapping[str, Any],
    *,
    case_data: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Submission:
    """Return the values of a form after checking all of them.

    Args:
        form: the form of the step.
        data: what was sent; computed, hidden and read-only fields in it are ignored,
            keys that are no field are refused.
        case_data: the case's data, which expressions and choices may read.
        options: lists of the office for choices (`{"seksi": ["Pemerintahan", …]}`).

    Raises:
        SubmissionInvalidError: its `errors` give for each path (`realisasi.0.nilai`;
            the empty path for the whole) a message key and its facts.
    """
    errors = unreadable_parts(data)
    if errors:
        raise _invalid(errors)
    values, errors = _settled(form, data, {**(options or {}), **(case_data or {})})
    filled = _without_empty(form.components, values)
    for error in form.validator.iter_errors(filled):
        path = ""
        for step in error.absolute_path:
            path = path_of(path, step)
        errors.setdefault(path, message_of(error))
    if errors:
        raise _invalid(errors)
    return Submission(values=values, files=_files(form.components, values))


def default_submission(
    form: FormDefinition,
    *,
    case_data: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what a form shows before anybody typed: copied and default values.

    A field without either is left out, so that checking the result names every
    required field that somebody has to fill in. Arguments as `check_submission`.
    """
    names = {**(options or {}), **(case_data or {})}
    return _defaults(form.components, names, {})


def settled_values(
    form: FormDefinition,
    data: Mapping[str, Any],
    *,
    case_data: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what the fields hold while the form is being filled in, right or wrong.

    Hidden fields are empty, computed and read-only ones the server's own; what was
    typed and cannot be read stays as it is. Arguments as `check_submission`; data
    that is no storable JSON gives the form without it.
    """
    given = {} if unreadable_parts(data) else data
    return _settled(form, given, {**(options or {}), **(case_data or {})})[0]


def _invalid(errors: Errors) -> SubmissionInvalidError:
    return SubmissionInvalidError(errors=dict(islice(errors.items(), _MOST_ERRORS)))


def _settled(
    form: FormDefinition,
    data: Mapping[str, Any],
    names: Mapping[str, Any],
    passes: int = _MOST_PASSES,
) -> tuple[dict[str, Any], Errors]:
    previous = _sent(form.components, data)
    while True:
        one = Pass(names)
        values = one.whole(form.components, data, previous)
        passes -= 1
        if values == previous or not passes:
            return values, one.errors
        previous = values


def _sent(parts: tuple[Component, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what expressions read in the first pass: only what a person may fill."""
    values: dict[str, Any] = {}
    for part in fields_of(parts):
        if part.sparse and part.key not in data:
            continue
        locked = part.readonly or part.computed is not None
        value = part.empty if locked else data.get(part.key, part.empty)
        if part.kind == "dynamiclist" and isinstance(value, list):
            rows = [row if isinstance(row, Mapping) else {} for row in value]
            value = [_sent(part.parts, row) for row in rows]
        values[part.key] = value
    return values


def _without_empty(
    parts: tuple[Component, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for part in fields_of(parts):
        value = values.get(part.key, part.empty)
        if part.kind == "dynamiclist":
            filled[part.key] = [_without_empty(part.parts, row) for row in value]
        elif not is_blank(part, value):
            filled[part.key] = value
    return filled


def _files(parts: tuple[Component, ...], values: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for part in fields_of(parts):
        if part.kind == "filepicker" and not part.readonly:
            found.extend(values[part.key])
        elif part.kind == "dynamiclist":
            for row in values[part.key]:
                found.extend(_files(part.parts, row))
    return tuple(dict.fromkeys(found))


def _defaults(
    parts: tuple[Component, ...], names: Mapping[str, Any], row: Mapping[str, Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in fields_of(parts):
        if part.computed is not None:
            continue
        if part.kind == "dynamiclist":
            value: Any = _default_rows(part, names, row)
        elif part.prefill is not None:
            value = computed_or_none(part.prefill, names, row)
        else:
            value = row.get(part.key, part.default)
        if value is not None:
            values[part.key] = value
    return values


def _default_rows(
    part: Component, names: Mapping[str, Any], row: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if part.prefill is not None:
        copied = prefilled_rows(part, names, row)
    else:
        kept = row.get(part.key)
        copied = [one for one in kept if isinstance(one, Mapping)] if kept else []
    if copied:
        return [_defaults(part.parts, names, one) for one in copied]
    repetitions = part.raw.get("defaultRepetitions")
    wanted = repetitions if isinstance(repetitions, int) else 0
    if part.fixed_rows and part.prefill is not None:
        wanted = 0
    wanted = max(part.least_rows, min(wanted, part.most_rows))
    rows = [_defaults(part.parts, names, {}) for _ in range(wanted)]
    return rows if part.least_rows or any(rows) else []
