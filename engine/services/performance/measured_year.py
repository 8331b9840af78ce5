"""What a case's documents tell of the year: cumulated figures, budget, the plan.

It is what was known when the step was completed, so that a letter that is made
again later is the same letter.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from engine.domain.measuring import case_period
from engine.domain.performance import in_period
from engine.domain.periods import Period
from engine.domain.values import CaseData, JsonObject, JsonValue
from engine.ports import Attachment
from engine.services.performance.achievement import PerformanceRow, performance_rows
from engine.services.performance.words import budget_words, indicator_words, plain
from engine.services.performance.yearbook import (
    Absorption,
    Yearbook,
    absorptions,
    yearbook,
)
from engine.store.database import UnitOfWork

_COLUMNS = (
    *("kode", "sasaran", "nama", "satuan", "seksi"),
    *("target", "realisasi", "capaian", "predikat", "hasil"),
)


def measured_year(uow: UnitOfWork, data: CaseData, *, until: datetime) -> JsonObject:
    """Return `kinerja` for templates; its lists are empty without a signed plan.

    Args:
        uow: reads.
        data: of the case, which names the period.
        until: instant of the step; what came later is left out.
    """
    period = case_period(data)
    if period is None:
        return {"kinerja": _words(None, (), ())}
    book = yearbook(uow, period.year, until=until)
    before = yearbook(uow, period.year - 1, until=until)
    rows = performance_rows(book, before, book.plan, period)
    told: list[JsonValue] = [
        {
            **indicator_words(row, row.planned.indicator.section),
            "perkembangan": _course(row, book, period),
        }
        for row in rows
    ]
    return {"kinerja": _words(book, told, absorptions(book, book.plan, period))}


def figures_of(context: JsonObject) -> list[Attachment]:
    """Return the measured figures as CSV, to travel inside a document; none, nothing."""
    rows = context.get("indikator")
    if not isinstance(rows, list) or not rows:
        return []
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_COLUMNS)
    for row in rows:
        if isinstance(row, dict):
            cells = [row.get(name) for name in _COLUMNS]
            writer.writerow(
                [plain(None if isinstance(one, list | dict) else one) for one in cells]
            )
    content = target.getvalue().encode()
    return [Attachment(name="pengukuran.csv", media_type="text/csv", content=content)]


def _course(row: PerformanceRow, book: Yearbook, period: Period) -> list[JsonValue]:
    """Return the achievements of the year's periods of the same length, so far."""
    reached = book.reached(row.planned)
    found = (in_period(row.planned, one, reached) for one in period.so_far)
    return [
        None if one.achievement is None else float(one.achievement) for one in found
    ]


def _words(
    book: Yearbook | None, rows: Sequence[JsonValue], budget: tuple[Absorption, ...]
) -> JsonObject:
    signed = book.revision if book else None
    return {
        "baris": list(rows),
        "anggaran": budget_words(budget, {}),
        "rencana": {
            "revisi": signed.revision if signed else 0,
            "ditetapkan": signed.signed_at.date().isoformat()
            if signed and signed.signed_at
            else "",
        },
    }
