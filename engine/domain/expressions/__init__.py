"""The safe expression language of conditions, computed fields and performers.

A text is read once into a tree of our own and computed over JSON data. There is
no `eval`, no attribute of a Python object, no loop and no assignment in it; the
limits on length, parts, depth, numbers and texts bound what one text can cost.
The language is described for authors of SOPs in `docs/expressions.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from engine.domain.expressions.reading import MAX_DEPTH, MAX_NODES, read
from engine.domain.expressions.tree import Node
from engine.domain.expressions.values import (
    MAX_LIST,
    MAX_NUMBER,
    MAX_TEXT,
    Scope,
    ValueFailedError,
    to_json,
    truth,
)
from engine.domain.expressions.words import MAX_LENGTH, ReadingError
from engine.errors import ExpressionFailedError, ExpressionInvalidError

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_LIST",
    "MAX_NODES",
    "MAX_NUMBER",
    "MAX_TEXT",
    "Expression",
    "compile_expression",
    "truth",
]

_REMEMBERED = 2048
_SHOWN_AT_MOST = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Expression:
    """A text that was read.

    Attributes:
        names: names of the data that it reads.
        reads_row: it reads `this`, the row of a list that it stands in.
    """

    text: str
    names: frozenset[str]
    reads_row: bool
    tree: Node

    def evaluate(
        self,
        data: Mapping[str, Any],
        this: Mapping[str, Any] | None = None,
        *,
        missing: Literal["fails"] | None = "fails",
    ) -> Any:  # noqa: ANN401 - any JSON value
        """Return the value of the expression over JSON data.

        Args:
            data: the case's data; names are its keys.
            this: the row of a list in which the expression stands.
            missing: «fails» says an unknown name or key is an error, as decisions
                need it; None makes it null, and a division by zero too, as forms
                need it whose fields are still empty.

        Returns:
            A JSON value; whole numbers as int, others as float.

        Raises:
            ExpressionFailedError: if there is no value (unknown name, operands of
                the wrong kind, division by zero, beyond a limit).
        """
        try:
            return to_json(self.tree.value(Scope(data, this, lenient=missing is None)))
        except ValueFailedError as failure:
            facts = {} if failure.name is None else {"name": failure.name}
            raise ExpressionFailedError(
                expression=self.text, reason=failure.reason, **facts
            ) from None


def compile_expression(text: str) -> Expression:
    """Return a text as an expression; the last 2,048 are remembered.

    Raises:
        ExpressionInvalidError: if the language cannot read it. Facts: `expression`
            (its first 120 characters), `reason` (a message key), `at` (place of the
            first character that is wrong, counted from 1; None for the whole).
    """
    if len(text) > MAX_LENGTH:
        raise _invalid(text, ReadingError("expression.too_long"))
    return _compiled(text)


@lru_cache(maxsize=_REMEMBERED)
def _compiled(text: str) -> Expression:
    try:
        tree, names, reads_row = read(text)
    except ReadingError as error:
        raise _invalid(text, error) from None
    return Expression(text=text, names=names, reads_row=reads_row, tree=tree)


def _invalid(text: str, error: ReadingError) -> ExpressionInvalidError:
    at = None if error.at is None else error.at + 1
    return ExpressionInvalidError(
        expression=text[:_SHOWN_AT_MOST], reason=error.reason, at=at
    )
