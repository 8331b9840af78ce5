"""Periods, figures and assessments in a reader's words, with their colour and sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.domain.indicators import RATINGS, Assessment, Outcome, grade_of
from engine.domain.measuring import GRADE_UNIT
from engine.domain.performance import Criterion, Trend
from engine.domain.periods import Period, Span, periods_of
from engine.domain.wording import number_text
from engine.services.performance.achievement import Reporting
from web.asking import Visit
from web.presenting import ZONE

NOTHING = "–"
_GOOD = {RATINGS[0][1], RATINGS[1][1]}
_TRENDS = {
    Trend.UP: "trending-up",
    Trend.DOWN: "trending-down",
    Trend.SAME: "arrow-narrow-right",
}
_REPORTING = {
    Reporting.DONE: ("fine", "circle-check"),
    Reporting.PARTLY: ("risk", "alert-triangle"),
    Reporting.OPEN: ("none", "clock"),
    Reporting.LATE: ("late", "clock-exclamation"),
    Reporting.MISSING: ("none", "x"),
}
_CRITERIA = {
    Criterion.MET: ("fine", "circle-check"),
    Criterion.MISSED: ("late", "alert-triangle"),
    Criterion.OPEN: ("none", "clock"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Words with a colour's name and an icon; never colour alone."""

    words: str
    state: str = "none"
    icon: str = ""


def figure(value: Decimal | None, unit: str, language: str) -> str:
    """Return a value as it is read: a grade by its word, a number with its comma."""
    if value is None:
        return NOTHING
    if unit == GRADE_UNIT:
        return grade_of(value) or number_text(value, 2, language)
    return number_text(value, 4, language)


def percent(value: Decimal | None, language: str) -> str:
    """Return a percentage with two decimals."""
    return NOTHING if value is None else number_text(value, 2, language, fixed=True)


def rupiah(value: Decimal | None, language: str) -> str:
    """Return an amount in whole rupiah."""
    return NOTHING if value is None else number_text(value, 0, language)


def mark_of(found: Assessment, visit: Visit) -> Mark:
    """Return how an assessment reads: its rating, or why there is none."""
    if found.outcome is not Outcome.CALCULATED:
        words = visit.say(f"performance.outcome_{found.outcome.value}")
        return Mark(words=words, icon="help")
    if found.rating in _GOOD:
        sign = "circle-check" if found.is_on_target else "check"
        return Mark(words=found.rating, state="fine", icon=sign)
    if found.rating == RATINGS[2][1]:
        return Mark(words=found.rating, state="risk", icon="alert-triangle")
    return Mark(words=found.rating, state="late", icon="alert-triangle")


def trend_of(found: Trend, visit: Visit) -> Mark | None:
    """Return how an achievement moved, None where nobody knows."""
    if found is Trend.UNKNOWN:
        return None
    words = visit.say(f"performance.trend_{found.value}")
    return Mark(words=words, icon=_TRENDS[found])


def reporting_of(found: Reporting, visit: Visit) -> Mark:
    """Return how far a section is."""
    state, icon = _REPORTING[found]
    words = visit.say(f"performance.reporting_{found.value}")
    return Mark(words=words, state=state, icon=icon)


def criterion_of(found: Criterion, visit: Visit) -> Mark:
    """Return whether the SOP's success criterion holds."""
    state, icon = _CRITERIA[found]
    words = visit.say(f"performance.criterion_{found.value}")
    return Mark(words=words, state=state, icon=icon)


def period_name(period: Period, visit: Visit) -> str:
    """Return a period in the reader's language."""
    if period.span is Span.MONTH:
        names = visit.say("performance.months").split(",")
        return f"{names[period.place - 1]} {period.year}"
    if period.span is Span.QUARTER:
        return visit.say("performance.quarter", n=period.place, year=period.year)
    return visit.say("performance.year_n", year=period.year)


def short_name(period: Period, visit: Visit) -> str:
    """Return a period as the axis of a chart has room for it."""
    if period.span is Span.MONTH:
        return visit.say("performance.months").split(",")[period.place - 1][:3]
    return visit.say("performance.quarter_short", n=period.place)


def choices(
    years: Iterable[int], visit: Visit
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the periods to choose from by year, newest year first."""
    return [
        (str(year), [(one.text, period_name(one, visit)) for one in periods_of(year)])
        for year in sorted(years, reverse=True)
    ]


def latest(years: Iterable[int], now: datetime) -> Period | None:
    """Return the last quarter that has ended, or the nearest in a planned year."""
    today = now.astimezone(ZONE).date()
    ended = [
        one for year in years for one in periods_of(year) if one.span is Span.QUARTER
    ]
    past = [one for one in ended if one.last < today]
    if past:
        return past[-1]
    return ended[0] if ended else None
