"""A year's plan with everything that was reported on it, as one moment knew it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from decimal import Decimal

from engine.domain.indicators import Realisation
from engine.domain.performance import Reached
from engine.domain.periods import Period
from engine.domain.plans import Plan, PlannedIndicator, PlanRevision, Spending
from engine.domain.values import RoleKey
from engine.domain.wording import rounded_half_up
from engine.store.database import UnitOfWork
from engine.store.plans import PlanStore
from engine.store.reporting import spending_revisions
from engine.store.values import Provenance

Report = tuple[Realisation, Provenance]


@dataclass(frozen=True, kw_only=True, slots=True)
class Absorption:
    """A section's budget at the end of a period, in rupiah.

    Attributes:
        spent: since the year began; None where it was not reported.
        percent: of the ceiling, with two decimals.
    """

    section: RoleKey
    programs: tuple[str, ...]
    ceiling: Decimal
    spent: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Yearbook:
    """A year as it stood at a moment.

    Attributes:
        revision: the signed plan, or None.
        reports: versions by indicator and key of the period, oldest first.
        spendings: the newest by section and key of the period.
    """

    year: int
    revision: PlanRevision | None
    reports: Mapping[tuple[str, int], tuple[Report, ...]]
    spendings: Mapping[tuple[RoleKey, int], Spending]

    @property
    def plan(self) -> Plan:
        """The plan in force; an empty one where none was signed."""
        if self.revision is None:
            return Plan(year=self.year, renstra=(self.year, self.year))
        return self.revision.plan

    def reached(self, planned: PlannedIndicator) -> Reached:
        """Return the newest values of an indicator by key of their period."""
        found: dict[int, Decimal] = {}
        for (code, key), versions in self.reports.items():
            value = versions[-1][0].value
            if code == planned.code and value is not None:
                found[key] = value
        return found

    def newest(self, code: str, period: Period) -> Report | None:
        """Return what was last reported on an indicator for a period."""
        versions = self.reports.get((code, period.key), ())
        return versions[-1] if versions else None

    def spending(self, section: RoleKey, period: Period) -> Spending | None:
        """Return what a section had spent by the end of a period, as last reported.

        What was reported for another period with the same last day counts, too.
        """
        same_end = [period, period.months[-1], period.quarter]
        known = (
            self.spendings.get((section, one.key))
            for one in same_end
            if one.last == period.last
        )
        return next((one for one in known if one is not None), None)


def yearbook(uow: UnitOfWork, year: int, *, until: datetime | None = None) -> Yearbook:
    """Return a year as it is, or as it was known at an instant.

    Args:
        uow: reads.
        year: any.
        until: leaves out what was signed or reported later; None leaves out nothing.
    """
    if not 0 < year <= MAXYEAR:
        return Yearbook(year=year, revision=None, reports={}, spendings={})

    def known(at: datetime | None) -> bool:
        return until is None or (at is not None and at <= until)

    revisions = [
        one
        for one in PlanStore(uow.connection).of_year(year)
        if not one.is_draft and known(one.signed_at)
    ]
    reports: dict[tuple[str, int], tuple[Report, ...]] = {}
    for realisation, source in uow.indicators.revisions(year):
        if known(source.at):
            key = (realisation.indicator, realisation.period)
            reports[key] = (*reports.get(key, ()), (realisation, source))
    return Yearbook(
        year=year,
        revision=revisions[-1] if revisions else None,
        reports=reports,
        spendings={
            (spending.section, spending.period): spending
            for spending, source in spending_revisions(uow.connection, year)
            if known(source.at)
        },
    )


def absorptions(book: Yearbook, plan: Plan, period: Period) -> tuple[Absorption, ...]:
    """Return each section's budget at the end of a period, in the plan's order."""
    found = []
    for section, ceiling in plan.ceilings.items():
        spending = book.spending(section, period)
        spent = spending.spent if spending else None
        found.append(
            Absorption(
                section=section,
                programs=ceiling.programs,
                ceiling=ceiling.amount,
                spent=spent,
                percent=share(spent, ceiling.amount),
            )
        )
    return tuple(found)


def share(part: Decimal | None, whole: Decimal) -> Decimal | None:
    """Return a part in percent of the whole, two decimals, half up."""
    if part is None or not whole:
        return None
    return rounded_half_up(part / whole * 100)
