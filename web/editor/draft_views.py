"""A draft without drawing: begun, taken in from a file, looked back at, given up."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.domain.values import ProcessKey
from engine.errors import (
    ConflictError,
    DiagramInvalidError,
    InvalidError,
    MutuBakuError,
)
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.editor.drafting import drafting, require_drafter
from web.editor.presenters import PATH, history_page, problem_words

MOST_LETTERS = 150
blueprint = drafting(Blueprint("draf", __name__, url_prefix=PATH))


@blueprint.get("/draf")
def listing() -> str:
    """Show the drafts of the office."""
    return render_template(
        "editor/drafts.html", rows=office().sop_drafts.listing(actor())
    )


@blueprint.get("/baru")
def ask_new() -> str:
    """Ask for the name of a new SOP."""
    require_drafter()
    return render_template("editor/new.html", given={}, error="")


@blueprint.post("/baru")
def begin() -> Response:
    """Begin a new SOP, from a small diagram or from a file."""
    given = {name: request.form.get(name, "").strip() for name in ("nama", "kunci")}
    name, key = given["nama"][:MOST_LETTERS], given["kunci"]
    file = request.files.get("berkas")
    error = "" if name else visit().say("editor.name_needed")
    if not error:
        try:
            if file is not None and file.filename:
                draft = office().drawing.take_in(actor(), name, file.read(), key)
            else:
                lanes = (visit().say("editor.lane_one"), visit().say("editor.lane_two"))
                draft = office().drawing.begin(actor(), name, lanes, key)
        except (InvalidError, ConflictError) as refused:
            error = _told(refused)
        else:
            return redirect(f"{PATH}/{draft.key}/sunting", 303)
    page = render_template("editor/new.html", given=given, error=error)
    return make_response(page, 422)


@blueprint.get("/<key>/sunting/diagram.bpmn")
def download(key: ProcessKey) -> Response:
    """Hand out the diagram of a draft, now or as it was at a revision."""
    number = request.args.get("revisi", "")
    if number:
        if not number.isdecimal() or len(number) > 9:
            raise BadRequest
        files = office().sop_drafts.revision(actor(), key, int(number)).files
    else:
        files = office().sop_drafts.current(actor(), key).files
    answer = make_response(files.diagram)
    answer.mimetype = "application/xml"
    name = f"{key}-r{number}.bpmn" if number else f"{key}.bpmn"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.post("/<key>/sunting/unggah")
def upload(key: ProcessKey) -> Response:
    """Take a file for the diagram of a draft."""
    file: FileStorage | None = request.files.get("berkas")
    revision = _number("revisi")
    try:
        source = b"" if file is None else file.read()
        office().drawing.replace(actor(), key, source, revision)
        tell("editor.taken_in")
    except (InvalidError, ConflictError) as error:
        tell("editor.not_taken_in", "danger", why=_told(error))
    return redirect(f"{PATH}/{key}/sunting", 303)


@blueprint.get("/<key>/sunting/riwayat")
def history(key: ProcessKey) -> str:
    """Show what was saved of a draft."""
    found = office().sop_drafts.current(actor(), key)
    lines = office().sop_drafts.history(actor(), key)
    page = history_page(found.draft, lines, visit())
    return render_template("editor/history.html", **page)


@blueprint.post("/<key>/sunting/pulihkan")
def restore(key: ProcessKey) -> Response:
    """Make an earlier revision the newest."""
    number = _number("nomor")
    office().sop_drafts.restore(actor(), key, number, _number("revisi"))
    tell("editor.restored", n=number)
    return redirect(f"{PATH}/{key}/sunting", 303)


@blueprint.get("/<key>/sunting/buang")
def ask_discard(key: ProcessKey) -> str:
    """Ask whether a draft is really given up."""
    require_drafter()
    found = office().sop_drafts.current(actor(), key)
    return render_template("editor/discard.html", draft=found.draft)


@blueprint.post("/<key>/sunting/buang")
def discard(key: ProcessKey) -> Response:
    """Give a draft up with its history."""
    draft = office().sop_drafts.current(actor(), key).draft
    office().sop_drafts.discard(actor(), key, _number("revisi"))
    tell("editor.discarded", name=draft.name)
    return redirect(f"{PATH}/{key}" if draft.base_version else PATH, 303)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isdecimal() or len(text) > 9:
        raise BadRequest
    return int(text)


def _told(error: MutuBakuError) -> str:
    """Return what is wrong with a file in words, its first problem where it has some."""
    if isinstance(error, DiagramInvalidError):
        message, hint = problem_words(error.facts["problems"][0], visit())
        return f"{message} {hint}"
    return sentence_of(error, visit().language)
