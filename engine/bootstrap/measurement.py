"""What the office measures: plans, realisations, achievement, actions."""

from functools import cached_property

from engine.bootstrap.core import Core
from engine.domain.sheets import Spreadsheets
from engine.services.documents.papers import Papers
from engine.services.performance.achievement import PerformanceService
from engine.services.performance.history import PerformanceHistory
from engine.services.performance.plan_editing import PlanEditing
from engine.services.performance.plan_files import PlanFiles
from engine.services.performance.plans import PlanService
from engine.services.performance.realisations import RealisationService
from engine.services.reporting.agreements import Agreements
from engine.services.reporting.annual_report import AnnualReports
from engine.services.reporting.performance import PerformanceFiles


class Measurement(Core):
    """The parts of an office for this; each is built when it is first asked for."""

    @cached_property
    def plans(self) -> PlanService:
        """Plans of years."""
        return PlanService(desk=self.desk, lists=self.lists)

    @cached_property
    def plan_editing(self) -> PlanEditing:
        """Working on drafts of plans."""
        return PlanEditing(desk=self.desk)

    @cached_property
    def plan_files(self) -> PlanFiles:
        """Plans as spreadsheets."""
        return PlanFiles(
            desk=self.desk,
            plans=self.plans,
            editing=self.plan_editing,
            sheets=self.spreadsheets,
        )

    @cached_property
    def spreadsheets(self) -> Spreadsheets:
        """What reads and writes XLSX."""
        from engine.adapters.spreadsheets import XlsxSpreadsheets  # noqa: PLC0415 - heavy

        return XlsxSpreadsheets()

    @cached_property
    def realisations(self) -> RealisationService:
        """Corrections of what was reported."""
        return RealisationService(desk=self.desk)

    @cached_property
    def performance(self) -> PerformanceService:
        """What was promised and reached."""
        return PerformanceService(desk=self.desk)

    @cached_property
    def performance_history(self) -> PerformanceHistory:
        """Single indicators over the years."""
        return PerformanceHistory(desk=self.desk)

    @cached_property
    def papers(self) -> Papers:
        """Papers that belong to no case."""
        return Papers(
            database=self.database,
            clock=self.clock,
            renderer=self.renderer,
            lists=self.lists,
        )

    @cached_property
    def performance_files(self) -> PerformanceFiles:
        """Performance as CSV, XLSX and PDF."""
        return PerformanceFiles(
            performance=self.performance, sheets=self.spreadsheets, papers=self.papers
        )

    @cached_property
    def agreements(self) -> Agreements:
        """Perjanjian Kinerja."""
        return Agreements(plans=self.plans, papers=self.papers)

    @cached_property
    def annual_reports(self) -> AnnualReports:
        """Drafts of the LKjIP."""
        from engine.adapters.word import WordWriter  # noqa: PLC0415 - heavy

        return AnnualReports(
            performance=self.performance,
            history=self.performance_history,
            papers=self.papers,
            writer=WordWriter(),
        )
