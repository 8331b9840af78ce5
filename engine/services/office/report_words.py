"""How reports speak: the engine's own words, numbers and spans, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from engine.domain.months import LAST_YEAR, days_of, first_day
from engine.translations import sentence

Cell = str | int | float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table: heads and rows.

    Attributes:
        key: of the file's name.
        rows: plain numbers, for machines; `shown` the same in words.
    """

    key: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    shown: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tongue:
    """A language."""

    language: str

    def say(self, key: str, **facts: object) -> str:
        """Return a sentence."""
        return sentence(key, self.language, facts)

    def number(self, value: float | Decimal) -> str:
        """Return a number as «1.250,5»."""
        return format_decimal(value, locale=self.language)

    def share(self, share: float | None) -> str:
        """Return a share from 0 to 1 as «87,5 %», a dash for none."""
        return "–" if share is None else f"{self.number(round(share * 100, 1))} %"

    def span(self, seconds: int | None) -> str:
        """Return a span of working time as «1 j 35 m», never in days; a dash for none."""
        if seconds is None:
            return "–"
        hours, minutes = divmod(seconds // 60, 60)
        parts = [
            self.say(f"report.span_{unit}", n=self.number(count))
            for unit, count in (("hours", hours), ("minutes", minutes))
            if count
        ]
        return " ".join(parts) or self.say("report.span_seconds", n=seconds)

    def month(self, month: int, *, short: bool = False) -> str:
        """Return a month by its number as «Agustus 2024», short «Agu 24»."""
        shape = "MMM yy" if short else "MMMM y"
        words: str = format_date(first_day(month), shape, locale=self.language)
        return words

    def period(self, text: str) -> str:
        """Return a period of `engine.domain.months` in words."""
        if found := days_of(text):
            words = [
                format_date(one, "d MMMM y", locale=self.language) for one in found
            ]
            return " – ".join(dict.fromkeys(words))
        if text in ("", LAST_YEAR):
            return self.say("report.last_year")
        year, _, part = text.partition("-")
        if part.isdigit():
            return self.month(int(year) * 12 + int(part) - 1)
        key = {"T": "quarter", "S": "half"}.get(part[:1], "year")
        place = _ROMAN[int(part[-1])] if part else ""
        return self.say(f"report.{key}", place=place, year=year)


_ROMAN = ("", "I", "II", "III", "IV")
