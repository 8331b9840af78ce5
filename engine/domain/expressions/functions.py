"""The functions of the expression language; nothing else can be called.

Null goes through: a function of a number gives null for null. A function of a
list takes either one list or the values themselves: `max(a, b)`, `max(list)`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from engine.domain.expressions.values import (
    ARITHMETIC,
    MAX_LIST,
    Number,
    Scope,
    ValueFailedError,
    exact,
    is_number,
    ordered,
    plus,
    same,
    to_json,
    truth,
)

_WHOLE = re.compile(r"[+-]?[0-9]{1,16}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,16}(?:\.[0-9]{1,16})?")
_MAX_DIGITS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """A function, and how many arguments it takes (`most` None: any number)."""

    call: Callable[[Scope, list[Any]], object]
    least: int = 1
    most: int | None = 1


def _items(scope: Scope, values: list[Any]) -> Sequence[Any]:
    items: Sequence[Any] = values
    if len(values) == 1 and isinstance(values[0], list | tuple):
        items = values[0]
    if len(items) > MAX_LIST:
        raise ValueFailedError("expression.too_large")
    scope.spend(len(items))
    return items


def _length(_: Scope, values: list[Any]) -> object:
    (value,) = values
    if value is None:
        return None
    if isinstance(value, str | list | tuple | Mapping):
        return len(value)
    raise ValueFailedError("expression.wrong_type")


def _count(scope: Scope, values: list[Any]) -> object:
    counted = values[0]
    if counted is None:
        return None
    if not isinstance(counted, list | tuple):
        raise ValueFailedError("expression.wrong_type")
    items = _items(scope, [counted])
    if len(values) == 1:
        return len(items)
    return sum(same(item, values[1], scope) for item in items)


def _extreme(scope: Scope, values: list[Any], *, largest: bool) -> object:
    items = _items(scope, values)
    if not items or any(item is None for item in items):
        return None
    chosen = items[0]
    ordered(chosen, chosen)
    for item in items[1:]:
        pair = ordered(item, chosen)
        if pair is not None and (pair[0] > pair[1] if largest else pair[0] < pair[1]):
            chosen = item
    return chosen


def _smallest(scope: Scope, values: list[Any]) -> object:
    return _extreme(scope, values, largest=False)


def _largest(scope: Scope, values: list[Any]) -> object:
    return _extreme(scope, values, largest=True)


def _total(scope: Scope, values: list[Any]) -> object:
    total: object = 0
    for item in _items(scope, values):
        if isinstance(item, str):
            raise ValueFailedError("expression.wrong_type")
        total = plus(total, item)
    return total


def _absolute(_: Scope, values: list[Any]) -> object:
    return None if values[0] is None else abs(exact(values[0]))


def _whole(_: Scope, values: list[Any]) -> object:
    (value,) = values
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip(" ")):
            raise ValueFailedError("expression.not_a_number")
        return exact(int(value))
    return int(Decimal(exact(value)).to_integral_value(rounding=ROUND_DOWN))


def _text(_: Scope, values: list[Any]) -> object:
    (value,) = values
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    number = to_json(exact(value))
    return str(number) if isinstance(number, int) else f"{Decimal(repr(number)):f}"


def _number(value: object) -> Number:
    if not isinstance(value, str):
        return exact(value)
    if not _DECIMAL.fullmatch(value.strip(" ")):
        raise ValueFailedError("expression.not_a_number")
    return exact(Decimal(value.strip(" ")))


def _decimal(_: Scope, values: list[Any]) -> object:
    if any(value is None for value in values):
        return None
    number = _number(values[0])
    return number if len(values) == 1 else _half_up(number, values[1])


def _rounded(_: Scope, values: list[Any]) -> object:
    if any(value is None for value in values):
        return None
    return _half_up(exact(values[0]), values[1] if len(values) == 2 else 0)


def _half_up(number: Number, digits: object) -> Number:
    whole = exact(digits) if is_number(digits) else None
    if whole is None or whole != int(whole) or not 0 <= whole <= _MAX_DIGITS:
        raise ValueFailedError("expression.wrong_digits")
    try:
        return Decimal(number).quantize(
            Decimal(1).scaleb(-int(whole)), rounding=ROUND_HALF_UP, context=ARITHMETIC
        )
    except DecimalException:
        raise ValueFailedError("expression.too_large") from None


def _any(scope: Scope, values: list[Any]) -> object:
    return any(truth(item) for item in _items(scope, values))


def _all(scope: Scope, values: list[Any]) -> object:
    return all(truth(item) for item in _items(scope, values))


def _bool(_: Scope, values: list[Any]) -> object:
    return truth(values[0])


def _not(_: Scope, values: list[Any]) -> object:
    return not truth(values[0])


FUNCTIONS: Mapping[str, Function] = {
    "len": Function(call=_length),
    "count": Function(call=_count, most=2),
    "min": Function(call=_smallest, most=None),
    "max": Function(call=_largest, most=None),
    "sum": Function(call=_total, most=None),
    "any": Function(call=_any, most=None),
    "all": Function(call=_all, most=None),
    "abs": Function(call=_absolute),
    "int": Function(call=_whole),
    "str": Function(call=_text),
    "bool": Function(call=_bool),
    "not": Function(call=_not),
    "round": Function(call=_rounded, most=2),
    "decimal": Function(call=_decimal, most=2),
}
