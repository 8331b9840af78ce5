"""What those who maintain SOPs use: drafts, trials, versions, import and print."""

from datetime import timedelta
from functools import cached_property

from engine.adapters.bpmn.beginnings import adopted, small
from engine.adapters.bpmn.rewriting import with_standards
from engine.adapters.dmn.reader import read_tables
from engine.adapters.dmn.writer import written_table
from engine.adapters.shipped import shipped_texts
from engine.bootstrap.core import Core
from engine.ports import DocumentRenderer
from engine.services.definitions.bundle import Supplies
from engine.services.drafting.approval_reading import ApprovalReading
from engine.services.drafting.editor import DrawingService, FirstDiagrams
from engine.services.drafting.files import DraftFileService
from engine.services.drafting.forecasts import ForecastService
from engine.services.drafting.imports import SopImportService, TableTools
from engine.services.drafting.previews import PreviewService
from engine.services.drafting.prints import SopPrints
from engine.services.drafting.service import SopDraftService
from engine.services.drafting.stock import StockService
from engine.services.drafting.tables import DraftTableService
from engine.services.versions.moving import MovingService
from engine.services.versions.relocation import Relocation
from engine.services.versions.service import VersionService

PREVIEW_TIME = timedelta(seconds=10)
PREVIEW_BYTES = 1_000_000_000


class Maintenance(Core):
    """The parts of an office for this; each is built when it is first asked for."""

    @cached_property
    def sop_drafts(self) -> SopDraftService:
        """Drafts of SOPs."""
        return SopDraftService(
            database=self.database,
            clock=self.clock,
            reader=self.reader,
            restandard=with_standards,
        )

    @cached_property
    def drawing(self) -> DrawingService:
        """What the editor of diagrams asks."""
        return DrawingService(
            database=self.database,
            reader=self.reader,
            drafts=self.sop_drafts,
            first=FirstDiagrams(small=small, adopted=adopted),
        )

    @cached_property
    def versions(self) -> VersionService:
        """Versions of SOPs."""
        return VersionService(desk=self.desk)

    @cached_property
    def approval_reading(self) -> ApprovalReading:
        """How far drafts are on their way to approval."""
        return ApprovalReading(desk=self.desk)

    @cached_property
    def draft_files(self) -> DraftFileService:
        """Forms and templates of drafts."""
        return DraftFileService(
            database=self.database, reader=self.reader, drafts=self.sop_drafts
        )

    @cached_property
    def stock(self) -> StockService:
        """Forms and letters that came with the product."""
        return StockService(
            database=self.database, drafts=self.sop_drafts, shipped=_shipped
        )

    @cached_property
    def draft_tables(self) -> DraftTableService:
        """Decision tables of drafts."""
        return DraftTableService(
            drafts=self.sop_drafts,
            files=self.draft_files,
            read=read_tables,
            written=written_table,
        )

    @cached_property
    def previews(self) -> PreviewService:
        """How forms and letters of drafts will look."""
        return PreviewService(
            desk=self.desk,
            lists=self.lists,
            reader=self.reader,
            renderer=self.preview_renderer,
        )

    @cached_property
    def preview_renderer(self) -> DocumentRenderer:
        """What makes letters to look at: beside the office's, with short limits."""
        if self._renderer is not None:
            return self._renderer
        from engine.adapters.pdf_process import RenderProcess  # noqa: PLC0415 - heavy

        return RenderProcess(timeout=PREVIEW_TIME, memory_bytes=PREVIEW_BYTES)

    @cached_property
    def moving(self) -> MovingService:
        """Moving running cases to another version."""
        relocation = Relocation(desk=self.desk, kernel=self.kernel)
        return MovingService(
            desk=self.desk, progress=self.progress, relocation=relocation
        )

    @cached_property
    def sop_prints(self) -> SopPrints:
        """SOPs as the ministry's document."""
        return SopPrints(
            desk=self.desk,
            lists=self.lists,
            renderer=self.renderer,
            reader=self.reader,
        )

    @cached_property
    def sop_imports(self) -> SopImportService:
        """SOPs that exist as tables."""
        from engine.adapters import tables  # noqa: PLC0415 - heavy
        from engine.adapters.bpmn.writer import written  # noqa: PLC0415 - with it

        tools = TableTools(
            of_file=tables.tables_of_file,
            of_text=tables.table_of_text,
            written=written,
        )
        return SopImportService(drawing=self.drawing, tools=tools)

    @cached_property
    def forecasts(self) -> ForecastService:
        """What SOPs would take."""
        return ForecastService(desk=self.desk, lists=self.lists, reader=self.reader)


def _shipped() -> Supplies:
    forms, templates = shipped_texts()
    return Supplies(forms=forms, templates=templates)
