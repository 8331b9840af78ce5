"""`demo`: fills an office with fictitious officers, indicators, the SOP, history.

Each part is added only where it is missing, so that a second `demo` changes
nothing and one that was interrupted goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from engine.clock import FixedClock
from engine.domain.identity import MACHINE
from engine.domain.plans import PlanRevision, PlanState
from engine.domain.values import InstanceId, ProcessKey
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import RegisterNotFoundError
from engine.services.administration.calendars import CalendarService
from engine.services.demo import office as demo_office
from engine.services.demo import plan as demo_plan
from engine.services.demo.history import DemoHistory, beginning
from engine.services.deployment import DeploymentService, DeployOrder
from engine.services.office.directory import LETTERHEAD
from engine.services.people.accounts import AccountService
from engine.services.performance.plans import sign_draft
from engine.services.transactions.changes import Changes
from engine.store.database import Database, UnitOfWork
from engine.store.plans import PlanStore

MARK = "demo"
PROCESS = ProcessKey("pengukuran-kinerja")


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoServices:
    """What the demo is loaded through; `clock` is the one they all read."""

    database: Database
    clock: FixedClock
    accounts: AccountService
    calendars: CalendarService
    deployment: DeploymentService


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoReport:
    """What `demo` did; everything is empty where it was loaded before."""

    loaded: bool
    logins: tuple[str, ...] = ()
    cases: tuple[InstanceId, ...] = ()


class Demo:
    """Loads the demo office."""

    def __init__(self, services: DemoServices) -> None:
        self._services = services

    def load(
        self, deployments: Sequence[DeployOrder], history: DemoHistory | None
    ) -> DemoReport:
        """Fill the office.

        Args:
            deployments: diagrams with their forms and templates.
            history: two years of cases, up to the clock's present; None plays none.

        Returns:
            What was loaded; `loaded` is False where it was there already.
        """
        database = self._services.database
        with database.read() as uow:
            if uow.office.get(MARK) is not None:
                return DemoReport(loaded=False)
        clock = self._services.clock
        now = clock.now()
        if history is not None:
            clock.set(beginning(now))
        self._people()
        with database.write() as uow:
            _settings(uow)
        self.plan()
        self._calendar()
        for order in deployments:
            self._services.deployment.deploy(order, MACHINE)
        cases = [] if history is None else history.play(now)
        with database.write() as uow:
            uow.office.put(MARK, {"at": clock.now().isoformat()})
        return DemoReport(
            loaded=True,
            logins=tuple(one.login for one in demo_office.OFFICERS),
            cases=tuple(cases),
        )

    def plan(self) -> None:
        """Sign the demo's plans, where the office has none of its own."""
        with self._services.database.write() as uow:
            _plan(uow)

    def _people(self) -> None:
        accounts = self._services.accounts
        known = {user.login for user, _ in accounts.users()}
        for role in demo_office.ROLES:
            accounts.add_role(role, MACHINE)
        for officer in demo_office.OFFICERS:
            if officer.login not in known:
                accounts.add_user(officer.user(), MACHINE)

    def _calendar(self) -> None:
        calendar = self._services.calendars.calendar(DEFAULT_CALENDAR_KEY)
        if not calendar.ramadan:
            with_ramadan = replace(calendar, ramadan=demo_office.RAMADAN)
            self._services.calendars.put(with_ramadan, MACHINE, note="demo")


def _settings(uow: UnitOfWork) -> None:
    if uow.office.get(LETTERHEAD) is None:
        uow.office.put(LETTERHEAD, demo_office.LETTERHEAD)
    for register in demo_office.REGISTERS:
        try:
            uow.registers.get(register.key)
        except RegisterNotFoundError:
            uow.registers.put(register)


def _plan(uow: UnitOfWork) -> None:
    """Sign the demo's plans, in an office that has none of its own.

    Each was signed when its year began: documents tell what was known at their day.
    """
    store = PlanStore(uow.connection)
    if store.years() or uow.indicators.all():
        return
    camat = next(one for one in demo_office.OFFICERS if one.login == "camat")
    signed_as = f"{camat.user().name}\n{camat.title}"
    for year in demo_plan.YEARS:
        at = datetime(year, 1, 2, 2, tzinfo=UTC)
        changes = Changes(uow=uow, now=at, actor=MACHINE)
        draft = PlanRevision(
            year=year,
            revision=1,
            state=PlanState.DRAFT,
            plan=demo_plan.plan_of(year),
            reason="",
            changed_by=MACHINE.user,
            changed_at=at,
        )
        store.add(draft)
        sign_draft(uow, draft, signed_as, changes)
        changes.write()
