"""A decision table as values: columns, rows and how rows that match count.

Cells are texts as their author wrote them: a test of an input, an expression of
an output. Nothing here reads them; `engine.domain.decisions.compiling` does. The
table is kept as JSON text beside a diagram's forms, one table per text.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from engine.errors import TableInvalidError

MAX_ROWS = 500
MAX_COLUMNS = 30
MAX_CELLS = 6_000
MAX_LABEL = 200


class HitPolicy(StrEnum):
    """Which of the rows that match give the answer."""

    UNIQUE = "unique"
    FIRST = "first"
    COLLECT = "collect"


class Aggregation(StrEnum):
    """What COLLECT makes of the outputs it collected."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A column that is tested. `expression` is what its cells are held against."""

    expression: str
    label: str = ""

    @property
    def title(self) -> str:
        """What people call the column."""
        return self.label or self.expression


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """A column that answers. `default` counts where no row matches; empty: null."""

    name: str
    label: str = ""
    default: str = ""

    @property
    def title(self) -> str:
        """What people call the column."""
        return self.label or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A row: one cell per input, one per output, and a note that means nothing."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionTable:
    """One decision table.

    Attributes:
        key: by which business rule tasks name it.
        aggregation: of COLLECT only; None gives the list itself.
    """

    key: str
    name: str = ""
    hit: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def title(self) -> str:
        """What people call the table."""
        return self.name or self.key

    def to_json(self) -> str:
        """Return the table as the text that is stored; the same for the same table."""
        content = {
            "name": self.name,
            "hit": self.hit.value,
            "aggregation": self.aggregation.value if self.aggregation else None,
            "inputs": [
                {"label": i.label, "expression": i.expression} for i in self.inputs
            ],
            "outputs": [
                {"name": o.name, "label": o.label, "default": o.default}
                for o in self.outputs
            ],
            "rules": [
                {"inputs": list(r.inputs), "outputs": list(r.outputs), "note": r.note}
                for r in self.rules
            ],
        }
        return orjson.dumps(content).decode()

    @classmethod
    def from_json(cls, key: str, text: str) -> "DecisionTable":
        """Return the table of a stored text.

        Raises:
            TableInvalidError: it is no such text.
        """
        try:
            return _table(key, orjson.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TableInvalidError(table=key[:80]) from error


def _table(key: str, content: Any) -> DecisionTable:  # noqa: ANN401 - as it was read
    aggregation = content["aggregation"]
    return DecisionTable(
        key=key,
        name=_text(content["name"]),
        hit=HitPolicy(content["hit"]),
        aggregation=Aggregation(aggregation) if aggregation else None,
        inputs=tuple(
            Input(label=_text(one["label"]), expression=_text(one["expression"]))
            for one in content["inputs"]
        ),
        outputs=tuple(
            Output(
                name=_text(one["name"]),
                label=_text(one["label"]),
                default=_text(one["default"]),
            )
            for one in content["outputs"]
        ),
        rules=tuple(
            Rule(
                inputs=tuple(map(_text, one["inputs"])),
                outputs=tuple(map(_text, one["outputs"])),
                note=_text(one["note"]),
            )
            for one in content["rules"]
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value
