"""Pindah: running cases go over to another version, planned before it is done."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine.domain.moving import Renaming
from engine.domain.values import ElementId, InstanceId, ProcessKey
from engine.services.versions.moving import MoveOrder
from web.asking import actor, office, tell, visit
from web.versions.plans import MAPPED, moving_page
from web.versions.presenters import PATH

blueprint = Blueprint("pindah", __name__, url_prefix=PATH)
MOST_MAPPED = 200


@blueprint.get("/<key>/pindah")
def plan(key: ProcessKey) -> str:
    """Show what moving each case would do; nothing is moved by looking."""
    order = replace(_order(key, request.args), cases=None)
    found = office().moving.plan(order, actor())
    known = office().versions.page(key, actor())
    page = moving_page(found, order, known, visit())
    return render_template("versions/moving.html", **page)


@blueprint.post("/<key>/pindah")
def move(key: ProcessKey) -> Response:
    """Move the chosen cases, or all that can; those that cannot stay in the list."""
    order = _order(key, request.form)
    outcomes = office().moving.move(order, actor())
    moved = sum(1 for one in outcomes if one.moved)
    left = len(outcomes) - moved
    if moved:
        tell("versions.moved", n=moved, version=order.version)
    if left:
        tell("versions.not_moved", "warning", n=left)
    if not outcomes:
        tell("versions.none_chosen", "warning")
    return redirect(f"{PATH}/{key}/pindah?ke={order.version}", 303)


def _order(key: ProcessKey, sent: MultiDict[str, str]) -> MoveOrder:
    text = sent.get("ke", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise NotFound
    version = int(text) if text else _newest(key)
    names = {
        ElementId(name.removeprefix(MAPPED)): ElementId(value)
        for name, value in list(sent.items())[:MOST_MAPPED]
        if name.startswith(MAPPED) and value
    }
    chosen = sent.getlist("berkas")
    # A form that names no case moves none.
    cases = None if sent.get("semua") else frozenset(map(InstanceId, chosen))
    return MoveOrder(
        process=key,
        version=version,
        names=Renaming(elements=names),
        cases=cases,
        reason=sent.get("alasan", ""),
    )


def _newest(key: ProcessKey) -> int:
    lines = office().versions.page(key, actor()).lines
    return next((one.summary.version for one in lines if one.in_force), 0)
