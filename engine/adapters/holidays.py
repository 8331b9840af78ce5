"""Holidays of a country, from the pinned `holidays` package.

Indonesia's joint leave days (cuti bersama) are only in the category
`government`, so an office counts `public` and `government`. The package knows
1946 to 2100; other years have none, and the years to come hold estimates until
the government has published its list. The office corrects both by days of its
own. Names come in the country's language, not in that of the machine.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from holidays import country_holidays, list_supported_countries

from engine.errors import CalendarInvalidError

OFFICE_COUNTRY = "ID"
OFFICE_CATEGORIES = ("government", "public")


@lru_cache(maxsize=1024)
def pinned_holidays(
    country: str, categories: tuple[str, ...], year: int
) -> Mapping[date, str]:
    """Return the days of one year without work, each with its name.

    This is a `HolidaySource`. Days that are holidays of several kinds carry all
    names, parted by `; `.

    Raises:
        CalendarInvalidError: if the package does not know the country or one of
            the categories.
    """
    if country not in list_supported_countries(include_aliases=True):
        raise CalendarInvalidError(where="country", value=country)
    if not categories:
        # The package would take this for «the usual ones».
        return MappingProxyType({})
    try:
        found = country_holidays(country, years=year, categories=categories)
    except ValueError as error:
        raise CalendarInvalidError(
            where="categories", value=", ".join(categories)
        ) from error
    named = country_holidays(
        country, years=year, categories=categories, language=found.default_language
    )
    return MappingProxyType(dict(sorted(named.items())))


def national_holidays(years: Iterable[int]) -> dict[date, str]:
    """Return Indonesia's holidays and joint leave days of some years."""
    days: dict[date, str] = {}
    for year in years:
        days.update(pinned_holidays(OFFICE_COUNTRY, OFFICE_CATEGORIES, year))
    return days
