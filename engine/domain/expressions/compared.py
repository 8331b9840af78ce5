"""Which texts an expression compares a name with: what somebody may have to type."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engine.domain.expressions import Expression
from engine.domain.expressions.tree import Comparison, Constant, Listing, Name

_EQUAL = frozenset({"==", "!="})
_AMONG = frozenset({"in", "not in"})


def compared_texts(expression: Expression) -> dict[str, tuple[str, ...]]:
    """Return for each name the texts it is compared with, in their order.

    `action == "Approved" or action in ["Returned"]` gives both texts for `action`.
    """
    found: dict[str, dict[str, None]] = {}
    for comparison in _comparisons(expression.tree):
        left: object = comparison.first
        for sign, right in comparison.rest:
            for name, text in _pairs(sign, left, right):
                found.setdefault(name, {})[text] = None
            left = right
    return {name: tuple(texts) for name, texts in found.items()}


def _pairs(sign: str, left: object, right: object) -> Iterator[tuple[str, str]]:
    if sign in _EQUAL:
        for name, value in ((left, right), (right, left)):
            if isinstance(name, Name):
                yield from ((name.name, text) for text in _texts(value))
    elif sign in _AMONG and isinstance(left, Name) and isinstance(right, Listing):
        for item in right.items:
            yield from ((left.name, text) for text in _texts(item))


def _texts(value: object) -> list[str]:
    is_text = isinstance(value, Constant) and isinstance(value.content, str)
    return [value.content] if is_text and isinstance(value, Constant) else []


def _comparisons(tree: object) -> Iterator[Comparison]:
    """Yield every comparison inside a tree; its depth is bounded by the reader."""
    if isinstance(tree, Comparison):
        yield tree
    if isinstance(tree, tuple):
        for part in tree:
            yield from _comparisons(part)
    elif is_dataclass(tree) and not isinstance(tree, type):
        for field in fields(tree):
            yield from _comparisons(getattr(tree, field.name))
