"""Arsip: only what the reader may see is found, shown and handed out."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import DocumentId
from web.archive.presenters import (
    PATH,
    archive_page,
    card_page,
    file_name,
    sought_of,
)
from web.asking import actor, office, visit
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
    return render_template("archive/list.html", **found, periods=periods)


@blueprint.get("/dokumen/<document>")
def card(document: str) -> str:
    """Show what is known of a document, with its hash."""
    found = office().readings.archive.card(DocumentId(document), actor())
    return render_template("archive/document.html", **card_page(found, visit()))


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
