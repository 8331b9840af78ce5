"""The cells of inputs: unary tests as DMN's S-FEEL writes them.

`-` or nothing holds for everything; `< 5`, `[1..10]` and `]1..10[` compare;
`"a","b"` holds for either; `not(…)` turns a whole cell round. An endpoint is an
expression of the safe language over the case's data. A comparison with nothing is
neither true nor false, so that `not(< 5)` does not hold for it either.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.domain.expressions import MAX_LENGTH, Expression, compile_expression
from engine.domain.expressions.tree import Both, Comparison, Constant, Either, Inverse
from engine.domain.expressions.values import (
    Scope,
    ValueFailedError,
    is_number,
    ordered,
    same,
)
from engine.errors import ExpressionFailedError, ExpressionInvalidError

ANY = frozenset({"", "-"})
MAX_TESTS = 50
_SIGN = re.compile(r"\s*(<=|>=|!=|<|>)")
_END = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,"'\[\]()]+?)"""
_INTERVAL = re.compile(
    rf"\s*([\[\](])\s*({_END})\s*\.\.\s*({_END})\s*([\[\])])\s*(?=,|\Z)", re.DOTALL
)
_NEGATED = re.compile(r"\s*not\s*\(")
_CONDITIONS = (Comparison, Both, Either, Inverse)


