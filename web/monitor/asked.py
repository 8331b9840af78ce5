"""What a supervisor asks for, as the addresses of this room hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import request

from engine.domain.months import LAST_YEAR, days_of, days_text, month_of
from engine.domain.values import ProcessKey
from engine.services.monitoring.service import Asked
from engine.services.office.report_words import Tongue
from web.asking import Visit, office, visit
from web.case_words import PERIOD, period_words
from web.presenting import ZONE

PATH = "/pemantauan"
NAMES = ("sop", "periode", "jalur", "seksi", "petugas", "versi")
ENDS = ("dari", "sampai")
_MONTHS = 14
_QUARTERS = 6
_HALVES = 4
_YEARS = 3
_ROMAN = ("I", "II")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Something to choose in a filter."""

    value: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """The filters of an address.

    Attributes:
        kept: those that are set, as they stand in the address.
    """

    asked: Asked
    kept: Mapping[str, str]

    def path(self, page: str = "", **more: str) -> str:
        """Return the address of a page of this room with the same filters."""
        query = {name: value for name, value in {**self.kept, **more}.items() if value}
        return f"{PATH}{page}?{urlencode(query)}" if query else f"{PATH}{page}"


def question() -> Question:
    """Return what the request's address asks for."""
    kept = {
        name: value
        for name in NAMES
        if (value := request.args.get(name, "").strip()[:200])
    }
    if days := _days(*(request.args.get(name, "") for name in ENDS)):
        kept["periode"] = days
    version = kept.get("versi", "")
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    return Question(
        kept=kept,
        asked=Asked(
            process=ProcessKey(kept["sop"]) if "sop" in kept else None,
            period=kept.get("periode", ""),
            lane=kept.get("jalur", ""),
            section=kept.get("seksi", ""),
            officer=kept.get("petugas", ""),
            version=int(version) if is_number else None,
        ),
    )


def _days(since: str, until: str) -> str:
    """Return the period of a form's two dates, empty without any.

    A first day alone goes up to today, a last one alone a year back.
    """
    first, last = _day(since), _day(until)
    if first is None and last is None:
        return ""
    last = last or office().clock.now().astimezone(ZONE).date()
    return days_text(first or last - timedelta(days=364), last)


def _day(text: str) -> date | None:
    """Return the day of a form's field, None where it names none."""
    found = days_of(f"{text}..{text}")
    return found[0] if found else None


def period_choices() -> dict[str, list[Choice]]:
    """Return periods to choose from by their kind, newest first."""
    today = office().clock.now().astimezone(ZONE).date()
    year, month = today.year, month_of(today)
    quarter, half = year * 4 + (today.month - 1) // 3, year * 2 + (today.month > 6)
    texts = {
        "spans": [LAST_YEAR, *(str(one) for one in _back(year, _YEARS))],
        "halves": [f"{one // 2}-S{one % 2 + 1}" for one in _back(half, _HALVES)],
        "quarters": [
            f"{one // 4}-TW{one % 4 + 1}" for one in _back(quarter, _QUARTERS)
        ],
        "months": [f"{one // 12}-{one % 12 + 1:02d}" for one in _back(month, _MONTHS)],
    }
    return {
        kind: [Choice(value=one, words=told_period(one, visit())) for one in found]
        for kind, found in texts.items()
    }


def told_period(text: str, visit: Visit) -> str:
    """Return «12 bulan terakhir», «Semester II 2024», «5 Agustus 2024 – …»."""
    if text in ("", LAST_YEAR) or days_of(text):
        return Tongue(language=visit.language).period(text)
    if PERIOD.fullmatch(text):
        return period_words(text, visit)
    if "-S" in text:
        half = _ROMAN[int(text[-1]) - 1]
        return visit.say("monitor.half", half=half, year=text[:4])
    return visit.say("monitor.year", year=text)


def _back(newest: int, count: int) -> range:
    return range(newest, newest - count, -1)


def half_choices(today: date, chosen: str, visit: Visit) -> list[Choice]:
    """Return half years to choose from, newest first, with the chosen one."""
    half = today.year * 2 + (today.month > 6)
    texts = [f"{one // 2}-S{one % 2 + 1}" for one in _back(half, _HALVES + 2)]
    if chosen not in texts:
        texts.append(chosen)
    return [Choice(value=one, words=told_period(one, visit)) for one in texts]
