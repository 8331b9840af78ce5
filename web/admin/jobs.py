"""Pekerjaan: what the machine does, what failed, and whether the log holds."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.errors import OfficeInvalidError, ReasonMissingError
from engine.translations import sentence_of
from web.admin.asked import Told, admitting
from web.admin.job_words import PATH, board_page, incident_row
from web.asking import actor, office, tell, visit

blueprint = admitting(
    Blueprint("pekerjaan", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("")
def listing() -> str:
    """Show incidents, jobs, workers and the head of the log."""
    return _board()


@blueprint.post("/insiden/<incident>/ulangi")
def retry(incident: str) -> Response:
    """Try again what failed."""
    try:
        office().administration.incidents.retry(incident, actor())
    except OfficeInvalidError as error:
        _complain(error)
    else:
        tell("admin.retried")
    return redirect(PATH, 303)


@blueprint.get("/insiden/<incident>/tutup")
def ask_close(incident: str) -> str | Response:
    """Ask why an incident is closed without trying again."""
    return _closing(incident, {})


@blueprint.post("/insiden/<incident>/tutup")
def close(incident: str) -> str | Response:
    """Close an incident."""
    reason = request.form.get("reason", "")
    try:
        office().administration.incidents.close(incident, actor(), reason=reason)
    except ReasonMissingError as error:
        found = {"reason": sentence_of(error, visit().language)}
        return make_response(_closing(incident, found), 422)
    except OfficeInvalidError as error:
        _complain(error)
        return redirect(PATH, 303)
    tell("admin.incident_closed")
    return redirect(PATH, 303)


@blueprint.post("/periksa")
def verify() -> str:
    """Check every link of the log now."""
    broken = office().audit.verify()
    return _board(checked=True, broken=broken.sequence if broken else None)


def _board(*, checked: bool = False, broken: int | None = None) -> str:
    board = office().administration.incidents.board(actor())
    return render_template(
        "admin/jobs.html",
        **board_page(board, visit()),
        head=office().audit.head(),
        checked=checked,
        broken=broken,
    )


def _closing(incident: str, errors: Told) -> str | Response:
    try:
        found = office().administration.incidents.incident(incident, actor())
    except OfficeInvalidError as error:
        _complain(error)
        return redirect(PATH, 303)
    return render_template(
        "admin/incident_close.html",
        row=incident_row(found, visit()),
        path=f"{PATH}/insiden/{incident}/tutup",
        errors=errors,
    )


def _complain(error: OfficeInvalidError) -> None:
    for key in error.facts["errors"].values():
        tell(key, "warning")
