"""Values of a form as an officer reads and types them: numbers, dates, choices.

What is typed must come back the same, so a number is only grouped where reading it
again gives the same number: `1.234` could mean two things and is never written.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from engine.domain.forms import number_of
from engine.domain.values import JsonValue

GROUPED_FROM = 10_000
_PLACES = "#,##0.############"
_DAY = "d MMMM y"
_WORDS = {"id": {True: "Ya", False: "Tidak"}, "en": {True: "Yes", False: "No"}}


def typed_number(value: JsonValue) -> str:
    """Return a number as an officer would type it; other values as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    grouped = shown_number(value, "id")
    if number_of(grouped) == value:
        return grouped
    return grouped.replace(".", "")


def shown_number(value: float, language: str) -> str:
    """Return a number with its thousands grouped from five digits on: `12.345,6`.

    Four digits are read at a glance, and a year must not show as `2.026`.
    """
    # A float's shortest text is what was typed; its exact binary value is not.
    exact = Decimal(str(value))
    number: str = format_decimal(
        exact, _PLACES, locale=language, group_separator=abs(exact) >= GROUPED_FROM
    )
    return number


def shown_day(text: str, language: str) -> str:
    """Return an ISO date, time or instant in words; what is none as it is."""
    day, clock = text[:10], text[11:16]
    if len(text) < 10:
        return text.replace(":", ".")
    try:
        words: str = format_date(date.fromisoformat(day), _DAY, locale=language)
        if len(text) > 10:
            datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{words} {clock.replace(':', '.')}".strip()


def shown_value(value: JsonValue, language: str) -> str:
    """Return any value as a person reads it."""
    if isinstance(value, bool):
        return _WORDS.get(language, _WORDS["id"])[value]
    if isinstance(value, int | float):
        return shown_number(value, language)
    if isinstance(value, list):
        return ", ".join(shown_value(one, language) for one in value)
    return "" if value is None else str(value)


def as_texts(value: JsonValue) -> tuple[str, ...]:
    """Return what is chosen in a field as the texts that its boxes post."""
    if value is None or value == "":
        return ()
    several: Iterable[JsonValue] = value if isinstance(value, list) else (value,)
    return tuple(str(one) for one in several)
