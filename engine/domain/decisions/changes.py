"""What is different between two decision tables, as people speak of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from engine.domain.decisions.table import DecisionTable, Rule

NOTHING = "–"


@dataclass(frozen=True, kw_only=True, slots=True)
class TableChange:
    """A table that was added, removed or changed.

    Attributes:
        kind: `added`, `removed` or `changed`.
        hit: hit policy with its aggregation, before and after, where it changed.
        added, removed: titles of columns.
        rows: number and text of a row before and after; an empty text where there is
            none. The number is the new row's, of a removed one the old.
    """

    key: str
    title: str
    kind: str
    hit: tuple[str, str] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rows: tuple[tuple[int, str, str], ...] = ()


def table_changes(
    old: Mapping[str, DecisionTable], new: Mapping[str, DecisionTable]
) -> Iterator[TableChange]:
    """Yield what is different, by key."""
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            kind = "added" if was is None else "removed"
            title = (now or was or DecisionTable(key=key)).title
            yield TableChange(key=key, title=title, kind=kind)
        elif was != now:
            yield _changed(was, now)


def _changed(was: DecisionTable, now: DecisionTable) -> TableChange:
    before, after = _columns(was), _columns(now)
    return TableChange(
        key=now.key,
        title=now.title,
        kind="changed",
        hit=(_hit(was), _hit(now)) if _hit(was) != _hit(now) else None,
        added=tuple(one for one in after if one not in before),
        removed=tuple(one for one in before if one not in after),
        rows=tuple(_rows(was, now)),
    )


def _columns(table: DecisionTable) -> list[str]:
    inputs = [f"{one.title} ({one.expression})" for one in table.inputs]
    outputs = [
        f"{one.title} ({one.name} = {one.default or NOTHING})" for one in table.outputs
    ]
    return [*inputs, *outputs]


def _hit(table: DecisionTable) -> str:
    how = f" {table.aggregation.value}" if table.aggregation else ""
    return f"{table.hit.value}{how}".upper()


def _rows(was: DecisionTable, now: DecisionTable) -> Iterator[tuple[int, str, str]]:
    matcher = SequenceMatcher(a=was.rules, b=now.rules, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag != "equal":
            old = _texts(was, was.rules[a_from:a_to])
            new = _texts(now, now.rules[b_from:b_to])
            for place in range(max(len(old), len(new))):
                before = old[place] if place < len(old) else ""
                after = new[place] if place < len(new) else ""
                start = b_from if after else a_from
                yield start + place + 1, before, after


def _texts(table: DecisionTable, rules: Sequence[Rule]) -> list[str]:
    return [_text(table, rule) for rule in rules]


def _text(table: DecisionTable, rule: Rule) -> str:
    """Return a row as «nilai < 5; jenis "a" → jalur "cepat"»."""
    tests = [
        f"{column.title} {cell or '-'}"
        for column, cell in zip(table.inputs, rule.inputs, strict=False)
    ]
    outputs = [
        f"{column.title} {cell or NOTHING}"
        for column, cell in zip(table.outputs, rule.outputs, strict=False)
    ]
    note = f" ({rule.note})" if rule.note else ""
    return f"{'; '.join(tests)} → {'; '.join(outputs)}{note}"
