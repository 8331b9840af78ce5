"""Kalender kerja: hours, holidays and exceptions; a change is foreseen first."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import InvalidError
from web.admin.asked import Told, admitting, told
from web.admin.calendar_edits import FIELDS, changed_content
from web.admin.calendar_words import PATH, calendar_page, move_rows
from web.asking import actor, office, tell, visit, whole

blueprint = admitting(
    Blueprint("kalender", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("")
def show() -> str:
    """Show the calendar of a year."""
    return _page({}, {})


@blueprint.post("")
def change() -> Response:
    """Show what a change would move, or write it on second asking."""
    given = {name: request.form.get(name, "").strip() for name in FIELDS}
    calendars = office().administration.calendars
    content, version = calendars.stored(DEFAULT_CALENDAR_KEY, actor())
    try:
        after, note = changed_content(content, given, visit())
        calendar = calendars.read(after)
        if request.form.get("sure") != str(version):
            moves = calendars.moves(calendar, actor())
            page = render_template(
                "admin/calendar_plan.html",
                given=given,
                note=note,
                version=version,
                stale="sure" in request.form,
                moves=move_rows(moves, visit()),
                count=moves.count,
            )
            return make_response(page, 409 if "sure" in request.form else 200)
        moved = office().calendars.put(calendar, actor(), note=note, seen=version)
    except InvalidError as error:
        return make_response(_page(given, told(error)), 422)
    tell("admin.calendar_saved", n=moved)
    return redirect(PATH, 303)


def _page(given: dict[str, str], errors: Told) -> str:
    calendars = office().administration.calendars
    content, _ = calendars.stored(DEFAULT_CALENDAR_KEY, actor())
    this_year = office().clock.now().astimezone(calendars.read(content).zone).year
    asked = request.args.get("tahun", this_year, type=whole)
    year = asked if 2000 <= asked <= 2100 else this_year
    page = calendar_page(calendars.read(content), year, visit())
    return render_template("admin/calendar.html", **page, given=given, errors=errors)
