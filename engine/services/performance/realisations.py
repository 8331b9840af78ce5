"""Realisations: what sections report in the steps of a case becomes figures.

A step whose form holds `realisasi_indikator` reports. Its figures are written in
the transaction that completes it, with its evidence; a report after a return is a
version more, and what it leaves as it was is no new version.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from engine.domain.identity import Actor
from engine.domain.indicators import Realisation, quantity
from engine.domain.measuring import case_period
from engine.domain.periods import Period
from engine.domain.plans import Spending
from engine.domain.tasks import Task
from engine.domain.values import CaseData, JsonObject, JsonValue, RoleKey
from engine.errors import IndicatorNotFoundError, OfficeInvalidError
from engine.services.performance.plan_sight import require_edit
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store.reporting import report, report_spending
from engine.store.values import Provenance

REPORT = "realisasi_indikator"
MAX_REASON = 1_000
MAX_FIGURE = Decimal(10) ** 15


class RealisationService:
    """Corrects what was reported, with a reason; a case reports, nothing else does."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def correct(
        self, code: str, period: Period, given: str, reason: str, actor: Actor
    ) -> Realisation:
        """Write another version of a figure that a case reported.

        Args:
            code: of the indicator.
            period: that was reported.
            given: the right value, a number or the word of a grade.
            reason: why the reported one is wrong.
            actor: who may work on plans.

        Raises:
            RefusedError, IndicatorNotFoundError: nothing was reported.
            OfficeInvalidError: names the fields that do not fit.
        """
        require_edit(actor, "realisation_correct")
        value, told = quantity(given.replace(",", ".")), reason.strip()[:MAX_REASON]
        _require_fit(value, told)
        with self._desk.database.write() as uow:
            versions = uow.indicators.versions_of(code, period.year, period.key)
            if not versions:
                raise IndicatorNotFoundError(indicator=code)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            newest = versions[-1][0]
            source = Provenance(by=actor.user, at=changes.now, reason=told)
            written = uow.indicators.record(replace(newest, value=value), source)
            facts: JsonObject = {
                "indicator": code,
                "period": period.text,
                "version": written.version,
                "reason": told,
            }
            changes.record("realisation.corrected", facts=facts)
            changes.write()
            return written


def _require_fit(value: Decimal | None, reason: str) -> None:
    errors = {}
    if value is None or not 0 <= value <= MAX_FIGURE:
        errors["value"] = "plans.figure_unfit"
    if not reason:
        errors["reason"] = "plans.reason_needed"
    if errors:
        raise OfficeInvalidError(errors=errors)


def take_report(
    changes: Changes, task: Task, data: CaseData, known: frozenset[str]
) -> None:
    """Keep the figures of a step that reports; other steps cost nothing.

    Args:
        changes: of the transaction that completes the step.
        task: completed, with its submission.
        data: of the case after it, which names the period.
        known: codes of the office's indicators; others are no figures of ours.
    """
    submission = task.submission or {}
    rows = submission.get(REPORT)
    period = case_period(data)
    if task.simulated or not isinstance(rows, list) or period is None:
        return
    source = Provenance(
        by=changes.actor.user,
        at=changes.now,
        reason=_reason(task, data),
        instance=task.instance,
        task=task.id,
    )
    figures = [one for one in _figures(rows, period) if one.indicator in known]
    report(changes.uow.connection, figures, source)
    spent = _spending(submission, task, period)
    if spent is not None:
        report_spending(changes.uow.connection, spent, source)


def _figures(rows: list[JsonValue], period: Period) -> Iterator[Realisation]:
    for row in rows:
        if isinstance(row, dict):
            evidence = row.get("bukti")
            files = evidence if isinstance(evidence, list) else []
            yield Realisation(
                indicator=str(row.get("kode")),
                year=period.year,
                period=period.key,
                value=_figure(row.get("realisasi_predikat") or row.get("realisasi")),
                evidence=tuple(str(file) for file in files),
                remark=str(row.get("penjelasan") or ""),
            )


def _spending(submission: JsonObject, task: Task, period: Period) -> Spending | None:
    spent = _figure(submission.get("anggaran_realisasi"))
    if spent is None:
        return None
    return Spending(
        section=RoleKey(str(task.item or task.role)),
        year=period.year,
        period=period.key,
        ceiling=_figure(submission.get("anggaran_pagu")),
        spent=spent,
    )


def _reason(task: Task, data: CaseData) -> str:
    """Return why a section reports anew: what was said when it was sent back."""
    checks = data.get("pemeriksaan")
    if task.round == 1 or not isinstance(checks, list):
        return ""
    reasons = [
        str(one.get("alasan") or "")
        for one in checks
        if isinstance(one, dict) and one.get("seksi_ini") == task.item
    ]
    return reasons[-1] if reasons else ""


def _figure(value: JsonValue) -> Decimal | None:
    return quantity(value) if isinstance(value, str | int | float) else None
