"""LKjIP: the draft of the annual report, as PDF and as DOCX for further writing."""

from collections.abc import Sequence
from typing import Protocol

from engine.domain.blocks import Block, Heading, Paragraph
from engine.domain.identity import Actor
from engine.domain.periods import year_of
from engine.domain.values import JsonObject, JsonValue
from engine.errors import PlanNotFoundError
from engine.ports import Attachment
from engine.services.documents.papers import Papers
from engine.services.performance.achievement import PerformanceService, PerformanceSheet
from engine.services.performance.history import Analysis, PerformanceHistory
from engine.services.performance.plan_sight import sees_all
from engine.services.reporting.annual_chapters import chapters, say
from engine.services.reporting.performance import csv_of

REPORT = "lkjip"


class TextWriter(Protocol):
    """Writes a text as a file that people go on writing."""

    def write(self, title: str, subtitle: str, blocks: Sequence[Block]) -> bytes:
        """Return the file's bytes."""
        ...


class AnnualReports:
    """Drafts the LKjIP, for those who see every section."""

    def __init__(
        self,
        *,
        performance: PerformanceService,
        history: PerformanceHistory,
        papers: Papers,
        writer: TextWriter,
    ) -> None:
        self._performance = performance
        self._history = history
        self._papers = papers
        self._writer = writer

    def docx(self, year: int, actor: Actor) -> bytes:
        """Return the draft for further writing.

        Raises:
            PlanNotFoundError: the year has no signed plan, or is not the actor's.
        """
        sheet = self._sheet(year, actor)
        title = say("title", year=year)
        return self._writer.write(title, say("author"), self._blocks(sheet, actor))

    def pdf(self, year: int, actor: Actor) -> bytes:
        """Return the draft as PDF/A, with the year's table as CSV inside.

        Raises:
            PlanNotFoundError, DocumentNotFoundError: no SOP brings the template.
        """
        sheet = self._sheet(year, actor)
        told: list[JsonValue] = [_words(one) for one in self._blocks(sheet, actor)]
        title = say("title", year=year)
        context: JsonObject = {
            "berkas": {
                "id": f"LKjIP {year}",
                "judul": title,
                "periode": {"label": sheet.period.label},
            },
            "sop": {"judul": title, "nomor": ""},
            "tahun": year,
            "tanggal": sheet.period.last.isoformat(),
            "bagian": told,
        }
        attached = Attachment(
            name=f"lkjip-{year}.csv", media_type="text/csv", content=csv_of(sheet)
        )
        return self._papers.make(REPORT, context, [attached])

    def can_print(self) -> bool:
        """Tell whether a deployed SOP brings the template."""
        return self._papers.has(REPORT)

    def _sheet(self, year: int, actor: Actor) -> PerformanceSheet:
        if not sees_all(actor):
            raise PlanNotFoundError(year=year)
        return self._performance.sheet(year_of(year), actor)

    def _blocks(self, sheet: PerformanceSheet, actor: Actor) -> list[Block]:
        year = sheet.period.year

        def analyses(code: str) -> Sequence[Analysis]:
            return self._history.indicator(code, year, actor).analyses

        return list(chapters(sheet, analyses))


def _words(block: Block) -> JsonObject:
    """Return a block as its template reads it."""
    if isinstance(block, Heading):
        return {"jenis": "judul", "tingkat": block.level, "teks": block.text}
    if isinstance(block, Paragraph):
        return {"jenis": "paragraf", "teks": block.text, "menunggu": block.waits}
    rows: list[JsonValue] = [list[JsonValue](row) for row in block.rows]
    return {
        "jenis": "tabel",
        "nama": list[JsonValue](block.names),
        "baris": rows,
        "angka": block.numbers,
    }
