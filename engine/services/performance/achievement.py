"""Capaian: what the office achieved in a period, per indicator, level and section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.identity import Actor, Role
from engine.domain.indicators import Assessment, Level
from engine.domain.measuring import case_period
from engine.domain.performance import (
    Standing,
    Trend,
    in_period,
    so_far,
    standing,
    trend,
)
from engine.domain.periods import Period
from engine.domain.plans import Plan, PlannedIndicator
from engine.domain.sla import is_late
from engine.domain.tasks import Task
from engine.domain.values import JsonObject, RoleKey
from engine.errors import PlanNotFoundError
from engine.services.performance.plan_sight import sections_seen, seen_part
from engine.services.performance.yearbook import (
    Absorption,
    Report,
    Yearbook,
    absorptions,
    yearbook,
)
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.plans import PlanStore
from engine.store.reporting import owed


@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceRow:
    """An indicator in a period.

    Attributes:
        objective: sasaran that it serves.
        now: of the period; `so_far`: of the year up to it.
        last_year: of the same period a year before.
        report: what was last reported for exactly this period, if anything was.
    """

    planned: PlannedIndicator
    objective: str
    now: Assessment
    so_far: Assessment
    last_year: Assessment | None
    trend: Trend
    report: Report | None


class Reporting(StrEnum):
    """How far a section is with its report."""

    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionReport:
    """A section's report of a period.

    Attributes:
        reported, expected: figures.
        due_at: until when, while its step is open.
        at: when the last figure came in.
    """

    section: RoleKey
    name: str
    state: Reporting
    reported: int
    expected: int
    due_at: datetime | None
    at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceSheet:
    """What somebody sees of a period.

    Attributes:
        revision: of the plan in force.
        levels: how each level stands, IKU first; only levels with indicators.
    """

    period: Period
    plan: Plan
    revision: int
    rows: tuple[PerformanceRow, ...]
    levels: Mapping[Level, Standing]
    total: Standing
    sections: tuple[SectionReport, ...]
    budget: tuple[Absorption, ...]


class PerformanceService:
    """Reads what was promised and reached."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def years(self) -> list[int]:
        """Return the years with a signed plan, in order."""
        with self._desk.database.read() as uow:
            store = PlanStore(uow.connection)
            return [year for year in store.years() if store.standing(year)]

    def sheet(
        self, period: Period, actor: Actor, *, section: RoleKey | None = None
    ) -> PerformanceSheet:
        """Return a period as the actor sees it.

        Args:
            period: of a year with a signed plan.
            actor: sees own sections, or all.
            section: only this one.

        Raises:
            PlanNotFoundError: no plan of the year is signed, or none of its
                sections is the actor's to see.
        """
        with self._desk.database.read() as uow:
            book = yearbook(uow, period.year)
            before = yearbook(uow, period.year - 1)
            roles = uow.people.roles()
            wanted = sections_seen(actor, roles) & {section, *_all(roles, section)}
            if book.revision is None or not wanted:
                raise PlanNotFoundError(year=period.year)
            waiting = _waiting(uow, period, wanted)
        plan = seen_part(book.plan, actor, roles)
        if section is not None:
            plan = plan.of_sections(wanted)
        rows = performance_rows(book, before, plan, period)
        return PerformanceSheet(
            period=period,
            plan=plan,
            revision=book.revision.revision,
            rows=rows,
            levels=by_level(rows),
            total=standing(row.now for row in rows),
            sections=_sections(roles, wanted, rows, waiting, self._desk.clock.now()),
            budget=absorptions(book, plan, period),
        )


def _all(roles: Iterable[Role], section: RoleKey | None) -> frozenset[RoleKey]:
    """Return every section where none is asked for."""
    return frozenset(one.key for one in roles if one.section and section is None)


def performance_rows(
    book: Yearbook, before: Yearbook, plan: Plan, period: Period
) -> tuple[PerformanceRow, ...]:
    """Return one row per indicator of a plan, in its order.

    Args:
        book: of the period's year; `before` of the year before it.
        before: see above.
        plan: whose indicators are shown, all of `book`'s or some.
        period: of the book's year.
    """
    rows = []
    for planned in plan.indicators:
        reached = book.reached(planned)
        now = in_period(planned, period, reached)
        earlier = before.plan.indicator(planned.code)
        previous = period.before
        source = book if previous.year == period.year else before
        then = source.plan.indicator(planned.code)
        moved = Trend.UNKNOWN
        if then is not None:
            moved = trend(now, in_period(then, previous, source.reached(then)))
        rows.append(
            PerformanceRow(
                planned=planned,
                objective=plan.objective_of(planned),
                now=now,
                so_far=so_far(planned, period, reached),
                last_year=None
                if earlier is None
                else in_period(earlier, period.year_before, before.reached(earlier)),
                trend=moved,
                report=book.newest(planned.code, period),
            )
        )
    return tuple(rows)


def by_level(rows: tuple[PerformanceRow, ...]) -> dict[Level, Standing]:
    """Return how the indicators of each level stand together."""
    found = {
        level: [row.now for row in rows if row.planned.indicator.level is level]
        for level in Level
    }
    return {level: standing(several) for level, several in found.items() if several}


def _waiting(
    uow: UnitOfWork, period: Period, sections: frozenset[RoleKey]
) -> dict[RoleKey, Task]:
    """Return the open report of each section for a period, the oldest of each."""
    found: dict[RoleKey, Task] = {}
    tasks: list[tuple[Task, JsonObject]] = owed(uow.connection, sorted(sections))
    for task, data in tasks:
        if case_period(data) == period:
            found.setdefault(task.role, task)
    return found


def _sections(
    roles: Iterable[Role],
    wanted: frozenset[RoleKey],
    rows: tuple[PerformanceRow, ...],
    waiting: Mapping[RoleKey, Task],
    now: datetime,
) -> tuple[SectionReport, ...]:
    return tuple(
        _section((one.key, one.name), rows, waiting.get(one.key), now)
        for one in roles
        if one.key in wanted
    )


def _section(
    section: tuple[RoleKey, str],
    rows: tuple[PerformanceRow, ...],
    task: Task | None,
    now: datetime,
) -> SectionReport:
    key, name = section
    own = [row for row in rows if row.planned.indicator.section == key]
    # Who has no target for the period owes no figure.
    expected = [row for row in own if row.now.target is not None]
    filled = sum(row.now.realisation is not None for row in expected)
    reports = [row.report for row in expected if row.report is not None]
    due_at = task.due_at if task else None
    return SectionReport(
        section=key,
        name=name,
        state=_state(filled, len(expected), due_at, is_open=task is not None, now=now),
        reported=filled,
        expected=len(expected),
        due_at=due_at,
        at=max((source.at for _, source in reports), default=None),
    )


def _state(
    filled: int, expected: int, due_at: datetime | None, *, is_open: bool, now: datetime
) -> Reporting:
    if is_open:
        is_over = due_at is not None and is_late(now, due_at)
        return Reporting.LATE if is_over else Reporting.OPEN
    if filled >= expected:
        return Reporting.DONE
    return Reporting.PARTLY if filled else Reporting.MISSING
