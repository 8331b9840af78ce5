"""The plan of a year: what the office promises, from Renstra goals to activities.

Branches form a tree (tujuan → sasaran → program → kegiatan). Indicators of the
office's objectives (IKU) hang at a sasaran, those of programmes and activities at
theirs. A plan that was signed never changes; a revision is a plan more, with its
reason: docs/adr/0029-plans.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from engine.domain.indicators import Indicator, Level
from engine.domain.values import RoleKey, UserId


class BranchKind(StrEnum):
    """What a branch of the plan is, from the root outwards."""

    GOAL = "tujuan"
    OBJECTIVE = "sasaran"
    PROGRAM = "program"
    ACTIVITY = "kegiatan"


class PlanState(StrEnum):
    """A draft may change; what is signed stands."""

    DRAFT = "draft"
    SIGNED = "signed"


# Of which kind the branch above must be; a goal has none above.
ABOVE: Mapping[BranchKind, BranchKind | None] = MappingProxyType(
    {
        BranchKind.GOAL: None,
        BranchKind.OBJECTIVE: BranchKind.GOAL,
        BranchKind.PROGRAM: BranchKind.OBJECTIVE,
        BranchKind.ACTIVITY: BranchKind.PROGRAM,
    }
)
# Where an indicator of a level hangs.
PLACE: Mapping[Level, BranchKind] = MappingProxyType(
    {
        Level.IKU: BranchKind.OBJECTIVE,
        Level.PROGRAM: BranchKind.PROGRAM,
        Level.KEGIATAN: BranchKind.ACTIVITY,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A goal, an objective, a programme or an activity.

    Attributes:
        above: code of the branch that it belongs to; a goal has none.
    """

    code: str
    kind: BranchKind
    name: str
    above: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedIndicator:
    """An indicator in the plan of one year.

    Attributes:
        branch: code of the branch that it measures.
        definition: what is counted, in words.
        calculation: the formula, in words.
        source: where the data comes from.
        officer: role that answers for it, or None for the section's own.
        targets: by key of the period (engine.domain.periods).
        end_target: of the Renstra's last year.
    """

    indicator: Indicator
    branch: str
    definition: str = ""
    calculation: str = ""
    source: str = ""
    officer: RoleKey | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    end_target: Decimal | None = None

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetLine:
    """What a section may spend on a programme or activity in the year.

    Attributes:
        branch: code of the programme or activity.
        ceiling: pagu in rupiah.
    """

    code: str
    branch: str
    section: RoleKey
    ceiling: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceiling:
    """What a section may spend in a year on all its programmes and activities.

    Attributes:
        programs: names of the branches, in the plan's order.
        amount: rupiah.
    """

    programs: tuple[str, ...]
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Spending:
    """What a section had spent of its budget at the end of a period.

    Attributes:
        period: key of the period (engine.domain.periods).
        ceiling, spent: rupiah, since the year began; None is not reported.
    """

    section: RoleKey
    year: int
    period: int
    ceiling: Decimal | None
    spent: Decimal | None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is promised for a year, in the order in which it is printed.

    Attributes:
        renstra: first and last year of the strategic plan.
    """

    year: int
    renstra: tuple[int, int]
    branches: tuple[Branch, ...] = ()
    indicators: tuple[PlannedIndicator, ...] = ()
    budget: tuple[BudgetLine, ...] = ()

    def indicator(self, code: str) -> PlannedIndicator | None:
        """Return the indicator of a code."""
        return next((one for one in self.indicators if one.code == code), None)

    def branch(self, code: str) -> Branch | None:
        """Return the branch of a code."""
        return next((one for one in self.branches if one.code == code), None)

    def way_to(self, code: str) -> tuple[Branch, ...]:
        """Return the branches from the goal down to a branch, itself last."""
        way: list[Branch] = []
        found = self.branch(code)
        while found is not None and found not in way:
            way.insert(0, found)
            found = self.branch(found.above)
        return tuple(way)

    def objective_of(self, planned: PlannedIndicator) -> str:
        """Return the sasaran that an indicator serves, empty where there is none."""
        objectives = [
            one
            for one in self.way_to(planned.branch)
            if one.kind is BranchKind.OBJECTIVE
        ]
        return objectives[-1].name if objectives else ""

    @property
    def ceilings(self) -> dict[RoleKey, Ceiling]:
        """What each section may spend, in the plan's order."""
        lines: dict[RoleKey, list[BudgetLine]] = {}
        for line in self.budget:
            lines.setdefault(line.section, []).append(line)
        names = {one.code: one.name for one in self.branches}
        return {
            section: Ceiling(
                programs=tuple(
                    dict.fromkeys(
                        names[one.branch] for one in its if one.branch in names
                    )
                ),
                amount=sum((one.ceiling for one in its), Decimal()),
            )
            for section, its in lines.items()
        }

    def of_sections(self, sections: frozenset[RoleKey]) -> "Plan":
        """Return the part of some sections, with the branches that it hangs at."""
        indicators = tuple(
            one for one in self.indicators if one.indicator.section in sections
        )
        budget = tuple(one for one in self.budget if one.section in sections)
        leaves = {one.branch for one in indicators} | {one.branch for one in budget}
        used = {branch.code for leaf in leaves for branch in self.way_to(leaf)}
        return Plan(
            year=self.year,
            renstra=self.renstra,
            branches=tuple(one for one in self.branches if one.code in used),
            indicators=indicators,
            budget=budget,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanRevision:
    """A plan as it stood: one row per revision, the signed ones for good.

    Attributes:
        revision: from 1 within the year.
        reason: why it replaces the one before; empty for the first.
        changed_by: who worked on it last, and may therefore not sign it.
        signed_as: name and post of who signed, as printed.
    """

    year: int
    revision: int
    state: PlanState
    plan: Plan
    reason: str
    changed_by: UserId
    changed_at: datetime
    signed_by: UserId | None = None
    signed_as: str = ""
    signed_at: datetime | None = None
    version: int = 1

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.state is PlanState.DRAFT
