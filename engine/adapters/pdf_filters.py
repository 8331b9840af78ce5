"""Filters for document templates: values as the office writes them.

A filter takes what a form or the service gives (ISO texts, numbers, None) and
leaves alone what it cannot read: a letter shows the officer's own words then.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from jinja2 import Undefined
from markupsafe import Markup

from engine.domain.wording import (
    date_text,
    duration_text,
    instant_text,
    month_text,
    number_text,
    weekday_text,
    words_of,
)

BLANK = "…………………"
_ZONE = ZoneInfo("Asia/Jakarta")


def _is_blank(value: object) -> bool:
    return value is None or value == "" or isinstance(value, Undefined)


def _day_of(value: object) -> date | None:
    """Return the calendar day of a date, an instant or an ISO text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        moment = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        )
    except ValueError:
        return None
    return moment.astimezone(_ZONE).date() if moment.tzinfo else moment.date()


def tanggal(value: object) -> str:
    """`2024-08-19` as `19 Agustus 2024`."""
    day = None if _is_blank(value) else _day_of(value)
    return _text(value) if day is None else date_text(day)


def hari_tanggal(value: object) -> str:
    """`2024-08-19` as `Senin, 19 Agustus 2024`."""
    day = None if _is_blank(value) else _day_of(value)
    return _text(value) if day is None else weekday_text(day)


def bulan(value: object) -> str:
    """`2024-08-19` as `Agustus 2024`."""
    day = None if _is_blank(value) else _day_of(value)
    return _text(value) if day is None else month_text(day)


def tanggal_jam(value: object, zona: str = "Asia/Jakarta") -> str:
    """An instant as `Senin, 19 Agustus 2024 08.20 WIB`; without an offset, as is."""
    if _is_blank(value):
        return BLANK
    try:
        instant = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        )
    except ValueError:
        return str(value)
    zone = ZoneInfo(zona)
    return instant_text(
        instant if instant.tzinfo else instant.replace(tzinfo=zone), zone
    )


def jam(value: object) -> str:
    """`08:30` or `08:30:00` as `08.30`."""
    if _is_blank(value):
        return BLANK
    return str(value)[:5].replace(":", ".")


def angka(value: object, digit: int = 2, *, tetap: bool = False) -> str:
    """A number as `94,1`; what is no number stays as it is (a grade «BB»)."""
    number = None if _is_blank(value) else _number_of(value)
    if number is None:
        return _text(value)
    return number_text(number, digit, fixed=tetap)


def durasi(seconds: object) -> str:
    """Seconds as `1 j 35 m`."""
    number = None if _is_blank(seconds) else _number_of(seconds)
    return _text(seconds) if number is None else duration_text(int(number))


def terbilang(value: object) -> str:
    """A whole number from 0 in words: `dua puluh lima`."""
    number = None if _is_blank(value) else _number_of(value)
    if number is None or not 0 <= number < 10**15:
        return _text(value)
    return words_of(int(number))


def baris(value: object) -> Markup:
    """A text of several lines as paragraphs; a blank as dots."""
    if _is_blank(value):
        return Markup("<p>{}</p>").format(BLANK)
    lines = [line.strip() for line in str(value).splitlines() if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def titik(value: object, pengganti: str = "–") -> object:
    """A short mark for an empty cell of a table, where dots would shout."""
    return pengganti if _is_blank(value) else value


def _number_of(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None


def _text(value: object) -> str:
    return BLANK if _is_blank(value) else str(value)


FILTERS: Mapping[str, Callable[..., object]] = {
    "tanggal": tanggal,
    "hari_tanggal": hari_tanggal,
    "bulan": bulan,
    "tanggal_jam": tanggal_jam,
    "jam": jam,
    "angka": angka,
    "durasi": durasi,
    "terbilang": terbilang,
    "baris": baris,
    "titik": titik,
}
