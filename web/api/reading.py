"""From a request to a `Call`: who asks, and what exactly.

Strict on purpose: a member or parameter that nobody knows, a name said twice, a
number that is none, are refused, for what is silently ignored is found out late.
Who asks is looked at before anything that was sent.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request

from engine.domain.forms.limits import unreadable_parts
from engine.domain.identity import Actor
from engine.domain.values import JsonObject
from engine.errors import (
    IdempotencyKeyInvalidError,
    ReasonMissingError,
    SubmissionInvalidError,
)
from engine.services.execution.completing import MAX_KEY
from web.api.operations import JSON, Call, Operation, Schema
from web.api.problems import BadCallError, FieldErrors
from web.asking import office, visit

JSON_BYTES = 1_000_000
_MOST_DIGITS = 18
_MOST_TAGS = 20
_NO_VERSION = -1
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "object": dict,
    "boolean": bool,
    "null": type(None),
}


def call_of(operation: Operation, request: Request, thing: str) -> Call:
    """Return what a request asks for.

    Raises:
        BadCallError: nobody is known, or it cannot be understood.
        SubmissionInvalidError, IdempotencyKeyInvalidError, ReasonMissingError.
    """
    actor = actor_of(request)
    query = _query(operation, request)
    raw, body = _body(operation, request)
    return Call(
        actor=actor,
        id=thing,
        query=query,
        body=body,
        raw=raw,
        key=_key(request) if operation.takes_key else None,
        versions=_versions(request) if operation.takes_match else (None,),
        language=visit().language,
    )


def actor_of(request: Request) -> Actor:
    """Return whose token a request carries; cookies count for nothing here.

    Raises:
        BadCallError: it carries none, or one that opens nothing.
    """
    held = request.authorization
    if held is None or held.type != "bearer" or not held.token:
        raise BadCallError("token_missing")
    actor = office().accounts.actor_of_token(held.token)
    if actor is None:
        raise BadCallError("token_invalid")
    return actor


def json_of(raw: bytes) -> object:
    """Return the JSON value of some bytes.

    Raises:
        BadCallError: it is no UTF-8, no JSON, says a name twice, nests too deep, or
            holds a number that is none or has no end.
    """
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refused,
            parse_float=_finite,
            parse_int=_whole,
        )
    except (ValueError, RecursionError) as error:
        raise BadCallError("body_unreadable") from error


def wrong(schema: Schema, value: object) -> str:
    """Return the message key of what is wrong with a value, empty if nothing is."""
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, _KINDS[kind]) for kind in kinds):
        return "api.field_type"
    return _wrong_text(schema, value) if isinstance(value, str) else ""


def _query(operation: Operation, request: Request) -> dict[str, Any]:
    known = {one.name: one.schema for one in operation.parameters}
    found: dict[str, Any] = {}
    errors: FieldErrors = {}
    for name, values in request.args.lists():
        if name not in known:
            errors[name[:40]] = ("api.parameter_unknown", {})
        elif len(values) > 1:
            errors[name] = ("api.parameter_twice", {})
        else:
            found[name], key = _converted(known[name], values[0])
            if key:
                errors[name] = (key, _bounds(known[name]))
    errors |= _unstorable(found)
    if errors:
        raise BadCallError("request_invalid", errors)
    return found


def _converted(schema: Schema, text: str) -> tuple[object, str]:
    """Return the value of a parameter and the key of what is wrong with it."""
    if schema["type"] == "boolean":
        known = {"true": True, "false": False}
        return known.get(text), "" if text in known else "api.field_choice"
    if schema["type"] == "integer":
        is_number = text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS
        number = int(text) if is_number else schema["minimum"] - 1
        fits = schema["minimum"] <= number <= schema["maximum"]
        return number, "" if fits else "api.field_range"
    return text, wrong(schema, text)


def _wrong_text(schema: Schema, text: str) -> str:
    if len(text) > schema.get("maxLength", len(text)):
        return "api.field_too_long"
    if len(text.strip()) < schema.get("minLength", 0):
        return "api.field_empty"
    return "" if text in schema.get("enum", (text,)) else "api.field_choice"


def _body(operation: Operation, request: Request) -> tuple[bytes, JsonObject]:
    if operation.body is None:
        return b"", {}
    if operation.media_type != JSON:
        if request.mimetype != operation.media_type:
            raise BadCallError("media_type_unsupported")
        return b"", {}
    request.max_content_length = JSON_BYTES
    raw = request.get_data(cache=False)
    if not raw and not operation.body_needed:
        return raw, {}
    if request.mimetype != JSON:
        raise BadCallError("media_type_unsupported")
    body = json_of(raw)
    if not isinstance(body, dict):
        raise BadCallError("request_invalid", {"": ("api.field_type", {})})
    _require_members(operation, operation.body, body)
    return raw, body


def _require_members(operation: Operation, schema: Schema, body: JsonObject) -> None:
    members: Mapping[str, Schema] = schema["properties"]
    errors: FieldErrors = {
        name[:40]: ("api.field_unknown", {}) for name in body if name not in members
    }
    missing = [name for name in schema.get("required", ()) if name not in body]
    if "reason" in schema.get("required", ()) and not _said(body.get("reason", "")):
        # The engine's own error says more than that a member is missing.
        raise ReasonMissingError(action=operation.name)
    errors |= {name: ("api.field_required", {}) for name in missing}
    for name in body.keys() & members.keys():
        key = wrong(members[name], body[name])
        if key:
            errors[name] = (key, _bounds(members[name]))
    errors |= _unstorable({name: body[name] for name in body if name not in errors})
    if errors:
        raise BadCallError("request_invalid", errors)


def _said(reason: object) -> bool:
    return not isinstance(reason, str) or bool(reason.strip())


def _unstorable(values: Mapping[str, Any]) -> FieldErrors:
    """Return what no database keeps; data of a step is the engine's to tell of."""
    texts = {name: one for name, one in values.items() if isinstance(one, str)}
    for one in values.values():
        if isinstance(one, dict):
            errors = unreadable_parts(one)
            if errors:
                raise SubmissionInvalidError(errors=errors)
    return {**unreadable_parts(texts)}


def _bounds(schema: Schema) -> Mapping[str, Any]:
    return {
        "least": schema.get("minimum", schema.get("minLength", 0)),
        "most": schema.get("maximum", schema.get("maxLength", 0)),
        "choices": ", ".join(schema.get("enum", ("true", "false"))),
    }


def _key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not key.strip() or len(key) > MAX_KEY or not key.isprintable():
        raise IdempotencyKeyInvalidError(limit=MAX_KEY)
    return key


def _versions(request: Request) -> tuple[int | None, ...]:
    """Return the versions of If-Match; a tag that is none of ours matches nothing."""
    given = request.headers.get("If-Match", "").strip()
    if given in {"", "*"}:
        return (None,)
    tags = [tag.strip() for tag in given.split(",")][:_MOST_TAGS]
    return tuple(_version(tag) for tag in tags if tag)


def _version(tag: str) -> int:
    bare = tag[1:-1] if len(tag) > 2 and tag[0] == tag[-1] == '"' else tag
    is_ours = bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS
    return int(bare) if is_ours else _NO_VERSION


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is said twice")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number without an end")
    return number


def _whole(digits: str) -> int:
    # Longer ones are refused as too large by everybody; converting them is slow.
    return int(digits) if len(digits) <= _MOST_DIGITS + 1 else 10**_MOST_DIGITS


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
