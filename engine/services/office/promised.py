"""What the office promised, as forms show it: targets, and what a section may spend."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engine.domain.indicators import GRADES, Aggregation, Indicator
from engine.domain.measuring import GRADE_UNIT
from engine.domain.periods import Period, year_of
from engine.domain.plans import Ceiling, Plan
from engine.domain.values import JsonObject, JsonValue, RoleKey

CEILING = "pagu_seksi"
Ceilings = Mapping[tuple[int, RoleKey], Ceiling]
Targets = Mapping[tuple[str, int, int], Decimal | None]


def promised_rows(
    indicators: Mapping[str, Indicator], targets: Targets, period: Period
) -> list[JsonValue]:
    """Return the indicators with what is promised for a period.

    Where a period has no target, what stands last in its quarter or year is taken
    from there; an amount is not, for a month's part of it is unknown.
    """
    planned = {code for code, year, _ in targets if year == period.year}
    rows: list[JsonValue] = []
    for code, one in indicators.items():
        if planned and code not in planned:
            continue
        target = _target(targets, one, period)
        is_grade = one.unit == GRADE_UNIT
        rows.append(
            {
                "value": code,
                "label": f"{code} {one.name}",
                "kode": code,
                "nama": one.name,
                "sasaran": one.objective,
                "seksi": one.section,
                "satuan": one.unit,
                "arah": one.direction.value,
                "target": None if target is None or is_grade else _number(target),
                "target_predikat": _grade(target) if is_grade else None,
            }
        )
    return rows


def ceilings_of(plans: Iterable[Plan]) -> dict[tuple[int, RoleKey], Ceiling]:
    """Return what each section may spend, by year."""
    return {
        (plan.year, section): ceiling
        for plan in plans
        for section, ceiling in plan.ceilings.items()
    }


def ceiling_words(ceilings: Ceilings, section: JsonValue, year: int) -> JsonObject:
    """Return a section's programme and ceiling; nulls where no signed plan has it."""
    found = ceilings.get((year, RoleKey(str(section))))
    if found is None:
        return {"program": None, "pagu": None}
    return {
        "program": "; ".join(found.programs) or None,
        "pagu": _number(found.amount),
    }


def _target(targets: Targets, indicator: Indicator, period: Period) -> Decimal | None:
    wider = [period]
    if indicator.aggregation is not Aggregation.SUM:
        wider += [period.quarter, year_of(period.year)]
    found = (targets.get((indicator.code, one.year, one.key)) for one in wider)
    return next((target for target in found if target is not None), None)


def _grade(target: Decimal | None) -> str | None:
    return next((word for word, place in GRADES.items() if place == target), None)


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
