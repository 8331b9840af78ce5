"""Rencana: the rows of a draft, each with a form of its own."""

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import OfficeInvalidError, VersionConflictError
from engine.services.performance.plans import PlanView
from web.asking import actor, office, tell, visit, whole
from web.performance.plan_forms import PARTS, Fields, Row, fields_of, given_by, row_of

PATH = "/rencana"
blueprint = Blueprint("rencana_baris", __name__, url_prefix=PATH)


@blueprint.get("/<int:year>/<any(cabang,indikator,anggaran):part>/baru")
def new(year: int, part: str) -> str:
    """Show the empty form of a row."""
    view = _draft(year)
    return _page(view, part, "", fields_of(None, part), {}, view.revision.version)


@blueprint.post("/<int:year>/<any(cabang,indikator,anggaran):part>/baru")
def add(year: int, part: str) -> Response:
    """Add a row."""
    return _keep(year, part, "")


@blueprint.get("/<int:year>/<any(cabang,indikator,anggaran):part>/<code>")
def show(year: int, part: str, code: str) -> str:
    """Show the form of a row that is there."""
    view = _draft(year)
    fields = fields_of(_row(view, part, code), part)
    return _page(view, part, code, fields, {}, view.revision.version)


@blueprint.post("/<int:year>/<any(cabang,indikator,anggaran):part>/<code>")
def change(year: int, part: str, code: str) -> Response:
    """Change a row."""
    return _keep(year, part, code)


@blueprint.post("/<int:year>/<any(cabang,indikator,anggaran):part>/<code>/hapus")
def remove(year: int, part: str, code: str) -> Response:
    """Take a row out of the draft."""
    view = _draft(year)
    version = request.form.get("version", 0, type=whole)
    try:
        office().plan_editing.remove(year, PARTS[part], code, actor(), version=version)
    except OfficeInvalidError as error:
        fields = fields_of(_row(view, part, code), part)
        page = _page(view, part, code, fields, _told(error), view.revision.version)
        return make_response(page, 422)
    tell("performance.row_removed", code=code)
    return redirect(f"{PATH}/{year}", 303)


def _keep(year: int, part: str, code: str) -> Response:
    view = _draft(year)
    given = given_by(request.form, part)
    version = request.form.get("version", 0, type=whole)
    try:
        before = _row(view, part, code) if code else None
        row = row_of(given, part, before)
        office().plan_editing.put(year, row, actor(), version=version, replaces=code)
    except OfficeInvalidError as error:
        page = _page(view, part, code, given, _told(error), version)
        return make_response(page, 422)
    except VersionConflictError:
        # What was typed stays to be seen; sent again, it is meant.
        told = {"": visit().say("performance.draft_changed")}
        page = _page(view, part, code, given, told, view.revision.version)
        return make_response(page, 409)
    tell("performance.row_kept", code=row.code)
    return redirect(f"{PATH}/{year}#{row.code}", 303)


def _draft(year: int) -> PlanView:
    """Return the draft of a year; 403 for who may not work on it."""
    view = office().plans.view(year, actor())
    if not view.may_edit:
        abort(403)
    return view


def _row(view: PlanView, part: str, code: str) -> Row:
    plan = view.revision.plan
    rows: dict[str, tuple[Row, ...]] = {
        "cabang": plan.branches,
        "indikator": plan.indicators,
        "anggaran": plan.budget,
    }
    found = next((one for one in rows[part] if one.code == code), None)
    return found if found is not None else abort(404)


def _told(error: OfficeInvalidError) -> dict[str, str]:
    return {name: visit().say(key) for name, key in error.facts["errors"].items()}


def _page(
    view: PlanView,
    part: str,
    code: str,
    given: Fields,
    errors: dict[str, str],
    version: int,
) -> str:
    year = view.revision.year
    page: dict[str, Any] = {
        "branches": [
            (one.code, f"{one.code} · {one.name}", one.kind.value)
            for one in view.revision.plan.branches
        ],
        "sections": list(view.sections.items()),
    }
    return render_template(
        f"performance/edit_{part}.html",
        **page,
        year=year,
        path=f"{PATH}/{year}",
        address=f"{PATH}/{year}/{part}/{code or 'baru'}",
        part=part,
        code=code,
        given=given,
        errors=errors,
        version=version,
    )
