"""Who sits at the browser: cookies in, a `Visit` for the views, cookies out.

Everybody has one key in one cookie: of their session, or, before signing in, a
random one that only makes forms unforgeable. A key is changed at every sign-in,
so that one planted beforehand is worth nothing.
"""

import re
import secrets
from dataclasses import replace

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from engine.services.people.sessions import SignedIn
from web import csrf
from web.asking import VISIT, SignInNeededError, Visit, is_public, office, visit
from web.language import language_of
from web.wearing import worn

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "mutubaku_tema"
_STRANGERS_BYTES = 20_000
_STRANGERS_FILES = frozenset({"/periksa"})  # anybody shows a document there
YEAR = 365 * 24 * 3600  # seconds
_APART = ("/api/", "/static/")  # no cookie counts there
_KEY = re.compile(r"[A-Za-z0-9_-]{20,100}")
_UNWATCHED = frozenset({"/hidup", "/pemberitahuan/lonceng"})  # pages ask by themselves


def install(app: Flask) -> None:
    """Ask who is there before every view."""
    app.before_request(_welcome)
    app.after_request(_leave_key)


def is_secure() -> bool:
    """Tell whether the browser speaks TLS with us or with our proxy."""
    origin = office().settings.origin
    return request.is_secure or (origin or "").startswith("https:")


def keep_key(key: str) -> None:
    """Give the browser another key with this page, until the browser is closed."""
    request.environ[VISIT] = replace(visit(), key=key)


def new_key() -> str:
    """Return a key that opens nothing: it binds the forms of a stranger."""
    return secrets.token_urlsafe(32)


def keep_choice(response: Response, name: str, value: str) -> None:
    """Let the browser remember a choice for a year."""
    _set_cookie(response, name, value, seconds=YEAR)


def signed_in_key() -> str:
    """Return the key of the session that this request came in.

    Raises:
        SignInNeededError: nobody is signed in.
    """
    if visit().actor is None:
        raise SignInNeededError
    return visit().key


def _welcome() -> None:
    """Find out who asks; lead strangers to the door and refuse forgeries."""
    view = current_app.view_functions.get(request.endpoint or "")
    key = request.cookies.get(_cookie_name(), "")
    is_known = _KEY.fullmatch(key) is not None
    found = None
    if is_known and not request.path.startswith(_APART):
        watched = request.path not in _UNWATCHED
        found = office().sessions.find(key, alive=watched)
    request.environ[VISIT] = _visit(found, key if is_known else new_key())
    if view is None or request.path.startswith(_APART):
        return
    if found is None and not is_public(view):
        raise SignInNeededError
    _limit(found)
    own = office().settings.origin
    csrf.require_own(request, expected=visit().csrf, origin=own)


def _limit(found: SignedIn | None) -> None:
    """Let strangers send little, and only forms with files send much."""
    if found is None and request.path not in _STRANGERS_FILES:
        request.max_content_length = _STRANGERS_BYTES
    elif request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _visit(found: SignedIn | None, key: str) -> Visit:
    theme = request.cookies.get(THEME_COOKIE, "")
    chosen = found.language if found else None
    actor, hats, hat = worn(found.actor) if found else (None, (), "")
    return Visit(
        actor=actor,
        login=found.login if found else "",
        language=language_of(request, chosen, office().settings.language),
        theme=theme if theme in THEMES else THEMES[0],
        key=key,
        csrf=csrf.token_of(key, str(current_app.secret_key)),
        hats=hats,
        hat=hat,
    )


def _leave_key(response: Response) -> Response:
    """Give a new browser its key, with the first page that may hold a form."""
    found: Visit | None = request.environ.get(VISIT)
    held = request.cookies.get(_cookie_name())
    if found and held != found.key and response.mimetype == "text/html":
        _set_cookie(response, _cookie_name(), found.key)
    return response


def _cookie_name() -> str:
    # Browsers take a __Host- cookie from nobody but this host over TLS.
    return "__Host-mutubaku" if is_secure() else "mutubaku"


def _set_cookie(
    response: Response, name: str, value: str, *, seconds: int | None = None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=is_secure(),
        httponly=True,
        samesite="Lax",
    )
