"""Any days in a row: as exact as whole months, on the board and behind it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.domain.values import ElementId, ProcessKey
from engine.services.monitoring.service import Asked, Sought
from tests.services.diagrams import END, START, flow, process, standard, task

SOP = Asked(process=ProcessKey("boleh-kembali"))
BODY = (
    START
    + task("A")
    + '<exclusiveGateway id="Benar"/>'
    + END
    + standard("A", "PT30M")
    + flow("mulai", "A")
    + flow("A", "Benar")
    + flow("Benar", "selesai", name="Ya")
    + flow("Benar", "A", name="Tidak")
)
DAYS = {  # of 2024: minutes that the only step took; negative ones were sent back
    (6, 28): (10,),
    (7, 31): (-20, 20),
    (8, 1): (40,),
    (8, 20): (15, -50, 15),
    (9, 2): (25,),
}


@pytest.fixture
def told(either_house):
    """Play cases on some days of a summer, across ends of months in the office's zone."""
    house = either_house
    lanes = {"staf": ["mulai", "A", "Benar", "selesai"]}
    house.deploy(process("boleh-kembali", BODY, lanes=lanes))
    for (month, day), minutes in DAYS.items():
        # In UTC this is still the day before.
        house.clock.set(datetime(2024, month, day, 0, 30, tzinfo=UTC))
        case = None
        for one in minutes:
            case = case or house.start("boleh-kembali")
            house.clock.advance(timedelta(minutes=abs(one)))
            back = {"decision": "Tidak", "reason": "belum"}
            more = back if one < 0 else {"decision": "Ya"}
            house.complete(house.open_task(case.id), house.staf, **more)
            case = case if one < 0 else None
    house.office.facts.tick(house.clock.now())
    house.office.packing.tick(house.clock.now())
    return house


def line(house, since, until):
    asked = replace(SOP, period=f"2024-{since}..2024-{until}")
    return house.office.monitoring.board(house.kepala, asked).lines[0]


def test_a_span_counts_what_ended_on_its_days_and_nothing_else(told):
    spans = {
        "months between": ("06-28", "09-02"),
        "over an end of a month": ("07-31", "08-01"),
        "within a month": ("08-02", "08-20"),
        "a whole month": ("08-01", "08-31"),
        "one day": ("08-20", "08-20"),
        "one end cut": ("07-01", "08-19"),
        "nothing": ("08-02", "08-19"),
    }

    found = {name: _figures(line(told, *span)) for name, span in spans.items()}

    assert found == {name: _expected(*span) for name, span in spans.items()}


def _figures(found):
    times = sorted(one // 60 for one in found.tally.elapsed)
    return times, found.returned, found.tally.judged, found.tally.late


def _expected(since, until):
    days = [f"{month:02}-{day:02}" for month, day in DAYS]
    minutes = [
        one
        for day, several in zip(days, DAYS.values(), strict=True)
        for one in several
        if since <= day <= until
    ]
    late = sum(1 for one in minutes if abs(one) > 30)
    sent_back = sum(1 for one in minutes if one < 0)
    return sorted(abs(one) for one in minutes), sent_back, len(minutes), late


def test_the_rounds_behind_a_number_are_those_of_its_days(told):
    asked = replace(SOP, period="2024-07-31..2024-08-19")
    sought = Sought(element=ElementId("A"), what="done")

    ended = told.office.monitoring.behind(told.kepala, asked, sought).ended.items

    took = sorted(one.fact.elapsed_seconds // 60 for one in ended)
    assert took == [20, 20, 40]


def test_few_days_are_told_by_day_and_more_by_month_with_the_days_that_count(told):
    few = told.office.figures.figures(
        told.kepala, replace(SOP, period="2024-07-25..2024-08-20")
    )
    more = told.office.figures.figures(
        told.kepala, replace(SOP, period="2024-07-31..2024-09-02")
    )

    assert [(one.month % 12 + 1, one.day, one.count) for one in few.stages] == [
        (7, 31, 2),
        (8, 1, 1),
        (8, 20, 3),
    ]
    assert [(one.cut, one.count) for one in more.stages] == [
        ((31, 31), 2),
        (None, 4),
        ((1, 2), 1),
    ]
