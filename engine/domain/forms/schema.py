"""JSON Schema of what a form takes: types, limits and formats of its values.

Draft 2020-12 with two changes: `pattern` is matched in bounded time, and
`decimalDigits` counts decimals exactly, which `multipleOf` cannot do on floats.
Required, hidden, chosen and computed fields depend on the data and are not here.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from engine.domain.forms.components import Component, fields_of
from engine.domain.forms.patterns import compile_pattern

MAX_TEXT = 10_000
MAX_FILES = 50
MAX_CHOSEN = 500

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_TIME = re.compile(rf"[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?{_ZONE}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,19}")
FILE_ID = r"^[A-Za-z0-9_-]{1,100}$"

SCALAR: Mapping[str, Any] = {
    "anyOf": [{"type": "string", "maxLength": MAX_TEXT}]
    + [{"type": kind} for kind in ("number", "boolean")]
}
PLAIN_RULES: Mapping[str, Any] = {
    "anyOf": [SCALAR, {"type": "array", "maxItems": MAX_CHOSEN, "items": SCALAR}]
}


def schema_of(parts: tuple[Component, ...]) -> dict[str, Any]:
    """Return the JSON Schema of the filled-in values of one level of a form.

    Values that the server itself computes or copies are free: nobody can correct
    them in the form.
    """
    properties: dict[str, Any] = {}
    for part in fields_of(parts):
        if part.kind == "dynamiclist":
            properties[part.key] = {"type": "array", "items": schema_of(part.parts)}
        elif part.computed or part.readonly:
            properties[part.key] = {}
        else:
            properties[part.key] = dict(part.rules)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def validator_for(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - made by `extend`
    """Return a validator of a schema made by `schema_of`."""
    return _FormValidator(schema, format_checker=_FORMATS)


def message_of(error: ValidationError) -> tuple[str, dict[str, Any]]:
    """Return message key and facts of what a value violates."""
    limit = error.validator_value
    keyword = str(error.validator)
    if keyword in ("type", "format"):
        return _KINDS[str(limit)], {}
    key = _MESSAGES.get(keyword, "form.wrong_value")
    if isinstance(limit, int | float) and not isinstance(limit, bool):
        return key, {"limit": limit}
    return key, {}


_KINDS = {
    "array": "form.not_a_list",
    "boolean": "form.not_a_yes_or_no",
    "date": "form.not_a_date",
    "datetime": "form.not_a_datetime",
    "email": "form.not_an_email",
    "integer": "form.not_a_whole_number",
    "number": "form.not_a_number",
    "object": "form.not_an_object",
    "phone": "form.not_a_phone",
    "string": "form.not_a_text",
    "time": "form.not_a_time",
}
_MESSAGES = {
    "minLength": "form.too_short",
    "maxLength": "form.too_long",
    "minimum": "form.minimum",
    "maximum": "form.maximum",
    "pattern": "form.pattern",
    "maxItems": "form.too_many",
    "minItems": "form.too_few",
    "uniqueItems": "form.chosen_twice",
    "decimalDigits": "form.too_many_decimals",
}


def _pattern(
    _: object, pattern: str, instance: object, __: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compile_pattern(pattern).found_in(instance):
        yield ValidationError("does not match")


def _decimal_digits(
    _: object, digits: int, instance: object, __: object
) -> Iterator[ValidationError]:
    if not isinstance(instance, float):
        return
    exponent = Decimal(repr(instance)).normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > digits:
        yield ValidationError("has too many decimals")


def _is_date(value: object) -> bool:
    if isinstance(value, str):
        if not _DATE.fullmatch(value):
            return False
        date.fromisoformat(value)
    return True


def _is_time(value: object) -> bool:
    if isinstance(value, str):
        if not _TIME.fullmatch(value):
            return False
        time.fromisoformat(value)
    return True


def _is_datetime(value: object) -> bool:
    if isinstance(value, str):
        day, _, clock = value.partition("T")
        if not _DATE.fullmatch(day) or not _TIME.fullmatch(clock):
            return False
        datetime.fromisoformat(value)
    return True


def _is_email(value: object) -> bool:
    return not isinstance(value, str) or bool(_EMAIL.fullmatch(value))


def _is_phone(value: object) -> bool:
    return not isinstance(value, str) or bool(_PHONE.fullmatch(value))


_FORMATS = FormatChecker(formats=())
_FORMATS.checks("date", raises=ValueError)(_is_date)
_FORMATS.checks("time", raises=ValueError)(_is_time)
_FORMATS.checks("datetime", raises=ValueError)(_is_datetime)
_FORMATS.checks("email")(_is_email)
_FORMATS.checks("phone")(_is_phone)
_FormValidator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern, "decimalDigits": _decimal_digits}
)
