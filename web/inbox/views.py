"""Kotak Masuk: what waits for an officer."""

from flask import Blueprint, render_template

from web.asking import actor, office

blueprint = Blueprint("kotak-masuk", __name__, url_prefix="/kotak-masuk")


@blueprint.get("")
def listing() -> str:
    """Show how many tasks wait."""
    return render_template(
        "inbox/list.html", counts=office().reception.waiting(actor())
    )
