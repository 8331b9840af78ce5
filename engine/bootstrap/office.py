"""One office: every service over one database and one clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.adapters.holidays import pinned_holidays
from engine.adapters.pdf_reading import words_of
from engine.bootstrap.maintenance import Maintenance
from engine.bootstrap.measurement import Measurement
from engine.bootstrap.publishing import Publishing
from engine.bootstrap.signing import Signing
from engine.bootstrap.supervision import Supervision
from engine.clock import FixedClock
from engine.services.administration.calendars import CalendarService
from engine.services.administration.service import Administration
from engine.services.cases.case_reading import CaseReading
from engine.services.cases.drafts import DraftService
from engine.services.cases.event_log import EventLogService
from engine.services.cases.task_detail import TaskDetailService
from engine.services.cases.worklist import WorklistService
from engine.services.definitions.drawings import Drawings
from engine.services.demo.filling import PROCESS, Demo, DemoServices
from engine.services.demo.history import DemoHistory, HistoryServices
from engine.services.documents.making import DocumentService
from engine.services.documents.paperwork import Paperwork
from engine.services.drafting.trial_files import TrialFiles, TrialOffice
from engine.services.drafting.trials import TrialService
from engine.services.execution.completing import Completing
from engine.services.execution.deadlines import DeadlineService
from engine.services.execution.inbox import InboxService
from engine.services.execution.pauses import PauseService
from engine.services.execution.replies import ReplyService
from engine.services.execution.runtime import RuntimeService
from engine.services.office.audit import AuditService
from engine.services.people.accounts import AccountService
from engine.services.people.sessions import SessionService
from engine.services.people.tokens import TokenService
from engine.services.readings import Readings
from engine.services.reception import ReceptionService
from engine.services.signing.calls import SigningCalls
from engine.services.simulation.service import Services, Simulation
from engine.services.simulation.stand_ins import StandIns
from engine.services.transactions.hats import HatService


class Office(Publishing, Supervision, Maintenance, Measurement, Signing):
    """One office: its settings, its database and every service over it.

    Services are built when they are first asked for and share one clock.

    Args:
        settings: as read from the environment.
        clock, jobs, renderer, trace_reader, passwords: instead of what the settings
            choose; `run` and tests give others.
    """

    def migrate(self) -> None:
        """Bring the database to this version, with the default calendar."""
        self.database.migrate()
        self.calendars.ensure_default()

    def refresh(self, now: datetime) -> None:
        """Read anew what requests would otherwise have to read, calendars first.

        Where another process changed a calendar, tasks that this one opened
        meanwhile are computed again.
        """
        self.database.learn_steps()
        with self.database.read() as uow:
            changed = self.schedule.refresh(uow, now=now)
            self.lists.refresh(uow, now=now)
        for key in changed:
            self.deadlines.recompute_due(key, now)

    def close(self) -> None:
        """Let go of the database and of the processes that make and read PDFs."""
        for name in ("renderer", "preview_renderer", "trace_reader"):
            renderer = self.__dict__.get(name)
            if renderer is not None and hasattr(renderer, "close"):
                renderer.close()
        self.database.close()

    @cached_property
    def runtime(self) -> RuntimeService:
        """Starting, stopping and repairing cases."""
        return RuntimeService(
            desk=self.desk, kernel=self.kernel, progress=self.progress
        )

    @cached_property
    def inbox(self) -> InboxService:
        """Officers' verbs."""
        completing = Completing(
            desk=self.desk,
            kernel=self.kernel,
            progress=self.progress,
            paperwork=Paperwork(),
            lists=self.lists,
        )
        return InboxService(desk=self.desk, completing=completing)

    @cached_property
    def pauses(self) -> PauseService:
        """Pauses that end by themselves."""
        return PauseService(desk=self.desk, inbox=self.inbox)

    @cached_property
    def worklist(self) -> WorklistService:
        """What officers see of their work."""
        return WorklistService(desk=self.desk, lists=self.lists)

    @cached_property
    def task_details(self) -> TaskDetailService:
        """Tasks as their officers read them."""
        return TaskDetailService(desk=self.desk, lists=self.lists)

    @cached_property
    def readings(self) -> Readings:
        """What officers read of cases, SOPs and the archive."""
        drawings = Drawings(shapes=XmlShapeReader(), reader=self.reader)
        return Readings(desk=self.desk, lists=self.lists, drawings=drawings)

    @cached_property
    def case_reading(self) -> CaseReading:
        """What machines read of cases."""
        return CaseReading(desk=self.desk)

    @cached_property
    def replies(self) -> ReplyService:
        """What calls that carried a key were answered."""
        return ReplyService(database=self.database, clock=self.clock)

    @cached_property
    def tokens(self) -> TokenService:
        """API tokens in use."""
        return TokenService(database=self.database, clock=self.clock)

    @cached_property
    def drafts(self) -> DraftService:
        """What officers typed and did not send yet."""
        return DraftService(desk=self.desk)

    @cached_property
    def deadlines(self) -> DeadlineService:
        """Timers and due instants."""
        return DeadlineService(
            desk=self.desk, kernel=self.kernel, progress=self.progress
        )

    @cached_property
    def calendars(self) -> CalendarService:
        """Working calendars and their changes."""
        return CalendarService(
            database=self.database,
            clock=self.clock,
            holidays=pinned_holidays,
            schedule=self.schedule,
            deadlines=lambda: self.deadlines,
        )

    @cached_property
    def documents(self) -> DocumentService:
        """Documents of cases."""
        return DocumentService(
            desk=self.desk,
            renderer=self.renderer,
            lists=self.lists,
            owed=self.owed_signatures,
            calls=SigningCalls(schedule=self.schedule, ways=self._ways),
            words_of=words_of,
        )

    @cached_property
    def accounts(self) -> AccountService:
        """People and how they sign in."""
        from engine.adapters.passwords import Argon2Passwords  # noqa: PLC0415 - heavy

        return AccountService(
            database=self.database,
            clock=self.clock,
            passwords=self._passwords or Argon2Passwords(),
            lists=self.lists,
        )

    @cached_property
    def stand_ins(self) -> StandIns:
        """Who plays the steps of simulated cases."""
        return StandIns(database=self.database, clock=self.clock)

    @cached_property
    def administration(self) -> Administration:
        """What administrators do."""
        from engine.adapters.arms import arms_address  # noqa: PLC0415 - heavy

        return Administration(
            desk=self.desk,
            lists=self.lists,
            kernel=self.kernel,
            verbs=(self.runtime, self.inbox),
            outside=(pinned_holidays, arms_address),
        )

    @cached_property
    def hats(self) -> HatService:
        """In which post somebody acts."""
        return HatService(database=self.database)

    @cached_property
    def audit(self) -> AuditService:
        """The audit chain."""
        return AuditService(database=self.database)

    @cached_property
    def event_log(self) -> EventLogService:
        """The log of real cases, for export."""
        return EventLogService(database=self.database, library=self.library)

    @cached_property
    def sessions(self) -> SessionService:
        """Who sits at which browser."""
        return SessionService(
            database=self.database,
            clock=self.clock,
            accounts=self.accounts,
            lifetime=timedelta(hours=self.settings.session_hours),
            idle=timedelta(minutes=self.settings.session_idle_minutes),
        )

    @cached_property
    def reception(self) -> ReceptionService:
        """What everybody sees at the front door."""
        return ReceptionService(database=self.database, clock=self.clock)

    def demo(self) -> Demo:
        """Return what loads the demo office; TypeError unless its clock moves."""
        return Demo(
            DemoServices(
                database=self.database,
                clock=self._moving_clock(),
                accounts=self.accounts,
                calendars=self.calendars,
                deployment=self.deployment,
            )
        )

    def demo_history(self) -> DemoHistory:
        """Return what plays the demo's two years; TypeError unless its clock moves."""
        services = HistoryServices(
            desk=self.desk,
            clock=self._moving_clock(),
            cycles=self.cycles,
            cycle_desk=self.cycle_desk,
            inbox=self.inbox,
            documents=self.documents,
            staffing=self.administration.staffing,
            lists=self.lists,
            actions=self.actions,
        )
        return DemoHistory(services, PROCESS)

    def simulation(self) -> Simulation:
        """Return what plays cases; TypeError unless its clock can be moved."""
        clock = self._moving_clock()
        return Simulation(desk=self.desk, clock=clock, services=self._played_with())

    @cached_property
    def trials(self) -> TrialService:
        """Drafts played in offices of their own."""
        files = TrialFiles(
            source=self.database, clock=self.clock, open_office=self._trial_office
        )
        return TrialService(drafts=self.sop_drafts, files=files)

    def _trial_office(self, file: Path, clock: FixedClock) -> TrialOffice:
        """Return an office over a file, which has no worker: nothing is sent."""
        settings = replace(self.settings, database_url=f"sqlite:///{file.absolute()}")
        made = Office(settings, clock=clock, renderer=self.renderer)
        return TrialOffice(
            database=made.database,
            clock=clock,
            desk=made.desk,
            deployment=made.deployment,
            services=made._played_with(),
            details=made.task_details,
            uploads=made.uploads,
            drawings=Drawings(shapes=XmlShapeReader(), reader=made.reader),
        )

    def _played_with(self) -> Services:
        return Services(
            runtime=self.runtime,
            inbox=self.inbox,
            deadlines=self.deadlines,
            documents=self.documents,
            stand_ins=self.stand_ins,
            lists=self.lists,
        )
