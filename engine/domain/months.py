"""Calendar months in a row: the spans over which an office reads its figures.

A month is numbered from the year 0 (`year × 12 + month - 1`), so that the next
one is one more. The texts of addresses: `2024-08`, `2024-TW3`, `2024-S2`, `2024`;
`12` means the twelve months up to the current one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LAST_YEAR = "12"
_TEXT = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:TW(?P<quarter>[1-4])|S(?P<half>[12])"
    r"|(?P<month>0[1-9]|1[0-2])))?",
    re.ASCII,
)

HALF = re.compile(r"[12][0-9]{3}-S[12]", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """Whole months, both ends included.

    Attributes:
        text: the period in an address.
    """

    first: int
    last: int
    text: str

    @property
    def count(self) -> int:
        """How many months there are."""
        return self.last - self.first + 1

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first instant, and the first one after."""
        return month_start(self.first, zone), month_start(self.last + 1, zone)


def month_of(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def month_start(month: int, zone: ZoneInfo) -> datetime:
    """Return the instant in UTC at which a month begins in a zone."""
    local = datetime.combine(first_day(month), time(), tzinfo=zone)
    return local.astimezone(UTC)


def months_of(text: str, today: date) -> Months:
    """Return the months that a text names; the last twelve where it names none."""
    found = _TEXT.fullmatch(text)
    current = month_of(today)
    if found is None:
        return Months(first=current - 11, last=current, text=LAST_YEAR)
    january = int(found["year"]) * 12
    if found["month"]:
        first, count = january + int(found["month"]) - 1, 1
    elif found["quarter"]:
        first, count = january + (int(found["quarter"]) - 1) * 3, 3
    elif found["half"]:
        first, count = january + (int(found["half"]) - 1) * 6, 6
    else:
        first, count = january, 12
    return Months(first=first, last=first + count - 1, text=text)


def half_of(today: date) -> str:
    """Return the half year that a day lies in: `2024-S2`."""
    return f"{today.year}-S{1 if today.month <= 6 else 2}"


def half_before(half: str) -> str:
    """Return the half year before another one."""
    year, place = int(half[:4]), half[-1]
    return f"{year}-S1" if place == "2" else f"{year - 1}-S2"
