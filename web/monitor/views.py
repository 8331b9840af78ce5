"""Papan: the board of supervisors, live, and the rounds behind its numbers."""

import hashlib

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import ElementId
from engine.services.monitoring.service import ENDED, OPEN, Sought
from web.asking import actor, office, visit
from web.monitor.asked import PATH, period_choices, question
from web.monitor.presenters import behind_page, board_page

blueprint = Blueprint("pemantauan", __name__, url_prefix=PATH)


@blueprint.get("")
def board() -> str:
    """Show the board."""
    asked = question()
    found = office().monitoring.board(actor(), asked.asked)
    page = board_page(found, asked, visit())
    return render_template(
        "monitor/board.html",
        **page,
        question=asked,
        periods=period_choices(),
        live=asked.path("/papan"),
        known=_digest(page),
    )


@blueprint.get("/papan")
def figures() -> Response:
    """Return the board's figures alone, or 204/304 where they are known.

    A page asks for them by itself; the address carries the digest of what it has.
    """
    asked = question()
    found = office().monitoring.board(actor(), asked.asked)
    page = board_page(found, asked, visit())
    known = _digest(page)
    if request.args.get("v") == known:
        return make_response("", 204)
    if request.if_none_match.contains(known):
        return make_response("", 304)
    live = asked.path("/papan")
    response = make_response(
        render_template("monitor/_live.html", **page, live=live, known=known)
    )
    response.set_etag(known)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.get("/berkas")
def behind() -> str:
    """Show the rounds behind a number."""
    asked = question()
    what = request.args.get("apa", "open")
    if what not in {*OPEN, *ENDED}:
        abort(404)
    sought = Sought(
        element=ElementId(request.args.get("langkah", "")),
        what=what,
        cursor=request.args.get("c"),
    )
    found = office().monitoring.behind(actor(), asked.asked, sought)
    page = behind_page(found, what, asked, visit())
    more = ""
    if found.ended.next:
        element = str(sought.element)
        more = asked.path("/berkas", langkah=element, apa=what, c=found.ended.next)
    return render_template("monitor/behind.html", **page, more=more)


def _digest(page: dict[str, object]) -> str:
    figures = f"{page['tiles']}{page['rows']}{visit().language}"
    return hashlib.sha256(figures.encode()).hexdigest()[:16]
