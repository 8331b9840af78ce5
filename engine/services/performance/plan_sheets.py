"""A plan as the sheets of a spreadsheet, and back, line by line.

The names of sheets and columns are a format, as the keys of a form are: they are
Indonesian whatever the reader's language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Indicator,
    Level,
    LowerFormula,
    grade_of,
)
from engine.domain.measuring import GRADE_UNIT
from engine.domain.periods import Span, periods_of
from engine.domain.plan_rules import (
    branch_problems,
    budget_problems,
    indicator_problems,
)
from engine.domain.plans import Branch, BranchKind, BudgetLine, Plan, PlannedIndicator
from engine.domain.sheets import Cell, Sheet
from engine.domain.values import RoleKey
from engine.services.performance.sheet_lines import WORDS, Line, Reading

BRANCHES, INDICATORS, BUDGET = "Cabang", "Indikator", "Anggaran"
_BRANCH_NAMES = ("Kode", "Jenis", "Uraian", "Induk")
_BUDGET_NAMES = ("Kode", "Program/Kegiatan", "Seksi", "Pagu (Rp)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov")
_TARGETS: Mapping[int, str] = MappingProxyType(
    {
        one.key: {
            Span.YEAR: "Target tahun",
            Span.QUARTER: f"TW {('I', 'II', 'III', 'IV')[one.place % 5 - 1]}"
            if one.span is Span.QUARTER
            else "",
            Span.MONTH: (*_MONTHS, "Des")[one.place - 1],
        }[one.span]
        for one in periods_of(1)
    }
)
_TEXTS = (
    *("Kode", "Jenjang", "Tempat", "Indikator", "Satuan", "Seksi", "Petugas"),
    *("Arah", "Penggabungan", "Rumus turun", "Batas capaian (%)"),
    *("Definisi", "Cara menghitung", "Sumber data", "Contoh", "Target akhir Renstra"),
)
_INDICATOR_NAMES = (*_TEXTS, *_TARGETS.values())
_Row = Branch | PlannedIndicator | BudgetLine
_WIDTHS = (10, 10, 9, 44, 12, 20, 20, 8, 14, 12, 12, 40, 40, 28, 9, 14)


def sheets_of(plan: Plan) -> list[Sheet]:
    """Return the sheets of a plan; of an empty one, the template."""
    return [
        Sheet(
            name=BRANCHES,
            names=_BRANCH_NAMES,
            rows=[[b.code, b.kind.value, b.name, b.above] for b in plan.branches],
            widths=(10, 12, 70, 10),
        ),
        Sheet(
            name=INDICATORS,
            names=_INDICATOR_NAMES,
            rows=[_indicator_cells(one) for one in plan.indicators],
            widths=(*_WIDTHS, *(10 for _ in _TARGETS)),
        ),
        Sheet(
            name=BUDGET,
            names=_BUDGET_NAMES,
            rows=[[b.code, b.branch, b.section, b.ceiling] for b in plan.budget],
            widths=(10, 18, 24, 18),
        ),
    ]


def plan_from(
    book: Mapping[str, Sequence[Sequence[Cell]]], before: Plan, sections: frozenset[str]
) -> Plan:
    """Return the plan that a spreadsheet holds.

    Args:
        book: cells by sheet.
        before: gives the year and the years of the Renstra.
        sections: role keys that may report.

    Raises:
        SheetInvalidError: names every line that does not fit.
    """
    reading = Reading()
    branches = [
        (line, _branch(line)) for line in reading.lines(book, BRANCHES, _BRANCH_NAMES)
    ]
    indicators = [
        (line, _indicator(line))
        for line in reading.lines(book, INDICATORS, _INDICATOR_NAMES)
    ]
    budget = [
        (line, _budget(line)) for line in reading.lines(book, BUDGET, _BUDGET_NAMES)
    ]
    plan = Plan(
        year=before.year,
        renstra=before.renstra,
        branches=tuple(one for _, one in branches),
        indicators=tuple(one for _, one in indicators),
        budget=tuple(one for _, one in budget),
    )
    every: list[tuple[Line, _Row]] = [*branches, *indicators, *budget]
    for line, row in every:
        line.tell(_problems(row, plan, sections))
    for rows in (branches, indicators, budget):
        _tell_twice(rows)
    if not reading.wrong and not plan.indicators:
        reading.wrong.append((INDICATORS, "sheet.no_rows"))
    reading.end()
    return plan


def _branch(line: Line) -> Branch:
    return Branch(
        code=line.text("Kode"),
        kind=line.word("Jenis", BranchKind.GOAL),
        name=line.text("Uraian"),
        above=line.text("Induk"),
    )


def _budget(line: Line) -> BudgetLine:
    return BudgetLine(
        code=line.text("Kode"),
        branch=line.text("Program/Kegiatan"),
        section=RoleKey(line.text("Seksi")),
        ceiling=line.figure("Pagu (Rp)") or Decimal(),
    )


def _problems(
    row: _Row, plan: Plan, sections: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield (column, message key) of what does not fit; "" is the whole row."""
    if isinstance(row, Branch):
        found = branch_problems(row, plan)
    elif isinstance(row, PlannedIndicator):
        found = indicator_problems(row, plan)
        if row.indicator.section not in sections:
            yield "Seksi", "plans.section_unknown"
    else:
        found = budget_problems(row, plan, sections)
    for key in found:
        yield "", key


