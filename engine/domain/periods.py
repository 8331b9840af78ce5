"""Periods that are measured: a year, its quarters, its months.

Each has a key that is its own within the year, so that figures of January and of
the first quarter never share a row: 0 is the year, 1–4 the quarters, 101–112 the
months. The text of a period (`2024`, `2024-TW3`, `2024-08`) stands in addresses.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.domain.wording import month_text

YEAR_KEY = 0
_MONTHS_FROM = 100
_TEXT = re.compile(r"([0-9]{4})(?:-(?:TW([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_ROMAN = ("I", "II", "III", "IV")


class Span(StrEnum):
    """How long a period is, as the forms of cases write it."""

    YEAR = "tahunan"
    QUARTER = "triwulanan"
    MONTH = "bulanan"


_LENGTH = {Span.YEAR: 12, Span.QUARTER: 3, Span.MONTH: 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A year, or a quarter or month of it.

    Attributes:
        place: quarter or month from 1; 0 for the year.
    """

    year: int
    span: Span = Span.YEAR
    place: int = 0

    @property
    def key(self) -> int:
        """The key under which figures of the period are kept."""
        return self.place + (_MONTHS_FROM if self.span is Span.MONTH else 0)

    @property
    def text(self) -> str:
        """The period in an address: `2024-TW3`."""
        if self.span is Span.QUARTER:
            return f"{self.year:04d}-TW{self.place}"
        month = f"-{self.place:02d}" if self.span is Span.MONTH else ""
        return f"{self.year:04d}{month}"

    @property
    def label(self) -> str:
        """The period as letters call it: `Triwulan III Tahun 2024`."""
        if self.span is Span.QUARTER:
            return f"Triwulan {_ROMAN[self.place - 1]} Tahun {self.year}"
        return f"Tahun {self.year}" if not self.place else f"Bulan {self.month_name}"

    @property
    def month_name(self) -> str:
        """The first month with its year: `Agustus 2024`."""
        return month_text(self.first)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (max(self.place, 1) - 1) * _LENGTH[self.span] + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        month = self.first.month + _LENGTH[self.span] - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def months(self) -> tuple["Period", ...]:
        """The months that it consists of; of a month, itself."""
        first = self.first.month
        return tuple(month_of(self.year, first + n) for n in range(_LENGTH[self.span]))

    @property
    def quarter(self) -> "Period":
        """The quarter in which it ends."""
        return quarter_of(self.year, (self.last.month - 1) // 3 + 1)

    @property
    def so_far(self) -> tuple["Period", ...]:
        """The periods of the same length of its year, up to itself."""
        if self.span is Span.YEAR:
            return (self,)
        return tuple(
            Period(year=self.year, span=self.span, place=place)
            for place in range(1, self.place + 1)
        )

    @property
    def before(self) -> "Period":
        """The period of the same length that ended when this one began."""
        if self.place > 1:
            return Period(year=self.year, span=self.span, place=self.place - 1)
        places = 0 if self.span is Span.YEAR else 12 // _LENGTH[self.span]
        return Period(year=self.year - 1, span=self.span, place=places)

    @property
    def year_before(self) -> "Period":
        """The same period of the year before."""
        return Period(year=self.year - 1, span=self.span, place=self.place)


def year_of(year: int) -> Period:
    """Return a whole year."""
    return Period(year=year)


def quarter_of(year: int, place: int) -> Period:
    """Return a quarter, from 1."""
    return Period(year=year, span=Span.QUARTER, place=place)


def month_of(year: int, place: int) -> Period:
    """Return a month, from 1."""
    return Period(year=year, span=Span.MONTH, place=place)


def periods_of(year: int) -> tuple[Period, ...]:
    """Return every period of a year: itself, its quarters, its months."""
    quarters = [quarter_of(year, place) for place in range(1, 5)]
    months = [month_of(year, place) for place in range(1, 13)]
    return (year_of(year), *quarters, *months)


def period_of_key(year: int, key: int) -> Period:
    """Return the period of a key.

    Raises:
        ValueError: no period has that key.
    """
    for one in periods_of(year):
        if one.key == key:
            return one
    raise ValueError(f"no period: {key}")


def period_of_text(text: str) -> Period | None:
    """Return the period that a text names, None where it names none."""
    found = _TEXT.fullmatch(text)
    if found is None or found[1] == "0000":
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return quarter_of(year, int(quarter))
    return month_of(year, int(month)) if month else year_of(year)
