"""Formulir dan naskah: forms, document templates and tables of an SOP's draft."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.sop_drafts import SopDraft
from engine.domain.values import ProcessKey
from engine.errors import (
    DraftConflictError,
    DraftFileInvalidError,
    DraftNotFoundError,
    DraftTooLargeError,
    FormInvalidError,
    MutuBakuError,
    RendererUnavailableError,
    TemplateInvalidError,
)
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.errors import status_of
from web.forms import Filling, shown_form
from web.headers import be_framed, hold_frames, loosen_styles
from web.presenting import clock_words
from web.versions.presenters import PATH, file_page, files_page

blueprint = Blueprint("formulir", __name__, url_prefix=PATH)
_FOLDERS = {"form": "formulir", "template": "naskah", "table": "keputusan"}
_SHOWN = (
    DraftConflictError,
    DraftFileInvalidError,
    DraftTooLargeError,
    FormInvalidError,
)


@blueprint.get("/<key>/formulir")
def listing(key: ProcessKey) -> str:
    """Show the forms and templates of a draft; without one, ask to begin one."""
    return _listing(key)


@blueprint.post("/<key>/formulir/mulai")
def begin(key: ProcessKey) -> Response:
    """Begin the draft of an SOP, or go on with it."""
    office().sop_drafts.open(actor(), key)
    return redirect(f"{PATH}/{key}/formulir", 303)


@blueprint.post("/<key>/formulir/baru")
def add(key: ProcessKey) -> Response | tuple[str, int]:
    """Add an empty form, template or decision table."""
    asked = request.form.get("jenis", "")
    kind = asked if asked in _FOLDERS else "template"
    name = request.form.get("nama", "").strip()
    try:
        if kind == "table":
            office().draft_tables.add(key, name, _revision(), actor())
        else:
            office().draft_files.add(key, kind, name, _revision(), actor())
    except _SHOWN as error:
        return _listing(key, _words(error)), status_of(error)
    return redirect(f"{PATH}/{key}/{_FOLDERS[kind]}/{name}", 303)


@blueprint.post("/<key>/formulir-bawaan")
def take(key: ProcessKey) -> Response | tuple[str, int]:
    """Add a form or letter that came with the product."""
    kind, _, name = request.form.get("bawaan", "").partition(":")
    try:
        office().stock.take(key, kind, name, _revision(), actor())
    except _SHOWN as error:
        return _listing(key, _words(error)), status_of(error)
    return redirect(f"{PATH}/{key}/{_FOLDERS.get(kind, 'naskah')}/{name}", 303)


@blueprint.get("/<key>/formulir/<name>")
def form(key: ProcessKey, name: str) -> str:
    """Show the editor of a form."""
    return _form(key, name)


@blueprint.post("/<key>/formulir/<name>")
def keep_form(key: ProcessKey, name: str) -> Response | tuple[str, int]:
    """Keep a form; what the server cannot show is refused by its name."""
    return _kept(key, name, office().draft_files.save_form, _form)


@blueprint.post("/<key>/formulir/<name>/pratinjau")
def show_form(key: ProcessKey, name: str) -> str | tuple[str, int]:
    """Show a form as an officer gets it, from what is typed now."""
    template = "versions/form_preview.html"
    if request.headers.get("HX-Request"):
        template = "versions/_form_preview.html"
    try:
        found = office().previews.form(name, _text(), actor())
    except FormInvalidError as error:
        page = render_template(template, key=key, name=name, error=_words(error))
        # A part of a page is put in its place whatever its status; a page has one.
        return page if "_form" in template else (page, status_of(error))
    filling = Filling(
        data=found.data,
        options=found.options,
        language=visit().language,
        row=visit().say("field.row"),
    )
    shown = shown_form(found.form, filling)
    return render_template(template, key=key, name=name, shown=shown, error="")


@blueprint.get("/<key>/naskah/<name>")
def letter(key: ProcessKey, name: str) -> str:
    """Show the editor of a document template."""
    return _letter(key, name)


@blueprint.post("/<key>/naskah/<name>")
def keep_letter(key: ProcessKey, name: str) -> Response | tuple[str, int]:
    """Keep a template."""
    return _kept(key, name, office().draft_files.save_template, _letter)


@blueprint.post("/<key>/naskah/<name>/pratinjau")
def show_letter(key: ProcessKey, name: str) -> Response:
    """Show a letter of sample values as a PDF, from what is typed now."""
    be_framed()
    try:
        content = office().previews.letter(key, name, _text(), actor())
    except (TemplateInvalidError, RendererUnavailableError) as error:
        page = render_template("versions/letter_refused.html", error=_words(error))
        return make_response(page, status_of(error))
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{name}.pdf")
    return answer


def _listing(key: ProcessKey, error: str = "") -> str:
    try:
        found = office().draft_files.files(key, actor())
    except DraftNotFoundError:
        version = office().versions.page(key, actor())
        return render_template(
            "versions/no_draft.html", name=version.name, path=f"{PATH}/{key}"
        )
    page = files_page(found, visit()) | {"stock": office().stock.offered(found)}
    return render_template("versions/files.html", **page, error=error)


def _form(key: ProcessKey, name: str, text: str | None = None, error: str = "") -> str:
    found = office().draft_files.files(key, actor())
    loosen_styles()
    page = file_page(found, found.form(name), visit(), text=text, error=error)
    return render_template("versions/form.html", **page)


def _letter(
    key: ProcessKey, name: str, text: str | None = None, error: str = ""
) -> str:
    found = office().draft_files.files(key, actor())
    hold_frames()
    page = file_page(found, found.template(name), visit(), text=text, error=error)
    return render_template("versions/letter.html", **page)


def _kept(
    key: ProcessKey,
    name: str,
    save: Callable[..., SopDraft],
    again: Callable[..., str],
) -> Response | tuple[str, int]:
    text = _text()
    try:
        draft = save(key, name, text, _revision(), actor())
    except _SHOWN as error:
        return again(key, name, text, _words(error)), status_of(error)
    tell("versions.file_kept", at=clock_words(draft.edited_at, visit().language))
    return redirect(request.path, 303)


def _text() -> str:
    return request.form.get("isi", "").replace("\r\n", "\n")


def _revision() -> int:
    text = request.form.get("revisi", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _words(error: MutuBakuError) -> str:
    if isinstance(error, DraftConflictError):
        at = clock_words(error.facts["at"], visit().language)
        return visit().say("versions.file_conflict", by=error.facts["by"], at=at)
    return sentence_of(error, visit().language)
