"""The door: signing in and out, one's own password, language and theme."""

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from engine.errors import InvalidError, LoginRefusedError, TooManyAttemptsError
from engine.services.people.accounts import LEAST_PASSWORD
from engine.translations import LANGUAGES, sentence_of
from web.asking import actor, office, public, tell, visit
from web.errors import status_of
from web.language import COOKIE as LANGUAGE_COOKIE
from web.session import (
    THEME_COOKIE,
    THEMES,
    keep_choice,
    keep_key,
    new_key,
    signed_in_key,
)

HOME = "/"
_CONTROL = frozenset(map(chr, range(32))) | {"\\", "\x7f"}

blueprint = Blueprint("masuk", __name__)


def path_within(wanted: str | None) -> str:
    """Return a path of ours, and home for anything that could lead elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    if _CONTROL & set(wanted):
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else wanted


@blueprint.get("/masuk")
@public
def door() -> Response | str:
    """Show the door; who is inside already goes on."""
    wanted = path_within(request.args.get("next"))
    if visit().actor is not None:
        return redirect(wanted, 303)
    return _door(wanted)


@blueprint.post("/masuk")
@public
def sign_in() -> Response:
    """Let an officer in, and on to where they wanted to go."""
    wanted = path_within(request.form.get("next"))
    login = request.form.get("login", "")
    password = request.form.get("password", "")
    address = address_of_visitor()
    try:
        key = office().sessions.sign_in(login, password, address=address)
    except TooManyAttemptsError as error:
        response = make_response(_door(wanted, login, told(error)), 429)
        response.headers["Retry-After"] = str(error.facts["seconds"])
        return response
    except (LoginRefusedError, InvalidError) as error:
        return make_response(_door(wanted, login, told(error)), 422)
    session.clear()  # messages meant for whoever sat here before
    keep_key(key)
    return redirect(wanted, 303)


@blueprint.post("/keluar")
@public
def sign_out() -> Response:
    """End the session; twice is once."""
    response = redirect("/masuk", 303)
    if visit().actor is not None:
        office().sessions.sign_out(signed_in_key())
        session.clear()
        keep_key(new_key())
    # Nothing of an officer stays behind on a shared machine.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/akun")
def account() -> str:
    """Show one's own account."""
    return _account()


@blueprint.post("/akun/sandi")
def change_password() -> Response:
    """Change one's own password; every other browser has to sign in again."""
    given = {name: request.form.get(name, "") for name in ("current", "new", "again")}
    if given["new"] != given["again"]:
        return make_response(_account(visit().say("auth.passwords_differ")), 422)
    try:
        key = office().sessions.change_password(
            signed_in_key(),
            current=given["current"],
            new=given["new"],
            address=address_of_visitor(),
        )
    except LoginRefusedError:
        return make_response(_account(visit().say("auth.current_wrong")), 422)
    except (TooManyAttemptsError, InvalidError) as error:
        return make_response(_account(told(error)), status_of(error))
    keep_key(key)
    tell("auth.password_changed")
    return redirect("/akun", 303)


@blueprint.post("/bahasa")
@public
def choose_language() -> Response:
    """Speak another language from now on."""
    chosen = request.form.get("language", "")
    response = redirect(path_within(request.form.get("next")), 303)
    if chosen in LANGUAGES:
        keep_choice(response, LANGUAGE_COOKIE, chosen)
        if visit().actor is not None:
            office().sessions.choose_language(actor(), chosen)
    return response


@blueprint.post("/tema")
@public
def choose_theme() -> Response:
    """Show pages light, dark, or as the machine does."""
    chosen = request.form.get("theme", "")
    response = redirect(path_within(request.form.get("next")), 303)
    if chosen in THEMES:
        keep_choice(response, THEME_COOKIE, chosen)
    return response


def address_of_visitor() -> str:
    """Return the network from which somebody asks: one IPv6 line has many."""
    address = request.remote_addr or ""
    return ":".join(address.split(":")[:4]) if address.count(":") > 3 else address


def told(error: InvalidError | LoginRefusedError | TooManyAttemptsError) -> str:
    """Return the sentence of an error in the visitor's language."""
    return sentence_of(error, visit().language)


def _door(wanted: str, login: str = "", problem: str = "") -> str:
    return render_template(
        "auth/door.html",
        wanted=wanted,
        login=login,
        problem=problem,
        officers=office().reception.demo_officers(),
        demo_password=office().reception.sign().demo,
    )


def _account(problem: str = "") -> str:
    return render_template(
        "auth/account.html",
        login=visit().login,
        problem=problem,
        least=LEAST_PASSWORD,
    )
