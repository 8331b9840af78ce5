"""Realisasi: what sections reported for a period, and how a figure is corrected."""

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.periods import Period, period_of_text
from engine.errors import IndicatorNotFoundError, OfficeInvalidError, PlanNotFoundError
from web.asking import actor, office, tell, visit
from web.performance.history import history_page
from web.performance.presenters import PATH, sheet_page
from web.performance.views import asked
from web.performance.words import choices, figure, period_name

blueprint = Blueprint("realisasi", __name__, url_prefix=f"{PATH}/realisasi")


@blueprint.get("")
def show() -> str:
    """Show who reported what for a period, and who still owes a report."""
    period, section = asked()
    page = {}
    if period is not None:
        try:
            sheet = office().performance.sheet(period, actor(), section=section)
        except PlanNotFoundError:
            if request.args:
                raise
        else:
            page = sheet_page(sheet, visit())
            page["reports"] = [
                {
                    "report": one.report,
                    "value": figure(
                        one.report[0].value if one.report else None,
                        one.planned.indicator.unit,
                        visit().language,
                    ),
                    "path": f"{PATH}/realisasi/{one.planned.code}/{period.text}",
                }
                for one in sheet.rows
            ]
    return render_template(
        "performance/reports.html",
        **page,
        choices=choices(office().performance.years(), visit()),
        chosen=period.text if period else "",
    )


@blueprint.get("/<code>/<text>")
def versions(code: str, text: str) -> str:
    """Show every version of a figure, and the form that corrects it."""
    return _page(code, _period(text), {}, {})


@blueprint.post("/<code>/<text>")
def correct(code: str, text: str) -> Response:
    """Write another version of a figure."""
    period = _period(text)
    given = {name: request.form.get(name, "").strip() for name in ("value", "reason")}
    try:
        office().realisations.correct(
            code, period, given["value"], given["reason"], actor()
        )
    except OfficeInvalidError as error:
        errors = {name: visit().say(key) for name, key in error.facts["errors"].items()}
        return make_response(_page(code, period, given, errors), 422)
    tell("performance.corrected")
    return redirect(f"{PATH}/realisasi/{code}/{period.text}", 303)


def _period(text: str) -> Period:
    return period_of_text(text) or abort(404)


def _page(
    code: str, period: Period, given: dict[str, str], errors: dict[str, str]
) -> str:
    found = office().performance_history.indicator(code, period.year, actor())
    page = history_page(found, period.year, period.span, visit())
    own = [
        shown
        for shown, one in zip(page["versions"], found.versions, strict=True)
        if one.period == period
    ]
    if not own:
        raise IndicatorNotFoundError(indicator=code)
    return render_template(
        "performance/figure.html",
        **{**page, "versions": own},
        period_name=period_name(period, visit()),
        address=f"{PATH}/realisasi/{code}/{period.text}",
        given=given,
        errors=errors,
    )
