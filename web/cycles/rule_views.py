"""Peringatan: who hears of an SOP's late steps, and who may pause them how long."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.pausing import MOST_HOURS, PausedBy, PauseRule
from engine.domain.values import ProcessKey
from engine.errors import OfficeInvalidError
from engine.services.notices.rules import MOST_RANKS, SopRules
from web.asking import actor, office, tell, visit

blueprint = Blueprint("peringatan", __name__, url_prefix="/sop")


@blueprint.get("/<key>/peringatan")
def show(key: str) -> str:
    """Show the rules of an SOP."""
    rules = office().sop_rules.rules(ProcessKey(key), actor())
    hours = "" if rules.pause.hours is None else str(rules.pause.hours)
    return _page(rules, list(rules.chain), rules.pause.by.value, hours, {})


@blueprint.post("/<key>/peringatan")
def keep(key: str) -> Response | str:
    """Keep the rules of an SOP."""
    process = ProcessKey(key)
    chain = [one for one in request.form.getlist("peran")[:MOST_RANKS] if one]
    by, hours = request.form.get("oleh", ""), request.form.get("jam", "").strip()
    rule = PauseRule(
        by=PausedBy(by) if by in set(PausedBy) else PausedBy.HOLDER,
        hours=None if not hours else _number(hours),
    )
    try:
        office().sop_rules.keep(process, actor(), chain=chain, pause=rule)
    except OfficeInvalidError as error:
        errors = {
            name: visit().say(str(said), most=MOST_HOURS)
            for name, said in error.facts["errors"].items()
        }
        rules = office().sop_rules.rules(process, actor())
        page = _page(rules, chain, rule.by.value, hours, errors)
        return make_response(page, 422)
    tell("cycles.rules_kept")
    return redirect(f"/sop/{key}/peringatan", 303)


def _number(text: str) -> int:
    """Return a number as typed; what is none is one that no rule takes."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _page(
    rules: SopRules, chain: list[str], by: str, hours: str, errors: dict[str, str]
) -> str:
    ranks = [*chain, *[""] * MOST_RANKS][:MOST_RANKS]
    return render_template(
        "cycles/warnings.html",
        key=rules.process,
        sop=rules.name,
        ranks=list(enumerate(ranks)),
        roles=[(role.key, role.name) for role in rules.roles],
        by=by,
        hours=hours,
        ways=[(one.value, visit().say(f"cycles.by_{one.value}")) for one in PausedBy],
        most=MOST_HOURS,
        errors=errors,
    )
