"""What one transaction can ask for: a store per aggregate, on one connection."""

from functools import cached_property

from sqlalchemy import Connection

from engine.ports import Job, JobQueue
from engine.store.actions import ActionStore
from engine.store.calendars import CalendarStore
from engine.store.case_files import CaseFiles
from engine.store.clocks import ClockStore
from engine.store.cycles import CycleStore
from engine.store.definitions import DefinitionStore
from engine.store.documents import DocumentStore
from engine.store.events import EventStore
from engine.store.facts import FactStore
from engine.store.idempotency import IdempotencyStore
from engine.store.incidents import IncidentStore
from engine.store.indicators import IndicatorStore
from engine.store.instances import InstanceStore
from engine.store.keeping import KeepingStore
from engine.store.notes import CommentStore, DraftStore
from engine.store.notices import DeliveryStore, NoticeStore, PreferenceStore
from engine.store.office import OfficeStore
from engine.store.people import PeopleStore
from engine.store.registers import RegisterStore
from engine.store.sessions import SessionStore
from engine.store.signing import SignatureStore, SigningKeyStore
from engine.store.sop_drafts import SopDraftStore
from engine.store.steps import StepStore
from engine.store.tasks import TaskStore
from engine.store.timers import TimerStore
from engine.store.versions import VersionStore
from engine.store.warnings import WarningStore
from engine.store.workers import WorkerStore


class UnitOfWork:
    """The stores of one transaction. It begins and ends in `Database`.

    Audit events are kept back until the end: the head of their chain is one row
    of the whole office, and nobody should hold it while waiting for another.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        jobs: JobQueue | None,
        known_steps: frozenset[int] = frozenset(),
    ) -> None:
        self.connection = connection
        self.steps = StepStore(connection, known_steps)
        self._jobs = jobs
        self._case_files = CaseFiles(connection)

    def enqueue(self, job: Job) -> None:
        """Add a job to this transaction; without a job queue there is nobody to do it.

        Raises:
            RuntimeError: the database was opened without a job queue.
        """
        if self._jobs is None:
            raise RuntimeError(f"no job queue was given for {job.kind}")
        self._jobs.enqueue(self.connection, job)

    def finish(self) -> None:
        """Write what was kept back; called by `Database` before the commit."""
        if "instances" in self.__dict__:
            self.instances.flush()
        self._case_files.flush()
        if "events" in self.__dict__:
            self.events.flush()

    @cached_property
    def definitions(self) -> DefinitionStore:
        """Deployed versions of SOPs."""
        return DefinitionStore(self.connection)

    @cached_property
    def instances(self) -> InstanceStore:
        """Cases."""
        return InstanceStore(self.connection, self._case_files)

    @cached_property
    def tasks(self) -> TaskStore:
        """Tasks, and the inbox over them."""
        return TaskStore(self.connection, self._case_files, self.steps)

    @cached_property
    def clocks(self) -> ClockStore:
        """Intervals in which a task waited, was worked on or paused."""
        return ClockStore(self.connection)

    @cached_property
    def facts(self) -> FactStore:
        """What finished steps took: an index over the log."""
        return FactStore(self.connection)

    @cached_property
    def cycles(self) -> CycleStore:
        """What starts by itself."""
        return CycleStore(self.connection)

    @cached_property
    def timers(self) -> TimerStore:
        """Tokens that wait for time."""
        return TimerStore(self.connection)

    @cached_property
    def events(self) -> EventStore:
        """The audit chain."""
        return EventStore(self.connection)

    @cached_property
    def documents(self) -> DocumentStore:
        """Documents and their content."""
        return DocumentStore(self.connection)

    @cached_property
    def actions(self) -> ActionStore:
        """Actions that were promised."""
        return ActionStore(self.connection)

    @cached_property
    def keeping(self) -> KeepingStore:
        """What the archive adds to documents."""
        return KeepingStore(self.connection)

    @cached_property
    def signatures(self) -> SignatureStore:
        """Signatures that documents owe or bear."""
        return SignatureStore(self.connection)

    @cached_property
    def signing_keys(self) -> SigningKeyStore:
        """Keys that the office keeps."""
        return SigningKeyStore(self.connection)

    @cached_property
    def registers(self) -> RegisterStore:
        """Registers of numbers."""
        return RegisterStore(self.connection)

    @cached_property
    def people(self) -> PeopleStore:
        """Users, roles, assignments, tokens."""
        return PeopleStore(self.connection)

    @cached_property
    def sessions(self) -> SessionStore:
        """Who is signed in at a browser, and attempts to."""
        return SessionStore(self.connection)

    @cached_property
    def calendars(self) -> CalendarStore:
        """Working calendars."""
        return CalendarStore(self.connection)

    @cached_property
    def indicators(self) -> IndicatorStore:
        """Indicators, targets, realisations."""
        return IndicatorStore(self.connection)

    @cached_property
    def drafts(self) -> DraftStore:
        """What officers typed and did not send yet."""
        return DraftStore(self.connection)

    @cached_property
    def comments(self) -> CommentStore:
        """Remarks on a case."""
        return CommentStore(self.connection)

    @cached_property
    def idempotency(self) -> IdempotencyStore:
        """Answers to repeated calls."""
        return IdempotencyStore(self.connection)

    @cached_property
    def office(self) -> OfficeStore:
        """Settings of the office."""
        return OfficeStore(self.connection)

    @cached_property
    def warnings(self) -> WarningStore:
        """Tasks of which somebody is to be told."""
        return WarningStore(self.connection)

    @cached_property
    def notices(self) -> NoticeStore:
        """What people were told."""
        return NoticeStore(self.connection)

    @cached_property
    def deliveries(self) -> DeliveryStore:
        """Messages that left the house, or shall."""
        return DeliveryStore(self.connection)

    @cached_property
    def preferences(self) -> PreferenceStore:
        """How people want to be told."""
        return PreferenceStore(self.connection)

    @cached_property
    def sop_drafts(self) -> SopDraftStore:
        """Drafts of SOPs."""
        return SopDraftStore(self.connection)

    @cached_property
    def versions(self) -> VersionStore:
        """Submissions for approval, and moves of cases."""
        return VersionStore(self.connection)

    @cached_property
    def incidents(self) -> IncidentStore:
        """What failed and waits for a person."""
        return IncidentStore(self.connection)

    @cached_property
    def workers(self) -> WorkerStore:
        """Heartbeats of the job workers."""
        return WorkerStore(self.connection)
