"""Petugas, Token API: what programs may do in an officer's name."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from web.admin.asked import admitting
from web.admin.staff_words import PATH
from web.asking import actor, office, visit
from web.tokens import Holder, make_token, revoke_token, token_page

blueprint = admitting(
    Blueprint("token-petugas", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("/<user>/token")
def listing(user: str) -> str:
    """Show an officer's tokens."""
    return token_page(_holder(user))


@blueprint.post("/<user>/token")
def add(user: str) -> Response:
    """Make a token for an officer and show it this once."""
    return make_token(_holder(user))


@blueprint.post("/<user>/token/<officers_token>/cabut")
def revoke(user: str, officers_token: str) -> Response:
    """Take an officer's token back."""
    return revoke_token(_holder(user), officers_token)


def _holder(user: str) -> Holder:
    members = office().administration.roster.staff(actor()).members
    found = next((one.user for one in members if one.user.id == user), None)
    if found is None:
        abort(404)
    page = f"{PATH}/{found.id}"
    return Holder(
        user=found.id,
        login=found.login,
        path=f"{page}/token",
        crumbs=[(visit().say("admin.officers"), PATH), (found.name, page)],
    )
