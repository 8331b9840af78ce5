"""What supervisors read: times against standards, cycles, evaluations."""

from functools import cached_property

from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.bootstrap.core import Core
from engine.services.cases.history import HistoryService
from engine.services.cycles.desk import CycleDesk
from engine.services.cycles.scheduling import CycleService
from engine.services.definitions.drawings import Drawings
from engine.services.monitoring.case import CaseTimeService
from engine.services.monitoring.evaluation import EvaluationService
from engine.services.monitoring.evaluation_print import EvaluationPrints
from engine.services.monitoring.facts import FactService
from engine.services.monitoring.figures import FigureService
from engine.services.monitoring.outlook import OutlookService
from engine.services.monitoring.packing import PackingService
from engine.services.monitoring.past_facts import PastFactService
from engine.services.monitoring.reports import ReportService
from engine.services.monitoring.service import MonitoringService
from engine.services.notices.rules import SopRuleService


class Supervision(Core):
    """The parts of an office for this; each is built when it is first asked for."""

    @cached_property
    def facts(self) -> FactService:
        """What finished steps took, as an index over the log."""
        return FactService(desk=self.desk)

    @cached_property
    def past_facts(self) -> PastFactService:
        """Repairs of what finished steps took."""
        return PastFactService(desk=self.desk, facts=self.facts)

    @cached_property
    def cycles(self) -> CycleService:
        """Cases that start by themselves."""
        return CycleService(desk=self.desk, progress=self.progress)

    @cached_property
    def cycle_desk(self) -> CycleDesk:
        """What people see and decide of cycles."""
        return CycleDesk(desk=self.desk, cycles=self.cycles)

    @cached_property
    def history(self) -> HistoryService:
        """The log of a case, an officer, an SOP."""
        return HistoryService(desk=self.desk)

    @cached_property
    def sop_rules(self) -> SopRuleService:
        """Who hears of what is late, and who may pause."""
        return SopRuleService(desk=self.desk)

    @cached_property
    def packing(self) -> PackingService:
        """Measured times packed by month."""
        return PackingService(desk=self.desk)

    @cached_property
    def monitoring(self) -> MonitoringService:
        """What supervisors see of all cases."""
        drawings = Drawings(shapes=XmlShapeReader(), reader=self.reader)
        return MonitoringService(desk=self.desk, drawings=drawings)

    @cached_property
    def case_times(self) -> CaseTimeService:
        """Where the time of a case went."""
        return CaseTimeService(desk=self.desk, lists=self.lists)

    @cached_property
    def figures(self) -> FigureService:
        """What charts are drawn from."""
        return FigureService(desk=self.desk)

    @cached_property
    def evaluations(self) -> EvaluationService:
        """Evaluating SOPs each half year."""
        return EvaluationService(desk=self.desk, figures=self.figures)

    @cached_property
    def evaluation_prints(self) -> EvaluationPrints:
        """Evaluations as the ministry's form."""
        return EvaluationPrints(
            desk=self.desk,
            lists=self.lists,
            renderer=self.renderer,
            evaluations=self.evaluations,
        )

    @cached_property
    def reports(self) -> ReportService:
        """Reports of a period."""
        from engine.adapters.spreadsheets import XlsxSpreadsheets  # noqa: PLC0415 - heavy

        return ReportService(
            desk=self.desk,
            lists=self.lists,
            figures=self.figures,
            renderer=self.renderer,
            sheets=XlsxSpreadsheets(),
        )

    @cached_property
    def outlooks(self) -> OutlookService:
        """When open cases are likely to end."""
        return OutlookService(desk=self.desk)
