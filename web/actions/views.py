"""Tindak lanjut: the board, one promise, progress with evidence, taking it back."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import ConflictError, InvalidError
from engine.services.actions.cards import Told
from engine.translations import sentence_of
from web.actions.presenters import PATH, board_page, detail_page
from web.asking import actor, office, tell, visit, whole
from web.errors import status_of

blueprint = Blueprint("tindak-lanjut", __name__, url_prefix=PATH)


@blueprint.get("")
def board() -> str:
    """Show what was promised, one's own or everything one may see."""
    found = office().actions.board(actor())
    pile = request.args.get("jenis", "")
    return render_template("actions/board.html", **board_page(found, pile, visit()))


@blueprint.get("/<action>")
def show(action: str) -> str:
    """Show a promise with all that was told of it; its notices count as read."""
    return _page(action)


@blueprint.post("/<action>")
def progress(action: str) -> Response:
    """Tell how it goes."""
    sent = request.files.get("bukti")
    file = (sent.filename, sent.read()) if sent is not None and sent.filename else None
    told = Told(
        text=request.form.get("teks", ""),
        progress=request.form.get("kemajuan", -1, type=whole),
        file=file,
    )
    try:
        office().actions.tell(action, actor(), told, version=_version())
    except (InvalidError, ConflictError) as error:
        return _refused(action, error)
    tell("promises.done" if told.progress == 100 else "promises.kept")
    return redirect(f"{PATH}/{action}", 303)


@blueprint.post("/<action>/batalkan")
def drop(action: str) -> Response:
    """Take a promise back."""
    reason = request.form.get("alasan", "")
    try:
        office().actions.drop(action, actor(), reason, version=_version())
    except (InvalidError, ConflictError) as error:
        return _refused(action, error)
    tell("promises.gone")
    return redirect(f"{PATH}/{action}", 303)


def _version() -> int:
    return request.form.get("version", 0, type=whole)


def _refused(action: str, error: InvalidError | ConflictError) -> Response:
    told = sentence_of(error, visit().language)
    return make_response(_page(action, told), status_of(error))


def _page(action: str, problem: str = "") -> str:
    detail = office().actions.detail(action, actor())
    given = {name: request.form.get(name, "") for name in ("teks", "kemajuan")}
    return render_template(
        "actions/action.html",
        **detail_page(detail, actor()),
        problem=problem,
        given=given,
    )
