"""How a business rule task names a table and where the answer goes."""

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.decisions.answering import Answer, TableFailedError
from engine.domain.decisions.table import DecisionTable
from engine.domain.values import JsonObject, JsonValue


class Mapping(StrEnum):
    """What is kept under the result's name; all but ANSWER are Camunda 7's words."""

    ANSWER = "answer"
    SINGLE_ENTRY = "singleEntry"
    SINGLE_RESULT = "singleResult"
    COLLECT_ENTRIES = "collectEntries"
    RESULT_LIST = "resultList"


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCall:
    """What a business rule task asks.

    Attributes:
        key: of the table.
        result: name under which the answer is kept; None writes each output under
            its own name.
        is_foreign: another tool's words say it.
    """

    key: str
    result: str | None = None
    mapping: Mapping = Mapping.ANSWER
    is_foreign: bool = False

    def writes(self, table: DecisionTable) -> frozenset[str]:
        """Return the names of the case's data that the answer fills."""
        if self.result is not None:
            return frozenset({self.result})
        return frozenset(one.name for one in table.outputs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """An answer as a case keeps it.

    Attributes:
        table, name: its key, and what people call it.
        rows: that counted, from 1.
        values: to be merged into the case's data.
    """

    table: str
    name: str
    rows: tuple[int, ...]
    values: JsonObject


def decided(call: TableCall, table: DecisionTable, answer: Answer) -> Decided:
    """Return an answer as the task wants it kept.

    Raises:
        TableFailedError: `ruling.several` where one row was wanted.
    """
    values = answer.fields
    if call.result is not None:
        values = {call.result: _mapped(call, table, answer)}
    return Decided(
        table=table.key, name=table.title, rows=answer.rows, values=dict(values)
    )


def _mapped(call: TableCall, table: DecisionTable, answer: Answer) -> JsonValue:
    name = table.outputs[0].name
    lists: dict[Mapping, JsonValue] = {
        Mapping.ANSWER: answer.value,
        Mapping.RESULT_LIST: list(answer.records),
        Mapping.COLLECT_ENTRIES: [record[name] for record in answer.records],
    }
    if call.mapping in lists:
        return lists[call.mapping]
    if len(answer.records) > 1:
        rows: list[JsonValue] = list(answer.rows)
        raise TableFailedError("ruling.several", table=table.title, rows=rows)
    record = answer.records[0] if answer.records else None
    if record is None or call.mapping is Mapping.SINGLE_RESULT:
        return record
    return record[name]
