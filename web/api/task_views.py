"""Tasks: the caller's inbox, one task with its form, and the verbs on it."""

from flask import Response

from engine.domain.tasks import Task, TaskState
from engine.domain.values import ProcessKey, TaskId, UserId
from engine.services.cases.worklist import MAX_TEXT, Pile, Wanted
from engine.services.execution.inbox import MAX_COMMENT
from engine.services.execution.submissions import Completion
from web.api.operations import Answer, Call, Operation, Parameter, answer
from web.api.paging import FIRST_PAGE
from web.api.problems import if_unchanged
from web.api.process_views import PAGING
from web.api.schemas import (
    ANY_OBJECT,
    MAYBE_REASON,
    REASON,
    YES_NO,
    body_of,
    maybe,
    text,
    word,
)
from web.api.serialising import comment_of, listed_task, task_of, whole_task
from web.asking import office

MAX_NAME = 200  # characters of a lane or a process key
MAX_LABEL = 1_000  # of an arrow
_PILES = {
    TaskState.READY: Pile.SHARED,
    TaskState.CLAIMED: Pile.MINE,
    TaskState.COMPLETED: Pile.DONE,
}


def listing(call: Call) -> Response:
    """Answer a page of the caller's inbox, soonest due first."""
    asked = call.query
    process = asked.get("process")
    wanted = Wanted(
        pile=_PILES[TaskState(asked["state"])] if "state" in asked else Pile.OPEN,
        process=None if process is None else ProcessKey(process),
        lane=asked.get("lane"),
        late=asked.get("late"),
        text=asked.get("q", ""),
        limit=asked.get("limit", FIRST_PAGE),
        cursor=asked.get("cursor"),
    )
    found = office().worklist.listing(call.actor, wanted)
    items = [listed_task(one, now=found.now) for one in found.items]
    if wanted.pile is Pile.DONE:
        items = [one for one in items if _is_wanted(one, call)]
    return answer({"items": items, "next": found.next})


def show(call: Call) -> Response:
    """Answer a task with its form; the version is its ETag."""
    detail = office().task_details.detail(_id(call), call.actor)
    return answer(whole_task(detail), ETag=_tag(detail.task))


def claim(call: Call) -> Response:
    """Take a task."""
    inbox = office().inbox
    return _told(
        if_unchanged(
            call, lambda seen: inbox.claim(_id(call), call.actor, version=seen)
        )
    )


def release(call: Call) -> Response:
    """Give a task back to its lane."""
    inbox = office().inbox
    return _told(
        if_unchanged(
            call, lambda seen: inbox.release(_id(call), call.actor, version=seen)
        )
    )


def complete(call: Call) -> Response:
    """Complete a task and let its case go on."""
    body = call.body
    data, decision = body["data"], body.get("decision")

    def completed(seen: int | None) -> Task:
        sent = Completion(
            data=data if isinstance(data, dict) else {},
            decision=None if decision is None else str(decision),
            reason=str(body.get("reason", "")),
            version=seen,
            idempotency_key=call.key,
        )
        return office().inbox.complete(_id(call), call.actor, sent)

    return _told(if_unchanged(call, completed))


def pause(call: Call) -> Response:
    """Stop a task's clock."""
    reason, inbox = str(call.body["reason"]), office().inbox
    return _told(
        if_unchanged(
            call,
            lambda seen: inbox.pause(
                _id(call), call.actor, reason=reason, version=seen
            ),
        )
    )


def resume(call: Call) -> Response:
    """Let a task's clock run on."""
    inbox = office().inbox
    return _told(
        if_unchanged(
            call, lambda seen: inbox.resume(_id(call), call.actor, version=seen)
        )
    )


def reassign(call: Call) -> Response:
    """Give a task to another officer."""
    heir, reason = _user(str(call.body["to"])), str(call.body.get("reason", ""))
    inbox = office().inbox
    return _told(
        if_unchanged(
            call,
            lambda seen: inbox.reassign(
                _id(call), call.actor, to=heir, reason=reason, version=seen
            ),
        )
    )


def comment(call: Call) -> Response:
    """Add a remark to a task's case."""
    said = office().inbox.comment(_id(call), call.actor, str(call.body["text"]))
    return answer(comment_of(said), 201)


def _id(call: Call) -> TaskId:
    return TaskId(call.id)


def _tag(task: Task) -> str:
    return f'"{task.version}"'


def _told(task: Task) -> Response:
    return answer(task_of(task, now=office().clock.now()), ETag=_tag(task))


def _user(named: str) -> UserId:
    """Return the id of a login, else what was given; the engine says if it is none."""
    wanted = named.strip().lower()
    users = (user for user, _ in office().accounts.users())
    return next((user.id for user in users if user.login == wanted), UserId(named))


def _is_wanted(item: dict[str, object], call: Call) -> bool:
    """Tell whether a task that has ended is one that the caller asks for."""
    asked, words = call.query, str(call.query.get("q", "")).strip().lower()
    named = f"{item['name']}\n{item['case_title']}".lower()
    return (
        item["state"] == TaskState.COMPLETED
        and asked.get("process", item["process"]) == item["process"]
        and asked.get("lane", item["lane"]) == item["lane"]
        and asked.get("late", item["late"]) == item["late"]
        and (words in named or words == str(item["case_number"]))
    )


_TASK = {200: Answer(schema="Task", headers=("ETag",))}
_VERB = (403, 409, 412)
OPERATIONS = (
    Operation(
        name="tasks_list",
        method="GET",
        path="/tasks",
        view=listing,
        answers={200: Answer(schema="TaskPage")},
        parameters=(
            Parameter(name="state", schema=word(*_PILES)),
            Parameter(name="lane", schema=text(MAX_NAME)),
            Parameter(name="process", schema=text(MAX_NAME)),
            Parameter(name="late", schema=YES_NO),
            Parameter(name="q", schema=text(MAX_TEXT)),
            *PAGING,
        ),
        problems=(400,),
    ),
    Operation(
        name="tasks_show",
        method="GET",
        path="/tasks/<id>",
        view=show,
        answers={200: Answer(schema="WholeTask", headers=("ETag",))},
    ),
    *(
        Operation(
            name=f"tasks_{view.__name__}",
            method="POST",
            path=f"/tasks/<id>/{view.__name__}",
            view=view,
            answers=_TASK,
            body=body,
            body_needed="required" in body,
            takes_key=view is complete,
            takes_match=True,
            problems=_VERB,
        )
        for view, body in (
            (claim, body_of()),
            (release, body_of()),
            (
                complete,
                body_of(
                    {"data": ANY_OBJECT},
                    decision=maybe(text(MAX_LABEL)),
                    reason=MAYBE_REASON,
                ),
            ),
            (pause, body_of({"reason": REASON})),
            (resume, body_of()),
            (
                reassign,
                body_of({"to": text(MAX_NAME, least=1)}, reason=MAYBE_REASON),
            ),
        )
    ),
    Operation(
        name="tasks_comment",
        method="POST",
        path="/tasks/<id>/comment",
        view=comment,
        answers={201: Answer(schema="Comment")},
        body=body_of({"text": text(MAX_COMMENT, least=1)}),
    ),
)
