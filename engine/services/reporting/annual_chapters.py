"""The chapters of the LKjIP, from the year's figures and analyses.

They follow Permenpan RB 53/2014. What only people know stands as a paragraph that
waits for them; the rest is told by the data. The report is Indonesian whatever the
reader's language.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from engine.domain.blocks import Block, Grid, Heading, Paragraph
from engine.domain.indicators import Level, achievement, grade_of
from engine.domain.measuring import GRADE_UNIT
from engine.domain.performance import mean
from engine.domain.plans import BranchKind
from engine.domain.wording import number_text
from engine.services.performance.achievement import PerformanceRow, PerformanceSheet
from engine.services.performance.history import Analysis
from engine.translations import sentence

_NOTHING = "–"


def chapters(
    sheet: PerformanceSheet, analyses: Callable[[str], Sequence[Analysis]]
) -> Iterator[Block]:
    """Yield the report's blocks in order.

    Args:
        sheet: of a whole year.
        analyses: of an indicator by its code, in that year.
    """
    yield from _opening(sheet)
    yield from _planning(sheet)
    yield from _achieved(sheet)
    for row in _of_level(sheet, Level.IKU):
        yield Heading(text=row.planned.indicator.name, level=3)
        yield Paragraph(text=_told(row))
        yield from _analysed(analyses(row.planned.code))
    yield from _money(sheet)
    yield from _closing(sheet)


def say(key: str, **facts: object) -> str:
    """Return a sentence of the report."""
    return sentence(f"annual.{key}", "id", facts)


def _opening(sheet: PerformanceSheet) -> Iterator[Block]:
    year, total = sheet.period.year, sheet.total
    yield Heading(text=say("preface"))
    yield Paragraph(text=say("preface_text", year=year))
    yield Paragraph(text=say("write_preface"), waits=True)
    yield Heading(text=say("summary"))
    yield Paragraph(
        text=say(
            "summary_text",
            year=year,
            all=total.indicators,
            met=total.on_target,
            below=total.below,
            unknown=total.incomplete + total.not_evaluable,
            mean=_percent(total.mean),
        )
    )
    yield Heading(text=say("chapter_1"))
    for part in ("background", "duties", "structure", "issues"):
        yield Heading(text=say(part), level=2)
        yield Paragraph(text=say(f"write_{part}"), waits=True)


def _planning(sheet: PerformanceSheet) -> Iterator[Block]:
    plan = sheet.plan
    yield Heading(text=say("chapter_2"))
    yield Heading(text=say("renstra"), level=2)
    first, last = plan.renstra
    yield Paragraph(text=say("renstra_text", first=first, last=last))
    goals = [
        (above.name, one.name)
        for one in plan.branches
        if one.kind is BranchKind.OBJECTIVE
        for above in [plan.branch(one.above)]
        if above is not None
    ]
    yield Grid(names=_names("goal", "objective"), rows=tuple(goals), numbers=2)
    yield Heading(text=say("agreement"), level=2)
    rows = tuple(
        (
            row.objective,
            row.planned.indicator.name,
            row.planned.indicator.unit,
            _figure(row, row.planned.targets.get(0)),
        )
        for row in _of_level(sheet, Level.IKU)
    )
    yield Grid(
        names=_names("objective", "indicator", "unit", "target"), rows=rows, numbers=3
    )


def _achieved(sheet: PerformanceSheet) -> Iterator[Block]:
    yield Heading(text=say("chapter_3"))
    yield Heading(text=say("achievement"), level=2)
    names = _names("indicator", "target", "reached", "percent", "rating")
    for level in (Level.IKU, Level.PROGRAM, Level.KEGIATAN):
        rows = [
            (
                row.planned.indicator.name,
                _figure(row, row.now.target),
                _figure(row, row.now.realisation),
                _percent(row.now.achievement),
                row.now.rating or _NOTHING,
            )
            for row in _of_level(sheet, level)
        ]
        if rows:
            yield Heading(text=say(f"level_{level.value}"), level=3)
            yield Grid(names=names, rows=tuple(rows), numbers=1)
    yield Heading(text=say("compared"), level=2)
    compared = [
        (
            row.planned.indicator.name,
            _percent(row.last_year.achievement if row.last_year else None),
            _percent(row.now.achievement),
            _figure(row, row.planned.end_target),
            _percent(_toward_end(row)),
        )
        for row in _of_level(sheet, Level.IKU)
    ]
    yield Grid(
        names=_names("indicator", "year_before", "this_year", "end_target", "progress"),
        rows=tuple(compared),
        numbers=1,
    )
    yield Heading(text=say("causes"), level=2)


def _analysed(analyses: Sequence[Analysis]) -> Iterator[Block]:
    if not analyses:
        yield Paragraph(text=say("write_analysis"), waits=True)
    for one in analyses:
        words = " ".join(
            f"{say(key)}: {text}" for key, text in one.told.items() if text
        )
        yield Paragraph(text=f"{one.period.label}. {words}")


def _money(sheet: PerformanceSheet) -> Iterator[Block]:
    yield Heading(text=say("efficiency"), level=2)
    names = {one.section: one.name for one in sheet.sections}
    rows = []
    for one in sheet.budget:
        percents = [
            row.now.achievement
            for row in sheet.rows
            if row.planned.indicator.section == one.section
            and row.now.achievement is not None
        ]
        rows.append(
            (names[one.section], _percent(mean(percents)), _percent(one.percent))
        )
    yield Grid(
        names=_names("section", "percent", "absorbed"), rows=tuple(rows), numbers=1
    )
    yield Heading(text=say("spending"), level=2)
    spent = tuple(
        (
            ", ".join(one.programs),
            number_text(one.ceiling, 0),
            _NOTHING if one.spent is None else number_text(one.spent, 0),
            _percent(one.percent),
        )
        for one in sheet.budget
    )
    yield Grid(
        names=_names("program", "ceiling", "spent", "absorbed"), rows=spent, numbers=1
    )


def _closing(sheet: PerformanceSheet) -> Iterator[Block]:
    yield Heading(text=say("chapter_4"))
    criterion = sheet.total.criterion.value
    yield Paragraph(text=say(f"criterion_{criterion}", year=sheet.period.year))
    below = [
        row.planned.indicator.name
        for row in sheet.rows
        if row.now.achievement is not None and not row.now.is_on_target
    ]
    if below:
        yield Paragraph(text=say("below", names="; ".join(below)))
    yield Paragraph(text=say("write_closing"), waits=True)


def _told(row: PerformanceRow) -> str:
    return say(
        "told",
        reached=_figure(row, row.now.realisation),
        target=_figure(row, row.now.target),
        percent=_percent(row.now.achievement),
        rating=row.now.rating or _NOTHING,
    )


def _toward_end(row: PerformanceRow) -> Decimal | None:
    end, reached = row.planned.end_target, row.now.realisation
    if end is None or reached is None:
        return None
    return achievement(row.planned.indicator, end, reached)


def _of_level(sheet: PerformanceSheet, level: Level) -> list[PerformanceRow]:
    return [row for row in sheet.rows if row.planned.indicator.level is level]


def _figure(row: PerformanceRow, value: Decimal | None) -> str:
    if value is None:
        return _NOTHING
    grade = grade_of(value) if row.planned.indicator.unit == GRADE_UNIT else None
    return grade or number_text(value, 4)


def _percent(value: Decimal | None) -> str:
    return _NOTHING if value is None else number_text(value, 2, fixed=True)


def _names(*keys: str) -> tuple[str, ...]:
    return tuple(say(f"column_{key}") for key in keys)
