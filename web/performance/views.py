"""Kinerja: a period's table, an indicator's history, and both as files."""

from datetime import date

from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from engine.domain.periods import Period, Span, period_of_text
from engine.domain.values import RoleKey
from engine.errors import PlanNotFoundError
from engine.services.performance.plan_sight import sees_all
from web.asking import actor, office, visit, whole
from web.performance.history import action_rows, history_page
from web.performance.presenters import PATH, sheet_page
from web.performance.words import choices, latest

blueprint = Blueprint("kinerja", __name__, url_prefix=PATH)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.get("")
def show() -> str:
    """Show what was achieved in a period."""
    period, section = asked()
    years = office().performance.years()
    page = {}
    if period is not None:
        try:
            sheet = office().performance.sheet(period, actor(), section=section)
        except PlanNotFoundError:
            if request.args:
                raise
        else:
            page = sheet_page(sheet, visit())
            page["sections_seen"] = _sections_seen(period)
    return render_template(
        "performance/sheet.html",
        **page,
        choices=choices(years, visit()),
        chosen=period.text if period else "",
        section=section or "",
        can_print=bool(page) and office().performance_files.can_print(),
        is_whole_year=period is not None and period.span is Span.YEAR,
        drafts_annual=sees_all(actor()),
    )


@blueprint.get("/unduh/<kind>")
def download(kind: str) -> Response:
    """Hand out a period's table as a file."""
    period, section = asked()
    files = office().performance_files
    made = {"csv": files.csv, "xlsx": files.xlsx, "pdf": files.pdf}.get(kind)
    if made is None or period is None:
        abort(404)
    content = made(period, actor(), section=section)
    return file_answer(content, _TYPES[kind], f"kinerja-{period.text}.{kind}")


@blueprint.get("/lkjip/<int:year>.<any(docx,pdf):kind>")
def annual(year: int, kind: str) -> Response:
    """Hand out the draft of the annual report."""
    reports = office().annual_reports
    made = reports.docx if kind == "docx" else reports.pdf
    return file_answer(made(year, actor()), _TYPES[kind], f"lkjip-{year}.{kind}")


@blueprint.get("/indikator/<code>")
def indicator(code: str) -> str:
    """Show an indicator over the years."""
    year = request.args.get("tahun", _this_year(), type=whole)
    span = Span.MONTH if request.args.get("per") == "bulan" else Span.QUARTER
    found = office().performance_history.indicator(code, year, actor(), span=span)
    return render_template(
        "performance/indicator.html",
        **history_page(found, year, span, visit()),
        actions=action_rows(office().actions.board(actor()), code, visit()),
        years=sorted(office().performance.years(), reverse=True),
    )


def asked() -> tuple[Period | None, RoleKey | None]:
    """Return the period and section that the address names.

    Without a period it is the last quarter that has ended in a planned year.
    """
    given = request.args.get("periode", "")
    section = RoleKey(request.args.get("seksi", "")) or None
    if given:
        return period_of_text(given) or abort(404), section
    return latest(office().performance.years(), office().clock.now()), section


def file_answer(content: bytes, kind: str, name: str) -> Response:
    """Return a file that a browser keeps under a name."""
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _sections_seen(period: Period) -> list[tuple[str, str]]:
    whole = office().performance.sheet(period, actor())
    return [(one.section, one.name) for one in whole.sections]


def _this_year() -> int:
    today: date = office().clock.now().date()
    return today.year
