"""The page of a task in an officer's words: what to do, by when, with what, for whom."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor, AssignmentKind
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.domain.values import JsonObject
from engine.services.cases.task_detail import PastStep, TaskDetail, Way
from engine.services.documents.uploads import uploads_of
from web.asking import Visit
from web.case_words import hand_over_path
from web.form_fields import ShownField, ShownFile, ShownForm
from web.forms import Filling, restored, shown_form
from web.inbox.presenters import late_words, standard_words
from web.presenting import clock_words, number_words, span_words

_FORMER = {AssignmentKind.PLT: "Plt.", AssignmentKind.PLH: "Plh."}


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What stands in the form of a page, and what is said about it.

    Attributes:
        data: None where nothing was typed: the draft or the defaults are shown.
        errors: sentence by path of a field.
        problem: a sentence above the form.
        reason: typed for a return; `decision` is its arrow.
        lost: the task is somebody else's now; what was typed is only to be copied.
    """

    data: JsonObject | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    reason: str = ""
    decision: str = ""
    lost: bool = False


NOTHING_TYPED = Typed()


def task_page(
    detail: TaskDetail, actor: Actor, visit: Visit, typed: Typed, defaults: JsonObject
) -> dict[str, Any]:
    """Return what the template of a task shows.

    Args:
        detail: as the service read it.
        actor: who reads it.
        visit: whose language is spoken.
        typed: what was sent and came back.
        defaults: what the form shows before anybody typed.
    """
    task, mine = detail.task, detail.task.assignee == actor.user
    running = detail.instance.state is InstanceState.RUNNING
    fills = task.state is TaskState.CLAIMED and mine and running
    draft = detail.draft.data if detail.draft and fills else {}
    data = _data(detail, typed, draft, defaults, fills=fills)
    filled = filling(detail, visit, data, typed, fills=fills)
    return {
        "task": task,
        "detail": detail,
        "title": f"{task.name} · {detail.item}" if detail.item else task.name,
        **_times(detail, visit),
        "mine": mine,
        "fills": fills,
        "running": running,
        "may_claim": detail.may_act and task.state is TaskState.READY and running,
        "acting": _acting(detail, visit),
        "hand_over": hand_over_path(task, visit),
        "returned": _returned(detail),
        "needs": _needs(detail, visit),
        "form": shown_form(detail.form, filled),
        "forward": [one for one in detail.ways if not one.choice.leads_back],
        "back": _ways_back(detail, typed, draft, visit),
        "saved": detail.draft if fills else None,
        "typed": typed,
        "copy": _to_copy(detail, visit, typed, mine=mine),
        "history": [_past(one, detail, visit) for one in reversed(detail.past)],
        "key": secrets.token_hex(16),
    }


def _times(detail: TaskDetail, visit: Visit) -> dict[str, Any]:
    clock = detail.clock
    return {
        "late": late_words(clock, detail.task.standard_seconds, visit),
        "left": clock.left,
        "standard": standard_words(clock.standard, visit),
    }


def filling(
    detail: TaskDetail,
    visit: Visit,
    data: JsonObject,
    typed: Typed,
    *,
    fills: bool,
) -> Filling:
    """Return what a task's form is drawn with."""
    return Filling(
        data=data,
        case_data=detail.known,
        options=detail.lists,
        errors=typed.errors,
        files=shown_files(detail.documents, detail.task.id, visit),
        language=visit.language,
        row=visit.say("field.row"),
        locked=not fills,
    )


def shown_files(
    documents: Iterable[Document], task: str, visit: Visit
) -> dict[str, ShownFile]:
    """Return a case's uploads as a form shows them, by id."""
    return {
        id_: shown_file(one, task, visit) for id_, one in uploads_of(documents).items()
    }


def shown_file(one: Document, task: str, visit: Visit) -> ShownFile:
    """Return a stored file with its size in words."""
    address = f"/tugas/{task}/lampiran/{one.id}"
    size = size_words(one.size, visit.language)
    return ShownFile(id=one.id, name=one.name, size=size, address=address)


def size_words(size: int, language: str) -> str:
    """Return a file's size as «1,2 MB»."""
    if size < 100_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number_words(round(size / 1_000_000, 1), language)} MB"


def changes_of(form: ShownForm) -> dict[str, Any]:
    """Return what a script changes while somebody types: hidden parts, outputs."""
    hidden: dict[str, bool] = {}
    outputs: dict[str, str] = {}

    def look(parts: Iterable[ShownField]) -> None:
        for one in parts:
            if one.path:
                hidden[one.path] = one.hidden
            if one.kind == "expression":
                outputs[one.path] = one.text or "–"
            look(one.parts)
            for row in one.rows:
                look(row.parts)

    look(form.parts)
    return {"hidden": hidden, "outputs": outputs}


def _data(
    detail: TaskDetail,
    typed: Typed,
    draft: JsonObject,
    defaults: JsonObject,
    *,
    fills: bool,
) -> JsonObject:
    """Return what the form holds: sent, typed just now, drafted, or by default."""
    if detail.task.submission is not None:
        return detail.task.submission
    if typed.data is not None and fills:
        return typed.data
    drafted = draft.get("data")
    if isinstance(drafted, dict):
        return restored(detail.form, drafted, defaults)
    return defaults


