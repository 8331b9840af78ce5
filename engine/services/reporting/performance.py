"""A period's performance as files: CSV, XLSX and the printed report."""

import csv
import io

from engine.domain.identity import Actor
from engine.domain.indicators import Outcome
from engine.domain.periods import Period
from engine.domain.sheets import Cell, Sheet, Spreadsheets
from engine.domain.values import JsonObject, JsonValue, RoleKey
from engine.ports import Attachment
from engine.services.documents.papers import Papers
from engine.services.performance.achievement import PerformanceService, PerformanceSheet
from engine.services.performance.words import (
    budget_words,
    indicator_words,
    plain,
    summary_of,
)

REPORT = "laporan-kinerja"
# The names of columns are a format, whatever the reader's language.
_NAMES = (
    *("Kode", "Jenjang", "Sasaran", "Indikator", "Satuan", "Seksi"),
    *("Target", "Realisasi", "Capaian (%)", "Predikat", "Hasil"),
    *("Target s.d.", "Realisasi s.d.", "Capaian s.d. (%)", "Capaian tahun lalu (%)"),
)
_WIDTHS = (10, 10, 36, 44, 12, 22, 10, 10, 11, 16, 16, 12, 14, 16, 20)


class PerformanceFiles:
    """Writes what `PerformanceService` reads."""

    def __init__(
        self, *, performance: PerformanceService, sheets: Spreadsheets, papers: Papers
    ) -> None:
        self._performance = performance
        self._sheets = sheets
        self._papers = papers

    def csv(
        self, period: Period, actor: Actor, *, section: RoleKey | None = None
    ) -> bytes:
        """Return the table as CSV (RFC 4180, UTF-8 with its mark).

        Raises:
            PlanNotFoundError.
        """
        sheet = self._performance.sheet(period, actor, section=section)
        return csv_of(sheet)

    def xlsx(
        self, period: Period, actor: Actor, *, section: RoleKey | None = None
    ) -> bytes:
        """Return the table and the budget as XLSX.

        Raises:
            PlanNotFoundError.
        """
        found = self._performance.sheet(period, actor, section=section)
        names = {one.section: one.name for one in found.sections}
        budget = [
            [names[one.section], one.ceiling, one.spent, one.percent]
            for one in found.budget
        ]
        title = f"Capaian kinerja {period.label}"
        return self._sheets.write(
            [
                Sheet(
                    name="Kinerja",
                    names=_NAMES,
                    rows=_cells(found),
                    widths=_WIDTHS,
                    notes=(title,),
                ),
                Sheet(
                    name="Anggaran",
                    names=("Seksi", "Pagu (Rp)", "Realisasi (Rp)", "Serapan (%)"),
                    rows=budget,
                    widths=(36, 18, 18, 12),
                    notes=(title,),
                ),
            ]
        )

    def pdf(
        self, period: Period, actor: Actor, *, section: RoleKey | None = None
    ) -> bytes:
        """Return the report as PDF/A, with the table as CSV inside.

        Raises:
            PlanNotFoundError.
            DocumentNotFoundError: no deployed SOP brings its template.
        """
        sheet = self._performance.sheet(period, actor, section=section)
        attached = Attachment(
            name=f"kinerja-{period.text}.csv",
            media_type="text/csv",
            content=csv_of(sheet),
        )
        return self._papers.make(REPORT, _told(sheet), [attached])

    def can_print(self) -> bool:
        """Tell whether a deployed SOP brings the report's template."""
        return self._papers.has(REPORT)


def csv_of(sheet: PerformanceSheet) -> bytes:
    """Return a sheet's table as CSV."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_NAMES)
    for row in _cells(sheet):
        writer.writerow([plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _told(sheet: PerformanceSheet) -> JsonObject:
    names = {one.section: one.name for one in sheet.sections}
    period = sheet.period
    rows: list[JsonValue] = [
        indicator_words(row, names[row.planned.indicator.section]) for row in sheet.rows
    ]
    return {
        "berkas": {
            "id": f"Kinerja {period.text}",
            "judul": f"Laporan Capaian Kinerja {period.label}",
            "periode": {"label": period.label},
        },
        "sop": {"judul": "Laporan Capaian Kinerja", "nomor": ""},
        "tanggal": period.last.isoformat(),
        "indikator": rows,
        "anggaran": budget_words(sheet.budget, names),
        "ringkasan": summary_of(rows),
    }


def _cells(sheet: PerformanceSheet) -> list[list[Cell]]:
    names = {one.section: one.name for one in sheet.sections}
    rows: list[list[Cell]] = []
    for row in sheet.rows:
        indicator, now, year = row.planned.indicator, row.now, row.so_far
        rows.append(
            [
                *(indicator.code, indicator.level.value, row.objective, indicator.name),
                *(indicator.unit, names[indicator.section]),
                *(now.target, now.realisation, now.achievement, now.rating),
                _OUTCOMES[now.outcome],
                *(year.target, year.realisation, year.achievement),
                row.last_year.achievement if row.last_year else None,
            ]
        )
    return rows


_OUTCOMES = {
    Outcome.CALCULATED: "dihitung",
    Outcome.NOT_EVALUABLE: "tidak dapat dinilai",
    Outcome.INCOMPLETE: "belum lengkap",
}
