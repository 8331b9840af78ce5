"""Thousands of random questions, answered by the calendar and by the oracle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.adapters.holidays import national_holidays, pinned_holidays
from engine.domain.durations import WorkDuration
from engine.domain.worktime import (
    Closure,
    OpenDay,
    RamadanPeriod,
    WorkingCalendar,
    default_calendar,
)
from tests.domain.worktime_oracle import OracleOffice, walk, worked

JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Europe/Berlin", "America/Havana")]
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
HOLIDAYS = set(national_holidays(range(2023, 2028)))
OFFICE_WEEK = [[(450, 720), (780, 960)]] * 4 + [[(450, 690), (780, 990)], [], []]

days = st.dates(FIRST, LAST)
# The days around both clock changes of each zone, and around the year's end.
awkward_days = st.sampled_from(
    [
        date(2024, 3, 10),
        date(2024, 3, 31),
        date(2024, 10, 27),
        date(2024, 11, 3),
        date(2025, 3, 9),
        date(2025, 3, 30),
        date(2025, 10, 26),
        date(2024, 12, 31),
        date(2025, 1, 1),
        date(2024, 2, 29),
    ]
)
office_times = st.sampled_from([time(7, 30), time(11, 30), time(12), time(13)])
closing_times = st.sampled_from([time(16), time(16, 30), time(0)])
nudges = st.integers(-1, 1).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def instants(draw, zone):
    day = draw(days | awkward_days)
    clock = draw(office_times | closing_times | st.times())
    wall = datetime.combine(day, clock.replace(microsecond=0), tzinfo=zone)
    fraction = timedelta(microseconds=draw(st.sampled_from([0, 0, 1, 999_999])))
    return wall.astimezone(UTC) + draw(nudges) + fraction


@st.composite
def durations(draw):
    seconds = draw(
        st.integers(0, 200_000)
        | st.sampled_from([0, 1, 1800, 3600, 16_200, 27_000, 27_001, 54_000])
    )
    return WorkDuration(days=draw(st.integers(0, 12)), time=timedelta(seconds=seconds))


@st.composite
def day_hours(draw):
    edges = draw(st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(opens * 15, closes * 15) for opens, closes in pairs]


@st.composite
def weeks(draw):
    week = draw(st.lists(day_hours(), min_size=7, max_size=7))
    week[draw(st.integers(0, 6))] = [(450, 720), (780, 1440)]
    return week


@st.composite
def offices(draw):
    zone = draw(st.sampled_from(ZONES))
    added = draw(st.sets(days | awkward_days, max_size=4))
    first = draw(days)
    ramadan = [(first, first + timedelta(days=29), draw(weeks()))]
    start = draw(instants(zone))
    start -= timedelta(seconds=start.timestamp() % 900)
    length = timedelta(minutes=15 * draw(st.integers(1, 300)))
    return OracleOffice(
        zone=zone,
        week=draw(weeks()),
        added=added,
        removed=draw(st.sets(days | awkward_days, max_size=4)) - added,
        ramadan=draw(st.sampled_from([[], ramadan])),
        closed=draw(st.sampled_from([[], [(start, start + length)]])),
    )


def as_time(minutes):
    return time(minutes // 60 % 24, minutes % 60)


def as_week(week):
    return tuple(
        tuple((as_time(opens), as_time(closes)) for opens, closes in hours)
        for hours in week
    )


def calendar_of(office):
    return WorkingCalendar(
        key="acak",
        zone=office.zone,
        hours=as_week(office.week),
        added_days=dict.fromkeys(office.added, "tambahan"),
        removed_days={day: OpenDay(reason="masuk") for day in office.removed},
        ramadan=tuple(
            RamadanPeriod(first=first, last=last, hours=as_week(week))
            for first, last, week in office.ramadan
        ),
        closures=tuple(
            Closure(start=start, end=end, reason="listrik padam")
            for start, end in office.closed
        ),
    )


DEFAULT = default_calendar(pinned_holidays)
ORACLE_DEFAULT = OracleOffice(
    zone=JAKARTA, week=OFFICE_WEEK, is_holiday=HOLIDAYS.__contains__
)


@settings(max_examples=300)
@given(start=instants(JAKARTA), duration=durations())
def test_the_office_calendar_and_the_oracle_find_the_same_due(start, duration):
    due = DEFAULT.add_working_time(start, duration)

    seconds = int(duration.time.total_seconds())
    assert due == walk(ORACLE_DEFAULT, start, duration.days, seconds)


@settings(max_examples=200)
@given(data=st.data(), office=offices(), duration=durations())
def test_any_calendar_and_the_oracle_find_the_same_due(data, office, duration):
    start = data.draw(instants(office.zone))

    due = calendar_of(office).add_working_time(start, duration)

    seconds = int(duration.time.total_seconds())
    assert due == walk(office, start, duration.days, seconds)


@settings(max_examples=150)
@given(data=st.data(), office=offices())
def test_any_calendar_and_the_oracle_count_the_same_work_between(data, office):
    start = data.draw(instants(office.zone))
    end = start + timedelta(seconds=data.draw(st.integers(-1_000, 2_000_000)))

    between = calendar_of(office).working_time_between(start, end)

    assert between == worked(office, start, end)


@settings(max_examples=200)
@given(start=instants(JAKARTA), one=durations(), other=durations())
def test_adding_two_times_in_turn_is_adding_their_sum(start, one, other):
    first, second = WorkDuration(time=one.time), WorkDuration(time=other.time)

    in_turn = DEFAULT.add_working_time(DEFAULT.add_working_time(start, first), second)

    both = DEFAULT.add_working_time(start, WorkDuration(time=one.time + other.time))
    assert in_turn == both


@settings(max_examples=200)
@given(start=instants(JAKARTA), duration=durations())
@example(
    start=datetime(2024, 8, 19, 9, tzinfo=UTC),
    duration=WorkDuration(time=timedelta(hours=7, minutes=30)),
)
def test_elapsed_time_inverts_the_due_of_a_time(start, duration):
    only_time = WorkDuration(time=duration.time)

    due = DEFAULT.add_working_time(start, only_time)

    assert DEFAULT.working_time_between(start, due) == only_time.time
    if duration.time:
        a_second_before = due - timedelta(seconds=1)
        assert DEFAULT.working_time_between(start, a_second_before) < only_time.time


@settings(max_examples=200)
@given(one=instants(JAKARTA), other=instants(JAKARTA), duration=durations())
def test_who_starts_later_is_never_due_earlier(one, other, duration):
    earlier, later = sorted((one, other))

    first_due = DEFAULT.add_working_time(earlier, duration)

    assert first_due <= DEFAULT.add_working_time(later, duration)
