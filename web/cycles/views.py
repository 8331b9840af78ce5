"""Siklus: what starts when, early, skipped, missed; and how each SOP runs."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.cycles import CycleRule, Missed
from engine.domain.values import ElementId, ProcessKey
from engine.errors import CycleTakenError, KernelError, ReasonMissingError
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.cycles.presenters import PATH, asked_page, board_page, rule_page

blueprint = Blueprint("siklus", __name__, url_prefix=PATH)


@blueprint.get("")
def board() -> str:
    """Show what comes within a year and what became of the rest."""
    found = office().cycle_desk.board(actor(), cursor=request.args.get("c"))
    return render_template("cycles/board.html", **board_page(found, visit()))


@blueprint.get("/<process>/<element>/<occurrence>/<any(mulai, lewati):deed>")
def ask(process: str, element: str, occurrence: str, deed: str) -> str | Response:
    """Ask before a case is started early or a period is skipped."""
    return _asked(process, element, occurrence, deed)


@blueprint.post("/<process>/<element>/<occurrence>/mulai")
def start(process: str, element: str, occurrence: str) -> Response:
    """Start a case now."""
    desk = office().cycle_desk
    try:
        case = desk.start(ProcessKey(process), ElementId(element), occurrence, actor())
    except (CycleTakenError, KernelError) as error:
        tell("cycles.not_started", "warning", why=sentence_of(error, visit().language))
        return redirect(PATH, 303)
    tell("cycles.started")
    return redirect(f"/berkas/{case}", 303)


@blueprint.post("/<process>/<element>/<occurrence>/lewati")
def skip(process: str, element: str, occurrence: str) -> str | Response:
    """Let a period pass without a case."""
    reason = request.form.get("alasan", "")
    try:
        office().cycle_desk.skip(
            ProcessKey(process), ElementId(element), occurrence, actor(), reason=reason
        )
    except ReasonMissingError as error:
        told = sentence_of(error, visit().language)
        return make_response(_asked(process, element, occurrence, "lewati", told), 422)
    except CycleTakenError as error:
        tell("cycles.not_skipped", "warning", why=sentence_of(error, visit().language))
        return redirect(PATH, 303)
    tell("cycles.skipped")
    return redirect(PATH, 303)


@blueprint.get("/<process>/aturan")
def rule(process: str) -> str:
    """Ask how the cycles of an SOP run."""
    plans = office().cycle_desk.plans(ProcessKey(process), actor())
    return render_template("cycles/rule.html", **rule_page(plans, visit()))


@blueprint.post("/<process>/aturan")
def keep_rule(process: str) -> Response:
    """Keep how the cycles of an SOP run."""
    wanted = request.form.get("terlewat", "")
    missed = Missed(wanted) if wanted in set(Missed) else Missed.CATCH_UP
    runs = request.form.get("berjalan") == "1"
    office().cycle_desk.rule(
        ProcessKey(process), CycleRule(runs=runs, missed=missed), actor()
    )
    tell("cycles.rule_kept")
    return redirect(PATH, 303)


def _asked(
    process: str, element: str, occurrence: str, word: str, error: str = ""
) -> str | Response:
    desk = office().cycle_desk
    try:
        found = desk.one(ProcessKey(process), ElementId(element), occurrence, actor())
    except CycleTakenError as taken:
        tell("cycles.not_started", "warning", why=sentence_of(taken, visit().language))
        return redirect(PATH, 303)
    page = asked_page(found, visit())
    return render_template("cycles/ask.html", **page, word=word, error=error)
