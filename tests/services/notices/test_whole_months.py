"""Whole months on a virtual clock: warnings and digests, day after day, each once.

From before the new year over the leap day, in a zone without summer time; over the
change to summer time in one that has it; and with a clock that is set back.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.domain.notices import MailChoice
from tests.mail_server import mail_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import PostingHouse

WIB, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")
LOOKS = (time(7, 30), time(9, 0))


@pytest.fixture
def posting(house):
    with mail_server() as postbox:
        made = PostingHouse(house, postbox)
        house.deploy(TWO_STEPS)
        yield made
        made.office.close()


def begun(posting, day, zone):
    """Start a case at 08.30, whose first step may take half an hour; return its task."""
    calendar = posting.office.calendars.calendar("kantor")
    posting.office.calendars.put(replace(calendar, zone=zone))
    posting.clock.set(datetime.combine(day, time(8, 30), tzinfo=zone))
    posting.writes(posting.house.staf, MailChoice.DIGEST)
    case = posting.house.start("dua-langkah")
    posting.work()
    return posting.house.open_task(case.id)


def lived(posting, days, zone):
    """Let days pass, with a look at opening and one when the step is due."""
    for day in days:
        for clock in LOOKS:
            posting.clock.set(datetime.combine(day, clock, tzinfo=zone))
            posting.pass_time()


def days_from(first, count):
    return [first + timedelta(days=place) for place in range(count)]


def told(posting, zone):
    """Return kind and local instant of the officer's warnings, oldest first."""
    with posting.office.database.read() as uow:
        items = uow.notices.of_user(posting.house.staf.user, limit=500).items
    return [
        (one.kind.value, one.at.astimezone(zone))
        for one in reversed(items)
        if one.kind.value != "opened"
    ]


def working(posting, days):
    calendar = posting.office.calendars.calendar("kantor")
    return [day for day in days if calendar.windows_on(day)]


def letters_on(posting, zone):
    """Return how many letters were written on each day."""
    return Counter(
        datetime.strptime(one["Date"], "%a, %d %b %Y %H:%M:%S %z")
        .astimezone(zone)
        .date()
        for one in posting.postbox.letters
    )


@pytest.mark.parametrize(
    ("first", "count", "zone"),
    [
        pytest.param(date(2027, 12, 27), 67, WIB, id="new year, leap day"),
        pytest.param(date(2028, 3, 20), 14, BERLIN, id="summer time"),
        pytest.param(date(2024, 10, 21), 14, BERLIN, id="winter time"),
    ],
)
def test_months_warn_once_on_each_working_day_and_send_one_list_each(
    posting, first, count, zone
):
    days = days_from(first, count)
    begun(posting, first, zone)

    lived(posting, days, zone)

    found = told(posting, zone)
    reminded = [at for kind, at in found if kind == "reminded"]
    after = working(posting, days)[1:]
    assert [at.date() for at in reminded] == after
    assert {at.time() for at in reminded} == {time(9, 0)}
    assert Counter(kind for kind, _ in found if kind != "reminded") == {"late": 1}
    assert letters_on(posting, zone) == dict.fromkeys(working(posting, days), 1)


def test_a_clock_that_is_set_back_warns_and_writes_nothing_twice(posting):
    first = date(2024, 8, 19)
    begun(posting, first, WIB)
    days = days_from(first, 5)
    lived(posting, days, WIB)
    before, letters = told(posting, WIB), letters_on(posting, WIB)

    lived(posting, days, WIB)

    assert told(posting, WIB) == before
    assert letters_on(posting, WIB) == letters
