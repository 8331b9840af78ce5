"""The page of a period: rows, tiles, sections and budget."""

from dataclasses import dataclass
from typing import Any

from engine.services.performance.achievement import PerformanceRow, PerformanceSheet
from web.asking import Visit
from web.performance.words import (
    Mark,
    criterion_of,
    figure,
    mark_of,
    percent,
    period_name,
    reporting_of,
    rupiah,
    trend_of,
)

PATH = "/kinerja"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An indicator in the table."""

    path: str
    code: str
    name: str
    level: str
    objective: str
    unit: str
    section: str
    target: str
    reached: str
    percent: str
    mark: Mark
    trend: Mark | None
    so_far: str
    last_year: str


def sheet_page(sheet: PerformanceSheet, visit: Visit) -> dict[str, Any]:
    """Return what the page of a period shows."""
    names = {one.section: one.name for one in sheet.sections}
    return {
        "period": sheet.period,
        "period_name": period_name(sheet.period, visit),
        "revision": sheet.revision,
        "rows": [
            _row(one, names[one.planned.indicator.section], sheet, visit)
            for one in sheet.rows
        ],
        "levels": _levels(sheet, visit),
        "total": sheet.total,
        "sections": [
            {
                "name": one.name,
                "mark": reporting_of(one.state, visit),
                "reported": one.reported,
                "expected": one.expected,
                "due_at": one.due_at,
                "at": one.at,
            }
            for one in sheet.sections
        ],
        "budget": [
            {
                "section": names.get(one.section, one.section),
                "programs": one.programs,
                "ceiling": rupiah(one.ceiling, visit.language),
                "spent": rupiah(one.spent, visit.language),
                "percent": percent(one.percent, visit.language),
            }
            for one in sheet.budget
        ],
    }


def _levels(sheet: PerformanceSheet, visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "name": visit.say(f"performance.level_{level.value}"),
            "mean": percent(one.mean, visit.language),
            "on_target": one.on_target,
            "indicators": one.indicators,
            "criterion": criterion_of(one.criterion, visit),
        }
        for level, one in sheet.levels.items()
    ]


def _row(
    row: PerformanceRow, section: str, sheet: PerformanceSheet, visit: Visit
) -> Row:
    indicator = row.planned.indicator
    return Row(
        path=f"{PATH}/indikator/{indicator.code}?tahun={sheet.period.year}",
        code=indicator.code,
        name=indicator.name,
        level=visit.say(f"performance.level_{indicator.level.value}"),
        objective=row.objective,
        unit=indicator.unit,
        section=section,
        target=figure(row.now.target, indicator.unit, visit.language),
        reached=figure(row.now.realisation, indicator.unit, visit.language),
        percent=percent(row.now.achievement, visit.language),
        mark=mark_of(row.now, visit),
        trend=trend_of(row.trend, visit),
        so_far=percent(row.so_far.achievement, visit.language),
        last_year=percent(
            row.last_year.achievement if row.last_year else None, visit.language
        ),
    )
