"""Perkiraan: when open cases are likely to end, with how far that came true before."""

from flask import Blueprint, render_template

from engine.domain.outlooks import ENOUGH
from engine.services.monitoring.outlook import CaseForecast, Forecasts
from web.asking import Visit, actor, office, visit
from web.case_words import Pill
from web.monitor.asked import PATH, Choice, question
from web.monitor.presenters import share_words
from web.presenting import number_words, span_words

GREAT, SOME = 0.5, 0.2  # risks from which a case is shown as late, and as at risk
blueprint = Blueprint("pemantauan-perkiraan", __name__, url_prefix=f"{PATH}/perkiraan")


@blueprint.get("")
def forecast() -> str:
    """Show the forecasts of an SOP."""
    asked = question()
    found = office().outlooks.forecasts(actor(), asked.asked.process)
    if found is None:
        return render_template("monitor/board.html", has_sop=False, title="", period="")
    page = forecast_page(found, visit())
    return render_template("monitor/forecast.html", **page, question=asked)


def forecast_page(found: Forecasts, visit: Visit) -> dict[str, object]:
    """Return what the template shows."""
    told = found.calibration
    standard = found.standard
    return {
        "title": found.definition.name,
        "process": found.definition.key,
        "sops": [Choice(value=key, words=name) for key, name in found.processes],
        "standard": "" if standard is None else span_words(standard, visit.language),
        "sample": found.sample,
        "enough": ENOUGH,
        "rows": [_row(one, visit) for one in found.cases],
        "tried": number_words(told.count, visit.language) if told.count else "",
        "inside": _share(told.inside, told.count, visit),
        "error": "–"
        if told.error is None
        else f"{number_words(told.error, visit.language)} %",
        "bands": [
            {
                "risk": visit.say("monitor.risk_upto", n=band.upto),
                "count": number_words(band.count, visit.language),
                "missed": _share(band.missed, band.count, visit),
            }
            for band in told.bands
        ],
    }


def _row(one: CaseForecast, visit: Visit) -> dict[str, object]:
    first = one.rounds[0]
    places = list(dict.fromkeys(each.name for each in one.rounds))
    return {
        "path": f"/berkas/{first.instance}",
        "title": first.case_title,
        "number": first.case_number,
        "where": ", ".join(places),
        "so_far": span_words(one.so_far, visit.language),
        "low": one.low,
        "likely": one.likely,
        "high": one.high,
        "like": one.outlook.like if one.outlook else 0,
        "pill": _pill(one, visit),
    }


def _pill(one: CaseForecast, visit: Visit) -> Pill:
    risk = one.outlook.risk if one.outlook else None
    if risk is None:
        return Pill(words=visit.say("monitor.risk_unknown"), icon="clock", state="none")
    words = share_words(risk, visit)
    if risk >= GREAT:
        return Pill(words=words, icon="clock-exclamation", state="late")
    if risk >= SOME:
        return Pill(words=words, icon="alert-triangle", state="risk")
    return Pill(words=words, icon="circle-check", state="fine")


def _share(part: int, whole: int, visit: Visit) -> str:
    return share_words(part / whole if whole else None, visit)
