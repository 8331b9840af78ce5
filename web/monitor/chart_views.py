"""Grafik: charts of an SOP, each with its table and the same as CSV."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from engine.services.monitoring.reports_charts import drawn, tables
from engine.services.office.report_words import Tongue
from web.asking import actor, office, visit
from web.monitor.asked import PATH, period_choices, question, told_period
from web.monitor.presenters import filters
from web.monitor.tables import csv_of

blueprint = Blueprint("pemantauan-grafik", __name__, url_prefix=f"{PATH}/grafik")


@blueprint.get("")
def charts() -> str:
    """Show the charts."""
    asked = question()
    found = office().figures.figures(actor(), asked.asked)
    if found is None:
        return render_template("monitor/board.html", has_sop=False, title="", period="")
    board = found.board
    return render_template(
        "monitor/charts.html",
        title=board.definition.name if board.definition else "",
        period=told_period(board.months.text, visit()),
        filters=filters(board, asked, visit()),
        charts=drawn(found, Tongue(language=visit().language)),
        question=asked,
        periods=period_choices(),
    )


@blueprint.get("/<name>.csv")
def table(name: str) -> Response:
    """Hand out the table of a chart."""
    found = office().figures.figures(actor(), question().asked)
    known = {} if found is None else tables(found, Tongue(language=visit().language))
    if name not in known:
        abort(404)
    return csv_of(known[name])
