"""Durations as tables say them: «5 menit», «1/2 jam», «2 hari kerja», «30'»."""

import re
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from engine.domain.durations import DAYS_PER_WEEK, MAX_DAYS, MAX_TIME, WorkDuration

_NUMBERS = {
    "setengah": "1/2",
    **{
        word: str(number)
        for number, word in enumerate(
            ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"), 1
        )
    },
    "sembilan": "9",
    "sepuluh": "10",
}
_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
_SECONDS = {"jam": 3600, "menit": 60, "detik": 1}
_PRIME, _DOUBLE_PRIME = "\u2032", "\u2033"
_UNITS = {
    **dict.fromkeys(("hari", "days", "day", "hr", "hk"), "hari"),
    **dict.fromkeys(("minggu", "weeks", "week"), "minggu"),
    **dict.fromkeys(("jam", "hours", "hour", "h", "j"), "jam"),
    **dict.fromkeys(("menit", "minutes", "minute", "mnt", "min", "m"), "menit"),
    **dict.fromkeys(("'", "’", _PRIME), "menit"),
    **dict.fromkeys(("detik", "seconds", "second", "dtk"), "detik"),
    **dict.fromkeys(('"', "”", "''", _DOUBLE_PRIME), "detik"),
}
_WORD = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = r"\d{1,4}(?:\s+\d{1,2}/\d{1,2}|/\d{1,2}|[.,]\d{1,3})?"
_PART = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|s/?d\.?|sampai)\s*(?P<high>{_NUMBER}))?"
    rf"\s*(?P<unit>{_WORD})(?:\s+kerja)?(?![a-z])"
)
_AROUND = re.compile(
    r"^(?:±|\+/-|~|maks(?:imal|imum|\.)?|paling lama|kurang lebih|sekitar|s/d|sampai dengan|≤)\s*"
)
_BETWEEN = re.compile(r"[\s,+&]*(?:dan\s+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenDuration:
    """What a text says; `exact` is false where it leaves a choice («5–10 menit»)."""

    duration: WorkDuration
    exact: bool = True


def spoken_duration(text: str) -> SpokenDuration | None:
    """Return the working time that a text names, or None where it names none.

    Of a range the longer time counts, of «paling lama» the time itself. Parts of
    a day, months and years have no fixed working time and are not understood.
    """
    said = _plain(text)
    without = _AROUND.sub("", said)
    days, seconds, place = Fraction(0), Fraction(0), 0
    exact = without == said
    while place < len(without):
        found = _PART.match(without, place)
        if found is None:
            return None
        count = _value(found["high"] or found["low"])
        if count is None:
            return None
        exact = exact and found["high"] is None
        unit = _UNITS[found["unit"]]
        if unit in _SECONDS:
            seconds += count * _SECONDS[unit]
        else:
            days += count * (DAYS_PER_WEEK if unit == "minggu" else 1)
        gap = _BETWEEN.match(without, found.end())
        place = gap.end() if gap else found.end()
    return _duration(days, seconds, exact=exact)


def _plain(text: str) -> str:
    spelled_out = re.compile(r"\([^()]*\)")  # «7 (tujuh) hari»
    plain = spelled_out.sub(" ", text.casefold())
    said = " ".join(plain.split()).rstrip(".;")
    for sign, number in _FRACTIONS.items():
        said = said.replace(sign, number)
    words = [_NUMBERS.get(word, word) for word in said.split()]
    joined = " ".join(words)
    return re.sub(r"\bse(?=jam|menit|hari|minggu)", "1 ", joined).strip()


def _value(text: str) -> Fraction | None:
    """Return `1 1/2`, `1/2`, `1,5` or `15` as a number."""
    total = Fraction(0)
    for part in text.replace(",", ".").split():
        try:
            total += Fraction(part)
        except (ValueError, ZeroDivisionError):
            return None
    return total


def _duration(
    days: Fraction, seconds: Fraction, *, exact: bool
) -> SpokenDuration | None:
    whole = days.denominator == 1 and seconds.denominator == 1
    if not whole or not (days or seconds):
        return None
    if days > MAX_DAYS or seconds > MAX_TIME.total_seconds():
        return None
    time = timedelta(seconds=int(seconds))
    return SpokenDuration(duration=WorkDuration(days=int(days), time=time), exact=exact)
