"""Keputusan: the decision tables of an SOP's draft, edited as a table of fields."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.decisions import DecisionTable
from engine.domain.values import ProcessKey
from engine.errors import (
    DiagramInvalidError,
    DraftConflictError,
    DraftFileInvalidError,
    DraftTooLargeError,
    MutuBakuError,
)
from engine.services.drafting.tables import mistakes_in
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.errors import status_of
from web.language import say
from web.presenting import clock_words
from web.versions.grid import changed, read_grid
from web.versions.presenters import PATH
from web.versions.table_words import table_page

blueprint = Blueprint("keputusan", __name__, url_prefix=PATH)
KEEP = "simpan"
_SHOWN = (DraftConflictError, DraftTooLargeError)


@blueprint.get("/<key>/keputusan/<name>")
def show(key: ProcessKey, name: str) -> str:
    """Show the editor of a table."""
    return _page(key, name)


@blueprint.post("/<key>/keputusan/<name>")
def change(key: ProcessKey, name: str) -> Response | str | tuple[str, int]:
    """Keep a table, or change its rows and columns and show it again."""
    action = request.form.get("aksi", KEEP)
    office().draft_tables.table(key, name, actor())
    table = read_grid(name, request.form)
    if action != KEEP:
        table, focus = changed(table, action)
        return _page(key, name, table, focus=focus)
    try:
        draft = office().draft_tables.save(key, table, _revision(), actor())
    except _SHOWN as error:
        return _page(key, name, table, error=_words(error)), status_of(error)
    at = clock_words(draft.edited_at, visit().language)
    mistakes = len(mistakes_in(table))
    if mistakes:
        tell("versions.table_kept_wrong", "warning", at=at, n=mistakes)
    else:
        tell("versions.file_kept", at=at)
    return redirect(request.path, 303)


@blueprint.get("/<key>/keputusan/<name>/berkas.dmn")
def download(key: ProcessKey, name: str) -> Response:
    """Hand out a table as a DMN file."""
    answer = make_response(office().draft_tables.written(key, name, actor()))
    answer.mimetype = "application/xml"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.dmn")
    return answer


@blueprint.post("/<key>/keputusan-unggah")
def upload(key: ProcessKey) -> Response:
    """Take the tables of a DMN file into the draft."""
    file = request.files.get("berkas")
    source = b"" if file is None else file.stream.read()
    try:
        taken = office().draft_tables.take_in(key, source, _revision(), actor())
    except (*_SHOWN, DiagramInvalidError, DraftFileInvalidError) as error:
        tell("versions.table_not_taken", "danger", why=_words(error))
        return redirect(f"{PATH}/{key}/formulir", 303)
    for problem in taken.problems:
        words = say(f"check.{problem.code}", visit().language, problem.shown)
        tell("versions.table_left_out", "warning", why=words)
    tell("versions.table_taken", names=", ".join(taken.keys) or "–")
    alone = len(taken.keys) == 1
    goal = f"keputusan/{taken.keys[0]}" if alone else "formulir"
    return redirect(f"{PATH}/{key}/{goal}", 303)


def _page(
    key: ProcessKey,
    name: str,
    table: DecisionTable | None = None,
    *,
    error: str = "",
    focus: str = "",
) -> str:
    found = office().draft_tables.table(key, name, actor())
    page = table_page(found, table, visit())
    return render_template("versions/table.html", **page, error=error, focus=focus)


def _revision() -> int:
    text = request.form.get("revisi", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _words(error: MutuBakuError) -> str:
    if isinstance(error, DraftConflictError):
        at = clock_words(error.facts["at"], visit().language)
        return visit().say("versions.file_conflict", by=error.facts["by"], at=at)
    if isinstance(error, DiagramInvalidError):
        problem = error.facts["problems"][0]
        return say(f"check.{problem.code}", visit().language, problem.shown)
    return sentence_of(error, visit().language)
