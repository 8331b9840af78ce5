"""Berkas: who may see a case reads it, comments on it, and stops it with a reason."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.domain.values import InstanceId
from engine.errors import ReasonMissingError
from web.asking import actor, office, tell, visit
from web.case_words import period_choices
from web.cases.presenters import PATH, VERBS, case_page, list_page, sought_of

PAGE = 30
_FILTERS = ("status", "sop", "periode", "cari", "milik", "c")
blueprint = Blueprint("berkas", __name__, url_prefix=PATH)


@blueprint.get("")
def listing() -> str:
    """Show the cases that the reader may see."""
    asked = {key: request.args.get(key, "") for key in _FILTERS}
    cases = office().readings.casebook
    found = cases.listing(actor(), sought_of(asked, PAGE))
    page = list_page(found, asked, cases.processes(), visit())
    periods = period_choices(office().clock.now(), visit())
    return render_template("cases/list.html", **page, periods=periods)


@blueprint.get("/<case>")
def show(case: str) -> str:
    """Show a case with its diagram and story."""
    file = office().readings.casebook.case(InstanceId(case), actor())
    return render_template("cases/case.html", **case_page(file, visit()))


@blueprint.post("/<case>/catatan")
def comment(case: str) -> Response:
    """Add a remark."""
    try:
        office().readings.casebook.comment(
            InstanceId(case), actor(), request.form.get("teks", "")
        )
    except ReasonMissingError:
        tell("cases.comment_empty", "warning")
    return redirect(f"{PATH}/{case}#catatan", 303)


@blueprint.get("/<case>/<any(batalkan, tunda, lanjutkan):word>")
def ask(case: str, word: str) -> str:
    """Ask whether a case is really to be stopped, or to go on."""
    return _question(case, word)


@blueprint.post("/<case>/<any(batalkan, tunda, lanjutkan):word>")
def change(case: str, word: str) -> Response | tuple[str, int]:
    """Cancel, suspend or resume a case."""
    reason = request.form.get("alasan", "")
    runtime = office().runtime
    one = InstanceId(case)
    try:
        if VERBS[word] == "cancel":
            runtime.cancel(one, actor(), reason=reason)
        elif VERBS[word] == "suspend":
            runtime.suspend(one, actor(), reason=reason)
        else:
            runtime.resume(one, actor())
    except ReasonMissingError:
        return _question(case, word, error=visit().say("cases.reason_missing")), 422
    tell(f"cases.done_{word}")
    return redirect(f"{PATH}/{case}", 303)


def _question(case: str, word: str, *, error: str = "") -> str:
    file = office().readings.casebook.case(InstanceId(case), actor())
    if VERBS[word] not in file.may:
        superior = actor().has(Right.SUPERVISE) or actor().has(Right.ADMINISTER)
        abort(409 if superior else 403)
    number = visit().say("cases.number", n=file.case.number)
    return render_template(
        "cases/confirm.html",
        case=file.case,
        title=file.case.title,
        number=number,
        word=word,
        error=error,
    )
