"""What every answer carries: rules for the browser, a name for the log, few bytes.

The policy allows nothing from elsewhere and nothing inline, so that a text that
somebody smuggled into a page stays a text. The diagram and form editors alone
may write style attributes (`loosen_styles`).
"""

import gzip
import re
import secrets
from time import perf_counter

import brotli
import structlog
from flask import Flask, Response, request

from web.metrics import Metrics
from web.session import is_secure

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
REQUEST_ID = "X-Request-Id"
_LOOSE = "mutubaku.loose_styles"
_FRAMES = "mutubaku.frames"
_BEGUN = "mutubaku.begun"
_NAMED = "mutubaku.request_id"
_GIVEN_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_WORTH_COMPRESSING = 1024  # bytes
_TEXTS = ("text/", "application/json", "application/problem+json", "image/svg+xml")
_FILES = "/static/"
_NO_PAGES = frozenset({"text/css", "text/javascript", "font/woff2", "image/svg+xml"})
_log = structlog.get_logger(__name__)


def install(app: Flask, metrics: Metrics) -> None:
    """Name every request, and dress every answer."""

    def close(response: Response) -> Response:
        _dress(response)
        _compress(response)
        seconds = perf_counter() - request.environ.get(_BEGUN, perf_counter())
        rule = request.url_rule.rule if request.url_rule else "-"
        metrics.observe(request.method, rule, response.status_code, seconds)
        _log.info(
            "request_answered",
            method=request.method,
            rule=rule,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
        )
        return response

    app.before_request(_begin)
    app.after_request(close)
    app.teardown_request(_end)


def loosen_styles() -> None:
    """Let this page's scripts write style attributes: for the editors alone."""
    request.environ[_LOOSE] = True


def hold_frames() -> None:
    """Let this page show another of ours in a frame: a letter beside its template."""
    request.environ[_FRAMES] = ("frame-src", "'self'")


def be_framed() -> None:
    """Let this answer be shown in a frame of ours."""
    request.environ[_FRAMES] = ("frame-ancestors", "'self'")


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    named = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
    request.environ[_BEGUN] = perf_counter()
    request.environ[_NAMED] = named
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=named)


def _end(_: BaseException | None) -> None:
    # What this thread does next is not done for this request.
    structlog.contextvars.clear_contextvars()


def _dress(response: Response) -> None:
    if request.path.startswith(_FILES) and response.mimetype in _NO_PAGES:
        # Rules for pages say nothing about a part of one, and weigh as much as it.
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return
    policy = dict(POLICY)
    if request.environ.get(_LOOSE):
        policy["style-src"] += " 'unsafe-inline'"
    frames = request.environ.get(_FRAMES)
    if frames:
        policy[frames[0]] = frames[1]
        if frames[0] == "frame-ancestors":
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
    told = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers.setdefault("Content-Security-Policy", told)
    for name, value in PLAIN.items():
        response.headers.setdefault(name, value)
    if is_secure():
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers[REQUEST_ID] = request.environ.get(_NAMED, "-")
    if "Cache-Control" not in response.headers:
        # Pages tell of persons: nobody on the way or after logging out keeps them.
        response.headers["Cache-Control"] = "no-store"


def _compress(response: Response) -> None:
    if not response.is_sequence or not str(response.mimetype).startswith(_TEXTS):
        return
    if response.direct_passthrough or "Content-Encoding" in response.headers:
        return
    response.vary.add("Accept-Encoding")
    if len(response.get_data()) < _WORTH_COMPRESSING:
        return
    accepted = request.accept_encodings
    if accepted["br"] > 0:
        response.set_data(brotli.compress(response.get_data(), quality=4))
        response.headers["Content-Encoding"] = "br"
    elif accepted["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 7, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