def _tell_twice(
    rows: Sequence[tuple[Line, _Row]],
) -> None:
    seen: set[str] = set()
    for line, row in rows:
        if row.code in seen:
            line.wrong("Kode", "plans.code_twice")
        seen.add(row.code)


def _indicator(line: Line) -> PlannedIndicator:
    unit = line.text("Satuan")
    grade = unit == GRADE_UNIT
    figures: Callable[[str], Decimal | None] = lambda name: line.figure(  # noqa: E731
        name, grade=grade
    )
    targets = {key: figures(name) for key, name in _TARGETS.items()}
    officer = line.text("Petugas")
    return PlannedIndicator(
        indicator=Indicator(
            code=line.text("Kode"),
            objective="",
            name=line.text("Indikator"),
            unit=unit,
            section=RoleKey(line.text("Seksi")),
            level=line.word("Jenjang", Level.IKU),
            direction=line.word("Arah", Direction.HIGHER),
            formula=line.word("Rumus turun", LowerFormula.COMPLEMENT),
            aggregation=line.word("Penggabungan", Aggregation.LAST),
            cap=line.figure("Batas capaian (%)"),
            example=line.word("Contoh", otherwise=False),
        ),
        branch=line.text("Tempat"),
        definition=line.text("Definisi"),
        calculation=line.text("Cara menghitung"),
        source=line.text("Sumber data"),
        officer=RoleKey(officer) if officer else None,
        targets={key: one for key, one in targets.items() if one is not None},
        end_target=figures("Target akhir Renstra"),
    )


def _indicator_cells(planned: PlannedIndicator) -> list[Cell]:
    one = planned.indicator
    is_grade = one.unit == GRADE_UNIT

    def shown(value: Decimal | None) -> Cell:
        return (grade_of(value) or value) if is_grade else value

    return [
        *(one.code, one.level.value, planned.branch, one.name, one.unit, one.section),
        planned.officer or "",
        *(_word("Arah", one.direction), _word("Penggabungan", one.aggregation)),
        *(_word("Rumus turun", one.formula), one.cap),
        *(planned.definition, planned.calculation, planned.source),
        *("ya" if one.example else "", shown(planned.end_target)),
        *(shown(planned.targets.get(key)) for key in _TARGETS),
    ]


def _word(name: str, value: object) -> str:
    return next(word for word, found in WORDS[name].items() if found is value)
