"""A working calendar: the hours in which a deadline runs.

A deadline of eight working hours stops at closing time and goes on when the
office opens again. Instants are UTC; opening hours are wall-clock times of the
calendar's own zone, so a day with a clock change is 23 or 25 hours long. The
rules are those of docs/adr/0010-working-calendar-and-clocks.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.durations import WorkDuration
from engine.domain.office_hours import (
    WEEKDAYS,
    Closure,
    HolidaySource,
    Hours,
    OpenDay,
    RamadanPeriod,
    WeeklyHours,
    are_in_order,
    day_windows,
    epoch_second,
    instant_of,
    no_holidays,
    wall_second,
    without_closures,
)
from engine.domain.working_year import WorkingYear
from engine.errors import CalendarHasNoWorkingTimeError, CalendarInvalidError

# The longest duration that is accepted, ten years of hours, is 45 office years.
HORIZON_YEARS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingCalendar:
    """When an office works. Questions about instants refuse naive ones.

    Attributes:
        key: stable name; the office's own is `kantor`.
        zone: in which opening hours and days are meant.
        hours: of Monday to Sunday.
        country: whose holidays count (ISO 3166, `ID`), None for none.
        categories: the kinds of holidays that count, as `holidays` names them.
        added_days: days without work that the office adds, with the reason.
        removed_days: days on which it works although they are holidays, or have
            no hours.
        ramadan: periods with hours of their own, which do not overlap.
        closures: hours in which nobody could work.
        holidays: where the country's holidays are read.
    """

    key: str
    zone: ZoneInfo
    hours: WeeklyHours
    country: str | None = None
    categories: tuple[str, ...] = ()
    added_days: Mapping[date, str] = field(default_factory=dict)
    removed_days: Mapping[date, OpenDay] = field(default_factory=dict)
    ramadan: tuple[RamadanPeriod, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: HolidaySource = field(default=no_holidays, compare=False, repr=False)
    _years: dict[int, WorkingYear] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _today: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        # The years are remembered, so the days behind them must not change.
        object.__setattr__(self, "added_days", dict(self.added_days))
        object.__setattr__(self, "removed_days", dict(self.removed_days))
        for where, value, holds in self._conditions():
            if not holds:
                raise CalendarInvalidError(
                    calendar=self.key, where=where, value=str(value)
                )

    def add_working_time(self, start: datetime, duration: WorkDuration) -> datetime:
        """Return the earliest instant at which working time has passed.

        Args:
            start: outside working time it counts from the next working instant.
            duration: days first, which keep the clock of the start where that
                is working time on the last day (else the next working instant),
                then time. A zero duration is due at the start, moved or not.

        Returns:
            An aware UTC instant, whole seconds.

        Raises:
            CalendarHasNoWorkingTimeError: if it is not reached within
                `HORIZON_YEARS`.
        """
        second = epoch_second(start)
        if duration.is_zero:
            return instant_of(second)
        second = self._next(second)
        if duration.days:
            second = self._days_on(second, duration.days)
        if duration.time:
            second = self._seconds_on(second, int(duration.time.total_seconds()))
        return instant_of(second)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from start to end, zero if end is not later."""
        first, last = epoch_second(start), epoch_second(end)
        if last <= first:
            return timedelta(0)
        from_year, to_year = self._year_of(first), self._year_of(last)
        worked = self._year(to_year).worked_until(last)
        worked -= self._year(from_year).worked_until(first)
        worked += sum(self._year(year).total for year in range(from_year, to_year))
        return timedelta(seconds=worked)

    def is_working_instant(self, at: datetime) -> bool:
        """Tell whether the office works now; it does not at closing time."""
        second = epoch_second(at)
        return self._year(self._year_of(second)).first_from(second) == second

    def next_working_instant(self, at: datetime) -> datetime:
        """Return the instant itself where it is working time, else the next.

        Raises:
            CalendarHasNoWorkingTimeError: if there is none in `HORIZON_YEARS`.
        """
        return instant_of(self._next(epoch_second(at)))

    def next_working_day(self, day: date) -> date:
        """Return the day itself where it has working time, else the next.

        Raises:
            CalendarHasNoWorkingTimeError: if there is none in `HORIZON_YEARS`.
        """
        for year in self._years_from(day.year):
            position = bisect_left(year.days, day.toordinal())
            if position < len(year.days):
                return date.fromordinal(year.days[position])
        raise CalendarHasNoWorkingTimeError(calendar=self.key, start=day.isoformat())

    def windows_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return opening and closing instants of a day, closures cut out."""
        known = self._today.get(day)
        if known is None:
            known = tuple(
                (instant_of(opens), instant_of(closes))
                for opens, closes in self._windows(day, self.holidays_of(day.year))
            )
            # Every task of a page asks for the same day; others are asked once.
            self._today.clear()
            self._today[day] = known
        return known

    def holidays_of(self, year: int) -> Mapping[date, str]:
        """Return the country's holidays of a year, whatever the office changed."""
        if self.country is None:
            return {}
        return self.holidays(self.country, self.categories, year)

    def reason_closed(self, day: date) -> str | None:
        """Return why a day has no work: the holiday's name or the office's reason.

        None means that nothing takes the day away; it may still be a weekend.
        """
        if day in self.removed_days:
            return None
        return self.added_days.get(day, self.holidays_of(day.year).get(day))

    def _hours_on(self, day: date, holidays: Mapping[date, str]) -> Hours:
        opened = self.removed_days.get(day)
        if opened is None and (day in self.added_days or day in holidays):
            return ()
        if opened is not None and opened.hours is not None:
            return opened.hours
        weekly = next(
            (own.hours for own in self.ramadan if own.first <= day <= own.last),
            self.hours,
        )
        hours = weekly[day.weekday()]
        if opened is not None and not hours:
            return next((of_day for of_day in weekly if of_day), ())
        return hours

    def _windows(
        self, day: date, holidays: Mapping[date, str]
    ) -> list[tuple[int, int]]:
        windows = day_windows(day, self._hours_on(day, holidays), self.zone)
        if not windows or not self.closures:
            return windows
        closed = ((epoch_second(c.start), epoch_second(c.end)) for c in self.closures)
        return without_closures(windows, closed)

    def _year(self, number: int) -> WorkingYear:
        known = self._years.get(number)
        if known is None:
            # Two threads may both lay it out; they lay out the same.
            known = self._years[number] = WorkingYear(self._lay_out(number))
        return known

    def _lay_out(self, number: int) -> Iterator[tuple[date, int, int]]:
        holidays = self.holidays_of(number)
        first, last = date(number, 1, 1), date(number, 12, 31)
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            for opens, closes in self._windows(day, holidays):
                yield day, opens, closes

    def _year_of(self, second: int) -> int:
        return instant_of(second).astimezone(self.zone).year

    def _years_from(self, first: int) -> Iterator[WorkingYear]:
        # The last years of the calendar have no room for offsets and midnights.
        return map(self._year, range(first, min(first + HORIZON_YEARS, 9998)))

    def _next(self, second: int) -> int:
        for year in self._years_from(self._year_of(second)):
            found = year.first_from(second)
            if found is not None:
                return found
        raise self._never_from(second)

    def _seconds_on(self, second: int, seconds: int) -> int:
        number = self._year_of(second)
        missing = self._year(number).worked_until(second) + seconds
        for year in self._years_from(number):
            if missing <= year.total:
                return year.earliest_after(missing)
            missing -= year.total
        raise self._never_from(second)

    def _days_on(self, second: int, days: int) -> int:
        local = instant_of(second).astimezone(self.zone)
        today = local.toordinal()
        missing = days
        for year in self._years_from(local.year):
            behind = bisect_right(year.days, today)
            if behind + missing <= len(year.days):
                day = date.fromordinal(year.days[behind + missing - 1])
                clock = local.time().replace(fold=0)
                return self._next(wall_second(day, clock, self.zone))
            missing -= len(year.days) - behind
        raise self._never_from(second)

    def _never_from(self, second: int) -> CalendarHasNoWorkingTimeError:
        start = instant_of(second).astimezone(self.zone).isoformat()
        return CalendarHasNoWorkingTimeError(calendar=self.key, start=start)

    def _conditions(self) -> Iterator[tuple[str, object, bool]]:
        yield "key", self.key, bool(self.key.strip())
        yield "hours", len(self.hours), len(self.hours) == len(WEEKDAYS)
        yield from _hours_in_order("hours", self.hours)
        for number, period in enumerate(self.ramadan):
            where = f"ramadan[{number}]"
            yield where, period.first, period.first <= period.last
            yield (
                f"{where}.hours",
                len(period.hours),
                len(period.hours) == len(WEEKDAYS),
            )
            yield from _hours_in_order(f"{where}.hours", period.hours)
            others = self.ramadan[:number]
            yield where, period.first, not any(_overlap(period, o) for o in others)
        for day, opened in self.removed_days.items():
            where = f"removed_days.{day}"
            yield where, opened.reason, day not in self.added_days
            yield f"{where}.hours", opened.hours, are_in_order(opened.hours or ())
        for number, closure in enumerate(self.closures):
            yield f"closures[{number}]", closure.end, closure.start < closure.end


def _hours_in_order(
    where: str, weekly: WeeklyHours
) -> Iterator[tuple[str, object, bool]]:
    for name, hours in zip(WEEKDAYS, weekly, strict=False):
        shown = ", ".join(f"{opens}-{closes}" for opens, closes in hours)
        yield f"{where}.{name}", shown, are_in_order(hours)


def _overlap(one: RamadanPeriod, other: RamadanPeriod) -> bool:
    return one.first <= other.last and other.first <= one.last
