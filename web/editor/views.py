"""Sunting: the page on which an SOP is drawn, and what its script asks."""

import json
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.domain.sop_drafts import DraftState
from engine.domain.values import ProcessKey
from engine.errors import DraftConflictError, DraftNotFoundError, MutuBakuError
from engine.translations import sentence_of
from web.asking import actor, office, visit
from web.editor.drafting import drafting, require_drafter
from web.editor.presenters import PATH, editor_page, findings_of, waiting_page
from web.errors import status_of
from web.headers import loosen_styles
from web.presenting import clock_words

MOST_LETTERS = 6_000_000
blueprint = drafting(Blueprint("sunting", __name__, url_prefix=PATH))


@blueprint.get("/<key>/sunting")
def show(key: ProcessKey) -> str:
    """Show the editor; an SOP without a draft asks whether to begin one."""
    require_drafter()
    try:
        found = office().drawing.opened(actor(), key)
    except DraftNotFoundError:
        version = office().readings.catalog.version(key, actor())
        return render_template("editor/open.html", **waiting_page(version))
    if found.draft.state is not DraftState.EDITING:
        return render_template("editor/locked.html", draft=found.draft)
    around = office().drawing.surroundings(actor(), key)
    loosen_styles()
    return render_template("editor/editor.html", **editor_page(found, around, visit()))


@blueprint.post("/<key>/sunting")
def begin(key: ProcessKey) -> Response:
    """Begin the draft of an SOP from its newest version, or go on with its draft."""
    office().sop_drafts.open(actor(), key)
    return redirect(f"{PATH}/{key}/sunting", 303)


@blueprint.post("/<key>/sunting/simpan")
def save(key: ProcessKey) -> Response:
    """Keep the drawing; who was slower is told by whom it was changed."""
    xml, asked = _sent()
    revision = asked.get("revision")
    if not isinstance(revision, int):
        raise BadRequest
    try:
        draft = office().drawing.save(actor(), key, xml, revision)
    except DraftConflictError as error:
        at = clock_words(error.facts["at"], visit().language)
        by, you = error.facts["by"], error.facts["you"]
        told = visit().say("editor.conflict_told", by=by, you=you, at=at)
        return _refused(error, told, revision=error.facts["revision"])
    except MutuBakuError as error:
        return _refused(error, sentence_of(error, visit().language))
    at = clock_words(draft.edited_at, visit().language)
    words = visit().say("editor.saved_at", at=at)
    return jsonify({"revision": draft.revision, "name": draft.name, "words": words})


@blueprint.post("/<key>/sunting/periksa")
def check(key: ProcessKey) -> Response:
    """Judge the drawing as deploying it would."""
    xml, _ = _sent()
    try:
        judged = office().drawing.check(actor(), key, xml)
    except MutuBakuError as error:
        return _refused(error, sentence_of(error, visit().language))
    return jsonify(findings_of(judged, visit()))


def _sent() -> tuple[bytes, dict[str, Any]]:
    """Return the drawing that a script sent, with what stands beside it."""
    try:
        asked = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    xml = asked.get("xml") if isinstance(asked, dict) else None
    if not isinstance(xml, str) or len(xml) > MOST_LETTERS:
        raise BadRequest
    return xml.encode("utf-8", "replace"), asked


def _refused(error: MutuBakuError, words: str, **facts: object) -> Response:
    answer = make_response(jsonify({"words": words, "code": error.code} | facts))
    answer.status_code = status_of(error)
    return answer
