"""Calendar months in a row: the spans over which an office reads its figures.

A month is numbered from the year 0 (`year × 12 + month - 1`), so that the next
one is one more. The texts of addresses: `2024-08`, `2024-TW3`, `2024-S2`, `2024`;
`12` means the twelve months up to the current one, `2024-08-05..2024-09-17` any
days in a row, both ends included.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_YEAR = "12"
MOST_MONTHS = 120  # of free days; a longer span begins that long before its end
FEW_DAYS = 31  # up to here a span is told by its days
_TEXT = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:TW(?P<quarter>[1-4])|S(?P<half>[12])"
    r"|(?P<month>0[1-9]|1[0-2])))?",
    re.ASCII,
)

_DAY = r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]"
_DAYS = re.compile(rf"({_DAY})\.\.({_DAY})", re.ASCII)

HALF = re.compile(r"[12][0-9]{3}-S[12]", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """Months in a row, both ends included; the first and the last may be cut.

    Attributes:
        since, until: the first and the last day.
        text: the period in an address.
    """

    since: date
    until: date
    text: str

    @property
    def first(self) -> int:
        """The number of the first month."""
        return month_of(self.since)

    @property
    def last(self) -> int:
        """The number of the last month."""
        return month_of(self.until)

    @property
    def count(self) -> int:
        """How many months there are, those in part included."""
        return self.last - self.first + 1

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.until - self.since).days + 1

    @property
    def is_told_by_days(self) -> bool:
        """Whether the span is too short to be told by its months."""
        return self.days <= FEW_DAYS

    def cut(self, month: int) -> tuple[int, int] | None:
        """Return the first and the last day that count of a month cut at an end.

        None for one that counts as a whole.
        """
        since, until = first_day(month), last_day(month)
        cut = max(since, self.since), min(until, self.until)
        return None if cut == (since, until) else (cut[0].day, cut[1].day)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first instant, and the first one after."""
        after = self.until + timedelta(days=1)
        return day_start(self.since, zone), day_start(after, zone)


def month_of(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month."""
    return first_day(month + 1) - timedelta(days=1)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant in UTC at which a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def month_start(month: int, zone: ZoneInfo) -> datetime:
    """Return the instant in UTC at which a month begins in a zone."""
    return day_start(first_day(month), zone)


def days_text(since: date, until: date) -> str:
    """Return the text of the days between two, whichever comes first."""
    return "..".join(day.isoformat() for day in sorted((since, until)))


def days_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that a text names; None where it names none."""
    found = _DAYS.fullmatch(text)
    if found is None:
        return None
    try:
        since, until = (date.fromisoformat(one) for one in found.groups())
    except ValueError:
        return None
    return (since, until) if since <= until else None


def months_of(text: str, today: date) -> Months:
    """Return the months that a text names; the last twelve where it names none."""
    days, found = days_of(text), _TEXT.fullmatch(text)
    if days is not None:
        since = max(days[0], first_day(month_of(days[1]) - MOST_MONTHS + 1))
        return Months(since=since, until=days[1], text=days_text(since, days[1]))
    if found is None:
        current = month_of(today)
        return _whole(current - 11, 12, LAST_YEAR)
    january = int(found["year"]) * 12
    if found["month"]:
        first, count = january + int(found["month"]) - 1, 1
    elif found["quarter"]:
        first, count = january + (int(found["quarter"]) - 1) * 3, 3
    elif found["half"]:
        first, count = january + (int(found["half"]) - 1) * 6, 6
    else:
        first, count = january, 12
    return _whole(first, count, text)


def _whole(first: int, count: int, text: str) -> Months:
    until = last_day(first + count - 1)
    return Months(since=first_day(first), until=until, text=text)


def half_of(today: date) -> str:
    """Return the half year that a day lies in: `2024-S2`."""
    return f"{today.year}-S{1 if today.month <= 6 else 2}"


def half_before(half: str) -> str:
    """Return the half year before another one."""
    year, place = int(half[:4]), half[-1]
    return f"{year}-S1" if place == "2" else f"{year - 1}-S2"