def _acting(detail: TaskDetail, visit: Visit) -> str:
    if detail.acting is AssignmentKind.HOLDER or not detail.may_act:
        return ""
    return visit.say("work.acting", kind=_FORMER[detail.acting], lane=detail.task.lane)


def _returned(detail: TaskDetail) -> PastStep | None:
    """Return the step that sent the case back here, with its reason."""
    if detail.task.round < 2 or not detail.task.is_open:
        return None
    before = [one for one in detail.past if one.task.reason and one.task.decision]
    sent = [
        one
        for one in before
        if one.task.ended_at and one.task.ended_at <= detail.task.ready_at
    ]
    return sent[-1] if sent else None


def _needs(detail: TaskDetail, visit: Visit) -> list[dict[str, str]]:
    """Return links to the documents and answers that the kelengkapan means."""
    links: list[dict[str, str]] = []
    for task in detail.means:
        links.extend(
            _document_link(one, detail.task.id, visit)
            for one in detail.documents
            if one.task == task.id and one.state is not DocumentState.VOID
        )
        past = next((one for one in detail.past if one.task.id == task.id), None)
        number, item = (past.step_number, past.item) if past else (None, "")
        key = "work.answers_of" if number else "work.answers"
        name = f"{task.name} · {item}" if item else task.name
        words = visit.say(key, n=number or "", name=name)
        path = f"/tugas/{task.id}"
        links.append({"icon": "list-check", "words": words, "path": path})
    return links


def _document_link(one: Document, task: str, visit: Visit) -> dict[str, str]:
    words = f"{one.name} ({one.number})" if one.number else one.name
    if one.state is DocumentState.READY:
        path = f"/tugas/{task}/lampiran/{one.id}"
        return {"icon": "file-text", "words": words, "path": path}
    state = visit.say(f"work.document_{one.state.value}")
    return {"icon": "file-text", "words": f"{words} – {state}", "path": ""}


def _ways_back(
    detail: TaskDetail, typed: Typed, draft: JsonObject, visit: Visit
) -> list[dict[str, Any]]:
    back = (one for one in detail.ways if one.choice.leads_back)
    return [_way_back(one, typed, draft, visit) for one in back]


def _way_back(
    way: Way, typed: Typed, draft: JsonObject, visit: Visit
) -> dict[str, Any]:
    chosen = typed.decision or str(draft.get("decision") or "")
    own = chosen in {way.choice.flow, way.choice.label}
    reason = (typed.reason or str(draft.get("reason") or "")) if own else ""
    whom = f"{way.lane} ({way.officer})" if way.officer else way.lane
    return {
        "flow": way.choice.flow,
        "label": way.choice.label,
        "to": visit.say("work.goes_to", step=way.choice.target_name, whom=whom or "–"),
        "reason": reason,
        "open": bool(reason) or (own and bool(typed.decision)),
    }


def _to_copy(detail: TaskDetail, visit: Visit, typed: Typed, *, mine: bool) -> str:
    """Return what an officer typed into a task that is theirs no more, as text."""
    data = typed.data if typed.lost else None
    if data is None and detail.draft is not None and not mine:
        drafted = detail.draft.data.get("data")
        data = drafted if isinstance(drafted, dict) else None
    if not data:
        return ""
    drawn = shown_form(
        detail.form, filling(detail, visit, data, NOTHING_TYPED, fills=False)
    )
    lines = list(_lines(drawn.parts))
    return "\n".join([*lines, typed.reason] if typed.reason else lines)


def _lines(parts: Iterable[ShownField]) -> Iterable[str]:
    for one in parts:
        if one.rows:
            yield f"{one.label}:"
            for row in one.rows:
                yield f"{row.number}."
                yield from (f"  {line}" for line in _lines(row.parts))
        elif one.kind == "filepicker" and one.files:
            yield f"{one.label}: " + ", ".join(file.name for file in one.files)
        elif one.kind == "checkbox" or (one.text and one.kind != "text"):
            yield f"{one.label}: {one.text}"
        yield from _lines(one.parts)


def _past(past: PastStep, detail: TaskDetail, visit: Visit) -> dict[str, Any]:
    task = past.task
    prefix = _FORMER.get(task.assignee_kind, "") if task.assignee else ""
    spent = span_words(past.spent.total_seconds(), visit.language)
    return {
        "path": f"/tugas/{task.id}",
        "number": past.step_number,
        "name": f"{task.name} · {past.item}" if past.item else task.name,
        "who": f"{prefix} {task.assignee_name}".strip(),
        "ended": task.ended_at,
        "clock": clock_words(task.ended_at or detail.now, visit.language),
        "spent": visit.say("work.spent", span=spent),
        "late": past.late,
        "decision": task.decision or "",
        "reason": task.reason,
        "round": task.round,
        "gone": task.state is not TaskState.COMPLETED,
    }
