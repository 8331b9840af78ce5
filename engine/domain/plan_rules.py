"""What makes a plan impossible, and what one plan changed of another."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.domain.indicators import Aggregation
from engine.domain.periods import YEAR_KEY, period_of_key, quarter_of
from engine.domain.plans import (
    ABOVE,
    PLACE,
    Branch,
    BranchKind,
    BudgetLine,
    Plan,
    PlannedIndicator,
)
from engine.domain.wording import rounded_half_up

MAX_TEXT = 1_000
MAX_NAME = 300
MAX_FIGURE = Decimal(10) ** 15
MAX_DECIMALS = 4
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanProblem:
    """Why a plan cannot stand.

    Attributes:
        part: `branch`, `indicator` or `budget`.
        code: of the row, or its number where it has none.
        key: of the sentence.
    """

    part: str
    code: str
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChange:
    """One thing that differs between two plans.

    Attributes:
        field: what of the row; empty where the row is new or gone.
        before, after: as texts; None where the row was not, or is no longer.
    """

    part: str
    code: str
    field: str
    before: str | None
    after: str | None


def plan_problems(plan: Plan, sections: Container[str]) -> list[PlanProblem]:
    """Return everything that keeps a plan from being signed.

    Args:
        plan: in any state.
        sections: role keys of the office's sections.
    """
    found = [*_twice(plan)]
    found += [_told("branch", one.code, key) for one, key in _branches(plan)]
    for planned in plan.indicators:
        keys = [*indicator_problems(planned, plan), *_gaps(planned)]
        if planned.indicator.section not in sections:
            keys.append("plans.section_unknown")
        found += [_told("indicator", planned.code, key) for key in keys]
    for line in plan.budget:
        found += [
            _told("budget", line.code, key)
            for key in budget_problems(line, plan, sections)
        ]
    if not plan.indicators:
        found.append(_told("indicator", "", "plans.no_indicators"))
    return found


def branch_problems(branch: Branch, plan: Plan) -> Iterator[str]:
    """Yield message keys of what does not fit in a branch."""
    if not _CODE.fullmatch(branch.code):
        yield "plans.code_unfit"
    if not branch.name.strip():
        yield "plans.name_needed"
    if len(branch.name) > MAX_NAME:
        yield "plans.too_long"
    wanted = ABOVE[branch.kind]
    above = plan.branch(branch.above)
    kind = above.kind if above else None
    if wanted != kind or (wanted is None and branch.above):
        yield "plans.above_unfit"


def indicator_problems(planned: PlannedIndicator, plan: Plan) -> Iterator[str]:
    """Yield message keys of what does not fit in an indicator."""
    indicator = planned.indicator
    texts = (planned.definition, planned.calculation, planned.source)
    if not _CODE.fullmatch(indicator.code):
        yield "plans.code_unfit"
    if not indicator.name.strip():
        yield "plans.name_needed"
    if not indicator.unit.strip():
        yield "plans.unit_needed"
    is_long = len(indicator.name) > MAX_NAME or len(indicator.unit) > 40
    if is_long or any(len(text) > MAX_TEXT for text in texts):
        yield "plans.too_long"
    branch = plan.branch(planned.branch)
    if branch is None or branch.kind is not PLACE[indicator.level]:
        yield "plans.branch_unfit"
    figures = [*planned.targets.values(), planned.end_target, indicator.cap]
    if any(one is not None and not _is_figure(one) for one in figures):
        yield "plans.figure_unfit"
    if indicator.cap is not None and indicator.cap < 100:
        yield "plans.cap_too_low"


def budget_problems(
    line: BudgetLine, plan: Plan, sections: Container[str]
) -> Iterator[str]:
    """Yield message keys of what does not fit in a line of the budget."""
    if not _CODE.fullmatch(line.code):
        yield "plans.code_unfit"
    branch = plan.branch(line.branch)
    if branch is None or branch.kind not in (BranchKind.PROGRAM, BranchKind.ACTIVITY):
        yield "plans.budget_branch_unfit"
    if line.section not in sections:
        yield "plans.section_unknown"
    if not _is_figure(line.ceiling) or line.ceiling == 0:
        yield "plans.figure_unfit"


def plan_changes(before: Plan, after: Plan) -> list[PlanChange]:
    """Return what one plan changed of another, in the order of the plan."""
    parts = (
        ("branch", _rows(before.branches), _rows(after.branches)),
        ("indicator", _rows(before.indicators), _rows(after.indicators)),
        ("budget", _rows(before.budget), _rows(after.budget)),
    )
    return [
        change
        for part, old, new in parts
        for code in [*old, *(code for code in new if code not in old)]
        for change in _row_changes(part, code, old.get(code), new.get(code))
    ]


def _row_changes(
    part: str, code: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[PlanChange]:
    if old is None or new is None:
        yield PlanChange(
            part=part,
            code=code,
            field="",
            before=None if old is None else old["name"],
            after=None if new is None else new["name"],
        )
        return
    for field in [*old, *(name for name in new if name not in old)]:
        before, after = old.get(field), new.get(field)
        if before != after:
            yield PlanChange(
                part=part,
                code=code,
                field=field,
                before=before or "",
                after=after or "",
            )


def _rows(
    rows: Iterable[Branch | PlannedIndicator | BudgetLine],
) -> dict[str, dict[str, str]]:
    return {one.code: _texts(one) for one in rows}


def _texts(row: Branch | PlannedIndicator | BudgetLine) -> dict[str, str]:
    if isinstance(row, Branch):
        return {"name": row.name, "above": row.above}
    if isinstance(row, BudgetLine):
        return {
            "name": row.branch,
            "section": row.section,
            "ceiling": _digits(row.ceiling),
        }
    indicator = row.indicator
    texts = {
        "name": indicator.name,
        "branch": row.branch,
        "unit": indicator.unit,
        "section": str(indicator.section),
        "direction": indicator.direction.value,
        "aggregation": indicator.aggregation.value,
        "formula": indicator.formula.value,
        "cap": _digits(indicator.cap),
        "definition": row.definition,
        "calculation": row.calculation,
        "source": row.source,
        "officer": row.officer or "",
        "end_target": _digits(row.end_target),
    }
    return texts | {
        f"target_{key}": _digits(value) for key, value in sorted(row.targets.items())
    }


def _digits(value: Decimal | None) -> str:
    """Return a figure without the zeros that say nothing: 80.0 is 80."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _branches(plan: Plan) -> Iterator[tuple[Branch, str]]:
    for one in plan.branches:
        for key in branch_problems(one, plan):
            yield one, key


