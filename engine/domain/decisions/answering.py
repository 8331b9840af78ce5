"""What a decision table answers over the case's data.

FIRST takes the first row whose tests hold, UNIQUE the only one, COLLECT all of
them. Where no row matches, the defaults of the outputs count, else there is no
answer: null, an empty list, or a count of 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.domain.decisions.compiling import CompiledTable
from engine.domain.decisions.table import Aggregation, HitPolicy
from engine.domain.expressions import Expression, compile_expression
from engine.domain.values import JsonObject, JsonValue
from engine.errors import ExpressionFailedError

_COLLECTED = "collected"


class TableFailedError(Exception):
    """A table gives no answer over this data.

    Attributes:
        reason: a message key.
        facts: `table`, and by reason `row`, `column`, `rows`, `expression`, `why`.
    """

    def __init__(self, reason: str, **facts: JsonValue) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a table answers.

    Attributes:
        rows: that counted, from 1.
        records: one object of outputs per such row; of an aggregation, one with its
            number; of defaults, one.
        value: the answer itself: of one output its value, of several an object, of
            COLLECT a list of these, of an aggregation a number; null for none.
        fields: the answer by the names of the outputs, as it is merged into a case.
    """

    rows: tuple[int, ...]
    records: tuple[JsonObject, ...]
    value: JsonValue
    fields: JsonObject


def answer_of(compiled: CompiledTable, data: Mapping[str, Any]) -> Answer:
    """Return what a table answers.

    Args:
        compiled: the table.
        data: the case's data; a name that nobody filled is null as an input.

    Raises:
        TableFailedError: `ruling.not_unique`, or a cell that has no value.
    """
    table = compiled.table
    rows = _matching(compiled, data)
    if table.hit is HitPolicy.UNIQUE and len(rows) > 1:
        listed: list[JsonValue] = list(rows)
        raise TableFailedError("ruling.not_unique", table=table.title, rows=listed)
    records = [_record(compiled, row, data) for row in rows]
    if not rows:
        records = _defaults(compiled, data)
    if table.hit is HitPolicy.COLLECT:
        return _collected(compiled, rows, records)
    record = records[0] if records else None
    return Answer(
        rows=tuple(rows),
        records=tuple(records),
        value=None if record is None else _plain(compiled, record),
        fields=record or dict.fromkeys(one.name for one in table.outputs),
    )


def _matching(compiled: CompiledTable, data: Mapping[str, Any]) -> list[int]:
    """Return the rows whose tests all hold; of FIRST, none behind the first."""
    table = compiled.table
    values = [
        _value(one, data, compiled, None, column.title, lenient=True)
        for one, column in zip(compiled.inputs, table.inputs, strict=True)
    ]
    found: list[int] = []
    for row in range(1, len(compiled.rules) + 1):
        if _holds(compiled, row, values, data):
            found.append(row)
            if table.hit is HitPolicy.FIRST:
                break
    return found


def _holds(
    compiled: CompiledTable,
    row: int,
    values: Sequence[JsonValue],
    data: Mapping[str, Any],
) -> bool:
    for place, tests in enumerate(compiled.rules[row - 1].tests):
        try:
            if not tests.hold(values[place], data):
                return False
        except ExpressionFailedError as error:
            title = compiled.table.inputs[place].title
            raise _failed(compiled, row, title, error) from error
    return True


def _record(compiled: CompiledTable, row: int, data: Mapping[str, Any]) -> JsonObject:
    outputs = compiled.rules[row - 1].outputs
    return {
        column.name: _value(one, data, compiled, row, column.title)
        for one, column in zip(outputs, compiled.table.outputs, strict=True)
    }


def _defaults(compiled: CompiledTable, data: Mapping[str, Any]) -> list[JsonObject]:
    if not any(compiled.defaults):
        return []
    return [
        {
            column.name: _value(one, data, compiled, None, column.title)
            for one, column in zip(
                compiled.defaults, compiled.table.outputs, strict=True
            )
        }
    ]


def _collected(
    compiled: CompiledTable, rows: Sequence[int], records: Sequence[JsonObject]
) -> Answer:
    table = compiled.table
    columns: JsonObject = {
        one.name: [record[one.name] for record in records] for one in table.outputs
    }
    if table.aggregation is None:
        value: JsonValue = [_plain(compiled, record) for record in records]
        return Answer(
            rows=tuple(rows), records=tuple(records), value=value, fields=columns
        )
    name = table.outputs[0].name
    value = _aggregated(compiled, rows, columns[name])
    record: JsonObject = {name: value}
    return Answer(rows=tuple(rows), records=(record,), value=value, fields=record)


def _aggregated(
    compiled: CompiledTable, rows: Sequence[int], values: JsonValue
) -> JsonValue:
    how = compiled.table.aggregation
    outputs = (
        [one for one in values if one is not None] if isinstance(values, list) else []
    )
    if how is Aggregation.COUNT:
        return len(rows)
    if not outputs:
        return None
    expression = compile_expression(f"{how}({_COLLECTED})")
    title = compiled.table.outputs[0].title
    return _value(expression, {_COLLECTED: outputs}, compiled, None, title)


def _plain(compiled: CompiledTable, record: JsonObject) -> JsonValue:
    """Return one output alone, several as their object."""
    outputs = compiled.table.outputs
    return record[outputs[0].name] if len(outputs) == 1 else record


def _value(
    expression: Expression | None,
    data: Mapping[str, Any],
    compiled: CompiledTable,
    row: int | None,
    title: str,
    *,
    lenient: bool = False,
) -> JsonValue:
    if expression is None:
        return None
    try:
        value: JsonValue = expression.evaluate(
            data, missing=None if lenient else "fails"
        )
    except ExpressionFailedError as error:
        raise _failed(compiled, row, title, error) from error
    return value


def _failed(
    compiled: CompiledTable, row: int | None, title: str, error: ExpressionFailedError
) -> TableFailedError:
    return TableFailedError(
        "ruling.column_failed" if row is None else "ruling.cell_failed",
        table=compiled.table.title,
        row=row,
        column=title,
        expression=error.facts["expression"],
        name=error.facts.get("name"),
        why=error.facts["reason"],
    )
