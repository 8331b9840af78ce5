"""A plan as its page shows it: the tree with its indicators, budget and history."""

from collections.abc import Iterator
from typing import Any

from engine.domain.periods import Span, period_of_key, periods_of
from engine.domain.plan_rules import PlanChange, PlanProblem
from engine.domain.plans import Plan, PlannedIndicator, PlanRevision
from engine.services.performance.plans import PlanView
from web.asking import Visit
from web.performance.words import figure, period_name, rupiah

PATH = "/rencana"
_TARGET = "target_"
_WORDS = {
    "direction": "plans.direction_{}",
    "aggregation": "plans.aggregation_{}",
    "formula": "plans.formula_{}",
}


def plan_page(view: PlanView, visit: Visit) -> dict[str, Any]:
    """Return what the page of a plan shows."""
    revision, plan = view.revision, view.revision.plan
    return {
        "year": revision.year,
        "path": f"{PATH}/{revision.year}",
        "revision": revision,
        "signed_as": revision.signed_as.splitlines(),
        "renstra": plan.renstra,
        "quarters": [
            visit.say("performance.quarter_short", n=place) for place in range(1, 5)
        ],
        "tree": list(_tree(plan, view, visit)),
        "budget": [
            {
                "code": one.code,
                "program": plan.branch(one.branch),
                "section": view.sections.get(one.section, one.section),
                "ceiling": rupiah(one.ceiling, visit.language),
            }
            for one in plan.budget
        ],
        "total": rupiah(
            sum(one.ceiling for one in plan.budget) or None, visit.language
        ),
        "problems": [_problem(one, visit) for one in view.problems],
        "history": [_signed(one, changes, visit) for one, changes in view.history],
        "may_edit": view.may_edit,
        "may_revise": view.may_revise,
        "may_sign": view.may_sign,
        "own_work": view.own_work,
    }


def _tree(plan: Plan, view: PlanView, visit: Visit) -> Iterator[dict[str, Any]]:
    """Yield branches from the goals down, each with its indicators."""
    for branch in _in_order(plan, ""):
        yield {
            "code": branch.code,
            "kind": visit.say(f"plans.kind_{branch.kind.value}"),
            "kind_key": branch.kind.value,
            "name": branch.name,
            "indicators": [
                _indicator(one, view, visit)
                for one in plan.indicators
                if one.branch == branch.code
            ],
        }


def _in_order(plan: Plan, above: str) -> Iterator[Any]:
    for branch in plan.branches:
        if branch.above == above:
            yield branch
            yield from _in_order(plan, branch.code)


def _indicator(one: PlannedIndicator, view: PlanView, visit: Visit) -> dict[str, Any]:
    indicator, unit = one.indicator, one.indicator.unit
    quarters = range(1, 5)
    return {
        "code": one.code,
        "name": indicator.name,
        "unit": unit,
        "section": view.sections.get(indicator.section, indicator.section),
        "level": visit.say(f"performance.level_{indicator.level.value}"),
        "rule": visit.say(f"plans.direction_{indicator.direction.value}"),
        "sum": visit.say(f"plans.aggregation_{indicator.aggregation.value}"),
        "year": figure(one.targets.get(0), unit, visit.language),
        "quarters": [
            figure(one.targets.get(key), unit, visit.language) for key in quarters
        ],
        "months": [
            (period_name(period, visit), figure(value, unit, visit.language))
            for period in periods_of(view.revision.year)
            if period.span is Span.MONTH
            and (value := one.targets.get(period.key)) is not None
        ],
        "definition": one.definition,
        "calculation": one.calculation,
        "source": one.source,
        "officer": view.sections.get(one.officer, one.officer) if one.officer else "",
        "end_target": figure(one.end_target, unit, visit.language),
    }


def _problem(problem: PlanProblem, visit: Visit) -> tuple[str, str]:
    place = visit.say(f"plans.part_{problem.part}")
    return f"{place} {problem.code}".strip(), visit.say(problem.key)


def _signed(
    revision: PlanRevision, changes: tuple[PlanChange, ...], visit: Visit
) -> dict[str, Any]:
    return {
        "number": revision.revision,
        "reason": revision.reason,
        "signed_as": revision.signed_as.splitlines(),
        "at": revision.signed_at,
        "changes": [_change(one, revision.year, visit) for one in changes],
    }


def _change(change: PlanChange, year: int, visit: Visit) -> dict[str, str]:
    place = f"{visit.say(f'plans.part_{change.part}')} {change.code}"
    if not change.field:
        verb = "plans.was_added" if change.before is None else "plans.was_removed"
        name = change.after or change.before or ""
        return {"place": place, "field": visit.say(verb), "before": "", "after": name}
    if change.field.startswith(_TARGET) and change.field != "target_":
        key = int(change.field.removeprefix(_TARGET))
        period = period_name(period_of_key(year, key), visit)
        field = visit.say("plans.target_of", period=period)
    else:
        field = visit.say(f"plans.{change.field}")
    return {
        "place": place,
        "field": field,
        "before": _word(change.field, change.before, visit),
        "after": _word(change.field, change.after, visit),
    }


def _word(field: str, value: str | None, visit: Visit) -> str:
    if value and field in _WORDS:
        return visit.say(_WORDS[field].format(value))
    return value or "–"
