"""Process definitions: the newest versions, and deploying new ones."""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus

from flask import Response, request
from werkzeug.datastructures import FileStorage

from engine.services.deployment import DeployOrder, SourceFile
from engine.services.versions.catalog import SopLine
from web.api.operations import (
    MULTIPART,
    Answer,
    Call,
    Operation,
    Parameter,
    Reply,
    answer,
)
from web.api.paging import FIRST_PAGE, slice_of
from web.api.problems import BadCallError, FieldErrors
from web.api.repeating import once
from web.api.schemas import MOST_PER_PAGE, listed, text, word
from web.api.serialising import deployed_of, process_of
from web.asking import office

FORM, TEMPLATE = ".form.json", ".html.j2"
MOST_FILES = 50
MAX_NOTE = 1_000
PAGING = (
    Parameter(
        name="limit",
        schema={
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_PER_PAGE,
            "default": FIRST_PAGE,
        },
    ),
    Parameter(name="cursor", schema=text(300)),
)
_FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
_PARTS = {
    "type": "object",
    "properties": {
        "file": {**listed(_FILE), "minItems": 1, "maxItems": MOST_FILES},
        "forms": listed(_FILE),
        "templates": listed(_FILE),
        "replace": word("true", "false"),
        "note": text(MAX_NOTE),
    },
    "required": ["file"],
}


def listing(call: Call) -> Response:
    """Answer a page of the processes in use, by name."""
    lines = office().readings.catalog.listing(call.actor)
    found, following = slice_of(
        lines,
        _by_name,
        limit=call.query.get("limit", FIRST_PAGE),
        cursor=call.query.get("cursor"),
    )
    return answer({"items": [process_of(one) for one in found], "next": following})


def deploy(call: Call) -> Response:
    """Deploy the files of a request, all of them or none."""
    order = _order()

    def make() -> Reply:
        deployed = office().deployment.deploy(order, call.actor)
        is_new = any(not one.unchanged for one in deployed)
        return Reply(
            value={"items": [deployed_of(one, call.language) for one in deployed]},
            status=HTTPStatus.CREATED if is_new else HTTPStatus.OK,
        )

    return once(call, "deploy", _digest(order), make)


def _by_name(line: SopLine) -> tuple[str, str]:
    return line.summary.name, line.summary.key


def _order() -> DeployOrder:
    errors = _unknown()
    files = request.files.getlist("file")
    replace = request.form.get("replace", "false")
    note = request.form.get("note", "")
    if not files or len(files) > MOST_FILES:
        errors["file"] = ("api.field_files", {"most": MOST_FILES})
    if replace not in {"true", "false"}:
        errors["replace"] = ("api.field_choice", {"choices": "true, false"})
    if len(note) > MAX_NOTE:
        errors["note"] = ("api.field_too_long", {"most": MAX_NOTE})
    forms = _texts(request.files.getlist("forms"), FORM, errors)
    templates = _texts(request.files.getlist("templates"), TEMPLATE, errors)
    if errors:
        raise BadCallError("request_invalid", errors)
    return DeployOrder(
        files=[SourceFile(name=_name(one), content=one.stream.read()) for one in files],
        forms=forms,
        templates=templates,
        note=note,
        replace=replace == "true",
    )


def _unknown() -> FieldErrors:
    files, texts = {"file", "forms", "templates"}, {"replace", "note"}
    sent = (set(request.files) - files) | (set(request.form) - texts)
    # A part may come without any name at all.
    named = sorted(str(name or "")[:40] for name in sent)
    return {name: ("api.field_unknown", {}) for name in named}


def _texts(
    parts: Iterable[FileStorage], ending: str, errors: FieldErrors
) -> dict[str, str]:
    """Return forms or templates by key, which is the file's name without ending."""
    found: dict[str, str] = {}
    for part in parts:
        name = _name(part)
        key = name.removesuffix(ending)
        try:
            found[key] = part.stream.read().decode("utf-8")
        except UnicodeDecodeError:
            errors[name] = ("api.field_no_text", {})
        if not name.endswith(ending) or not key:
            errors[name] = ("api.field_ending", {"ending": ending})
    return found


def _name(part: FileStorage) -> str:
    """Return a file's name without the folders that some browsers send along."""
    named = (part.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in named if one.isprintable())[:200]


def _digest(order: DeployOrder) -> bytes:
    digest = hashlib.sha256()
    parts = [(f"file {one.name}", one.content) for one in order.files]
    parts += [(f"form {key}", one.encode()) for key, one in order.forms.items()]
    parts += [(f"template {key}", one.encode()) for key, one in order.templates.items()]
    parts.append((f"{order.replace}", order.note.encode()))
    for name, content in parts:
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.digest()


OPERATIONS = (
    Operation(
        name="process_definitions_list",
        method="GET",
        path="/process-definitions",
        view=listing,
        answers={200: Answer(schema="ProcessDefinitionPage")},
        parameters=PAGING,
        problems=(400,),
    ),
    Operation(
        name="process_definitions_deploy",
        method="POST",
        path="/process-definitions",
        view=deploy,
        answers={
            200: Answer(schema="Deployment"),
            201: Answer(schema="Deployment"),
        },
        body=_PARTS,
        media_type=MULTIPART,
        takes_key=True,
        problems=(403, 409),
    ),
)
