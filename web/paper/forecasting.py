"""Simulasi: what a thousand cases of an SOP would take, and where they wait."""

from flask import Blueprint, render_template, request

from engine.domain.forecasting.plan import MOST_OFFICERS, MOST_PER_DAY
from engine.domain.values import ProcessKey, RoleKey
from engine.errors import DiagramInvalidError
from engine.services.drafting.forecasts import ForecastOrder
from web.asking import actor, office, visit
from web.paper.forecast_presenters import OFFICERS, forecast_page

_MOST_RETURNS = 90
blueprint = Blueprint("simulasi", __name__, url_prefix="/sop")


@blueprint.get("/<key>/simulasi")
def show(key: ProcessKey) -> str | tuple[str, int]:
    """Show the forecast, with what the address changes of its assumptions."""
    try:
        found = office().forecasts.forecast(actor(), ProcessKey(key), _order())
    except DiagramInvalidError:
        page = render_template("paper/draft_refused.html", path=f"/sop/{key}")
        return page, 422
    return render_template("paper/forecast.html", **forecast_page(found, visit()))


def _order() -> ForecastOrder:
    officers = {
        RoleKey(name.removeprefix(OFFICERS)): int(number)
        for name in request.args
        if name.startswith(OFFICERS)
        for number in [_number(name, 1, MOST_OFFICERS)]
        if number is not None
    }
    returns = _number("kembali", 0, _MOST_RETURNS)
    return ForecastOrder(
        per_day=_number("per_hari", 0.1, MOST_PER_DAY),
        returns=None if returns is None else int(returns),
        officers=officers,
    )


def _number(name: str, least: float, most: float) -> float | None:
    """Return a number of the address within its bounds, None where it is none."""
    try:
        number = float(request.args.get(name, "").replace(",", "."))
    except ValueError:
        return None
    return number if least <= number <= most else None
