"""Evaluasi SOP: the ministry's form each half year, and new standards prepared."""

from urllib.parse import urlencode

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.checking.whole import MAX_KEY
from engine.domain.evaluations import Judgement
from engine.domain.identity import Right
from engine.domain.statistics import MEDIAN
from engine.domain.values import ElementId, ProcessKey
from engine.errors import OfficeInvalidError, VersionConflictError
from engine.services.monitoring.evaluation import (
    EvaluationForm,
    EvaluationLine,
    Given,
    counted,
)
from web.asking import Visit, actor, office, tell, visit
from web.case_words import standard_words
from web.monitor.asked import PATH, Choice, half_choices, question, told_period
from web.monitor.presenters import share_words, tone_of
from web.presenting import span_words

PAGE = f"{PATH}/evaluasi"
_LONGEST_HALF = 20  # letters; a half year is written «2026-S1»
blueprint = Blueprint("pemantauan-evaluasi", __name__, url_prefix=PAGE)


@blueprint.get("")
def form() -> str:
    """Show the form of a half year."""
    return _page()


@blueprint.post("")
def save() -> Response | tuple[str, int]:
    """Keep what was judged."""
    process, half = _of_form()
    try:
        written = office().evaluations.save(actor(), process, half, _given())
    except OfficeInvalidError:
        return _page(process, half, error="monitor.note_too_long"), 422
    except VersionConflictError:
        return _page(process, half, error="monitor.judged_meanwhile"), 409
    tell("monitor.judged" if written else "monitor.nothing_judged", n=written)
    return redirect(_address(process, half), 303)


@blueprint.post("/batas")
def limit() -> Response | tuple[str, int]:
    """Set from which share on time a step is judged well."""
    process, half = _of_form()
    try:
        office().evaluations.set_limit(actor(), _number(request.form.get("batas", "")))
    except OfficeInvalidError:
        return _page(process, half, error="monitor.limit_wrong"), 422
    tell("monitor.limit_kept")
    return redirect(_address(process, half), 303)


@blueprint.post("/usul")
def prepare() -> Response:
    """Prepare suggested standards in the SOP's draft, and open the editor."""
    process, half = _of_form()
    found = office().evaluations.form(actor(), process, half)
    if found is None:
        abort(404)
    if not actor().has(Right.DRAFT):
        abort(403)
    wanted = set(request.form.getlist("langkah"))
    standards = {
        element: duration
        for element, duration in found.suggestions.items()
        if not wanted or element in wanted
    }
    if not standards:
        tell("monitor.nothing_suggested", "warning")
        return redirect(_address(process, half), 303)
    office().sop_drafts.with_standards(actor(), process, standards)
    tell("monitor.prepared", n=len(standards))
    return redirect(f"/sop/{process}/sunting", 303)


@blueprint.get("/formulir.pdf")
def pdf() -> Response:
    """Hand out the form as a PDF."""
    asked = question()
    half = request.args.get("semester", "")
    made = office().evaluation_prints.pdf(actor(), asked.asked.process, half)
    answer = make_response(made)
    answer.mimetype = "application/pdf"
    name = f"evaluasi-{asked.asked.process or 'sop'}-{half or 'semester'}.pdf"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(process: ProcessKey | None = None, half: str = "", *, error: str = "") -> str:
    asked = question()
    wanted = process or asked.asked.process
    chosen = half or request.args.get("semester", "")
    found = office().evaluations.form(actor(), wanted, chosen)
    if found is None:
        return render_template("monitor/board.html", has_sop=False, title="", period="")
    page = evaluation_page(found, _typed() if error else {}, visit())
    return render_template(
        "monitor/evaluation.html", **page, question=asked, error=error
    )


def evaluation_page(
    form: EvaluationForm, typed: dict[str, Given], visit: Visit
) -> dict[str, object]:
    """Return what the template shows; what was typed and not kept comes first."""
    sums = counted(form.lines)
    return {
        "title": form.definition.name,
        "process": form.definition.key,
        "half": form.half,
        "period": told_period(form.half, visit),
        "is_over": form.is_over,
        "limit": form.limit,
        "halves": half_choices(form.today, form.half, visit),
        "sops": [Choice(value=key, words=name) for key, name in form.processes],
        "rows": [_row(one, typed, visit) for one in form.lines],
        "sums": [(one.value, count) for one, count in sums.items()],
        "suggested": len(form.suggestions),
        "may_draft": form.may_draft,
        "pdf": f"{PAGE}/formulir.pdf?sop={form.definition.key}&semester={form.half}",
    }


def _row(
    one: EvaluationLine, typed: dict[str, Given], visit: Visit
) -> dict[str, object]:
    line, tally = one.figures.line, one.figures.line.tally
    given = typed.get(line.element)
    known = one.evaluation
    note, action = (known.note, known.action) if known else ("", "")
    median = tally.quantile(MEDIAN)
    return {
        "element": line.element,
        "place": line.place,
        "name": line.name,
        "lane": line.lane,
        "standard": standard_words(line.standard, visit) or "–",
        "share": share_words(tally.on_time_share, visit),
        "tone": tone_of(tally.on_time_share),
        "count": tally.count,
        "median": "–" if median is None else span_words(median, visit.language),
        "measured": one.measured.value,
        "judgement": (given.judgement if given else one.judgement).value,
        "note": given.note if given else note,
        "action": given.action if given else action,
        "version": given.version if given else known.version if known else 0,
        "by": known.assessor_name if known else "",
        "at": known.at if known else None,
        "suggested": standard_words(one.suggested, visit) if one.suggested else "",
    }


def _given() -> list[Given]:
    return [
        Given(
            element=ElementId(element),
            judgement=_judgement(request.form.get(f"nilai-{element}", "")),
            note=request.form.get(f"catatan-{element}", "").strip(),
            action=request.form.get(f"tindakan-{element}", "").strip(),
            version=_number(request.form.get(f"versi-{element}", "")),
        )
        for element in request.form.getlist("langkah")
    ]


def _typed() -> dict[str, Given]:
    return {str(one.element): one for one in _given()}


def _judgement(word: str) -> Judgement:
    return Judgement(word) if word in set(Judgement) else Judgement.UNJUDGED


def _number(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if fits else 0


def _of_form() -> tuple[ProcessKey, str]:
    process = ProcessKey(request.form.get("sop", "")[:MAX_KEY])
    return process, request.form.get("semester", "")[:_LONGEST_HALF]


def _address(process: ProcessKey, half: str) -> str:
    return f"{PAGE}?{urlencode({'sop': process, 'semester': half})}"
