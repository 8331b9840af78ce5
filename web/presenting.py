"""Words for spans, instants, numbers and lateness, the same on every screen.

A span of working time is told in hours and minutes and never in days: a working
day has as many hours as its calendar says, so «1 hari» would tell nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from engine.domain.worktime import DEFAULT_ZONE
from web.language import say

ZONE = ZoneInfo(DEFAULT_ZONE)
AT_RISK = 0.25  # of the standard is left, or less
_LONG = {"id": "EEEE, d MMMM y HH.mm", "en": "EEEE, d MMMM y HH:mm"}
_SHORT = {"id": "d MMM y HH.mm", "en": "d MMM y HH:mm"}
_CLOCK = {"id": "HH.mm", "en": "HH:mm"}
_DAY = "EEEE, d MMMM y"
_ZONE_NAMES: dict[float, str] = {7: "WIB", 8: "WITA", 9: "WIT"}  # hours from UTC


@dataclass(frozen=True, kw_only=True, slots=True)
class Lateness:
    """How a task stands to its due instant, in word, icon and colour.

    Attributes:
        state: `late`, `risk`, `fine` or `none`; also the CSS class `is-…`.
    """

    state: str
    words: str
    icon: str


def span_words(seconds: float, language: str) -> str:
    """Return a span of time as «1 j 35 m»; seconds only below one minute."""
    whole = abs(int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    parts = [
        say(f"base.span_{unit}", language, {"n": number_words(count, language)})
        for unit, count in (("hours", hours), ("minutes", minutes))
        if count
    ]
    return " ".join(parts) or say("base.span_seconds", language, {"n": whole})


# A list tells the same instants and numbers at every look; formatting one costs
# a tenth of a millisecond.
@lru_cache(maxsize=4096)
def instant_words(
    instant: datetime, language: str, *, zone: ZoneInfo = ZONE, short: bool = False
) -> str:
    """Return an aware instant as «Senin, 19 Agustus 2024 08.20 WIB»."""
    local = instant.astimezone(zone)
    if short:
        return format_datetime(local, _SHORT[language], locale=language)
    shown = format_datetime(local, _LONG[language], locale=language)
    return f"{shown} {zone_words(local)}"


def clock_words(instant: datetime, language: str, *, zone: ZoneInfo = ZONE) -> str:
    """Return the time of day as «08.20»."""
    return format_datetime(instant.astimezone(zone), _CLOCK[language], locale=language)


def day_words(day: date, language: str) -> str:
    """Return a date as «Senin, 19 Agustus 2024»."""
    return format_date(day, _DAY, locale=language)


def zone_words(local: datetime) -> str:
    """Return the zone's name in Indonesia, elsewhere as `UTC+02:00`."""
    offset = local.utcoffset() or timedelta()
    hours = offset / timedelta(hours=1)
    return _ZONE_NAMES.get(hours, f"UTC{local.isoformat()[-6:]}")


@lru_cache(maxsize=4096, typed=True)
def number_words(number: int | float | Decimal, language: str) -> str:
    """Return a number as «94,1», thousands parted."""
    return format_decimal(number, locale=language)


def lateness(
    remaining: float | None, standard: float | None, language: str
) -> Lateness:
    """Return how a task stands.

    Args:
        remaining: seconds of working time to the due instant, negative after it;
            None without one.
        standard: seconds of working time that the step may take, or None.
        language: of the words.
    """
    if remaining is None:
        return Lateness(
            state="none", words=say("base.no_standard", language), icon="clock"
        )
    span = span_words(remaining, language)
    if remaining < 0:
        words = say("base.over_by", language, {"span": span})
        return Lateness(state="late", words=words, icon="clock-exclamation")
    words = say("base.left", language, {"span": span})
    is_close = bool(standard) and remaining <= AT_RISK * (standard or 0)
    if is_close:
        return Lateness(state="risk", words=words, icon="alert-triangle")
    return Lateness(state="fine", words=words, icon="clock")


def filters(language: Callable[[], str]) -> dict[str, Callable[..., str]]:
    """Return the filters of templates, in the language of whoever asks."""
    return {
        "instant": lambda value, **how: instant_words(value, language(), **how),
        "clock": lambda value, **how: clock_words(value, language(), **how),
        "day": lambda value: day_words(value, language()),
        "span": lambda value: span_words(value, language()),
        "number": lambda value: number_words(value, language()),
    }
