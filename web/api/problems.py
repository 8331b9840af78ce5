"""What goes wrong at the API, as `application/problem+json` with a stable code.

The engine's errors keep their code and status (`web.errors`); what they list
(fields, findings, arrows) goes along. What is wrong with a request as such is
told here. Docs: docs/api.md.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint, Response
from flask import request as asked
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from engine.errors import (
    DecisionInvalidError,
    DiagramInvalidError,
    MutuBakuError,
    SubmissionInvalidError,
    VersionConflictError,
)
from engine.translations import sentence_of
from web.api.operations import Call
from web.api.serialising import finding_of
from web.asking import visit
from web.errors import problem, status_of
from web.language import say

CODES: Mapping[str, int] = {
    "token_missing": HTTPStatus.UNAUTHORIZED,
    "token_invalid": HTTPStatus.UNAUTHORIZED,
    "body_unreadable": HTTPStatus.BAD_REQUEST,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "media_type_unsupported": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "request_invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "precondition_failed": HTTPStatus.PRECONDITION_FAILED,
}
"""Problems of a request as such; each has a sentence `api.problem_<code>`."""

FieldErrors = dict[str, tuple[str, Mapping[str, Any]]]
"""Path of a member (`data.nilai`) to message key and its facts."""

_REALM = 'Bearer realm="mutubaku"'
_CHALLENGES = {
    "token_missing": _REALM,
    "token_invalid": f'{_REALM}, error="invalid_token"',
}
T = TypeVar("T")


class BadCallError(Exception):
    """A request that cannot be understood or let in; `errors` name its members."""

    def __init__(self, code: str, errors: FieldErrors | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.errors: FieldErrors = errors or {}


def install(blueprint: Blueprint) -> None:
    """Let what goes wrong in a view of the API end here."""
    blueprint.register_error_handler(BadCallError, _misunderstood)
    blueprint.register_error_handler(MutuBakuError, _refused)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    blueprint.register_error_handler(BadRequest, _unreadable)


def if_unchanged(call: Call, change: Callable[[int | None], T]) -> T:
    """Return what a change gives that names the version it saw.

    Raises:
        BadCallError: 412, none of the versions of `If-Match` is the task's.
    """
    for version in call.versions:
        try:
            return change(version)
        except VersionConflictError as error:
            if version is None or error.facts.get("what") != "task":
                raise
    raise BadCallError("precondition_failed")


def _misunderstood(error: BadCallError) -> Response:
    language = visit().language
    detail = say(f"api.problem_{error.code}", language)
    facts = {"errors": listed(error.errors, language)} if error.errors else None
    response = problem(CODES[error.code], error.code, detail, facts)
    if error.code in _CHALLENGES:
        response.headers["WWW-Authenticate"] = _CHALLENGES[error.code]
    return _spoken(response, language)


def _refused(error: MutuBakuError) -> Response:
    language = visit().language
    status = status_of(error)
    facts = _facts(error, language)
    response = problem(status, error.code, sentence_of(error, language), facts)
    seconds = error.facts.get("seconds")
    if status == HTTPStatus.TOO_MANY_REQUESTS and isinstance(seconds, int):
        response.headers["Retry-After"] = str(seconds)
    return _spoken(response, language)


def _too_large(_: RequestEntityTooLarge) -> Response:
    return _misunderstood(BadCallError("body_too_large"))


def _unreadable(_: BadRequest) -> Response:
    return _misunderstood(BadCallError("body_unreadable"))


def listed(errors: FieldErrors, language: str, within: str = "") -> list[object]:
    """Return field errors as a problem lists them.

    Args:
        errors: by path, steps parted by points; the empty path is the whole.
        language: of the sentences.
        within: member of the body that the paths begin in, as a pointer.
    """
    return [
        {
            "field": path,
            "pointer": within + "".join(f"/{_escaped(step)}" for step in _steps(path)),
            "code": key,
            "detail": say(key, language, facts),
        }
        for path, (key, facts) in errors.items()
    ]


def _facts(error: MutuBakuError, language: str) -> dict[str, Any] | None:
    if isinstance(error, SubmissionInvalidError):
        found = {
            path: (told, {}) if isinstance(told, str) else (told[0], told[1])
            for path, told in error.facts["errors"].items()
        }
        within = "/variables" if asked.path.endswith("/instances") else "/data"
        return {"errors": listed(found, language, within)}
    if isinstance(error, DiagramInvalidError):
        findings = error.facts.get("problems") or []
        return {"problems": [finding_of(one, language) for one in findings]}
    if isinstance(error, DecisionInvalidError):
        return {"choices": list(error.facts["choices"])}
    return None


def _steps(path: str) -> Iterable[str]:
    return path.split(".") if path else ()


def _escaped(step: str) -> str:
    """Return a step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def _spoken(response: Response, language: str) -> Response:
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response
