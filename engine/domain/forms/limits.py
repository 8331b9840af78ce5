"""What any submission must keep, before its form is looked at.

Only JSON that every part of the product can store and show: no NUL, no half
surrogates, no infinite numbers, no deep nesting, one million characters in all.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

MAX_SIZE = 1_000_000
MAX_NESTING = 8
MAX_ENTRIES = 500
MAX_NUMBER = 10**15
_KEY_LENGTH = 200

# Tab and line ends are text; other control characters break XML and PDF.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Errors = dict[str, tuple[str, dict[str, Any]]]
# Where a value stands: where the whole stands that it is in, and its key there.
_Place = tuple["_Place", object] | None


def path_of(parent: str, step: object) -> str:
    """Return the path of a field: `realisasi.0.nilai`."""
    shown = str(step)[:_KEY_LENGTH]
    return f"{parent}.{shown}" if parent else shown


def unreadable_parts(data: object) -> Errors:
    """Return what of a submission is not JSON that can be stored, by path."""
    if not isinstance(data, Mapping):
        return {"": ("form.not_an_object", {})}
    errors: Errors = {}
    size = 0
    waiting: list[tuple[_Place, object, int]] = [(None, data, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        size += len(value) if isinstance(value, str) else 8
        if size > MAX_SIZE:
            return {"": ("form.submission_too_large", {"limit": MAX_SIZE})}
        reason = _reason(value, depth)
        if reason:
            errors[_path_to(place)] = (reason, {})
        elif isinstance(value, Mapping):
            waiting += [((place, key), one, depth + 1) for key, one in value.items()]
            size += sum(map(len, value))
        elif isinstance(value, list):
            waiting += [((place, at), one, depth + 1) for at, one in enumerate(value)]
    return errors


def _path_to(place: "_Place") -> str:
    """Return the path of a place; hardly any is ever asked for."""
    return "" if place is None else path_of(_path_to(place[0]), place[1])


def _reason(value: object, depth: int) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "form.forbidden_character" if _FORBIDDEN.search(value) else ""
    if isinstance(value, int | float):
        readable = math.isfinite(value) if isinstance(value, float) else True
        fits = readable and -MAX_NUMBER <= value <= MAX_NUMBER
        return "" if fits else "form.number_too_large"
    return _reason_of_whole(value, depth)


def _reason_of_whole(value: object, depth: int) -> str:
    if not isinstance(value, Mapping | list):
        return "form.wrong_value"
    if depth > MAX_NESTING:
        return "form.too_deep"
    keys = value if isinstance(value, Mapping) else ()
    if len(value) > MAX_ENTRIES:
        return "form.list_too_long"
    return "" if all(_readable_key(key) for key in keys) else "form.unreadable_key"


def _readable_key(key: object) -> bool:
    return isinstance(key, str) and not _FORBIDDEN.search(key)
