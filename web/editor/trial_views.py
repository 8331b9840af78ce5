"""Coba: a draft is played as every officer in turn, before it applies to anybody."""

from dataclasses import dataclass, field, replace

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.durations import WorkDuration, parse_duration
from engine.domain.values import DocumentId, JsonObject, ProcessKey, TaskId
from engine.errors import (
    ConflictError,
    DiagramInvalidError,
    DraftNotFoundError,
    DurationInvalidError,
    InvalidError,
    MutuBakuError,
    ReasonMissingError,
    SubmissionInvalidError,
)
from engine.services.cases.task_detail import TaskDetail
from engine.services.drafting.trials import TrialStep
from engine.translations import sentence, sentence_of
from web.asking import actor, office, tell, visit
from web.editor.drafting import drafting
from web.editor.presenters import PATH, problem_words
from web.editor.trial_presenters import Played, trial_page
from web.forms import data_of, with_file, with_row, without_file, without_row

_FILE = "_file."
_UNITS = {"menit": "PT{}M", "jam": "PT{}H", "hari": "P{}D"}
blueprint = drafting(Blueprint("coba", __name__, url_prefix=PATH))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sent:
    """A step as it was sent; `only_changed`: a small button was pressed."""

    played: Played
    decision: str
    only_changed: bool
    took: WorkDuration = field(default_factory=WorkDuration)


@blueprint.get("/<key>/coba")
def show(key: ProcessKey) -> str:
    """Show how the trial stands, or offer to begin one."""
    return _page(key, Played())


@blueprint.post("/<key>/coba")
def begin(key: ProcessKey) -> Response:
    """Begin a trial, or begin it anew."""
    try:
        office().trials.begin(actor(), key)
    except DiagramInvalidError as error:
        message, hint = problem_words(error.facts["problems"][0], visit())
        tell("editor.trial_refused", "danger", why=f"{message} {hint}")
    except InvalidError as error:
        why = sentence_of(error, visit().language)
        tell("editor.trial_refused", "danger", why=why)
    return _to(key)


@blueprint.post("/<key>/coba/langkah")
def complete(key: ProcessKey) -> Response:
    """Let an officer of the trial complete a task."""
    task = TaskId(request.form.get("tugas", ""))
    trial = office().trials.look(actor(), key, task)
    if trial is None or trial.detail is None or trial.detail.task.id != task:
        tell("editor.trial_gone", "warning")
        return _to(key)
    try:
        sent = _sent(key, trial.detail)
    except InvalidError as error:
        tell("editor.trial_not_done", "danger", why=_why(error))
        return _to(key)
    if sent.only_changed:
        return make_response(_page(key, sent.played, task))
    return _completed(key, task, sent)


@blueprint.post("/<key>/coba/maju")
def advance(key: ProcessKey) -> Response:
    """Move the clock to the next timer."""
    try:
        office().trials.advance(actor(), key)
    except DraftNotFoundError:
        tell("editor.trial_gone", "warning")
    return _to(key)


@blueprint.post("/<key>/coba/akhiri")
def end(key: ProcessKey) -> Response:
    """Forget the trial and go back to the drawing."""
    office().trials.end(actor(), key)
    return redirect(f"{PATH}/{key}/sunting", 303)


@blueprint.get("/<key>/coba/dokumen/<document>")
def paper(key: ProcessKey, document: DocumentId) -> Response:
    """Hand out a document of the trial, or a file that was added in it."""
    try:
        found, content = office().trials.document(actor(), key, document)
    except DraftNotFoundError:
        tell("editor.trial_gone", "warning")
        return _to(key)
    response = Response(content, mimetype=found.media_type)
    name = found.name if found.media_type != "application/pdf" else f"{found.name}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _completed(key: ProcessKey, task: TaskId, sent: _Sent) -> Response:
    step = TrialStep(
        task=task,
        data=sent.played.data or {},
        took=sent.took,
        decision=sent.decision,
        reason=sent.played.reason,
    )
    try:
        office().trials.complete(actor(), key, step)
    except SubmissionInvalidError as error:
        again = replace(sent.played, errors=_errors(error))
    except InvalidError as error:
        again = replace(sent.played, problem=_why(error))
    except ConflictError as error:
        tell("editor.trial_not_done", "warning", why=_why(error))
        return _to(key)
    else:
        return _to(key)
    return make_response(_page(key, again, task), 422)


def _page(key: ProcessKey, played: Played, task: TaskId | None = None) -> str:
    wanted = task or TaskId(request.args.get("tugas", "")) or None
    draft = office().sop_drafts.current(actor(), key).draft
    trial = office().trials.look(actor(), key, wanted)
    page = trial_page(draft, trial, played, visit())
    return render_template("editor/trial.html", **page)


def _sent(key: ProcessKey, detail: TaskDetail) -> _Sent:
    posted = request.form
    decision = posted.get("_decision", "")
    data = data_of(detail.form, posted, case_data=detail.known, options=detail.lists)
    data = _with_files(key, detail, data)
    data, is_changed = _edited(detail, data)
    count, unit = posted.get("_lama", "").strip(), posted.get("_satuan", "menit")
    reason = posted.get(f"_reason.{decision}", "") if decision else ""
    return _Sent(
        played=Played(data=data, count=count, unit=unit, reason=reason, way=decision),
        decision=decision,
        only_changed=is_changed,
        took=_took(count, unit),
    )


def _took(count: str, unit: str) -> WorkDuration:
    """Return how long the step takes; nothing at all where no number stands there."""
    if not count:
        return WorkDuration()
    if not count.isdecimal() or unit not in _UNITS:
        raise DurationInvalidError(text=f"{count[:20]} {unit[:20]}")
    return parse_duration(_UNITS[unit].format(count[:9]))


def _with_files(key: ProcessKey, detail: TaskDetail, data: JsonObject) -> JsonObject:
    for name, file in request.files.items(multi=True):
        if name.startswith(_FILE) and file.filename:
            document = office().trials.attach(
                actor(), key, detail.task.id, file.filename, file.read()
            )
            path = name.removeprefix(_FILE)
            data = with_file(detail.form, data, path, document.id)
    return data


def _edited(detail: TaskDetail, data: JsonObject) -> tuple[JsonObject, bool]:
    """Return the data as a small button of the form changed it."""
    posted, form = request.form, detail.form
    if posted.get("_row_add"):
        return with_row(form, data, posted["_row_add"]), True
    if posted.get("_row_remove"):
        return without_row(form, data, posted["_row_remove"]), True
    if posted.get("_file_remove"):
        place, _, file = posted["_file_remove"].partition(":")
        return without_file(form, data, place, file), True
    return data, bool(posted.get("_save"))


def _errors(error: SubmissionInvalidError) -> dict[str, str]:
    told: dict[str, str] = {}
    for path, found in error.facts["errors"].items():
        name, facts = found if isinstance(found, tuple) else (found, {})
        told[path] = sentence(name, visit().language, facts)
    return told


def _why(error: MutuBakuError) -> str:
    if isinstance(error, ReasonMissingError):
        return visit().say("editor.trial_reason_missing")
    return sentence_of(error, visit().language)


def _to(key: ProcessKey) -> Response:
    return redirect(f"{PATH}/{key}/coba", 303)
