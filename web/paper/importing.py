"""Impor tabel SOP: a file or pasted text, its guesses confirmed, becomes a draft."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.domain.sop_table.answering import Answers, answered
from engine.errors import ConflictError, InvalidError
from engine.services.drafting.imports import ReadTable
from engine.translations import sentence_of
from web.asking import actor, office, visit
from web.paper.presenters import cells_of, confirm_page, first_answers

PATH = "/sop/impor"
blueprint = Blueprint("impor", __name__, url_prefix=PATH)


@blueprint.before_request
def _ask() -> None:
    """Let in only who may draft, before anything that was sent is read."""
    office().sop_imports.require_drafter(actor())


@blueprint.get("")
def ask() -> str:
    """Ask for a file or for the text of a table."""
    return render_template("paper/import.html", text="", error="")


@blueprint.post("")
def read() -> Response:
    """Show what was understood, and what has to be confirmed."""
    text = request.form.get("teks", "")
    file = request.files.get("berkas")
    try:
        if file is not None and file.filename:
            found = office().sop_imports.read_file(actor(), file.read())
        else:
            found = office().sop_imports.read_text(actor(), text)
    except InvalidError as error:
        told = sentence_of(error, visit().language)
        page = render_template("paper/import.html", text=text, error=told)
        return make_response(page, 422)
    return _confirm(found, first_answers(found.draft))


@blueprint.post("/buat")
def create() -> Response:
    """Draw the SOP and open it in the editor; or say what is still missing."""
    try:
        grid = cells_of(request.form.get("tabel", ""))
        found = office().sop_imports.read_cells(actor(), grid)
    except (InvalidError, ValueError) as error:
        raise BadRequest from error
    answers = _answers(found)
    draft, wrong = answered(found.draft, answers)
    if wrong:
        return _confirm(found, answers, wrong)
    try:
        made = office().sop_imports.create(actor(), draft)
    except (ConflictError, InvalidError) as error:
        told = sentence_of(error, visit().language)
        return _confirm(found, answers, {"nama": ""}, told)
    return redirect(f"/sop/{made.key}/sunting", 303)


def _answers(found: ReadTable) -> Answers:
    def filled(name: str, count: int) -> dict[int, str]:
        return {
            place: request.form.get(f"{name}_{place}", "") for place in range(count)
        }

    steps = len(found.draft.steps)
    lanes = filled("lajur", len(found.draft.lanes))
    return Answers(
        name=request.form.get("nama", ""),
        lanes=tuple(" ".join(lanes[place].split())[:120] for place in lanes),
        performers=filled("pelaksana", steps),
        standards=filled("waktu", steps),
        returns=filled("kembali", steps),
        confirmed=bool(request.form.get("diperiksa")),
    )


def _confirm(
    found: ReadTable,
    answers: Answers,
    wrong: dict[str, str] | None = None,
    error: str = "",
) -> Response:
    page = confirm_page(found, answers, wrong or {}, visit())
    shown = render_template("paper/confirm.html", error=error, **page)
    return make_response(shown, 422 if wrong else 200)
