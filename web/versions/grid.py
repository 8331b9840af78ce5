"""A decision table as fields of a page: read back, changed by a button, shown again.

The page needs no script: each button sends the whole table, the server adds, moves
or removes a row or a column, and shows what was typed again, not kept yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from engine.domain.decisions import (
    MAX_COLUMNS,
    MAX_ROWS,
    Aggregation,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
)

MAX_CELL = 2_000
POLICIES = (
    *("first", "unique", "collect", "collect-sum"),
    *("collect-min", "collect-max", "collect-count"),
)
_ANY = "-"
_Part = TypeVar("_Part")


def read_grid(key: str, sent: Mapping[str, str]) -> DecisionTable:
    """Return the table of a page; what was not sent is empty."""
    inputs = range(_count(sent, "masukan", MAX_COLUMNS))
    outputs = range(_count(sent, "hasil", MAX_COLUMNS))
    policy, _, how = _policy(sent.get("pilih", "")).partition("-")
    return DecisionTable(
        key=key,
        name=_text(sent, "nama"),
        hit=HitPolicy(policy),
        aggregation=Aggregation(how) if how else None,
        inputs=tuple(
            Input(
                label=_text(sent, f"masukan-{at}-judul"),
                expression=_text(sent, f"masukan-{at}-ungkapan"),
            )
            for at in inputs
        ),
        outputs=tuple(
            Output(
                name=_text(sent, f"hasil-{at}-nama"),
                label=_text(sent, f"hasil-{at}-judul"),
                default=_text(sent, f"hasil-{at}-bawaan"),
            )
            for at in outputs
        ),
        rules=tuple(
            Rule(
                inputs=tuple(_text(sent, f"uji-{row}-{at}") for at in inputs),
                outputs=tuple(_text(sent, f"isi-{row}-{at}") for at in outputs),
                note=_text(sent, f"catatan-{row}"),
            )
            for row in range(_count(sent, "baris", MAX_ROWS))
        ),
    )


def policy_of(table: DecisionTable) -> str:
    """Return hit policy and aggregation as the one word of their choice."""
    how = f"-{table.aggregation.value}" if table.aggregation else ""
    return f"{table.hit.value}{how}"


def changed(table: DecisionTable, action: str) -> tuple[DecisionTable, str]:
    """Return a table after a button, and the id of the field to go on at.

    Args:
        table: as it was typed.
        action: `baris-tambah`, or `baris-naik-2` and its like; others change nothing.
    """
    kind, _, rest = action.partition("-")
    verb, _, number = rest.partition("-")
    at = int(number) if number.isascii() and number.isdecimal() else 0
    change = _CHANGES.get(kind)
    return change(table, verb, at) if change is not None else (table, "")


def _rows(table: DecisionTable, verb: str, at: int) -> tuple[DecisionTable, str]:
    fresh = Rule(inputs=(_ANY,) * len(table.inputs), outputs=("",) * len(table.outputs))
    rules, now = _moved(table.rules, verb, at, fresh, MAX_ROWS)
    return replace(table, rules=rules), f"uji-{now}-0"


def _inputs(table: DecisionTable, verb: str, at: int) -> tuple[DecisionTable, str]:
    inputs, now = _moved(table.inputs, verb, at, Input(expression=""), MAX_COLUMNS)
    rules = tuple(
        replace(rule, inputs=_moved(rule.inputs, verb, at, _ANY, MAX_COLUMNS)[0])
        for rule in table.rules
    )
    return replace(table, inputs=inputs, rules=rules), f"masukan-{now}-judul"


def _outputs(table: DecisionTable, verb: str, at: int) -> tuple[DecisionTable, str]:
    outputs, now = _moved(table.outputs, verb, at, Output(name=""), MAX_COLUMNS)
    rules = tuple(
        replace(rule, outputs=_moved(rule.outputs, verb, at, "", MAX_COLUMNS)[0])
        for rule in table.rules
    )
    return replace(table, outputs=outputs, rules=rules), f"hasil-{now}-judul"


def _moved(
    parts: Sequence[_Part], verb: str, at: int, fresh: _Part, most: int
) -> tuple[tuple[_Part, ...], int]:
    """Return parts after a verb, and the place of the one that it was about."""
    found, now = list(parts), at
    if verb == "tambah" and len(found) < most:
        found.append(fresh)
        now = len(found) - 1
    elif verb == "sisip" and len(found) < most and at < len(found):
        found.insert(at, fresh)
    elif verb == "hapus" and at < len(found):
        del found[at]
        now = max(min(at, len(found) - 1), 0)
    elif verb == "naik" and 0 < at < len(found):
        now = at - 1
        found[now], found[at] = found[at], found[now]
    elif verb == "turun" and at + 1 < len(found):
        now = at + 1
        found[now], found[at] = found[at], found[now]
    return tuple(found), now


def _policy(word: str) -> str:
    return word if word in POLICIES else HitPolicy.FIRST.value


def _count(sent: Mapping[str, str], name: str, most: int) -> int:
    text = sent.get(name, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return min(number, most)


def _text(sent: Mapping[str, str], name: str) -> str:
    return sent.get(name, "").strip()[:MAX_CELL]


_CHANGES: dict[str, Callable[[DecisionTable, str, int], tuple[DecisionTable, str]]] = {
    "baris": _rows,
    "masukan": _inputs,
    "hasil": _outputs,
}
