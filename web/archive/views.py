"""Arsip: only what the reader may see is found, shown and handed out."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.domain.values import DocumentId, InstanceId
from engine.errors import ReasonMissingError, VersionConflictError
from web.archive.presenters import (
    PATH,
    archive_page,
    card_page,
    file_name,
    sought_of,
)
from web.asking import actor, office, tell, visit, whole
from web.case_words import period_choices

PAGE = 30
_FILTERS = ("jenis", "sop", "periode", "cari", "c")
blueprint = Blueprint("arsip", __name__, url_prefix=PATH)


@blueprint.get("")
def search() -> str:
    """Show documents or ended cases."""
    asked = {key: request.args.get(key, "") for key in _FILTERS}
    archive, sought = office().readings.archive, sought_of(asked, PAGE)
    is_case = asked["jenis"] == "berkas"
    found = (
        archive_page(archive.cases(actor(), sought), asked, visit())
        if is_case
        else archive_page(archive.documents(actor(), sought), asked, visit())
    )
    periods = period_choices(office().clock.now(), visit())
    keeps = actor().has(Right.SUPERVISE) or actor().has(Right.ADMINISTER)
    return render_template("archive/list.html", **found, periods=periods, keeps=keeps)


@blueprint.get("/dokumen/<document>")
def card(document: str) -> str:
    """Show what is known of a document, with its hash."""
    found = office().readings.archive.card(DocumentId(document), actor())
    keeps = actor().has(Right.SUPERVISE) or actor().has(Right.ADMINISTER)
    page = card_page(found, visit())
    return render_template("archive/document.html", **page, keeps=keeps)


@blueprint.post("/dokumen/<document>/tempat")
def place(document: str) -> Response:
    """Say where the paper copy lies."""
    try:
        office().readings.archive.put_place(
            DocumentId(document),
            request.form.get("tempat", ""),
            actor(),
            version=request.form.get("version", 1, type=whole),
        )
    except VersionConflictError:
        tell("archive.place_stale", "warning")
    else:
        tell("archive.placed")
    return redirect(f"{PATH}/dokumen/{document}", 303)


@blueprint.post("/dokumen/<document>/terbitkan-ulang")
def reissue(document: str) -> Response:
    """Issue a document again; it is made meanwhile."""
    return _changed(document, "reissue")


@blueprint.post("/dokumen/<document>/cabut")
def withdraw(document: str) -> Response:
    """Withdraw a document."""
    return _changed(document, "withdraw")


@blueprint.get("/berkas/<case>.zip")
def export(case: str) -> Response:
    """Hand out a whole case while it is packed."""
    found, pieces = office().case_export.pieces(InstanceId(case), actor())
    answer = Response(pieces, mimetype="application/zip")
    name = f"berkas-{found.number}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/dokumen/<document>/unduh")
def download(document: str) -> Response:
    """Hand out a document."""
    found, content = office().readings.archive.file(DocumentId(document), actor())
    answer = make_response(content)
    answer.mimetype = found.media_type
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(found))
    # What officers upload is nobody's page: it is kept, never shown in ours.
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _changed(document: str, deed: str) -> Response:
    service, reason = office().reissuing, request.form.get("alasan", "")
    try:
        if deed == "reissue":
            service.reissue(DocumentId(document), reason, actor())
        else:
            service.withdraw(DocumentId(document), reason, actor())
    except ReasonMissingError:
        tell("archive.reason_missing", "warning")
    else:
        tell(f"archive.{deed}_done")
    return redirect(f"{PATH}/dokumen/{document}", 303)
