"""What a view asks for: who is there, and the office's services.

    blueprint = Blueprint("berkas", __name__, url_prefix="/berkas")

    @blueprint.get("/<case>")
    def show(case: str) -> str:
        found = office().cases.get(case, actor())
        return render_template("cases/show.html", **presented(found, visit()))

A blueprint is named by the first word of its address, never by the word that
begins its catalogue's keys: `url_for("berkas.show")` is no key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import current_app, flash, request

from engine.bootstrap import Office
from engine.domain.identity import Actor
from engine.services.transactions.hats import Hat
from engine.settings import Settings
from web.language import say

VISIT = "mutubaku.visit"  # in the environment of the request
OFFICE = "mutubaku"  # among the extensions of the application
LARGEST = 2**31 - 1  # of a whole number that a database's column holds
_PUBLIC = "is_public"
_View = TypeVar("_View", bound=Callable[..., Any])


def whole(text: str) -> int:
    """Return the whole number that a field or an address holds, as `type=` asks.

    Raises:
        ValueError: it holds none, or one that no column holds.
    """
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(text)
    return number


class SignInNeededError(Exception):
    """Nobody is signed in; `web.errors` leads to the door and back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One request's visitor.

    Attributes:
        actor: who is signed in, or None.
        key: of the session, or of the visitor's own cookie; never shown.
        csrf: what every form sends back as `csrf_token`.
        theme: `auto`, `light` or `dark`.
        hats: posts that the actor acts in for others.
        hat: the one that was chosen, `own`, or empty for all at once.
    """

    actor: Actor | None
    login: str
    language: str
    theme: str
    key: str
    csrf: str
    hats: tuple[Hat, ...] = ()
    hat: str = ""

    def say(self, key: str, **facts: object) -> str:
        """Return a sentence in the visitor's language."""
        return say(key, self.language, facts)


def visit() -> Visit:
    """Return who asks."""
    return cast(Visit, request.environ[VISIT])


def actor() -> Actor:
    """Return who is signed in.

    Raises:
        SignInNeededError: nobody is; only views marked `public` can see it.
    """
    found = visit().actor
    if found is None:
        raise SignInNeededError
    return found


def office() -> Office:
    """Return the office and its services."""
    return cast(Office, current_app.extensions[OFFICE])


def settings() -> Settings:
    """Return the settings of this process."""
    return office().settings


def tell(key: str, level: str = "success", **facts: object) -> None:
    """Show a sentence on the next page; `level` is success, warning or danger."""
    flash(visit().say(key, **facts), level)


def public(view: _View) -> _View:
    """Mark a view that needs nobody signed in."""
    setattr(view, _PUBLIC, True)
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Tell whether a view needs nobody signed in. An unknown address does."""
    return bool(getattr(view, _PUBLIC, False))
