"""Working on a draft of a plan: its branches, indicators and budget, row by row."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.domain.identity import Actor
from engine.domain.plan_rules import (
    branch_problems,
    budget_problems,
    indicator_problems,
)
from engine.domain.plans import Branch, BudgetLine, Plan, PlannedIndicator
from engine.domain.values import JsonObject
from engine.errors import OfficeInvalidError
from engine.services.performance.plan_sight import require_edit
from engine.services.performance.plans import open_draft
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store.plans import PlanStore

Row = Branch | PlannedIndicator | BudgetLine
# Which field of the page a problem belongs to; others stand at the top.
_FIELDS = {
    "plans.code_unfit": "code",
    "plans.code_twice": "code",
    "plans.name_needed": "name",
    "plans.unit_needed": "unit",
    "plans.above_unfit": "above",
    "plans.branch_unfit": "branch",
    "plans.budget_branch_unfit": "branch",
    "plans.section_unknown": "section",
    "plans.cap_too_low": "cap",
}


class PlanEditing:
    """Changes drafts; every change names the version of the draft that was seen."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def put(
        self, year: int, row: Row, actor: Actor, *, version: int, replaces: str = ""
    ) -> None:
        """Add a row to a draft, or change one.

        Args:
            year: of the plan.
            row: as it shall be.
            actor: who may work on plans.
            version: of the draft as it was seen.
            replaces: code of the row that is changed; empty adds one.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
            OfficeInvalidError: names the fields that do not fit.
        """

        def with_row(plan: Plan, sections: frozenset[str]) -> Plan:
            changed = _with(plan, row, replaces)
            problems = _problems(row, changed, sections)
            if problems:
                found = {_FIELDS.get(key, ""): key for key in reversed(problems)}
                raise OfficeInvalidError(errors=found)
            return changed

        facts: JsonObject = {"part": type(row).__name__, "code": row.code}
        self._change(year, version, actor, with_row, facts)

    def remove(
        self, year: int, part: type[Row], code: str, actor: Actor, *, version: int
    ) -> None:
        """Take a row out of a draft.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
            OfficeInvalidError: there is none, or other rows hang at it.
        """

        def without(plan: Plan, _sections: frozenset[str]) -> Plan:
            if code not in {one.code for one in _rows(plan, part)}:
                raise OfficeInvalidError(errors={"": "plans.unknown_row"})
            if part is Branch and code in _used(plan):
                raise OfficeInvalidError(errors={"": "plans.in_use"})
            return _replaced(
                plan, part, [one for one in _rows(plan, part) if one.code != code]
            )

        facts: JsonObject = {"part": part.__name__, "code": code, "removed": True}
        self._change(year, version, actor, without, facts)

    def replace_all(self, plan: Plan, actor: Actor, *, version: int) -> None:
        """Put another plan in a draft's place, as an import does.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
        """
        facts: JsonObject = {"part": "import", "indicators": len(plan.indicators)}
        self._change(plan.year, version, actor, lambda *_: plan, facts)

    def _change(
        self,
        year: int,
        version: int,
        actor: Actor,
        changed: Callable[[Plan, frozenset[str]], Plan],
        facts: JsonObject,
    ) -> None:
        require_edit(actor, "plan_edit")
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            store = PlanStore(uow.connection)
            draft = open_draft(store, year, version)
            sections = frozenset(one.key for one in uow.people.roles() if one.section)
            plan = changed(draft.plan, sections)
            store.save(replace(draft, plan=plan, changed_by=actor.user, changed_at=now))
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.record("plan.changed", facts={"year": year, **facts})
            changes.write()


def _problems(row: Row, plan: Plan, sections: frozenset[str]) -> list[str]:
    if isinstance(row, Branch):
        found = list(branch_problems(row, plan))
    elif isinstance(row, PlannedIndicator):
        found = list(indicator_problems(row, plan))
        if row.indicator.section not in sections:
            found.append("plans.section_unknown")
    else:
        found = list(budget_problems(row, plan, sections))
    codes = [one.code for one in _rows(plan, type(row))]
    return [*found, "plans.code_twice"] if codes.count(row.code) > 1 else found


def _with(plan: Plan, row: Row, replaces: str) -> Plan:
    rows = list(_rows(plan, type(row)))
    places = [place for place, one in enumerate(rows) if one.code == replaces]
    if not replaces:
        return _replaced(plan, type(row), [*rows, row])
    if not places:
        raise OfficeInvalidError(errors={"": "plans.unknown_row"})
    rows[places[0]] = row
    changed = _replaced(plan, type(row), rows)
    if isinstance(row, Branch) and row.code != replaces:
        changed = _renamed(changed, replaces, row.code)
    return changed


def _renamed(plan: Plan, before: str, after: str) -> Plan:
    """Return the plan in which everything that hung at one code hangs at another."""

    def moved(code: str) -> str:
        return after if code == before else code

    return replace(
        plan,
        branches=tuple(replace(one, above=moved(one.above)) for one in plan.branches),
        indicators=tuple(
            replace(one, branch=moved(one.branch)) for one in plan.indicators
        ),
        budget=tuple(replace(one, branch=moved(one.branch)) for one in plan.budget),
    )


def _rows(plan: Plan, part: type[Row]) -> tuple[Row, ...]:
    if part is Branch:
        return plan.branches
    return plan.indicators if part is PlannedIndicator else plan.budget


def _replaced(plan: Plan, part: type[Row], rows: Iterable[Row]) -> Plan:
    name = "branches" if part is Branch else "indicators"
    name = "budget" if part is BudgetLine else name
    return replace(plan, **{name: tuple(rows)})  # type: ignore[arg-type]


def _used(plan: Plan) -> set[str]:
    above = {one.above for one in plan.branches}
    leaves = {one.branch for one in plan.indicators}
    return above | leaves | {one.branch for one in plan.budget}
