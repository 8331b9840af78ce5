"""Akun, Token API: one's own tokens; how administrators see an officer's is alike.

A secret is on the page that answers its making, and on no other.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import UserId
from engine.services.people.tokens import ApiToken
from web.asking import Visit, actor, office, tell, visit

PATH = "/akun/token"
DAYS = (30, 90, 365)  # a token that never ends is for a command line
_MOST_LETTERS = 80
blueprint = Blueprint("token", __name__, url_prefix=PATH)


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenLine:
    """A token in the list; `state` is open, expired or revoked."""

    id: str
    name: str
    made_at: datetime
    ends_at: datetime | None
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Whose tokens a page shows, and where it stands."""

    user: UserId
    login: str
    path: str
    crumbs: list[tuple[str, str]]


@blueprint.get("")
def listing() -> str:
    """Show one's own tokens."""
    return token_page(_own())


@blueprint.post("")
def add() -> Response:
    """Make a token and show it this once."""
    return make_token(_own())


@blueprint.post("/<token>/cabut")
def revoke(token: str) -> Response:
    """Take a token back."""
    return revoke_token(_own(), token)


def token_page(holder: Holder, error: str = "") -> str:
    """Return the page of somebody's tokens."""
    now = office().clock.now()
    held = office().tokens.of_user(holder.user, actor())
    lines = [_line(one, now) for one in held]
    order = ("open", "expired", "revoked")
    return render_template(
        "auth/tokens.html",
        lines=sorted(lines, key=lambda one: order.index(one.state)),
        days=[(str(n), _days_words(n, visit())) for n in DAYS],
        given={name: request.form.get(name, "") for name in ("name", "days")},
        error=error,
        holder=holder,
    )


def make_token(holder: Holder) -> Response:
    """Return the page that shows a new token's secret, kept by nobody on the way."""
    name = request.form.get("name", "").strip()[:_MOST_LETTERS]
    days = request.form.get("days", "")
    if not name or days not in {str(one) for one in DAYS}:
        page = token_page(holder, visit().say("tokens.name_needed"))
        return make_response(page, 422)
    secret = office().accounts.issue_token(
        holder.login, actor(), days=int(days), name=name
    )
    page = render_template(
        "auth/token_made.html", name=name, secret=secret, holder=holder
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def revoke_token(holder: Holder, token: str) -> Response:
    """Take one of somebody's tokens back and return to the list."""
    office().tokens.revoke(token, holder.user, actor())
    tell("tokens.revoked_now")
    return redirect(holder.path, 303)


def _own() -> Holder:
    crumbs = [(visit().say("auth.account"), "/akun")]
    return Holder(user=actor().user, login=visit().login, path=PATH, crumbs=crumbs)


def _line(token: ApiToken, now: datetime) -> TokenLine:
    state = "open"
    if token.revoked_at is not None:
        state = "revoked"
    elif token.expires_at is not None and token.expires_at <= now:
        state = "expired"
    return TokenLine(
        id=token.id,
        name=token.name,
        made_at=token.created_at,
        ends_at=token.revoked_at or token.expires_at,
        state=state,
    )


def _days_words(days: int, visit: Visit) -> str:
    return visit.say("tokens.days", n=days)
