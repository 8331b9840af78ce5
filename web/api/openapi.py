"""The API described for machines: OpenAPI 3.1, made from the operations.

Sentences come from the catalogues, in the language that is asked for.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from web.api.operations import JSON, Answer, Operation
from web.api.problems import CODES
from web.api.schemas import COMPONENTS, ref
from web.errors import PROBLEM
from web.language import say

BASE = "/api/v1"
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {"type": "string"},
    "Location": {"type": "string"},
}


def document(operations: Sequence[Operation], language: str) -> dict[str, Any]:
    """Return the description of the whole API."""
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        place = paths.setdefault(one.path.replace("<id>", "{id}"), {})
        place[one.method.lower()] = _operation(one, language)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Mutu Baku",
            "version": version("mutubaku"),
            "description": say("api.description", language),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": COMPONENTS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": say("api.token", language),
                }
            },
        },
    }


def _operation(one: Operation, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.path.split("/")[1]],
        "summary": say(f"api.op_{one.name}", language),
        "parameters": [*_parameters(one, language), *_headers(one, language)],
        "responses": {
            **{str(status): _problem(status, language) for status in one.statuses},
            **{
                str(status): _answer(status, found, language)
                for status, found in one.answers.items()
            },
        },
    }
    if one.body is not None:
        told["requestBody"] = {
            "required": one.body_needed,
            "content": {one.media_type: {"schema": one.body}},
        }
    if one.is_open:
        told["security"] = []
    return told


def _parameters(one: Operation, language: str) -> list[dict[str, Any]]:
    named = [
        {
            "name": parameter.name,
            "in": "query",
            "required": False,
            "schema": parameter.schema,
            "description": say(f"api.param_{parameter.name}", language),
        }
        for parameter in one.parameters
    ]
    if "<id>" not in one.path:
        return named
    thing = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "description": say("api.param_id", language),
    }
    return [thing, *named]


def _headers(one: Operation, language: str) -> list[dict[str, Any]]:
    wanted = [("Idempotency-Key", "api.header_key")] if one.takes_key else []
    wanted += [("If-Match", "api.header_match")] if one.takes_match else []
    return [
        {
            "name": name,
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": say(key, language),
        }
        for name, key in wanted
    ]


def _answer(status: int, found: Answer, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"description": say(f"api.status_{status}", language)}
    if found.schema is not None:
        told["content"] = {JSON: {"schema": ref(found.schema)}}
    elif found.media_type is not None:
        is_text = found.media_type.startswith("text/")
        schema = {"type": "string"} if is_text else {}
        told["content"] = {found.media_type: {"schema": schema}}
    if found.headers:
        told["headers"] = {
            name: {"schema": _HEADERS[name], "required": True} for name in found.headers
        }
    return told


def _problem(status: int, language: str) -> dict[str, Any]:
    codes = sorted(code for code, told in CODES.items() if told == status)
    words = say(f"api.status_{status}", language)
    told: dict[str, Any] = {
        "description": f"{words} ({', '.join(codes)})" if codes else words,
        "content": {PROBLEM: {"schema": ref("Problem")}},
    }
    if status == 401:
        needed = {"schema": {"type": "string"}, "required": True}
        told["headers"] = {"WWW-Authenticate": needed}
    return told
