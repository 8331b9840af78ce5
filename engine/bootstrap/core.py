"""What every service of an office is built from: database, clock, adapters.

Heavy libraries are imported when they are first needed, so that a command that
only counts working time starts fast.
"""

from functools import cached_property

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.holidays import pinned_holidays
from engine.clock import Clock, FixedClock, SystemClock
from engine.ports import DiagramReader, DocumentRenderer, JobQueue, ProcessKernel
from engine.services.definitions.compiler import StoredCompiler
from engine.services.definitions.deployed import DefinitionLibrary
from engine.services.execution.progress import Progress
from engine.services.office.directory import OfficeLists
from engine.services.office.jobless import MadeByCaller
from engine.services.people.accounts import Passwords
from engine.services.transactions.desk import Desk
from engine.services.transactions.schedule import Schedule
from engine.settings import Settings
from engine.signing_ports import TraceReader
from engine.store.database import Database


class Core:
    """The parts that services share; each is built when it is first asked for."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        jobs: JobQueue | None = None,
        renderer: DocumentRenderer | None = None,
        trace_reader: TraceReader | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.database = Database(settings.database_url, jobs=jobs or MadeByCaller())
        self._renderer = renderer
        self._trace_reader = trace_reader
        self._passwords = passwords

    @cached_property
    def kernel(self) -> ProcessKernel:
        """What runs definitions."""
        from engine.adapters.spiff.kernel import SpiffKernel  # noqa: PLC0415 - heavy

        return SpiffKernel()

    @cached_property
    def renderer(self) -> DocumentRenderer:
        """What makes PDFs."""
        if self._renderer is not None:
            return self._renderer
        from engine.adapters.pdf_process import RenderProcess  # noqa: PLC0415 - heavy

        return RenderProcess()

    @cached_property
    def reader(self) -> DiagramReader:
        """What reads diagrams."""
        return XmlDiagramReader()

    @cached_property
    def schedule(self) -> Schedule:
        """Working calendars."""
        return Schedule(holidays=pinned_holidays)

    @cached_property
    def library(self) -> DefinitionLibrary:
        """Compiled definitions."""
        return DefinitionLibrary(compiler=StoredCompiler(reader=self.reader))

    @cached_property
    def lists(self) -> OfficeLists:
        """What forms choose from."""
        return OfficeLists()

    @cached_property
    def desk(self) -> Desk:
        """What the services that change tasks share."""
        return Desk(
            database=self.database,
            clock=self.clock,
            library=self.library,
            schedule=self.schedule,
        )

    @cached_property
    def progress(self) -> Progress:
        """What steps of the kernel mean."""
        return Progress(
            kernel=self.kernel, library=self.library, schedule=self.schedule
        )

    def _moving_clock(self) -> FixedClock:
        if not isinstance(self.clock, FixedClock):
            raise TypeError("a case is played on a clock that can be moved")
        return self.clock
