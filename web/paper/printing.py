"""Cetak SOP: a version as the ministry's document."""

from flask import Blueprint, abort, make_response, request
from werkzeug.wrappers import Response

from engine.domain.sop_sheet import Paper
from engine.domain.values import ProcessKey
from web.asking import actor, office

blueprint = Blueprint("cetak", __name__, url_prefix="/sop")


@blueprint.get("/<key>/versi/<int:version>/cetak")
def pdf(key: str, version: int) -> Response:
    """Show the document in the browser, on A4 unless F4 is asked for."""
    actor()  # every officer may read every SOP
    wanted = request.args.get("kertas", Paper.A4.value)
    if wanted not in set(Paper):
        abort(404)
    made = office().sop_prints.pdf(ProcessKey(key), version, Paper(wanted))
    answer = make_response(made)
    answer.mimetype = "application/pdf"
    name = f"SOP-{key}-v{version}-{wanted}.pdf"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
