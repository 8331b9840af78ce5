"""Process instances: started, listed, looked at, stopped."""

from http import HTTPStatus

from flask import Response

from engine.domain.instances import InstanceState
from engine.domain.values import InstanceId, JsonObject, JsonValue, ProcessKey
from engine.services.cases.casebook import Sought
from engine.services.execution.runtime import MAX_TITLE
from engine.services.execution.starting import StartOrder
from web.api.operations import Answer, Call, Operation, Parameter, Reply, answer
from web.api.paging import FIRST_PAGE, slice_of
from web.api.process_views import PAGING
from web.api.repeating import once
from web.api.schemas import (
    ANY_OBJECT,
    MAYBE_REASON,
    REASON,
    body_of,
    text,
    word,
)
from web.api.serialising import case_line, document_of, event_of, whole_case
from web.asking import office

MAX_KEY = 200  # characters of a process key


def start(call: Call) -> Response:
    """Start a case."""
    order = StartOrder(
        process=ProcessKey(str(call.body["process_key"])),
        title=str(call.body.get("title", "")),
        variables=_object(call.body.get("variables")),
        idempotency_key=None if call.key is None else f"{call.actor.user} {call.key}",
    )

    def make() -> Reply:
        case = office().runtime.start(order, call.actor)
        found = office().case_reading.case(case.id, call.actor)
        return Reply(
            value=whole_case(found),
            status=HTTPStatus.CREATED,
            headers={"Location": f"/api/v1/instances/{case.id}"},
        )

    return once(call, "start", call.raw, make)


def listing(call: Call) -> Response:
    """Answer a page of the cases that the caller may see, newest first."""
    state = call.query.get("state")
    process = call.query.get("process")
    page = office().readings.casebook.listing(
        call.actor,
        Sought(
            states=() if state is None else (InstanceState(state),),
            process=None if process is None else ProcessKey(process),
            text=call.query.get("q", "").strip(),
            limit=call.query.get("limit", FIRST_PAGE),
            cursor=call.query.get("cursor"),
        ),
    )
    now = office().clock.now()
    items = [case_line(one, now=now) for one in page.items]
    return answer({"items": items, "next": page.next})


def show(call: Call) -> Response:
    """Answer one case with its open tasks."""
    return answer(whole_case(office().case_reading.case(_id(call), call.actor)))


def events(call: Call) -> Response:
    """Answer a page of a case's log, oldest first."""
    page = office().case_reading.events(
        _id(call),
        call.actor,
        limit=call.query.get("limit", FIRST_PAGE),
        cursor=call.query.get("cursor"),
    )
    return answer({"items": [event_of(one) for one in page.items], "next": page.next})


def documents(call: Call) -> Response:
    """Answer a page of a case's documents, oldest first."""
    kept = office().case_reading.documents(_id(call), call.actor)
    found, following = slice_of(
        [document_of(one) for one in kept],
        lambda one: (one["created_at"], one["id"]),
        limit=call.query.get("limit", FIRST_PAGE),
        cursor=call.query.get("cursor"),
    )
    return answer({"items": found, "next": following})


def cancel(call: Call) -> Response:
    """Cancel a case."""
    office().runtime.cancel(_id(call), call.actor, reason=str(call.body["reason"]))
    return show(call)


def suspend(call: Call) -> Response:
    """Let nobody work on a case until it is resumed."""
    office().runtime.suspend(_id(call), call.actor, reason=str(call.body["reason"]))
    return show(call)


def resume(call: Call) -> Response:
    """Let a suspended or failed case go on."""
    reason = str(call.body.get("reason", ""))
    office().runtime.resume(_id(call), call.actor, reason=reason)
    return show(call)


def _id(call: Call) -> InstanceId:
    return InstanceId(call.id)


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


_CASE = {200: Answer(schema="WholeInstance")}
_VERB = (403, 409)
OPERATIONS = (
    Operation(
        name="instances_start",
        method="POST",
        path="/instances",
        view=start,
        answers={201: Answer(schema="WholeInstance", headers=("Location",))},
        body=body_of(
            {"process_key": text(MAX_KEY, least=1)},
            title=text(MAX_TITLE),
            variables=ANY_OBJECT,
        ),
        takes_key=True,
        problems=(403, 404, 409),
    ),
    Operation(
        name="instances_list",
        method="GET",
        path="/instances",
        view=listing,
        answers={200: Answer(schema="InstancePage")},
        parameters=(
            Parameter(name="state", schema=word(*InstanceState)),
            Parameter(name="process", schema=text(MAX_KEY)),
            Parameter(name="q", schema=text(100)),
            *PAGING,
        ),
        problems=(400,),
    ),
    Operation(
        name="instances_show",
        method="GET",
        path="/instances/<id>",
        view=show,
        answers=_CASE,
    ),
    Operation(
        name="instances_events",
        method="GET",
        path="/instances/<id>/events",
        view=events,
        answers={200: Answer(schema="EventPage")},
        parameters=PAGING,
        problems=(400,),
    ),
    Operation(
        name="instances_documents",
        method="GET",
        path="/instances/<id>/documents",
        view=documents,
        answers={200: Answer(schema="DocumentPage")},
        parameters=PAGING,
        problems=(400,),
    ),
    Operation(
        name="instances_cancel",
        method="POST",
        path="/instances/<id>/cancel",
        view=cancel,
        answers=_CASE,
        body=body_of({"reason": REASON}),
        problems=_VERB,
    ),
    Operation(
        name="instances_suspend",
        method="POST",
        path="/instances/<id>/suspend",
        view=suspend,
        answers=_CASE,
        body=body_of({"reason": REASON}),
        problems=_VERB,
    ),
    Operation(
        name="instances_resume",
        method="POST",
        path="/instances/<id>/resume",
        view=resume,
        answers=_CASE,
        body=body_of(reason=MAYBE_REASON),
        body_needed=False,
        problems=_VERB,
    ),
)
