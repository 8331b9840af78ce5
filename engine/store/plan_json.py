"""A plan as the JSON that its row holds, and back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from engine.domain.indicators import (
    Aggregation,
    Direction,
    Indicator,
    Level,
    LowerFormula,
)
from engine.domain.plans import Branch, BranchKind, BudgetLine, Plan, PlannedIndicator
from engine.domain.values import RoleKey


def json_of(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values; figures are texts with their own digits."""
    return {
        "renstra": list(plan.renstra),
        "branches": [
            {
                "code": one.code,
                "kind": one.kind.value,
                "name": one.name,
                "above": one.above,
            }
            for one in plan.branches
        ],
        "indicators": [_indicator_json(one) for one in plan.indicators],
        "budget": [
            {
                "code": one.code,
                "branch": one.branch,
                "section": one.section,
                "ceiling": str(one.ceiling),
            }
            for one in plan.budget
        ],
    }


def plan_of(year: int, stored: dict[str, Any]) -> Plan:
    """Return the plan that `json_of` was given."""
    indicators = tuple(_indicator(one) for one in stored["indicators"])
    return replace(budget_of(year, stored), indicators=indicators)


def budget_of(year: int, stored: dict[str, Any]) -> Plan:
    """Return a plan without its indicators, which are most of it."""
    first, last = stored["renstra"]
    return Plan(
        year=year,
        renstra=(first, last),
        branches=tuple(
            Branch(**{**one, "kind": BranchKind(one["kind"])})
            for one in stored["branches"]
        ),
        budget=tuple(
            BudgetLine(
                code=one["code"],
                branch=one["branch"],
                section=RoleKey(one["section"]),
                ceiling=Decimal(one["ceiling"]),
            )
            for one in stored["budget"]
        ),
    )


def _indicator_json(planned: PlannedIndicator) -> dict[str, Any]:
    one = planned.indicator
    return {
        "code": one.code,
        "objective": one.objective,
        "name": one.name,
        "unit": one.unit,
        "section": one.section,
        "level": one.level.value,
        "direction": one.direction.value,
        "formula": one.formula.value,
        "aggregation": one.aggregation.value,
        "cap": _digits(one.cap),
        "example": one.example,
        "branch": planned.branch,
        "definition": planned.definition,
        "calculation": planned.calculation,
        "source": planned.source,
        "officer": planned.officer,
        "targets": {str(key): str(value) for key, value in planned.targets.items()},
        "end_target": _digits(planned.end_target),
    }


def _indicator(stored: dict[str, Any]) -> PlannedIndicator:
    return PlannedIndicator(
        indicator=Indicator(
            code=stored["code"],
            objective=stored["objective"],
            name=stored["name"],
            unit=stored["unit"],
            section=RoleKey(stored["section"]),
            level=Level(stored["level"]),
            direction=Direction(stored["direction"]),
            formula=LowerFormula(stored["formula"]),
            aggregation=Aggregation(stored["aggregation"]),
            cap=_figure(stored["cap"]),
            example=stored["example"],
        ),
        branch=stored["branch"],
        definition=stored["definition"],
        calculation=stored["calculation"],
        source=stored["source"],
        officer=RoleKey(stored["officer"]) if stored["officer"] else None,
        targets={int(key): Decimal(text) for key, text in stored["targets"].items()},
        end_target=_figure(stored["end_target"]),
    )


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
