"""Retensi: what has been kept long enough in a year, and destroying it with two."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import InstanceId
from engine.errors import ConflictError, InvalidError, RefusedError
from engine.translations import sentence_of
from web.archive.retention_words import PATH, retention_page
from web.asking import actor, office, tell, visit, whole
from web.errors import status_of
from web.presenting import ZONE

FIRST_YEAR = 2000
blueprint = Blueprint("retensi", __name__, url_prefix=PATH)


@blueprint.get("")
def show() -> str:
    """Show what is due in a year, and what was proposed."""
    return _page()


@blueprint.post("")
def propose() -> Response:
    """Propose to destroy the chosen cases."""
    chosen = [InstanceId(one) for one in request.form.getlist("berkas")]
    try:
        office().retention.propose(chosen, request.form.get("alasan", ""), actor())
    except (InvalidError, ConflictError) as error:
        return _told(error)
    tell("archive.proposed")
    return redirect(PATH, 303)


@blueprint.post("/<proposal>/musnahkan")
def carry_out(proposal: str) -> Response:
    """Destroy what another officer proposed."""
    try:
        office().retention.carry_out(proposal, actor())
    except (ConflictError, RefusedError) as error:
        return _told(error)
    tell("archive.destroyed_now")
    return redirect(PATH, 303)


@blueprint.post("/<proposal>/tolak")
def refuse(proposal: str) -> Response:
    """Refuse a proposal, or take one's own back."""
    try:
        office().retention.refuse(proposal, actor())
    except ConflictError as error:
        return _told(error)
    tell("archive.refused")
    return redirect(PATH, 303)


@blueprint.get("/<destruction>/berita-acara.pdf")
def record(destruction: str) -> Response:
    """Hand out the berita acara of a destruction."""
    found, content = office().retention.record(destruction, actor())
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    file = f"Berita-Acara-Pemusnahan-{found.number}-{found.year}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=file)
    return answer


def _told(error: InvalidError | ConflictError | RefusedError) -> Response:
    return make_response(_page(sentence_of(error, visit().language)), status_of(error))


def _page(problem: str = "") -> str:
    this_year = office().clock.now().astimezone(ZONE).year
    year = request.args.get("tahun", this_year, type=whole)
    year = min(max(year, FIRST_YEAR), this_year + 50)
    service = office().retention
    return render_template(
        "archive/retention.html",
        **retention_page(
            service.due(year, actor()), service.proposals(actor()), actor()
        ),
        year=year,
        this_year=this_year,
        years=range(this_year - 1, this_year + 6),
        problem=problem,
    )
