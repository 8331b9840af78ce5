"""When warnings come: a law for every standard, and who stands above whom."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.durations import WorkDuration
from engine.domain.notices import Watch, chain_of, next_warning, reached
from engine.domain.sla import ClockStart
from engine.domain.worktime import default_calendar, no_holidays
from tests.store import given as stored

CALENDAR = default_calendar(no_holidays)
START = datetime.fromisoformat("2024-08-19T08:30:00+07:00")


@settings(max_examples=60)
@given(minutes=st.integers(4, 5_000), later=st.integers(0, 30 * 24 * 60))
def test_at_each_next_warning_another_level_is_reached(minutes, later):
    standard = WorkDuration(time=timedelta(minutes=minutes))
    due = CALENDAR.add_working_time(START, standard)
    task = stored.task(1, ready_at=START, due_at=due, standard_seconds=minutes * 60)
    watch = Watch(task=task, clock=ClockStart.READY)
    now = START + timedelta(minutes=later)

    coming = next_warning(watch, CALENDAR, now)

    assert coming is not None
    assert coming > now
    before = reached(watch, CALENDAR, coming - timedelta(seconds=1))
    assert before == reached(watch, CALENDAR, now)
    assert reached(watch, CALENDAR, coming) != before


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        pytest.param({"uji": ["a", "b"], "*": ["c"]}, ("a", "b"), id="named"),
        pytest.param({"*": ["c"]}, ("c",), id="everyone's"),
        pytest.param({"lain": ["a"]}, (), id="nobody's"),
        pytest.param(None, (), id="never set"),
        pytest.param(["a"], (), id="no mapping"),
        pytest.param({"uji": "a"}, (), id="no list"),
    ],
)
def test_an_sop_names_who_stands_above_its_performers(setting, expected):
    assert chain_of(setting, "uji") == expected
