"""Words for cases that several rooms say: states, periods, standards.

Also the list of periods that one may choose from, newest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from engine.domain.durations import WorkDuration, parse_duration
from engine.domain.identity import Right
from engine.domain.instances import InstanceState
from engine.domain.tasks import Task
from engine.errors import DurationInvalidError
from web.asking import Visit
from web.presenting import ZONE, span_words

PERIOD = re.compile(r"(20\d\d)-(?:(0[1-9]|1[0-2])|TW([1-4]))")
MONTHS = 14
QUARTERS = 6
_ROMAN = ("I", "II", "III", "IV")
_SIGNS = {
    InstanceState.RUNNING: ("player-play", "none"),
    InstanceState.SUSPENDED: ("player-pause", "risk"),
    InstanceState.COMPLETED: ("circle-check", "fine"),
    InstanceState.CANCELLED: ("x", "none"),
    InstanceState.FAILED: ("alert-triangle", "late"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pill:
    """A state in word, icon and colour."""

    words: str
    icon: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodChoice:
    """A period that may be chosen."""

    value: str
    words: str


def hand_over_path(task: Task, visit: Visit) -> str:
    """Return where a superior gives an open task to somebody else, or nothing."""
    actor = visit.actor
    if actor is None or not task.is_open or not task.assignee:
        return ""
    may = actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)
    return f"/petugas/{task.assignee}/alihkan" if may else ""


def state_pill(state: InstanceState, visit: Visit) -> Pill:
    """Return a case's state."""
    icon, tone = _SIGNS[state]
    words = visit.say(f"cases.state_{state.value}")
    return Pill(words=words, icon=icon, state=tone)


def period_words(period: str, visit: Visit) -> str:
    """Return «Agustus 2024» or «Triwulan III 2024»; what is neither as it is."""
    found = PERIOD.fullmatch(period)
    if found is None:
        return period
    year, month, quarter = found.groups()
    if quarter:
        roman = _ROMAN[int(quarter) - 1]
        return visit.say("cases.quarter", quarter=roman, year=year)
    first = date(int(year), int(month), 1)
    words: str = format_date(first, "MMMM y", locale=visit.language)
    return words


def period_choices(now: datetime, visit: Visit) -> dict[str, Sequence[PeriodChoice]]:
    """Return months and quarters to choose from, newest first, the next one too."""
    today = now.astimezone(ZONE).date()
    month = today.year * 12 + today.month  # the month after this one, from zero
    quarter = today.year * 4 + (today.month + 2) // 3
    months = [f"{place // 12}-{place % 12 + 1:02d}" for place in _back(month, MONTHS)]
    quarters = [f"{place // 4}-TW{place % 4 + 1}" for place in _back(quarter, QUARTERS)]
    return {
        "quarters": [_choice(one, visit) for one in quarters],
        "months": [_choice(one, visit) for one in months],
    }


def standard_words(standard: WorkDuration | None, visit: Visit) -> str:
    """Return a standard as the SOP's table says it: «5 menit», «2 hari kerja»."""
    if standard is None:
        return ""
    parts = []
    if standard.days:
        parts.append(visit.say("cases.days", n=standard.days))
    seconds = int(standard.time.total_seconds())
    if seconds and seconds % 3600 == 0:
        parts.append(visit.say("cases.hours", n=seconds // 3600))
    elif 0 < seconds < 3600 and seconds % 60 == 0:
        parts.append(visit.say("cases.minutes", n=seconds // 60))
    elif seconds:
        parts.append(span_words(seconds, visit.language))
    return " ".join(parts)


def timer_words(text: str, visit: Visit) -> str:
    """Return a timer of a diagram in words; empty where it is no duration."""
    try:
        return standard_words(parse_duration(text), visit)
    except DurationInvalidError:
        return ""


def acting_words(kind: str, visit: Visit) -> str:
    """Return «Plt.» or «Plh.», empty for who holds the post."""
    return visit.say(f"cases.{kind}") if kind in {"plt", "plh"} else ""


def _back(newest: int, count: int) -> range:
    return range(newest, newest - count, -1)


def _choice(value: str, visit: Visit) -> PeriodChoice:
    return PeriodChoice(value=value, words=period_words(value, visit))
