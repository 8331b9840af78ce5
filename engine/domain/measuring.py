"""What a case of the measurement SOP measured, read out of its data.

The case's data is what officers filled in: `format_indikator` (step 2: which section
reports what, against which target), the sections' answers under the element
`Activity_IsiData`, and the period of step 1. Documents, screens and the analysis form
all show the rows that this module makes of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from engine.domain.indicators import (
    Assessment,
    Direction,
    Indicator,
    Level,
    assess,
    quantity,
)
from engine.domain.periods import Period, Span, period_of_text, year_of
from engine.domain.values import CaseData, JsonObject, JsonValue, RoleKey
from engine.domain.wording import number_text

FORMAT = "format_indikator"
ANSWERS = "Activity_IsiData"
GRADE_UNIT = "Predikat"
_PLACES: Mapping[Span, str] = MappingProxyType(
    {Span.QUARTER: "triwulan", Span.MONTH: "bulan"}
)


def case_period(data: CaseData) -> Period | None:
    """Return the period that a case measures, None while it has none."""
    kind, year = data.get("periode_jenis"), _between(data.get("tahun"), 1, 9999)
    if year is None or kind not in set(Span):
        return None
    key = _PLACES.get(Span(str(kind)))
    if key is None:
        return year_of(year)
    place = _between(data.get(key), 1, 4 if key == "triwulan" else 12)
    return (
        None if place is None else Period(year=year, span=Span(str(kind)), place=place)
    )


def period_of(data: CaseData) -> JsonObject:
    """Return the period a case measures: `jenis, label, tahun, awal, akhir, urutan`.

    Days are ISO texts; all are empty while the case has no period yet. `urutan` is
    the quarter or month from 1, 0 for a year.
    """
    kind = str(data.get("periode_jenis") or "")
    year = _between(data.get("tahun"), 1, 9999)
    period = case_period(data)
    if period is not None:
        days = (period.first, period.last)
        return _period(kind, period.label, period.year, period.place, days)
    return _period(kind, "" if year is None else f"Tahun {year}", year, 0, None)


def _period(
    kind: str,
    label: str,
    year: JsonValue,
    place: int,
    days: tuple[date, date] | None,
) -> JsonObject:
    first, last = (day.isoformat() for day in days) if days else ("", "")
    return {
        "jenis": kind,
        "label": label,
        "tahun": year,
        "urutan": place,
        "awal": first,
        "akhir": last,
    }


def data_of_period(text: str) -> JsonObject:
    """Return the names under which a case's period stands in its data.

    Args:
        text: `2024-08` or `2024-TW3`; anything else gives no names.
    """
    period = period_of_text(text)
    if period is None or period.span is Span.YEAR:
        return {}
    return {
        "periode_jenis": period.span.value,
        "tahun": period.year,
        _PLACES[period.span]: period.place,
    }


def _between(value: JsonValue, least: int, most: int) -> int | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return int(value) if value == int(value) and least <= value <= most else None


def calendar_names(today: date) -> JsonObject:
    """Return names of today that forms copy: what is usually measured now.

    `hari_ini` and `pekan_depan` are ISO days; `triwulan_lalu` and `bulan_lalu` the
    last quarter and month that have ended, `tahun_periode` the year of that quarter.
    """
    ended = today.replace(day=1) - timedelta(days=1)
    quarter = (today.month - 1) // 3
    return {
        "hari_ini": today.isoformat(),
        "pekan_depan": (today + timedelta(days=7)).isoformat(),
        "bulan_lalu": ended.month,
        "triwulan_lalu": quarter or 4,
        "tahun_periode": today.year if quarter else today.year - 1,
    }


def measured_rows(
    data: CaseData, indicators: Mapping[str, Indicator]
) -> list[JsonObject]:
    """Return one row per indicator of the case, in the order of its format.

    Args:
        data: of the case; what is missing shows as null.
        indicators: the office's indicators by code; one that is not among them is
            shown by its code and what the format says of it.

    Returns:
        Rows with `kode, sasaran, nama, satuan, arah, seksi, target, realisasi,
        capaian, predikat, hasil, tercapai, sumber_data, penjelasan, bukti` and
        `capaian_teks`. Figures are JSON numbers, grades texts, `hasil` an Outcome.
    """
    answers = _answers(data)
    rows: list[JsonObject] = []
    for promised in _objects(data.get(FORMAT)):
        code, section = str(promised.get("kode")), str(promised.get("seksi"))
        reported = answers.get((section, code), {})
        rows.append(_row(_indicator(promised, indicators), promised, reported))
    return rows


def _answers(data: CaseData) -> dict[tuple[str, str], JsonObject]:
    found: dict[tuple[str, str], JsonObject] = {}
    for answer in _objects(data.get(ANSWERS)):
        section = str(answer.get("seksi_ini"))
        for row in _objects(answer.get("realisasi_indikator")):
            found[section, str(row.get("kode"))] = row
    return found


def _objects(value: JsonValue) -> list[JsonObject]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _indicator(promised: JsonObject, indicators: Mapping[str, Indicator]) -> Indicator:
    code, section = str(promised.get("kode")), RoleKey(str(promised.get("seksi")))
    known = indicators.get(code) or Indicator(
        code=code,
        objective="",
        name=code,
        unit="",
        section=section,
        level=Level.PROGRAM,
    )
    direction = promised.get("arah")
    return replace(
        known,
        section=section,
        unit=str(promised.get("satuan") or known.unit),
        direction=Direction(direction)
        if direction in ("naik", "turun")
        else known.direction,
    )


def _row(
    indicator: Indicator, promised: JsonObject, reported: JsonObject
) -> JsonObject:
    grade = indicator.unit == GRADE_UNIT
    target = promised.get("target_predikat" if grade else "target")
    reached = reported.get("realisasi_predikat" if grade else "realisasi")
    result = assess(indicator, _figure(target), _figure(reached))
    percent = result.achievement
    evidence = reported.get("bukti")
    return {
        "kode": indicator.code,
        "sasaran": indicator.objective,
        "nama": indicator.name,
        "satuan": indicator.unit,
        "arah": indicator.direction.value,
        "seksi": str(indicator.section),
        "target": target,
        "realisasi": reached,
        "capaian": None if percent is None else float(percent),
        "predikat": result.rating,
        "hasil": result.outcome.value,
        "tercapai": result.is_on_target,
        "sumber_data": reported.get("sumber_data"),
        "penjelasan": reported.get("penjelasan"),
        "bukti": len(evidence) if isinstance(evidence, list) else 0,
        "capaian_teks": _sentence(target, reached, result),
    }


def _figure(value: JsonValue) -> Decimal | None:
    return quantity(value) if isinstance(value, str | int | float) else None


def _sentence(target: JsonValue, reached: JsonValue, result: Assessment) -> str:
    shown = f"Target {_shown(target)}, realisasi {_shown(reached)}"
    if result.achievement is None:
        return shown
    percent = number_text(result.achievement)
    return f"{shown}, capaian {percent} % ({result.rating})"


def _shown(value: JsonValue) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value, 4)
    return str(value) if value else "–"
