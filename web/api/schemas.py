"""The shapes of answers and bodies, as JSON Schema 2020-12.

`serialising` makes exactly these members, no more and no fewer; a test compares.
"""

from collections.abc import Mapping
from typing import Any

from engine.domain.documents import DocumentState
from engine.domain.identity import AssignmentKind
from engine.domain.instances import InstanceState
from engine.domain.problems import Severity
from engine.domain.tasks import TaskState
from engine.services.execution.submissions import MAX_REASON

MOST_PER_PAGE = 200
TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_NO: dict[str, Any] = {"type": "boolean"}
INSTANT: dict[str, Any] = {"type": "string", "format": "date-time"}
ANY_OBJECT: dict[str, Any] = {"type": "object"}


def ref(name: str) -> dict[str, Any]:
    """Return the reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema that takes null too."""
    if "$ref" in schema:
        return {"anyOf": [dict(schema), {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def listed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": dict(schema)}


def word(*words: str) -> dict[str, Any]:
    """Return the schema of one of some words."""
    return {"type": "string", "enum": list(words)}


def whole_of(**members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of these members."""
    named = {name: dict(schema) for name, schema in members.items()}
    return {"type": "object", "properties": named, "required": list(named)}


def page_of(name: str) -> dict[str, Any]:
    """Return the schema of a page: `next` continues it, null at the end."""
    return whole_of(items=listed(ref(name)), next=maybe(TEXT))


def body_of(
    required: Mapping[str, Any] | None = None, **optional: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the schema of a body: unknown members are refused."""
    needed = {name: dict(schema) for name, schema in (required or {}).items()}
    members = needed | {name: dict(schema) for name, schema in optional.items()}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": members,
        "additionalProperties": False,
    }
    return {**schema, "required": list(needed)} if needed else schema


def text(most: int, *, least: int = 0) -> dict[str, Any]:
    """Return the schema of a text of so many characters."""
    schema: dict[str, Any] = {"type": "string", "maxLength": most}
    return {**schema, "minLength": least} if least else schema


_TASK = {
    "id": TEXT,
    "instance": TEXT,
    "process": TEXT,
    "element": TEXT,
    "name": TEXT,
    "kind": word("user", "question", "message", "signal", "receive"),
    "lane": TEXT,
    "role": TEXT,
    "state": word(*TaskState),
    "round": WHOLE,
    "item": {},
    "item_index": maybe(WHOLE),
    "ready_at": INSTANT,
    "claimed_at": maybe(INSTANT),
    "ended_at": maybe(INSTANT),
    "due_at": maybe(INSTANT),
    "standard_seconds": maybe(WHOLE),
    "late": YES_NO,
    "paused": YES_NO,
    "assignee": maybe(ref("Assignee")),
    "decision": maybe(TEXT),
    "reason": TEXT,
    "version": WHOLE,
}
_LISTED_TASK = {
    **_TASK,
    "sop": TEXT,
    "step_number": maybe(WHOLE),
    "item_name": TEXT,
    "case_number": WHOLE,
    "case_title": TEXT,
    "clock": ref("Clock"),
}
_CASE = {
    "id": TEXT,
    "number": WHOLE,
    "process": TEXT,
    "version": WHOLE,
    "sop": TEXT,
    "title": TEXT,
    "period": TEXT,
    "state": word(*InstanceState),
    "reason": TEXT,
    "started_at": INSTANT,
    "started_by": TEXT,
    "ended_at": maybe(INSTANT),
    "late": YES_NO,
    "open_tasks": listed(ref("Task")),
}
_FINDING = whole_of(
    severity=word(*Severity),
    code=TEXT,
    element=maybe(TEXT),
    name=maybe(TEXT),
    line=maybe(WHOLE),
    message=TEXT,
    hint=TEXT,
)
COMPONENTS: dict[str, dict[str, Any]] = {
    "Assignee": whole_of(id=TEXT, name=TEXT, kind=word(*AssignmentKind)),
    "Clock": whole_of(
        left_seconds=maybe(WHOLE),
        due_at=maybe(INSTANT),
        standard=maybe(TEXT),
        paused=YES_NO,
        runs_until=maybe(INSTANT),
    ),
    "Task": whole_of(**_TASK),
    "ListedTask": whole_of(**_LISTED_TASK),
    "TaskPage": page_of("ListedTask"),
    "Form": whole_of(
        key=TEXT,
        title=TEXT,
        schema=ANY_OBJECT,
        json_schema=ANY_OBJECT,
        lists=ANY_OBJECT,
    ),
    "Choice": whole_of(
        label=TEXT, flow=TEXT, leads_back=YES_NO, lane=TEXT, officer=TEXT
    ),
    "Comment": whole_of(
        id=TEXT, task=maybe(TEXT), author=TEXT, author_name=TEXT, text=TEXT, at=INSTANT
    ),
    "WholeTask": whole_of(
        **_LISTED_TASK,
        instructions=TEXT,
        kelengkapan=TEXT,
        output=TEXT,
        keterangan=TEXT,
        form=ref("Form"),
        defaults=ANY_OBJECT,
        question=TEXT,
        choices=listed(ref("Choice")),
        submission=maybe(ANY_OBJECT),
        may_act=YES_NO,
        acting=word(*AssignmentKind),
        pause_reason=TEXT,
        documents=listed(ref("Document")),
        comments=listed(ref("Comment")),
    ),
    "Instance": whole_of(**_CASE),
    "WholeInstance": whole_of(**_CASE, parent=maybe(TEXT), data=ANY_OBJECT),
    "InstancePage": page_of("Instance"),
    "Event": whole_of(
        sequence=WHOLE,
        hash=TEXT,
        kind=TEXT,
        at=INSTANT,
        actor=TEXT,
        actor_name=TEXT,
        on_behalf=TEXT,
        task=maybe(TEXT),
        facts=ANY_OBJECT,
    ),
    "EventPage": page_of("Event"),
    "Document": whole_of(
        id=TEXT,
        task=TEXT,
        name=TEXT,
        state=word(*DocumentState),
        template=maybe(TEXT),
        revision=WHOLE,
        superseded=YES_NO,
        number=TEXT,
        media_type=TEXT,
        size=WHOLE,
        sha256=maybe(TEXT),
        created_at=INSTANT,
    ),
    "DocumentPage": page_of("Document"),
    "Lane": whole_of(lane=TEXT, role=TEXT, officers=listed(TEXT)),
    "ProcessDefinition": whole_of(
        key=TEXT,
        version=WHOLE,
        name=TEXT,
        file=TEXT,
        checksum=TEXT,
        note=TEXT,
        deployed_at=INSTANT,
        lanes=listed(ref("Lane")),
        steps=WHOLE,
        running=WHOLE,
        may_start=YES_NO,
    ),
    "ProcessDefinitionPage": page_of("ProcessDefinition"),
    "Finding": _FINDING,
    "Deployed": whole_of(
        key=TEXT,
        version=WHOLE,
        name=TEXT,
        file=TEXT,
        unchanged=YES_NO,
        roles=listed(TEXT),
        problems=listed(ref("Finding")),
    ),
    "Deployment": whole_of(items=listed(ref("Deployed"))),
    "Description": ANY_OBJECT,
    "Status": whole_of(status=word("ok", "unavailable")),
    "FieldError": whole_of(field=TEXT, pointer=TEXT, code=TEXT, detail=TEXT),
    "Problem": {
        **whole_of(type=TEXT, title=TEXT, status=WHOLE, code=TEXT, detail=TEXT),
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "code": TEXT,
            "detail": TEXT,
            "errors": listed(ref("FieldError")),
            "problems": listed(ref("Finding")),
            "choices": listed(TEXT),
        },
    },
}

REASON = text(MAX_REASON, least=1)
MAYBE_REASON = text(MAX_REASON)
