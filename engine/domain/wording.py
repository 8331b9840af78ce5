"""Numbers, dates and durations as the office writes them.

One place, so that a screen, a letter and the command line never differ:
`Senin, 19 Agustus 2024`, `94,1`, `1 j 35 m`. English differs in its words and in
the decimal point.
"""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_UNITS = {"id": ("hari", "j", "m", "d"), "en": ("d", "h", "m", "s")}
_SMALL = (
    *("nol", "satu", "dua", "tiga", "empat", "lima"),
    *("enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
_SCALES = (
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)


def date_text(day: date, language: str = "id") -> str:
    """Return `19 Agustus 2024`."""
    return format_date(day, "d MMMM y", locale=language)


def weekday_text(day: date, language: str = "id") -> str:
    """Return `Senin, 19 Agustus 2024`."""
    return format_date(day, "EEEE, d MMMM y", locale=language)


def month_text(day: date, language: str = "id") -> str:
    """Return `Agustus 2024`."""
    return format_date(day, "MMMM y", locale=language)


def instant_text(instant: datetime, zone: tzinfo, language: str = "id") -> str:
    """Return `Senin, 19 Agustus 2024 08.20 WIB`.

    Args:
        instant: aware; shown in the office's zone.
        zone: the office's zone; zones of Indonesia show their abbreviation.
        language: of the weekday and month; the clock is always 24 hours.
    """
    local = instant.astimezone(zone)
    abbreviation = _ZONES.get(str(zone), local.strftime("%Z"))
    clock = local.strftime("%H.%M" if language == "id" else "%H:%M")
    return f"{weekday_text(local.date(), language)} {clock} {abbreviation}"


def number_text(
    value: Decimal | float,
    digits: int = 2,
    language: str = "id",
    *,
    fixed: bool = False,
) -> str:
    """Return `94,1` or `1.250,5`: at most `digits` decimals, half up.

    Args:
        value: any finite number.
        digits: decimals from 0 to 12.
        language: Indonesian writes a comma, English a point.
        fixed: keep zeros at the end, as columns of a table need them.
    """
    # Adding zero takes the sign off «-0», which nobody writes.
    rounded = rounded_half_up(Decimal(str(value)), digits) + 0
    least = digits if fixed else 0
    pattern = "#,##0." + "0" * least + "#" * (digits - least)
    return format_decimal(rounded, format=pattern.rstrip("."), locale=language)


def rounded_half_up(value: Decimal, digits: int = 2) -> Decimal:
    """Return the value with `digits` decimals; 0.5 goes away from zero."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def duration_text(seconds: int, language: str = "id") -> str:
    """Return `1 j 35 m`: the two largest units of a duration in seconds.

    A day is 24 hours here and appears from 48 hours on; working days are shown by
    whoever knows the calendar. Below a minute the seconds show.
    """
    words = _UNITS.get(language, _UNITS["id"])
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24) if hours >= 48 else (0, hours)
    # Seconds matter below a minute only, minutes below two days only.
    counts = (days, hours, 0 if days else minutes, 0 if abs(seconds) >= 60 else rest)
    shown = [
        f"{count} {word}" for count, word in zip(counts, words, strict=True) if count
    ]
    return ("-" if seconds < 0 else "") + (" ".join(shown) or f"0 {words[3]}")


def words_of(number: int) -> str:
    """Return a whole number in Indonesian words: `dua puluh lima`.

    Args:
        number: from 0 to below 10¹⁵.

    Raises:
        ValueError: if the number is negative.
    """
    if number < 0:
        raise ValueError(f"negative number: {number}")
    if number < 12:
        return _SMALL[number]
    if number < 20:
        return f"{_SMALL[number - 10]} belas"
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    many, rest = divmod(number, size)
    # «seratus», «seribu», but «satu juta».
    head = f"se{name}" if many == 1 and size <= 1000 else f"{words_of(many)} {name}"
    return f"{head} {words_of(rest)}" if rest else head