def _twice(plan: Plan) -> Iterator[PlanProblem]:
    for part, rows in (
        ("branch", plan.branches),
        ("indicator", plan.indicators),
        ("budget", plan.budget),
    ):
        codes = [one.code for one in rows]
        for code in dict.fromkeys(codes):
            if codes.count(code) > 1:
                yield _told(part, code, "plans.code_twice")


def _gaps(planned: PlannedIndicator) -> Iterator[str]:
    """Yield what is missing: a target of the year, and a sum that adds up."""
    targets = planned.targets
    if YEAR_KEY not in targets:
        yield "plans.year_target_needed"
    quarters = [targets.get(quarter_of(1, place).key) for place in range(1, 5)]
    known = [one for one in quarters if one is not None]
    is_sum = planned.indicator.aggregation is Aggregation.SUM
    if is_sum and len(known) == 4 and sum(known, Decimal()) != targets.get(YEAR_KEY):
        yield "plans.sum_differs"
    for key in targets:
        try:
            period_of_key(1, key)
        except ValueError:
            yield "plans.period_unknown"


def _is_figure(value: Decimal) -> bool:
    if not value.is_finite() or not 0 <= value <= MAX_FIGURE:
        return False
    return value == rounded_half_up(value, MAX_DECIMALS)


def _told(part: str, code: str, key: str) -> PlanProblem:
    return PlanProblem(part=part, code=code, key=key)
