"""Figures as templates and CSV files take them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engine.domain.indicators import grade_of
from engine.domain.measuring import GRADE_UNIT
from engine.domain.performance import mean
from engine.domain.sheets import Cell
from engine.domain.values import JsonObject, JsonValue, RoleKey
from engine.services.performance.achievement import PerformanceRow
from engine.services.performance.yearbook import Absorption

_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a text that a program would compute


def plain(cell: Cell) -> str:
    """Return a cell of a CSV file; a text never becomes a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_RISKY) else text


def indicator_words(row: PerformanceRow, section: str) -> JsonObject:
    """Return an indicator in a period under the names that templates print."""
    indicator = row.planned.indicator

    def number(value: Decimal | None) -> JsonValue:
        return None if value is None else float(value)

    def shown(value: Decimal | None) -> JsonValue:
        is_grade = indicator.unit == GRADE_UNIT
        return (grade_of(value) if is_grade else None) or number(value)

    return {
        "kode": indicator.code,
        "jenjang": indicator.level.value,
        "sasaran": row.objective,
        "nama": indicator.name,
        "satuan": indicator.unit,
        "seksi": section,
        "target": shown(row.now.target),
        "realisasi": shown(row.now.realisation),
        "capaian": number(row.now.achievement),
        "predikat": row.now.rating,
        "hasil": row.now.outcome.value,
        "target_kumulatif": shown(row.so_far.target),
        "realisasi_kumulatif": shown(row.so_far.realisation),
        "capaian_kumulatif": number(row.so_far.achievement),
        "predikat_kumulatif": row.so_far.rating,
        "capaian_tahun_lalu": number(
            row.last_year.achievement if row.last_year else None
        ),
    }


def summary_of(rows: JsonValue) -> JsonObject:
    """Return how measured rows stand together, their mean rounded once, half up."""
    found = (
        [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )
    percents = [
        Decimal(str(row["capaian"])) for row in found if row.get("capaian") is not None
    ]
    average = mean(percents)
    return {
        "indikator": len(found),
        "tercapai": sum(one >= 100 for one in percents),
        "di_bawah": sum(one < 100 for one in percents),
        "belum": len(found) - len(percents),
        "rerata": None if average is None else float(average),
    }


def budget_words(
    budget: Iterable[Absorption], names: Mapping[RoleKey, str]
) -> list[JsonValue]:
    """Return sections' budgets under the names that templates print."""
    return [
        {
            "seksi": names.get(one.section, one.section),
            "program": ", ".join(one.programs),
            "pagu": float(one.ceiling),
            "realisasi": None if one.spent is None else float(one.spent),
            "serapan": None if one.percent is None else float(one.percent),
        }
        for one in budget
    ]
