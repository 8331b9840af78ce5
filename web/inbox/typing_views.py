"""What a page's script asks while somebody types: drafts, computed fields, files.

Answers are JSON. A form without a script does the same by its buttons.
"""

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.domain.values import DocumentId, TaskId
from engine.errors import MutuBakuError, VersionConflictError
from engine.translations import sentence_of
from web.asking import actor, office, visit
from web.errors import status_of
from web.forms import shown_form
from web.inbox.sending import draft_of, sent_by, stored, take_back
from web.inbox.task_presenters import (
    NOTHING_TYPED,
    changes_of,
    filling,
    shown_file,
)
from web.presenting import clock_words

blueprint = Blueprint("tugas-isian", __name__, url_prefix="/tugas")


@blueprint.post("/<task>/konsep")
def keep(task: TaskId) -> Response:
    """Keep a draft and return what the typing changed in the form."""
    detail = office().task_details.detail(task, actor())
    sent = sent_by(request, detail)
    try:
        draft = office().drafts.save(
            task, actor(), draft_of(sent), version=sent.version
        )
    except VersionConflictError:
        return _refused(409, visit().say("work.draft_conflict"), conflict=True)
    except MutuBakuError as error:
        return _refused(status_of(error), sentence_of(error, visit().language))
    drawn = shown_form(
        detail.form, filling(detail, visit(), sent.data, NOTHING_TYPED, fills=True)
    )
    at = clock_words(draft.saved_at, visit().language)
    words = visit().say("work.draft_saved", at=at)
    return jsonify({"version": draft.version, "words": words} | changes_of(drawn))


@blueprint.post("/<task>/lampiran")
def upload(task: TaskId) -> Response:
    """Keep a file and return how a form names it."""
    try:
        office().task_details.detail(task, actor())
        file = request.files.get("file")
        if file is None:
            raise BadRequest
        document = stored(task, file)
    except MutuBakuError as error:
        return _refused(status_of(error), sentence_of(error, visit().language))
    shown = shown_file(document, task, visit())
    remove = visit().say("field.remove_file", name=shown.name)
    return jsonify(
        {
            "id": shown.id,
            "name": shown.name,
            "size": shown.size,
            "address": shown.address,
            "remove": remove,
        }
    )


@blueprint.post("/<task>/lampiran/<file>/hapus")
def remove(task: TaskId, file: DocumentId) -> Response:
    """Take a file back."""
    try:
        take_back(task, file)
    except MutuBakuError as error:
        return _refused(status_of(error), sentence_of(error, visit().language))
    return jsonify({})


def _refused(status: int, words: str, **facts: bool) -> Response:
    response = jsonify(words=words, **facts)
    response.status_code = status
    return response
