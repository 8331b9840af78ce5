"""What expressions reckon with: JSON values, exact numbers and the limits on both.

Numbers are whole numbers or decimals inside an expression (0.1 + 0.2 is 0.3) and
become JSON numbers again where a value leaves. A truth value is no number, and
nothing is converted silently: «5» and 5 are different.
"""

from collections.abc import Mapping
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

MAX_NUMBER = 10**15
MAX_TEXT = 10_000
MAX_LIST = 10_000
MAX_STEPS = 100_000

# 28 digits carry every number up to 10^15 with thirteen decimals.
ARITHMETIC = Context(
    prec=28, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)

Number = int | Decimal


class ValueFailedError(Exception):
    """An expression has no value; becomes `ExpressionFailedError` at the border."""

    def __init__(self, reason: str, name: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


class Scope:
    """The data one evaluation reads, and how much work is left to it."""

    __slots__ = ("data", "lenient", "steps", "this")

    def __init__(
        self, data: Mapping[str, Any], this: Mapping[str, Any] | None, *, lenient: bool
    ) -> None:
        self.data = data
        self.this = this
        self.lenient = lenient
        self.steps = MAX_STEPS

    def spend(self, steps: int) -> None:
        """Take `steps` off the budget.

        Raises:
            ValueFailedError: if nothing is left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise ValueFailedError("expression.too_much_work")


def truth(value: object) -> bool:
    """Return whether a condition with this value holds.

    Null, false, zero, an empty text, list or object do not hold; all else does.
    """
    return bool(value)


def is_number(value: object) -> bool:
    """Return whether a value is a number; true and false are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def exact(value: object) -> Number:
    """Return a number to reckon with.

    Raises:
        ValueFailedError: if it is no number, not finite, or beyond 10^15.
    """
    if not is_number(value):
        raise ValueFailedError("expression.wrong_type")
    number: Number
    if isinstance(value, int):
        number = value
    else:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)  # type: ignore[arg-type]
        if not number.is_finite():
            raise ValueFailedError("expression.not_finite")
    if not -MAX_NUMBER <= number <= MAX_NUMBER:
        raise ValueFailedError("expression.too_large")
    return number


def same(left: object, right: object, scope: Scope) -> bool:
    """Return whether two JSON values are equal; values of two kinds never are.

    Raises:
        ValueFailedError: if the comparison costs more steps than are left.
    """
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str) and left == right
    # A stack of our own: data nested a thousand deep must not end the interpreter.
    pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        scope.spend(1)
        if not _same_here(one, other, pairs):
            return False
    return True


def _same_here(one: object, other: object, pairs: list[tuple[Any, Any]]) -> bool:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs.extend(zip(one, other, strict=False))
        return len(one) == len(other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        pairs.extend((one[key], other[key]) for key in one if key in other)
        return one.keys() == other.keys()
    if is_number(one) and is_number(other):
        return exact(one) == exact(other)
    return type(one) is type(other) and one == other


def ordered(left: object, right: object) -> tuple[Any, Any] | None:
    """Return two values that `<` can compare; None when one of them is null.

    Raises:
        ValueFailedError: if they are neither two numbers nor two texts.
    """
    if left is None or right is None:
        return None
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return exact(left), exact(right)


def to_json(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value as it leaves an expression: decimals as JSON numbers.

    Raises:
        ValueFailedError: if it is larger than the language allows, or no JSON value.
    """
    if value is None or isinstance(value, bool):
        return value
    if is_number(value):
        number = exact(value)
        if isinstance(value, int | float):
            return value
        return int(number) if number == int(number) else float(number)
    if isinstance(value, str | list | tuple | Mapping):
        if len(value) > MAX_TEXT:
            raise ValueFailedError("expression.too_large")
        return list(value) if isinstance(value, tuple) else value
    raise ValueFailedError("expression.wrong_type")


def plus(left: object, right: object) -> object:
    """Return the sum of two numbers or the joint text of two texts; null with null.

    Raises:
        ValueFailedError: if the operands are of other kinds or the result too large.
    """
    if left is None or right is None:
        return None
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_TEXT:
            raise ValueFailedError("expression.too_large")
        return left + right
    return reckon("+", left, right)


def reckon(sign: str, left: object, right: object) -> Number | None:
    """Return what `left sign right` gives; null when one of them is null.

    Args:
        sign: one of + - * / // %; // and % round down, as Python and FEEL do.
        left: first operand.
        right: second operand.

    Raises:
        ValueFailedError: if an operand is no number, the divisor is zero, or the
            result lies beyond 10^15.
    """
    if left is None or right is None:
        return None
    one, other = exact(left), exact(right)
    if sign in ("/", "//", "%") and other == 0:
        raise ValueFailedError("expression.division_by_zero")
    try:
        result = _OPERATIONS[sign](one, other)
    except DecimalException:
        raise ValueFailedError("expression.too_large") from None
    return exact(result)


def _add(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    return ARITHMETIC.add(one, other)


def _subtract(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one - other
    return ARITHMETIC.subtract(one, other)


def _multiply(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return ARITHMETIC.multiply(one, other)


def _divide(one: Number, other: Number) -> Number:
    return ARITHMETIC.divide(Decimal(one), other)


def _divide_down(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one // other
    quotient = ARITHMETIC.divide_int(one, other)
    rest = ARITHMETIC.remainder(one, other)
    return quotient - 1 if rest != 0 and (rest < 0) != (other < 0) else quotient


def _remainder(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one % other
    rest = ARITHMETIC.remainder(one, other)
    if rest != 0 and (rest < 0) != (other < 0):
        return ARITHMETIC.add(rest, other)
    return rest


_OPERATIONS = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "//": _divide_down,
    "%": _remainder,
}
