"""A task: read, taken, filled in, completed; drafts and files while it is filled in.

Everything but completing keeps a draft and comes back by a redirect, so that a page
that is loaded again repeats nothing.
"""

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.forms import default_submission
from engine.domain.values import DocumentId, JsonObject, TaskId
from engine.errors import (
    ConflictError,
    DecisionInvalidError,
    MutuBakuError,
    ReasonMissingError,
    SubmissionInvalidError,
    TaskNotOpenError,
    TaskTakenError,
)
from engine.services.cases.task_detail import TaskDetail
from engine.services.execution.submissions import Completion
from engine.translations import sentence, sentence_of
from web.asking import actor, office, tell, visit
from web.inbox.sending import Sent, draft_of, edited, sent_by
from web.inbox.task_presenters import NOTHING_TYPED, Typed, task_page
from web.presenting import clock_words

blueprint = Blueprint("tugas", __name__, url_prefix="/tugas")


@blueprint.get("/<task>")
def show(task: TaskId) -> str:
    """Show a task; its form as it was left, or as it was sent."""
    return _page(office().task_details.detail(task, actor()), NOTHING_TYPED)


@blueprint.post("/<task>")
def send(task: TaskId) -> Response | tuple[str, int]:
    """Complete a task, or change rows and files of its form and keep a draft."""
    detail = office().task_details.detail(task, actor())
    sent, only_kept = edited(request, detail, sent_by(request, detail))
    return _keep(detail, sent) if only_kept else _complete(detail, sent)


@blueprint.post("/<task>/ambil")
def claim(task: TaskId) -> Response:
    """Take a task."""
    office().inbox.claim(task, actor())
    return _to(task)


@blueprint.post("/<task>/lepas")
def release(task: TaskId) -> Response:
    """Give a task back to its lane."""
    office().inbox.release(task, actor())
    tell("work.released")
    return redirect("/kotak-masuk", 303)


@blueprint.post("/<task>/tunda")
def pause(task: TaskId) -> Response:
    """Stop a task's clock."""
    try:
        office().inbox.pause(task, actor(), reason=request.form.get("reason", ""))
    except ReasonMissingError:
        tell("work.pause_needs_reason", "danger")
    return _to(task)


@blueprint.post("/<task>/lanjutkan")
def resume(task: TaskId) -> Response:
    """Let a task's clock run on."""
    office().inbox.resume(task, actor())
    return _to(task)


@blueprint.post("/<task>/komentar")
def comment(task: TaskId) -> Response:
    """Add a remark."""
    try:
        office().inbox.comment(task, actor(), request.form.get("text", ""))
    except ReasonMissingError:
        tell("work.comment_is_empty", "danger")
    return _to(task, "komentar")


@blueprint.post("/<task>/buang")
def discard(task: TaskId) -> Response:
    """Throw the draft away and begin with the form as it was."""
    office().drafts.discard(task, actor())
    tell("work.draft_discarded")
    return _to(task)


@blueprint.get("/<task>/lampiran/<file>")
def attachment(task: TaskId, file: DocumentId) -> Response:
    """Return a file of a task's case; its address names the task it is read at."""
    office().task_details.outcome(task, actor())
    document, content = office().documents.content(file, actor())
    response = Response(content, mimetype=document.media_type)
    name = document.name
    if "." not in name[-5:] and document.media_type == "application/pdf":
        name = f"{name}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _complete(detail: TaskDetail, sent: Sent) -> Response | tuple[str, int]:
    completion = Completion(
        data=sent.data,
        decision=sent.decision or None,
        reason=sent.reason,
        idempotency_key=sent.key or None,
    )
    try:
        done = office().inbox.complete(detail.task.id, actor(), completion)
    except SubmissionInvalidError as error:
        return _again(detail, sent, 422, errors=_errors(error))
    except (DecisionInvalidError, ReasonMissingError) as error:
        return _again(detail, sent, 422, problem=_problem(error))
    except ConflictError as error:
        return _again(detail, sent, 409, problem=_problem(error))
    office().drafts.discard(done.id, actor())
    return redirect(f"/kotak-masuk?selesai={done.id}", 303)


def _again(
    detail: TaskDetail,
    sent: Sent,
    status: int,
    *,
    errors: dict[str, str] | None = None,
    problem: str = "",
) -> tuple[str, int]:
    """Return the page once more, with everything that was typed."""
    now = office().task_details.detail(detail.task.id, actor())
    mine = now.task.is_open and now.task.assignee in {None, actor().user}
    typed = Typed(
        data=sent.data,
        errors=errors or {},
        problem=problem,
        reason=sent.reason,
        decision=sent.decision,
        lost=not mine,
    )
    return _page(now, typed), status


def _keep(detail: TaskDetail, sent: Sent) -> Response | tuple[str, int]:
    """Keep a draft; one that is older than another window's comes back instead."""
    try:
        office().drafts.save(
            detail.task.id, actor(), draft_of(sent), version=sent.version
        )
    except ConflictError as error:
        return _again(detail, sent, 409, problem=_problem(error))
    return _to(detail.task.id, sent.place)


def _page(detail: TaskDetail, typed: Typed) -> str:
    defaults: JsonObject = {}
    if detail.task.submission is None:
        defaults = default_submission(
            detail.form, case_data=detail.known, options=detail.lists
        )
    page = task_page(detail, actor(), visit(), typed, defaults)
    return render_template("inbox/task.html", **page)


def _errors(error: SubmissionInvalidError) -> dict[str, str]:
    language = visit().language
    told: dict[str, str] = {}
    for path, found in error.facts["errors"].items():
        key, facts = found if isinstance(found, tuple) else (found, {})
        told[path] = sentence(key, language, facts)
    return told


def _problem(error: MutuBakuError) -> str:
    """Return what an officer reads above the form; the facts say more than codes."""
    facts, say = error.facts, visit().say
    at = facts.get("at")
    if isinstance(error, TaskNotOpenError) and facts.get("by") and at:
        told = clock_words(at, visit().language)
        return say("work.done_by", by=facts["by"], at=told)
    if isinstance(error, TaskTakenError):
        return say("work.taken_by", by=facts["by"])
    keys = {"drafts": "work.draft_conflict", "row": "work.draft_conflict"}
    key = keys.get(str(facts.get("what")), "")
    if isinstance(error, ReasonMissingError):
        key = "work.return_needs_reason"
    return say(key) if key else sentence_of(error, visit().language)


def _to(task: TaskId, place: str = "") -> Response:
    # The place is a button's value, and anybody may send another.
    return redirect(f"/tugas/{task}" + (f"#{quote(place[:200])}" if place else ""), 303)