class CellError(Exception):
    """A cell cannot be read.

    Attributes:
        reason: a message key.
        at: place in `text` of the first letter that is wrong, from 1, or None.
        text: the expression that cannot be read, where it is part of a cell.
    """

    def __init__(self, reason: str, at: int | None = None, text: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.text = text

    def within(self, cell: str) -> "CellError":
        """Return the error with its place counted in the whole cell."""
        at = None if self.at is None else max(cell.find(self.text), 0) + self.at
        return CellError(self.reason, at, cell)


class Test(Protocol):
    """One of the tests of a cell."""

    def holds(self, value: object, data: Mapping[str, Any]) -> bool | None:
        """Return whether it holds; None where nothing is compared.

        Raises:
            ExpressionFailedError: its endpoint has no value, or is of another kind.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ordering:
    """`< endpoint` and its like."""

    sign: str
    endpoint: Expression

    def holds(self, value: object, data: Mapping[str, Any]) -> bool | None:  # noqa: D102
        pair = _pair(value, self.endpoint, data)
        return None if pair is None else _ORDER[self.sign](pair[0], pair[1])


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low..high]`; an open end leaves its endpoint out."""

    low: Ordering
    high: Ordering

    def holds(self, value: object, data: Mapping[str, Any]) -> bool | None:  # noqa: D102
        above = self.low.holds(value, data)
        below = self.high.holds(value, data)
        return None if above is None or below is None else above and below


@dataclass(frozen=True, slots=True)
class Equality:
    """An endpoint alone: the value is it, or is in the list that it gives."""

    endpoint: Expression
    negated: bool = False

    def holds(self, value: object, data: Mapping[str, Any]) -> bool | None:  # noqa: D102
        wanted = self.endpoint.evaluate(data)
        scope = Scope({}, None, lenient=False)
        try:
            found = same(value, wanted, scope)
            if not found and isinstance(wanted, list) and not isinstance(value, list):
                found = any(same(value, one, scope) for one in wanted)
        except ValueFailedError as failure:
            raise _failed(self.endpoint, failure) from None
        return found is not self.negated


@dataclass(frozen=True, kw_only=True, slots=True)
class UnaryTests:
    """A cell that was read; without tests it holds for everything."""

    tests: tuple[Test, ...] = ()
    negated: bool = False
    names: frozenset[str] = frozenset()

    def hold(self, value: object, data: Mapping[str, Any]) -> bool:
        """Return whether the cell holds for a value.

        Raises:
            ExpressionFailedError: see `Test.holds`.
        """
        if not self.tests:
            return True
        unclear = False
        for test in self.tests:
            found = test.holds(value, data)
            if found:
                return not self.negated
            unclear = unclear or found is None
        return self.negated and not unclear


def read_tests(text: str) -> UnaryTests:
    """Return a cell as its tests.

    Raises:
        CellError: it cannot be read.
    """
    try:
        return _read_tests(text)
    except CellError as error:
        raise error.within(text) from None


def _read_tests(text: str) -> UnaryTests:
    if len(text) > MAX_LENGTH:
        raise CellError("expression.too_long")
    inner = text.strip()
    if inner in ANY:
        return UnaryTests()
    negated = _inside_not(inner)
    found = [_test(part) for part in _parts(inner if negated is None else negated)]
    if len(found) > MAX_TESTS:
        raise CellError("expression.too_many_parts")
    names: set[str] = set()
    for _, read in found:
        names |= read
    return UnaryTests(
        tests=tuple(test for test, _ in found),
        negated=negated is not None,
        names=frozenset(names),
    )


def read_value(text: str) -> Expression:
    """Return a text as an expression.

    Raises:
        CellError: the language cannot read it.
    """
    try:
        return compile_expression(text)
    except ExpressionInvalidError as error:
        facts = error.facts
        raise CellError(facts["reason"], facts["at"], text) from None


def _inside_not(text: str) -> str | None:
    """Return what stands in a `not(…)` around the whole cell, None without one."""
    opened = _NEGATED.match(text)
    if opened is None:
        return None
    if _end_of(text, opened.end(), ")") != len(text) - 1:
        raise CellError("ruling.not_inside")
    return text[opened.end() : -1]


def _parts(text: str) -> list[re.Match[str] | str]:
    """Return the tests between the commas of a cell, intervals as their matches."""
    found: list[re.Match[str] | str] = []
    place = 0
    while True:
        interval = _INTERVAL.match(text, place)
        end = interval.end() if interval else _end_of(text, place, ",")
        found.append(interval or text[place:end])
        if end >= len(text):
            return found
        place = end + 1


def _end_of(text: str, place: int, wanted: str) -> int:
    """Return where a sign stands outside texts and brackets, else the end."""
    depth, quote = 0, ""
    while place < len(text):
        letter = text[place]
        if quote:
            place += letter == "\\"
            quote = "" if letter == quote else quote
        elif letter == wanted and depth == 0:
            return place
        elif letter in "\"'":
            quote = letter
        else:
            depth += (letter in "([") - (letter in ")]")
        place += 1
    return len(text)


def _test(part: re.Match[str] | str) -> tuple[Test, frozenset[str]]:
    if not isinstance(part, str):
        return _interval(part)
    if part.strip() in ANY:
        raise CellError("expression.incomplete")
    if _NEGATED.match(part):
        raise CellError("ruling.not_inside")
    sign = _SIGN.match(part)
    endpoint = _endpoint(part[sign.end() :] if sign else part)
    if sign is None or sign[1] == "!=":
        return Equality(endpoint, sign is not None), endpoint.names
    return Ordering(sign[1], endpoint), endpoint.names


def _interval(found: re.Match[str]) -> tuple[Test, frozenset[str]]:
    opening, first, second, closing = found.groups()
    low, high = _endpoint(first), _endpoint(second)
    if _is_backwards(low, high):
        raise CellError("ruling.interval_backwards")
    lower = Ordering(">=" if opening == "[" else ">", low)
    upper = Ordering("<=" if closing == "]" else "<", high)
    return Interval(lower, upper), low.names | high.names


def _endpoint(text: str) -> Expression:
    read = read_value(text)
    if isinstance(read.tree, _CONDITIONS):
        # «nilai > 5» would be compared with the input and never be equal to it.
        raise CellError("ruling.cell_condition")
    return read


def _is_backwards(low: Expression, high: Expression) -> bool:
    ends = (low.tree, high.tree)
    if not all(isinstance(one, Constant) and is_number(one.content) for one in ends):
        return False
    return bool(low.evaluate({}) > high.evaluate({}))


def _pair(
    value: object, endpoint: Expression, data: Mapping[str, Any]
) -> tuple[Any, Any] | None:
    try:
        return ordered(value, endpoint.evaluate(data))
    except ValueFailedError as failure:
        raise _failed(endpoint, failure) from None


def _failed(endpoint: Expression, failure: ValueFailedError) -> ExpressionFailedError:
    return ExpressionFailedError(expression=endpoint.text, reason=failure.reason)


_ORDER = {
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}
