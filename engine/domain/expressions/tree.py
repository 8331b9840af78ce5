"""The nodes a text is read into; each knows its value over a scope.

The tree never changes after reading and every node is visited at most once per
evaluation, so the work is bounded by the hundred nodes and the step budget.
Nothing here reads an attribute of a Python object: keys of mappings only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.domain.expressions.functions import Function
from engine.domain.expressions.values import (
    MAX_LIST,
    Scope,
    ValueFailedError,
    ordered,
    plus,
    reckon,
    same,
    to_json,
    truth,
)


class Node(Protocol):
    """A part of an expression."""

    def value(self, scope: Scope) -> Any:  # noqa: ANN401 - any JSON value
        """Return what this part gives over `scope`.

        Raises:
            ValueFailedError: if it has no value there.
        """
        ...


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, true, false or null."""

    content: Any

    def value(self, scope: Scope) -> Any:  # noqa: ARG002, ANN401, D102
        return self.content


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the case's data."""

    name: str

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        if self.name in scope.data:
            return scope.data[self.name]
        if scope.lenient:
            return None
        raise ValueFailedError("expression.unknown_name", self.name)


@dataclass(frozen=True, slots=True)
class This:
    """The row of a list that the expression stands in."""

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        if scope.this is None and not scope.lenient:
            raise ValueFailedError("expression.unknown_name", "this")
        return scope.this


@dataclass(frozen=True, slots=True)
class Access:
    """An entry of an object or list; a key of a list of objects gives a list."""

    of: Node
    key: Node
    shown: str

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        whole, key = self.of.value(scope), self.key.value(scope)
        if whole is None or key is None:
            return None
        if isinstance(key, str):
            return self._under(key, whole, scope)
        return self._at(key, whole, scope)

    def _under(self, key: str, whole: object, scope: Scope) -> object:
        if key.startswith("_"):
            raise ValueFailedError("expression.private_name", self.shown)
        if isinstance(whole, Mapping):
            if key in whole:
                return whole[key]
            return self._nothing(scope)
        if not isinstance(whole, list | tuple):
            raise ValueFailedError("expression.wrong_type", self.shown)
        if len(whole) > MAX_LIST:
            raise ValueFailedError("expression.too_large", self.shown)
        scope.spend(len(whole))
        return [row.get(key) if isinstance(row, Mapping) else None for row in whole]

    def _at(self, key: object, whole: object, scope: Scope) -> object:
        if not isinstance(key, int) or isinstance(key, bool):
            raise ValueFailedError("expression.wrong_type", self.shown)
        if not isinstance(whole, list | tuple):
            raise ValueFailedError("expression.wrong_type", self.shown)
        if -len(whole) <= key < len(whole):
            return whole[key]
        return self._nothing(scope)

    def _nothing(self, scope: Scope) -> object:
        if scope.lenient:
            return None
        raise ValueFailedError("expression.unknown_name", self.shown)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list written in the expression."""

    items: tuple[Node, ...]

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        return [to_json(item.value(scope)) for item in self.items]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of the language's functions."""

    function: Function
    arguments: tuple[Node, ...]

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        return self.function.call(scope, [one.value(scope) for one in self.arguments])


@dataclass(frozen=True, slots=True)
class Both:
    """`and`: the first operand when it does not hold, else the second."""

    left: Node
    right: Node

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        left = self.left.value(scope)
        return self.right.value(scope) if truth(left) else left


@dataclass(frozen=True, slots=True)
class Either:
    """`or`: the first operand when it holds, else the second."""

    left: Node
    right: Node

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        left = self.left.value(scope)
        return left if truth(left) else self.right.value(scope)


@dataclass(frozen=True, slots=True)
class Inverse:
    """`not` and `!`."""

    operand: Node

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        return not truth(self.operand.value(scope))


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands of + - * / // %; `+` also joins two texts."""

    sign: str
    left: Node
    right: Node

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        left, right = self.left.value(scope), self.right.value(scope)
        if self.sign == "+":
            return plus(left, right)
        try:
            return reckon(self.sign, left, right)
        except ValueFailedError as failure:
            # An empty target in a half-filled form is no mistake of its author.
            if scope.lenient and failure.reason == "expression.division_by_zero":
                return None
            raise


@dataclass(frozen=True, slots=True)
class Comparison:
    """One or several comparisons in a row: `0 <= x <= 100`."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        left = self.first.value(scope)
        for sign, node in self.rest:
            right = node.value(scope)
            if not _holds(sign, left, right, scope):
                return False
            left = right
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """`if c then a else b`, `a if c else b`; only the chosen side is computed."""

    condition: Node
    chosen: Node
    other: Node

    def value(self, scope: Scope) -> Any:  # noqa: ANN401, D102
        side = self.chosen if truth(self.condition.value(scope)) else self.other
        return side.value(scope)


def _holds(sign: str, left: object, right: object, scope: Scope) -> bool:
    if sign == "==":
        return same(left, right, scope)
    if sign == "!=":
        return not same(left, right, scope)
    if sign in ("in", "not in"):
        return _contained(left, right, scope) is (sign == "in")
    pair = ordered(left, right)
    return pair is not None and _ORDER[sign](pair[0], pair[1])


def _contained(item: object, whole: object, scope: Scope) -> bool:
    if whole is None:
        return False
    if isinstance(whole, str | Mapping):
        if item is None:
            return False
        if not isinstance(item, str):
            raise ValueFailedError("expression.wrong_type")
        return item in whole
    if not isinstance(whole, list | tuple):
        raise ValueFailedError("expression.wrong_type")
    scope.spend(len(whole))
    return any(same(item, one, scope) for one in whole)


_ORDER = {
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}
