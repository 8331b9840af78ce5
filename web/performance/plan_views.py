"""Rencana: the plans of years, their state, history and files."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import (
    OfficeInvalidError,
    PlanExistsError,
    PlanIncompleteError,
    SheetInvalidError,
)
from engine.services.performance.plan_sight import may_edit
from web.asking import actor, office, tell, visit, whole
from web.performance.plan_words import plan_page
from web.performance.views import file_answer

PATH = "/rencana"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("rencana", __name__, url_prefix=PATH)


@blueprint.get("")
def years() -> str:
    """List the years that have a plan."""
    return _years({}, {})


@blueprint.post("")
def begin() -> Response:
    """Begin a year's plan, empty or as a copy."""
    given = {name: request.form.get(name, "").strip() for name in ("year", "copy")}
    year = request.form.get("year", 0, type=whole)
    copy = request.form.get("copy", None, type=whole)
    try:
        office().plans.begin(year, actor(), copy_of=copy)
    except OfficeInvalidError as error:
        return make_response(_years(given, _told(error)), 422)
    except PlanExistsError:
        told = {"year": visit().say("performance.year_has_plan")}
        return make_response(_years(given, told), 409)
    tell("performance.begun")
    return redirect(f"{PATH}/{year}", 303)


@blueprint.get("/templat.xlsx")
def template() -> Response:
    """Hand out an empty plan to be filled in."""
    return file_answer(office().plan_files.template(), XLSX, "rencana-templat.xlsx")


@blueprint.get("/<int:year>")
def show(year: int) -> str:
    """Show a year's plan, or an earlier revision of it."""
    return _plan(year, {})


@blueprint.get("/<int:year>/unduh.xlsx")
def export(year: int) -> Response:
    """Hand out a plan as XLSX."""
    content = office().plan_files.export(year, actor(), revision=_revision())
    return file_answer(content, XLSX, f"rencana-{year}.xlsx")


@blueprint.post("/<int:year>/impor")
def take(year: int) -> Response:
    """Put the plan of a spreadsheet in the draft's place."""
    sent = request.files.get("file")
    content = sent.read() if sent is not None and sent.filename else b""
    version = request.form.get("version", 0, type=whole)
    try:
        plan = office().plan_files.take(year, content, actor(), version=version)
    except SheetInvalidError as error:
        told = visit().say(error.facts["reason"])
        lines = [(at, visit().say(key)) for at, key in error.facts["lines"]]
        return make_response(_plan(year, {"import": told}, lines=lines), 422)
    tell("performance.imported", n=len(plan.indicators))
    return redirect(f"{PATH}/{year}", 303)


@blueprint.post("/<int:year>/revisi")
def revise(year: int) -> Response:
    """Begin a revision of a signed plan."""
    try:
        office().plans.revise(year, request.form.get("reason", ""), actor())
    except OfficeInvalidError as error:
        return make_response(_plan(year, _told(error)), 422)
    tell("performance.revised")
    return redirect(f"{PATH}/{year}", 303)


@blueprint.post("/<int:year>/buang")
def discard(year: int) -> Response:
    """Throw a draft away."""
    office().plans.discard(year, request.form.get("version", 0, type=whole), actor())
    tell("performance.discarded")
    return redirect(PATH, 303)


@blueprint.post("/<int:year>/tetapkan")
def sign(year: int) -> Response:
    """Put a draft in force."""
    try:
        office().plans.sign(year, request.form.get("version", 0, type=whole), actor())
    except PlanIncompleteError as error:
        told = {"": visit().say(f"error.{error.code}", **error.facts)}
        return make_response(_plan(year, told), 422)
    tell("performance.signed")
    return redirect(f"{PATH}/{year}", 303)


@blueprint.get("/<int:year>/perjanjian-kinerja.pdf")
def agreement(year: int) -> Response:
    """Hand out the Perjanjian Kinerja of a signed plan."""
    content = office().agreements.pdf(year, actor(), revision=_revision())
    return file_answer(content, "application/pdf", f"perjanjian-kinerja-{year}.pdf")


def _told(error: OfficeInvalidError) -> dict[str, str]:
    return {name: visit().say(key) for name, key in error.facts["errors"].items()}


def _revision() -> int | None:
    return request.args.get("revisi", type=whole)


def _years(given: dict[str, str], errors: dict[str, str]) -> str:
    known = office().plans.years(actor())
    return render_template(
        "performance/plans.html",
        years=known,
        may_begin=may_edit(actor()),
        next_year=max(known, default=office().clock.now().year - 1) + 1,
        given=given,
        errors=errors,
    )


def _plan(
    year: int, errors: dict[str, str], *, lines: list[tuple[str, str]] | None = None
) -> str:
    view = office().plans.view(year, actor(), revision=_revision())
    return render_template(
        "performance/plan.html",
        **plan_page(view, visit()),
        can_print=office().agreements.can_print(),
        errors=errors,
        lines=lines or [],
    )
