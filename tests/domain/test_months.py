"""Spans of days and months, and packs that are cut at their ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.facts import StepFact
from engine.domain.months import days_text, months_of
from engine.domain.packs import cut, packed
from engine.domain.tasks import TaskState
from engine.domain.values import InstanceId, RoleKey, TaskId, UserId

TODAY = date(2024, 8, 19)
WIB = ZoneInfo("Asia/Jakarta")
AUGUST = 2024 * 12 + 7


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="leap month"),
        pytest.param("2024-TW4", "2024-10-01", "2024-12-31", id="quarter"),
        pytest.param("2024-S1", "2024-01-01", "2024-06-30", id="half year"),
        pytest.param("2023", "2023-01-01", "2023-12-31", id="year"),
        pytest.param("12", "2023-09-01", "2024-08-31", id="last twelve months"),
        pytest.param("2024-02-29..2024-03-01", "2024-02-29", "2024-03-01", id="days"),
        pytest.param("1990-05-05..2024-03-01", "2014-04-01", "2024-03-01", id="long"),
        pytest.param("2023-02-29..2024-03-01", "2023-09-01", "2024-08-31", id="no day"),
        pytest.param("2024-03-02..2024-03-01", "2023-09-01", "2024-08-31", id="turned"),
        pytest.param("2024-03-0٢..2024-03-05", "2023-09-01", "2024-08-31", id="digits"),
    ],
)
def test_a_text_names_its_first_and_last_day(text, since, until):
    months = months_of(text, TODAY)

    assert (months.since.isoformat(), months.until.isoformat()) == (since, until)
    assert months_of(months.text, TODAY) == months


def test_only_the_months_at_the_ends_are_cut():
    months = months_of("2024-06-10..2024-08-31", TODAY)

    assert [months.cut(AUGUST - place) for place in (2, 1, 0)] == [(10, 30), None, None]
    start, end = months.bounds(WIB)
    assert start == datetime(2024, 6, 9, 17, tzinfo=UTC)
    assert end == datetime(2024, 8, 31, 17, tzinfo=UTC)


def test_the_days_of_a_form_are_put_in_order():
    assert days_text(date(2024, 9, 1), date(2024, 8, 1)) == "2024-08-01..2024-09-01"


@st.composite
def facts(draw):
    """Return facts of August with the day on which each ended."""
    found = []
    for place in range(draw(st.integers(0, 12))):
        day = draw(st.integers(1, 31))
        standard = draw(st.sampled_from((None, 0, 60, 1800)))
        seconds = [draw(st.integers(0, 5000)) for _ in range(4)]
        ended = datetime(2024, 8, day, 3, tzinfo=UTC)
        fact = StepFact(
            task=TaskId(f"t{place}"),
            instance=InstanceId("case"),
            step=1,
            role=RoleKey("kasubag"),
            performer=draw(st.sampled_from((None, UserId("ana"), UserId("budi")))),
            round=1,
            item_index=None,
            outcome=TaskState.COMPLETED,
            returned=draw(st.booleans()),
            ready_at=ended - timedelta(hours=1),
            claimed_at=None,
            ended_at=ended,
            due_at=None,
            standard_seconds=standard,
            waiting_seconds=seconds[0],
            working_seconds=seconds[1],
            paused_seconds=seconds[2],
            elapsed_seconds=seconds[3],
            late=standard is not None and draw(st.booleans()),
        )
        found.append((day, fact))
    return found


@given(found=facts(), days=st.tuples(st.integers(1, 31), st.integers(1, 31)))
def test_a_pack_that_is_cut_is_the_pack_of_what_ended_on_those_days(found, days):
    first, last = sorted(days)
    within = [(day, fact) for day, fact in found if first <= day <= last]

    of_these = {one.officer: one for one in packed(AUGUST, 1, within)}
    of_all = {
        one.officer: cut(
            one,
            (first, last),
            returned=getattr(of_these.get(one.officer), "returned", 0),
        )
        for one in packed(AUGUST, 1, found)
    }

    for officer, one in of_all.items():
        plain = of_these.get(officer)
        if plain is None or plain.rounds is None or one.rounds is None:
            assert one.tally.count == 0
            continue
        assert list(one.tally.elapsed) == list(plain.tally.elapsed)
        assert _sums(one) == _sums(plain)
        assert sorted(_rows(one.rounds)) == sorted(_rows(plain.rounds))


def _sums(pack):
    tally = pack.tally
    numbers = (tally.judged, tally.on_time, tally.waiting, tally.working, tally.paused)
    return (*numbers, pack.returned)


def _rows(rounds):
    names = type(rounds).__dataclass_fields__
    return zip(*(getattr(rounds, name) for name in names), strict=True)
