"""Laporan: an SOP's figures as PDF, XLSX and CSV, and who gets them each month."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import UserId
from engine.errors import OfficeInvalidError
from engine.services.monitoring.reports_charts import tables
from engine.services.office.report_words import Tongue
from web.asking import actor, office, tell, visit
from web.monitor.asked import PATH, period_choices, question, told_period
from web.monitor.presenters import filters
from web.monitor.tables import csv_of, file_of

PAGE = f"{PATH}/laporan"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("pemantauan-laporan", __name__, url_prefix=PAGE)


@blueprint.get("")
def reports() -> str:
    """Show what can be taken home, and who gets it by mail."""
    asked = question()
    board = office().monitoring.board(actor(), asked.asked)
    if board.definition is None:
        return render_template("monitor/board.html", has_sop=False, title="", period="")
    return render_template(
        "monitor/reports.html",
        title=board.definition.name,
        period=told_period(board.months.text, visit()),
        filters=filters(board, asked, visit()),
        recipients=office().report_mailing.recipients(actor()),
        sends_mail=office().report_mailing.sends_mail,
        question=asked,
        periods=period_choices(),
    )


@blueprint.get("/laporan.pdf")
def pdf() -> Response:
    """Hand out the report."""
    made = office().reports.pdf(actor(), question().asked, visit().language)
    return file_of(made, f"laporan-{_name()}.pdf", "application/pdf")


@blueprint.get("/laporan.xlsx")
def spreadsheet() -> Response:
    """Hand out every table as a spreadsheet."""
    made = office().reports.spreadsheet(actor(), question().asked, visit().language)
    return file_of(made, f"laporan-{_name()}.xlsx", XLSX)


@blueprint.get("/papan.csv")
def board() -> Response:
    """Hand out the board."""
    found = office().figures.figures(actor(), question().asked)
    if found is None:
        return redirect(PAGE, 303)
    return csv_of(tables(found, Tongue(language=visit().language))["board"])


@blueprint.post("/penerima")
def choose() -> Response:
    """Keep who gets the report each month."""
    chosen = frozenset(UserId(one) for one in request.form.getlist("penerima"))
    try:
        office().report_mailing.choose(actor(), chosen)
    except OfficeInvalidError:
        tell("monitor.recipient_unknown", "danger")
    else:
        tell("monitor.recipients_kept", n=len(chosen))
    return redirect(PAGE, 303)


def _name() -> str:
    kept = question().kept
    return "-".join([kept.get("sop", "sop"), kept.get("periode", "12-bulan")])
