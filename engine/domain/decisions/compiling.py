"""A decision table made ready to answer, or every mistake in it by row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.domain.decisions.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LABEL,
    MAX_ROWS,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
)
from engine.domain.decisions.unary import CellError, UnaryTests, read_tests, read_value
from engine.domain.expressions import Expression
from engine.domain.expressions.words import KEYWORDS
from engine.domain.values import JsonValue

_REMEMBERED = 64
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """Something in a table that must be changed.

    Attributes:
        code: of the finding; `check.<code>` is its sentence.
        row: from 1; None for a column or the table as a whole.
        column: from 1, inputs before outputs; None for a row or the whole.
        title: of the column.
        text: what stands there.
        reason: message key of why it cannot be read, or empty.
        at: place of the first wrong letter of the text, from 1, or None.
    """

    code: str
    row: int | None = None
    column: int | None = None
    title: str = ""
    text: str = ""
    reason: str = ""
    at: int | None = None

    def facts(self, table: DecisionTable) -> dict[str, JsonValue]:
        """Return what the sentence of the finding needs."""
        return {
            "table": table.title,
            "row": self.row,
            "column": self.title or self.column,
            "text": self.text[:120],
            "reason": self.reason,
            "at": self.at,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledRule:
    """A row that was read; an output without expression is null."""

    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledTable:
    """A table without mistakes. `names` are what it reads of the case's data."""

    table: DecisionTable
    inputs: tuple[Expression, ...]
    defaults: tuple[Expression | None, ...]
    rules: tuple[CompiledRule, ...]
    names: frozenset[str]


def is_name(text: str) -> bool:
    """Tell whether expressions can read a text as a name of the case's data."""
    return bool(_NAME.fullmatch(text)) and text not in KEYWORDS


@lru_cache(maxsize=_REMEMBERED)
def compile_table(
    table: DecisionTable,
) -> tuple[CompiledTable | None, tuple[Mistake, ...]]:
    """Return a table ready to answer, or None and all its mistakes."""
    mistakes = tuple(_shape(table))
    if mistakes:
        return None, mistakes
    reading = _Reading()
    inputs = [
        reading.value("table_input_unreadable", one.expression, None, place, one)
        for place, one in enumerate(table.inputs, start=1)
    ]
    defaults = [
        reading.output("table_default_unreadable", one.default, None, place, one)
        for place, one in enumerate(table.outputs, start=1 + len(table.inputs))
    ]
    rules = [reading.rule(table, row, one) for row, one in enumerate(table.rules, 1)]
    if reading.mistakes:
        return None, tuple(reading.mistakes)
    return (
        CompiledTable(
            table=table,
            inputs=tuple(one for one in inputs if one is not None),
            defaults=tuple(defaults),
            rules=tuple(rules),
            names=frozenset(reading.names),
        ),
        (),
    )


class _Reading:
    """Reads the cells of one table and collects what cannot be read."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.names: set[str] = set()

    def rule(self, table: DecisionTable, row: int, rule: Rule) -> CompiledRule:
        tests = [
            self._tests(text, row, place, column)
            for place, (text, column) in enumerate(
                zip(rule.inputs, table.inputs, strict=True), start=1
            )
        ]
        outputs = [
            self.output("table_output_unreadable", text, row, place, column)
            for place, (text, column) in enumerate(
                zip(rule.outputs, table.outputs, strict=True),
                start=1 + len(table.inputs),
            )
        ]
        return CompiledRule(tests=tuple(tests), outputs=tuple(outputs))

    def output(
        self, code: str, text: str, row: int | None, column: int, of: Output
    ) -> Expression | None:
        if not text.strip():
            return None
        return self.value(code, text, row, column, of)

    def value(
        self, code: str, text: str, row: int | None, column: int, of: Input | Output
    ) -> Expression | None:
        try:
            read = read_value(text)
        except CellError as error:
            self._add(Mistake(code=code, row=row, column=column, text=text), of, error)
            return None
        self.names |= read.names
        return read

    def _tests(self, text: str, row: int, column: int, of: Input) -> UnaryTests:
        try:
            read = read_tests(text)
        except CellError as error:
            code = "table_cell_unreadable"
            self._add(Mistake(code=code, row=row, column=column, text=text), of, error)
            return UnaryTests()
        self.names |= read.names
        return read

    def _add(self, mistake: Mistake, of: Input | Output, error: CellError) -> None:
        self.mistakes.append(
            replace(mistake, title=of.title, reason=error.reason, at=error.at)
        )


def _shape(table: DecisionTable) -> Iterator[Mistake]:
    """Yield what is wrong with the table before any cell is read."""
    rows, columns = len(table.rules), len(table.inputs) + len(table.outputs)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        yield Mistake(code="table_too_large")
        return
    missing = {
        "table_no_input": not table.inputs,
        "table_no_output": not table.outputs,
        "table_no_rule": not table.rules,
    }
    yield from (
        Mistake(code=code) for code, is_missing in missing.items() if is_missing
    )
    wanted = (len(table.inputs), len(table.outputs))
    for row, rule in enumerate(table.rules, start=1):
        if (len(rule.inputs), len(rule.outputs)) != wanted:
            yield Mistake(code="table_row_width", row=row)
    yield from _columns(table)
    if table.aggregation is not None:
        if table.hit is not HitPolicy.COLLECT:
            yield Mistake(code="table_aggregation_alone", text=table.aggregation.value)
        elif len(table.outputs) > 1:
            yield Mistake(
                code="table_aggregation_columns", text=table.aggregation.value
            )


def _columns(table: DecisionTable) -> Iterator[Mistake]:
    seen: set[str] = set()
    for place, one in enumerate(table.outputs, start=1 + len(table.inputs)):
        code = "table_output_twice" if one.name in seen else ""
        code = code if is_name(one.name) else "table_output_name"
        if code:
            yield Mistake(code=code, column=place, title=one.title, text=one.name)
        seen.add(one.name)
    titles = [table.name, *(one.label for one in table.inputs)]
    titles += [one.label for one in table.outputs]
    if any(len(title) > MAX_LABEL for title in titles):
        yield Mistake(code="table_title_long")
