"""Fakta yang lalu: measured times computed again after a change of the calendar."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.errors import OfficeInvalidError
from engine.services.monitoring.past_facts import Repair
from web.admin.asked import admitting
from web.admin.calendar_words import PATH as CALENDAR
from web.asking import Visit, actor, office, tell, visit
from web.presenting import number_words, span_words

PATH = f"{CALENDAR}/fakta"
blueprint = admitting(
    Blueprint("kalender-fakta", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("")
def show() -> str:
    """Show the newest repair, and how far it is."""
    found = office().past_facts.newest(actor())
    page = repair_page(found, visit()) if found else None
    return render_template("admin/past_facts.html", repair=page)


@blueprint.post("")
def ask() -> Response:
    """Let a worker begin."""
    try:
        office().past_facts.ask(actor())
    except OfficeInvalidError:
        tell("admin.repair_under_way", "warning")
    else:
        tell("admin.repair_asked")
    return redirect(PATH, 303)


def repair_page(found: Repair, visit: Visit) -> dict[str, object]:
    """Return what the template shows of a repair."""
    share = found.done * 100 // found.total if found.total else 0
    state = visit.say("admin.repair_waits")
    if found.ended_at is not None:
        state = visit.say("admin.repair_ended")
    elif found.total:
        state = visit.say("admin.repair_runs", share=share)
    numbers = {
        "facts_seen": number_words(found.facts, visit.language),
        "changed": number_words(found.changed, visit.language),
        "late": f"{found.late[0]} → {found.late[1]}",
    }
    if found.strays:
        numbers["strays"] = number_words(found.strays, visit.language)
    return {
        "by": found.by,
        "at": found.at,
        "ended_at": found.ended_at,
        "state": state,
        "done": found.done,
        "total": max(found.total, 1),
        "numbers": numbers,
        "changed": found.changed,
        "rows": [
            {
                "step": one["step"],
                "path": f"/berkas/{one['case']}",
                "number": visit.say("cases.number", n=one["number"]),
                "before": _fact(one["before"], visit),
                "after": _fact(one["after"], visit),
            }
            for one in found.shown
        ],
    }


def _fact(told: object, visit: Visit) -> str:
    """Return «35 m, terlambat»."""
    if not isinstance(told, dict):
        return visit.say("admin.missing_fact")
    span = span_words(told["elapsed_seconds"], visit.language)
    key = "fact_late" if told["late"] else "fact_kept"
    if told["standard_seconds"] is None and not told["late"]:
        key = "fact_free"
    return f"{span}, {visit.say(f'admin.{key}')}"
