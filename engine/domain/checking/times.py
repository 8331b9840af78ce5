"""Times as people write them: what is readable, and how to write it instead."""

import re
from datetime import UTC, date, timedelta

from cronsim import CronSim, CronSimError

from engine.domain.diagram import TimerText
from engine.domain.durations import (
    FIRST_YEAR,
    LAST_YEAR,
    WorkDuration,
    parse_duration,
    parse_instant,
)
from engine.domain.recurrence import iso_cycle
from engine.errors import DurationInvalidError, InstantInvalidError

_UNITS = (
    ("S", "detik|sekon|seconds?|secs?|sekunden?|s"),
    ("M", "menit|mnt|minutes?|mins?|minuten?|min|m"),
    ("H", "jam|hours?|hrs?|stunden?|std|h"),
    ("W", "minggu|pekan|weeks?|wochen?|w"),
    ("D", "hari(?: kerja)?|days?|tage?n?|d"),
)
_WORDS = tuple(
    (unit, re.compile(rf"(\d{{1,6}})\s*(?:{words})\b", re.IGNORECASE))
    for unit, words in _UNITS
)
_RHYTHMS = tuple(
    (period, re.compile(words, re.IGNORECASE))
    for period, words in (
        ("P3M", "triwulan|kuartal|quarter"),
        ("P6M", "semester"),
        ("P1M", "bulan|month|monat"),
        ("P1Y", "tahun|year|jahr"),
        ("P1W", "minggu|pekan|week|woche|senin|selasa|rabu|kamis|jumat"),
        ("P1D", r"hari\b|day|daily|täglich|\btag\b"),
        ("PT1H", r"\bjam\b|hour|stunde"),
    )
)
_DAY_OF_MONTH = re.compile(r"\b(?:tanggal|tgl)\.?\s*([0-9]{1,2})\b", re.IGNORECASE)
_QUOTED = re.compile(r"""^=?\s*(?:duration\()?\s*["']([^"']*)["']\s*\)?$""")
_CALENDAR_PERIOD = re.compile(
    r"P(?=.)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,4}D)?"
    r"(?:T(?=.)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?"
)
_SHORTEST_CYCLE = timedelta(minutes=1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERED_DAY = re.compile(r"\d")


def unquoted(text: str) -> str:
    """Return a time without the quotes or the FEEL call some tools put around."""
    text = text.strip()
    found = _QUOTED.match(text)
    return found.group(1).strip() if found else text


def duration_in(text: str | None) -> WorkDuration | None:
    """Return the duration a text states, or None where it cannot be read."""
    if not text:
        return None
    try:
        return parse_duration(unquoted(text))
    except DurationInvalidError:
        return None


def is_instant(text: str) -> bool:
    """Tell whether a text is an ISO 8601 date, or date and time, of our years."""
    text = unquoted(text)
    try:
        # Python reads «20260131» as well, which is no date where timers are read.
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        try:
            parse_instant(text, UTC)
        except InstantInvalidError:
            return False
        return True
    return FIRST_YEAR <= day.year <= LAST_YEAR


def suggestion(*texts: str | None) -> str:
    """Return how the time that people mean is written, by the first that tells.

    «15 Minuten» gives PT15M; where no text tells anything, PT30M is the example.
    """
    for text in texts:
        found = _suggested(text or "")
        if found:
            return found
    return "PT30M"


def cycle_suggestion(*texts: str | None) -> str:
    """Return how the schedule that people mean is written, by the first that tells.

    «Setiap bulan tanggal 5» gives `0 8 5 * *`, «tiap minggu» R/P1W; where no text
    tells anything, once a month is the example.
    """
    for text in texts:
        day = _DAY_OF_MONTH.search(text or "")
        if day is not None and 1 <= int(day.group(1)) <= 31:
            return f"0 8 {int(day.group(1))} * *"
        for period, pattern in _RHYTHMS:
            if pattern.search(text or ""):
                return f"R/{period}"
    return "R/P1M"


def _suggested(text: str) -> str | None:
    upper = unquoted(text).upper().replace(" ", "")
    if upper != text and duration_in(upper):
        return upper
    for unit, pattern in _WORDS:
        found = pattern.search(text)
        if found:
            count = int(found.group(1))
            return f"P{count}{unit}" if unit in "DW" else f"PT{count}{unit}"
    return None


def written(timer: TimerText | None) -> str:
    """Return whatever a timer says, for messages."""
    if timer is None:
        return ""
    return timer.duration or timer.date or timer.cycle or ""


def cycle_in(timer: TimerText | None) -> str | None:
    """Return a timer start as the scheduler reads it, or None.

    A cron text comes back with five fields, an ISO cycle as `R[n]/[start/]period`,
    a single date as a cycle of one.
    """
    if timer is None:
        return None
    if timer.date and is_instant(timer.date):
        return f"R1/{unquoted(timer.date)}/P1D"
    text = unquoted(timer.cycle or "")
    return _iso_cycle(text) or _cron(text)


def comes_too_often(cycle: str) -> bool:
    """Tell whether a cycle of `cycle_in` comes more than once a minute.

    No office means that, and looking for what is due would never come to an end.
    """
    return cycle.startswith("R") and iso_cycle(cycle).longest < _SHORTEST_CYCLE


def _iso_cycle(text: str) -> str | None:
    count, *rest = text.split("/")
    if not re.fullmatch(r"R\d{0,6}", count) or not 1 <= len(rest) <= 2:
        return None
    if not _CALENDAR_PERIOD.fullmatch(rest[-1]) or not re.search(r"[1-9]", rest[-1]):
        return None
    return text if len(rest) == 1 or is_instant(rest[0]) else None


def _cron(text: str) -> str | None:
    fields = _five_fields(text.upper().split())
    if fields is None or len(text) > 120:
        return None
    try:
        CronSim(" ".join(fields), parse_instant("2024-01-01T00:00", UTC))
    except CronSimError:
        return None
    return " ".join(fields)


def _five_fields(fields: list[str]) -> list[str] | None:
    """Return a cron text's fields without Spring's seconds and Quartz's year."""
    if len(fields) in {6, 7}:
        on_the_minute = fields[0] == "0" and fields[6:] in ([], ["*"])
        # They count the days of the week from another day than cron does.
        numbered = _NUMBERED_DAY.search(fields[5].partition("#")[0])
        if not on_the_minute or numbered:
            return None
        return ["*" if one == "?" else one for one in fields[1:6]]
    return fields if len(fields) == 5 else None
