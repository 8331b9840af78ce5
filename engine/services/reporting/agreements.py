"""Perjanjian Kinerja: the paper that a signed plan is, per year."""

import csv
import io
from decimal import Decimal

from engine.domain.identity import Actor
from engine.domain.indicators import Level, grade_of
from engine.domain.measuring import GRADE_UNIT
from engine.domain.periods import quarter_of, year_of
from engine.domain.plans import BranchKind, Plan, PlannedIndicator, PlanRevision
from engine.domain.values import JsonObject, JsonValue
from engine.domain.wording import number_text
from engine.errors import PlanDraftError
from engine.ports import Attachment
from engine.services.documents.papers import Papers
from engine.services.performance.plans import PlanService
from engine.services.performance.words import plain

AGREEMENT = "perjanjian-kinerja"


class Agreements:
    """Prints signed plans."""

    def __init__(self, *, plans: PlanService, papers: Papers) -> None:
        self._plans = plans
        self._papers = papers

    def can_print(self) -> bool:
        """Tell whether a deployed SOP brings the template."""
        return self._papers.has(AGREEMENT)

    def pdf(self, year: int, actor: Actor, *, revision: int | None = None) -> bytes:
        """Return the Perjanjian Kinerja of a year as PDF/A, its targets as CSV inside.

        A section gets the part that is its own.

        Raises:
            PlanNotFoundError.
            PlanDraftError: what is not signed is not printed as an agreement.
            DocumentNotFoundError: no deployed SOP brings the template.
        """
        shown = self._plans.view(year, actor, revision=revision).revision
        if shown.is_draft:
            raise PlanDraftError(year=year)
        attached = Attachment(
            name=f"perjanjian-kinerja-{year}.csv",
            media_type="text/csv",
            content=figures_csv(shown.plan),
        )
        return self._papers.make(AGREEMENT, agreement_words(shown), [attached])


def agreement_words(revision: PlanRevision) -> JsonObject:
    """Return a signed plan under the names that its template prints."""
    plan = revision.plan
    signed = revision.signed_at.date().isoformat() if revision.signed_at else ""
    changed = f" Perubahan {revision.revision - 1}" if revision.revision > 1 else ""
    title = f"Perjanjian Kinerja Tahun {plan.year}"
    return {
        "berkas": {
            "id": f"PK {plan.year}/{revision.revision}",
            "judul": f"{title}{changed}",
            "periode": {"label": f"Tahun {plan.year}"},
        },
        "sop": {"judul": title, "nomor": ""},
        "tahun": plan.year,
        "revisi": revision.revision,
        "alasan": revision.reason,
        "tanggal": signed,
        "penanda_tangan": list(revision.signed_as.splitlines()),
        "renstra": list(plan.renstra),
        "sasaran": _objectives(plan),
        "lain": [
            _row(one, plan)
            for one in plan.indicators
            if one.indicator.level is not Level.IKU
        ],
        "anggaran": [
            {
                "program": branch.name if branch else "",
                "seksi": line.section,
                "pagu": float(line.ceiling),
            }
            for line in plan.budget
            for branch in [plan.branch(line.branch)]
        ],
        "jumlah_pagu": float(sum((one.ceiling for one in plan.budget), Decimal())),
    }


def _objectives(plan: Plan) -> list[JsonValue]:
    """Return the sasaran that have an IKU, each with its indicators."""
    rows: list[JsonValue] = []
    for branch in plan.branches:
        own = [one for one in plan.indicators if one.branch == branch.code]
        if branch.kind is BranchKind.OBJECTIVE and own:
            indicators: list[JsonValue] = [_row(one, plan) for one in own]
            rows.append({"nama": branch.name, "indikator": indicators})
    return rows


def _row(planned: PlannedIndicator, plan: Plan) -> JsonObject:
    branch = plan.branch(planned.branch)
    year = plan.year
    return {
        "kode": planned.code,
        "jenjang": planned.indicator.level.value,
        "tempat": branch.name if branch else "",
        "nama": planned.indicator.name,
        "satuan": planned.indicator.unit,
        "seksi": planned.indicator.section,
        "target": _shown(planned, year_of(year).key),
        "triwulan": [
            _shown(planned, quarter_of(year, place).key) for place in range(1, 5)
        ],
    }


def _shown(planned: PlannedIndicator, key: int) -> str:
    value = planned.targets.get(key)
    if value is None:
        return "–"
    grade = grade_of(value) if planned.indicator.unit == GRADE_UNIT else None
    return grade or number_text(value, 4)


def figures_csv(plan: Plan) -> bytes:
    """Return the targets of a plan as CSV, a row for each period."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["Kode", "Indikator", "Satuan", "Seksi", "Periode", "Target"])
    for one in plan.indicators:
        indicator = one.indicator
        for key, value in sorted(one.targets.items()):
            writer.writerow(
                [
                    plain(one.code),
                    plain(indicator.name),
                    plain(indicator.unit),
                    plain(indicator.section),
                    key,
                    value,
                ]
            )
    return target.getvalue().encode()
