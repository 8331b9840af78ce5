"""Cetak SOP: a version, or a draft, as the ministry's document."""

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from engine.domain.sop_sheet import Paper
from engine.domain.values import ProcessKey
from engine.errors import DiagramInvalidError
from web.asking import actor, office

PATH = "/sop"
blueprint = Blueprint("cetak", __name__, url_prefix=PATH)


@blueprint.get("/<key>/versi/<int:version>/cetak")
def pdf(key: str, version: int) -> Response:
    """Show the document in the browser, on A4 unless F4 is asked for."""
    actor()  # every officer may read every SOP
    paper = _paper()
    made = office().sop_prints.pdf(ProcessKey(key), version, paper)
    return _shown(made, f"SOP-{key}-v{version}-{paper}.pdf")


@blueprint.get("/<key>/sunting/cetak")
def draft(key: str) -> Response | tuple[str, int]:
    """Show the document that a draft would be; a draft that cannot run has none."""
    paper = _paper()
    try:
        made = office().sop_prints.draft(actor(), ProcessKey(key), paper)
    except DiagramInvalidError:
        page = render_template("paper/draft_refused.html", path=f"{PATH}/{key}")
        return page, 422
    return _shown(made, f"SOP-{key}-draf-{paper}.pdf")


def _paper() -> Paper:
    wanted = request.args.get("kertas", Paper.A4.value)
    if wanted not in set(Paper):
        abort(404)
    return Paper(wanted)


def _shown(made: bytes, name: str) -> Response:
    answer = make_response(made)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
