"""Errors are shown here and nowhere else: status, page, words, a way back.

The engine's tree decides the status by the nearest ancestor that is listed.
Below /api/ an answer is `application/problem+json` (RFC 9457) with the error's
stable code; a page says the same in the office's words. What nobody expected is
logged with its place, and shown without any of its facts.
"""

from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template
from flask import request as asked
from werkzeug.exceptions import HTTPException

from engine.errors import (
    CaseQuotaError,
    ConflictError,
    CursorInvalidError,
    FileTooLargeError,
    InvalidError,
    MutuBakuError,
    NotFoundError,
    RefusedError,
    TooManyAttemptsError,
    UnavailableError,
)
from engine.translations import DEFAULT_LANGUAGE, sentence_of
from web.asking import VISIT, SignInNeededError, Visit, office
from web.csrf import SAFE, ForgedRequestError
from web.language import language_of, say

STATUS: dict[type[MutuBakuError], int] = {
    TooManyAttemptsError: 429,
    FileTooLargeError: 413,
    CaseQuotaError: 413,
    CursorInvalidError: 400,
    NotFoundError: 404,
    RefusedError: 403,
    ConflictError: 409,
    InvalidError: 422,
    UnavailableError: 503,
}
SHOWN = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503)
API = "/api/"
PROBLEM = "application/problem+json"
_log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Let every error of the application end here."""
    app.register_error_handler(SignInNeededError, _at_the_door)
    app.register_error_handler(ForgedRequestError, _forged)
    app.register_error_handler(MutuBakuError, _expected)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: MutuBakuError) -> int:
    """Return the status that tells a caller what to do about an error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem(
    status: int, code: str, detail: str, facts: dict[str, Any] | None = None
) -> Response:
    """Return an answer of the API that tells an error; `facts` are added to it."""
    told = {"type": "about:blank", "title": _title(status), "status": status}
    response = jsonify(told | {"code": code, "detail": detail} | (facts or {}))
    response.status_code = status
    response.mimetype = PROBLEM
    return response


def error_page(status: int, detail: str = "") -> Response:
    """Return the page of a status, with a sentence of its own where there is one."""
    known = status if status in SHOWN else 400 if status < 500 else 500
    try:
        page = render_template("errors/error.html", status=known, detail=detail)
    except Exception as error:  # noqa: BLE001 - the last page that can still be shown
        _log.error("error_page_broke", exc_info=error)
        page = render_template("errors/bare.html", status=known, detail=detail)
    return make_response(page, status)


def _at_the_door(_: SignInNeededError) -> Response:
    if asked.path.startswith(API):
        return _shown(401, "not_signed_in")
    wanted = asked.full_path.rstrip("?")
    if asked.method not in SAFE:
        # After signing in, the page with the form comes back, not the sending.
        referrer = asked.referrer or ""
        wanted = "/" + referrer.removeprefix(asked.host_url)
        wanted = wanted if referrer.startswith(asked.host_url) else "/"
    door = redirect("/masuk?" + urlencode({"next": wanted}), 303)
    if asked.headers.get("HX-Request"):
        response = make_response("", 401)
        response.headers["HX-Redirect"] = door.location
        return response
    return make_response(door)


def _forged(_: ForgedRequestError) -> Response:
    _log.warning("forged_request_refused", path=asked.path)
    return _shown(403, "forged_request", _say("base.error_forged"))


def _expected(error: MutuBakuError) -> Response:
    status = status_of(error)
    if status >= 500:
        _log.error("request_failed", code=error.code, path=asked.path)
    response = _shown(status, error.code, sentence_of(error, _language()))
    seconds = error.facts.get("seconds") if status == 429 else None
    if isinstance(seconds, int):
        response.headers["Retry-After"] = str(seconds)
    return response


def _of_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _shown(error.code, f"http_{error.code}")
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    _log.error("request_broke", path=asked.path, exc_info=error)
    return _shown(500, "internal")


def _shown(status: int, code: str, detail: str = "") -> Response:
    if asked.path.startswith(API):
        return problem(status, code, detail or _title(status))
    return error_page(status, detail)


def _title(status: int) -> str:
    known = status if status in SHOWN else 400 if status < 500 else 500
    return _say(f"base.error_{known}")


def _say(key: str) -> str:
    return say(key, _language())


def _language() -> str:
    found: Visit | None = asked.environ.get(VISIT)
    if found is not None:
        return found.language
    return language_of(asked, None, office().settings.language or DEFAULT_LANGUAGE)
