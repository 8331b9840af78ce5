"""What a browser sent for a task's form, and what its small buttons change in it.

Rows and files are added and removed by named buttons, so that a form can be filled
in without a script.
"""

from dataclasses import dataclass, replace

from flask import Request
from werkzeug.datastructures import FileStorage

from engine.domain.documents import Document
from engine.domain.values import DocumentId, JsonObject, TaskId
from engine.errors import DocumentNotFoundError, InvalidError
from engine.services.cases.task_detail import TaskDetail
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit, whole
from web.forms import data_of, with_file, with_row, without_file, without_row

FILE = "_file."
WHOLE = "isian"  # id of the form


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A form as it was sent.

    Attributes:
        decision: flow id of the arrow whose button was pressed, or empty.
        key: of this page's completion; the same again is not done again.
        version: of the draft that the page showed, None for none.
        place: id of the element to come back to.
    """

    data: JsonObject
    decision: str
    reason: str
    key: str
    version: int | None
    place: str = ""


def sent_by(request: Request, detail: TaskDetail) -> Sent:
    """Return what a request sent for a task's form."""
    posted = request.form
    decision = posted.get("_decision", "")
    reason = posted.get(f"_reason.{decision}", "") if decision else ""
    if not decision:
        # A draft keeps the reason that stands in an opened return.
        named = [(n, t) for n, t in posted.items() if n.startswith("_reason.") and t]
        name, reason = named[0] if named else ("", "")
        decision = name.removeprefix("_reason.") if "_complete" not in posted else ""
    return Sent(
        data=data_of(detail.form, posted, case_data=detail.known, options=detail.lists),
        decision=decision,
        reason=reason,
        key=posted.get("_key", ""),
        version=posted.get("_version", type=whole),
    )


def edited(request: Request, detail: TaskDetail, sent: Sent) -> tuple[Sent, bool]:
    """Return the form with the files sent along, as a small button changed it.

    Returns:
        With whether it is only kept as a draft: a small button was pressed, or a
        file was not taken.
    """
    posted, form = request.form, detail.form
    data, taken = _with_files(request, detail, sent.data)
    place = posted.get("_save", "")
    if posted.get("_row_add"):
        place, data = posted["_row_add"], with_row(form, data, posted["_row_add"])
    elif posted.get("_row_remove"):
        named = posted["_row_remove"]
        place, data = named.rpartition(".")[0], without_row(form, data, named)
    elif posted.get("_file_remove"):
        place, _, file = posted["_file_remove"].partition(":")
        data = without_file(form, data, place, file)
        take_back(detail.task.id, DocumentId(file))
    only_kept = bool(place) or not taken
    if place and place != WHOLE and not place.startswith("f-"):
        place = f"f-{place.replace('.', '-')}"
    return replace(sent, data=data, place=place), only_kept


def draft_of(sent: Sent) -> JsonObject:
    """Return what is kept of a form that was not sent yet."""
    return {"data": sent.data, "decision": sent.decision, "reason": sent.reason}


def stored(task: TaskId, file: FileStorage) -> Document:
    """Keep a file that a browser sent.

    Raises:
        as `UploadService.add`.
    """
    # One byte more than is taken tells that a file is too large.
    content = file.stream.read(office().uploads.policy.max_bytes + 1)
    name = file.filename or ""
    return office().uploads.add(task, actor(), name=name, content=content)


def take_back(task: TaskId, file: DocumentId) -> None:
    """Take a file back; one that is not this task's only leaves the form."""
    try:
        office().uploads.remove(task, actor(), file)
    except DocumentNotFoundError:
        return


def _with_files(
    request: Request, detail: TaskDetail, data: JsonObject
) -> tuple[JsonObject, bool]:
    """Keep the files of a form sent without a script; tell whether all were taken."""
    taken = True
    for name, file in request.files.items(multi=True):
        if not name.startswith(FILE) or not file.filename:
            continue
        try:
            document = stored(detail.task.id, file)
        except InvalidError as error:
            why = sentence_of(error, visit().language)
            tell("work.file_refused", "danger", why=why)
            taken = False
            continue
        data = with_file(detail.form, data, name.removeprefix(FILE), document.id)
    return data, taken
