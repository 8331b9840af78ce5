"""What an operation of the API is: its address, what it takes, what it answers.

A view gets a `Call` whose parts were checked already, calls one service and
answers. Nothing is described twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response

from engine.domain.identity import Actor
from engine.domain.values import JsonObject

Schema = Mapping[str, Any]
JSON = "application/json"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request that was understood.

    Attributes:
        id: of the thing in the address, or empty.
        query: parameters by name, converted; absent ones are left out.
        body: members of the JSON body; only those that the schema names.
        raw: the body's bytes, for comparing calls.
        key: the Idempotency-Key, or None.
        versions: of the If-Match, each tried in turn; (None,) for any.
        language: of sentences in the answer.
    """

    actor: Actor
    id: str
    query: Mapping[str, Any]
    body: JsonObject
    raw: bytes
    key: str | None
    versions: tuple[int | None, ...]
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A parameter of the query; its sentence is `api.param_<name>`."""

    name: str
    schema: Schema


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer that is no problem.

    Attributes:
        schema: name of a component, or None for no JSON.
        media_type: of the body, None where it has none.
        headers: names of headers that it carries.
    """

    schema: str | None = None
    media_type: str | None = JSON
    headers: tuple[str, ...] = ()


View = Callable[[Call], Response]


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One verb at one address; its sentence is `api.op_<name>`.

    Attributes:
        path: below /api/v1; `<id>` stands for the thing's name.
        body: JSON Schema of the body, None where there is none.
        body_needed: False where no body means an empty object.
        media_type: of the body.
        takes_key: Idempotency-Key counts.
        takes_match: If-Match counts.
        problems: statuses beside those that every operation can have.
        is_open: nobody has to be known.
    """

    name: str
    method: str
    path: str
    view: Callable[..., Any]
    answers: Mapping[int, Answer]
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    body_needed: bool = True
    media_type: str = JSON
    takes_key: bool = False
    takes_match: bool = False
    problems: tuple[int, ...] = ()
    is_open: bool = False

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every status of a problem that this operation can answer with."""
        found = {*self.problems, 500, 503}
        found |= set() if self.is_open else {401}
        found |= {404} if "<id>" in self.path else set()
        found |= {422} if self.parameters else set()
        if self.body is not None:
            found |= {400, 413, 415, 422}
        if self.takes_key:
            found |= {409, 422}
        if self.takes_match:
            found |= {409, 412, 422}
        return tuple(sorted(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a view answers, before it becomes a response."""

    value: Any
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """Return the response."""
        response = Response(orjson.dumps(self.value), mimetype=JSON)
        response.status_code = self.status
        response.headers.update(self.headers)
        return response


def answer(value: object, status: int = HTTPStatus.OK, **headers: str) -> Response:
    """Return a JSON response; headers are named with underscores."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(value=value, status=status, headers=named).response()
