"""Forged requests: a token bound to the browser's cookie, and the Origin.

docs/adr/0015-web-sessions-and-csrf.md. The token is a keyed hash of the cookie
that comes along, so nothing is stored and every process knows it; whoever can
send a request from another site knows neither. Views under /api/ carry no
cookie's authority and are left out.
"""

import hashlib
import hmac

from flask import Request

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


class ForgedRequestError(Exception):
    """A request did not come from a page of ours."""


def token_of(key: str, secret: str) -> str:
    """Return the token of a browser.

    Args:
        key: what its cookie holds.
        secret: the office's secret key.
    """
    message = b"csrf\n" + key.encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def require_own(request: Request, *, expected: str, origin: str | None) -> None:
    """Refuse an unsafe request that no page of ours sent.

    Args:
        request: as it came.
        expected: the token of the browser's cookie.
        origin: the public address by the settings, or None for the one asked.

    Raises:
        ForgedRequestError: token or origin do not fit.
    """
    if request.method in SAFE:
        return
    if not _is_own_origin(request, origin):
        raise ForgedRequestError
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise ForgedRequestError


def _is_own_origin(request: Request, origin: str | None) -> bool:
    told = request.headers.get("Origin")
    if told is not None:
        return told in {origin, request.host_url.rstrip("/")}
    # Browsers of the last years tell it otherwise; older ones have the token only.
    return request.headers.get("Sec-Fetch-Site", "none") in _OWN_SITES
