"""Rows of a plan as the texts of a form, and back."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Indicator,
    Level,
    LowerFormula,
    grade_of,
    quantity,
)
from engine.domain.measuring import GRADE_UNIT
from engine.domain.periods import periods_of
from engine.domain.plans import Branch, BranchKind, BudgetLine, PlannedIndicator
from engine.domain.values import RoleKey
from engine.domain.wording import number_text
from engine.errors import OfficeInvalidError

Fields = dict[str, str]
Row = Branch | PlannedIndicator | BudgetLine
PARTS: Mapping[str, type[Row]] = MappingProxyType(
    {"cabang": Branch, "indikator": PlannedIndicator, "anggaran": BudgetLine}
)
TARGETS = tuple(f"target_{one.key}" for one in periods_of(1))
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cabang": ("code", "kind", "name", "above"),
        "indikator": (
            *("code", "level", "branch", "name", "unit", "section", "officer"),
            *("direction", "aggregation", "formula", "cap"),
            *("definition", "calculation", "source", "end_target"),
            *TARGETS,
        ),
        "anggaran": ("code", "branch", "section", "ceiling"),
    }
)
_Word = TypeVar("_Word", Level, Direction, Aggregation, LowerFormula, BranchKind)


def given_by(form: Mapping[str, str], part: str) -> Fields:
    """Return what a form sent, without blanks around it."""
    return {name: form.get(name, "").strip() for name in _NAMES[part]}


def fields_of(row: Row | None, part: str) -> Fields:
    """Return a row as the texts of its form; of none, an empty form."""
    empty = dict.fromkeys(_NAMES[part], "")
    if isinstance(row, Branch):
        found = {"kind": row.kind.value, "name": row.name, "above": row.above}
        return empty | found | {"code": row.code}
    if isinstance(row, BudgetLine):
        found = {"branch": row.branch, "section": row.section, "code": row.code}
        return empty | found | {"ceiling": number_text(row.ceiling, 0)}
    if row is None:
        return empty
    one = row.indicator
    return empty | {
        "code": one.code,
        "level": one.level.value,
        "branch": row.branch,
        "name": one.name,
        "unit": one.unit,
        "section": one.section,
        "officer": row.officer or "",
        "direction": one.direction.value,
        "aggregation": one.aggregation.value,
        "formula": one.formula.value,
        "cap": _text(one.cap),
        "definition": row.definition,
        "calculation": row.calculation,
        "source": row.source,
        "end_target": _text(row.end_target, one.unit),
        **{f"target_{key}": _text(v, one.unit) for key, v in row.targets.items()},
    }


def row_of(given: Fields, part: str, before: Row | None) -> Row:
    """Return the row that a form means.

    Args:
        given: as `given_by` returns it.
        part: which form.
        before: the row that is changed, or None.

    Raises:
        OfficeInvalidError: names fields that hold no number or no known word.
    """
    reading = _Reading(given)
    if part == "cabang":
        row: Row = Branch(
            code=given["code"],
            kind=reading.word("kind", BranchKind, BranchKind.GOAL),
            name=given["name"],
            above=given["above"],
        )
    elif part == "anggaran":
        row = BudgetLine(
            code=given["code"],
            branch=given["branch"],
            section=RoleKey(given["section"]),
            ceiling=reading.amount("ceiling"),
        )
    else:
        row = _indicator(given, reading, before)
    reading.end()
    return row


class _Reading:
    """The texts of a form while they are read, with what does not fit."""

    def __init__(self, given: Fields) -> None:
        self._given = given
        self._wrong: dict[str, str] = {}

    def word(self, name: str, words: type[_Word], otherwise: _Word) -> _Word:
        """Return a choice."""
        try:
            return words(self._given[name])
        except ValueError:
            self._wrong[name] = "sheet.no_word"
            return otherwise

    def figure(self, name: str) -> Decimal | None:
        """Return a number with a comma or a point, or the place of a grade."""
        text = self._given[name]
        if not text:
            return None
        found = quantity(text.replace(",", "."))
        if found is None:
            self._wrong[name] = "sheet.no_number"
        return found

    def amount(self, name: str) -> Decimal:
        """Return rupiah, whose thousands may be parted by points."""
        found = quantity(self._given[name].replace(".", "").replace(",", "."))
        if found is None:
            self._wrong[name] = "sheet.no_number"
        return found or Decimal()

    def end(self) -> None:
        """Raise OfficeInvalidError where a text did not fit."""
        if self._wrong:
            raise OfficeInvalidError(errors=self._wrong)


def _indicator(given: Fields, reading: _Reading, before: Row | None) -> Row:
    targets = {
        int(name.removeprefix("target_")): reading.figure(name) for name in TARGETS
    }
    example = isinstance(before, PlannedIndicator) and before.indicator.example
    return PlannedIndicator(
        indicator=Indicator(
            code=given["code"],
            objective="",
            name=given["name"],
            unit=given["unit"],
            section=RoleKey(given["section"]),
            level=reading.word("level", Level, Level.IKU),
            direction=reading.word("direction", Direction, Direction.HIGHER),
            formula=reading.word("formula", LowerFormula, LowerFormula.COMPLEMENT),
            aggregation=reading.word("aggregation", Aggregation, Aggregation.LAST),
            cap=reading.figure("cap"),
            example=example,
        ),
        branch=given["branch"],
        definition=given["definition"],
        calculation=given["calculation"],
        source=given["source"],
        officer=RoleKey(given["officer"]) if given["officer"] else None,
        targets={key: one for key, one in targets.items() if one is not None},
        end_target=reading.figure("end_target"),
    )


def _text(value: Decimal | None, unit: str = "") -> str:
    """Return a figure to be typed over: a comma, and no points in between."""
    if value is None:
        return ""
    grade = grade_of(value) if unit == GRADE_UNIT else None
    return grade or number_text(value, 4).replace(".", "")
