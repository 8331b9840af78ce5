"""Officers are warned at 50, 75 and 100 % of the standard and every day after."""

import pytest

from engine.domain.identity import Right
from engine.domain.notices import MailChoice
from engine.services.transactions.telling import ESCALATION
from tests.mail_server import mail_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import PostingHouse


@pytest.fixture
def posting(either_house):
    """Step A of a case that began on Monday at 08.30 has a standard of 30 minutes."""
    with mail_server() as postbox:
        made = PostingHouse(either_house, postbox)
        made.house.deploy(TWO_STEPS)
        made.case = made.house.start("dua-langkah")
        made.work()
        yield made
        made.office.close()


def levels(posting, actor):
    return [one for one in posting.told(actor) if not one.startswith("opened")]


def test_each_threshold_is_told_once_and_only_when_it_has_come(posting):
    staf = posting.house.staf
    seen = []
    for moment in ("08:44", "08:45", "08:46", "08:52", "08:53", "08:59", "09:00"):
        posting.at(f"2024-08-19T{moment}")
        seen.append(len(levels(posting, staf)))
    posting.at("2024-08-19T15:00")

    assert seen == [0, 1, 1, 1, 2, 2, 3]
    assert levels(posting, staf) == ["nearing 50+0", "nearing 75+0", "late 100+0"]


def test_what_stays_late_is_named_every_working_day(posting):
    for day in ("19", "20", "21", "22", "23", "24", "25", "26"):
        posting.at(f"2024-08-{day}T15:00")

    days = [one for one in levels(posting, posting.house.staf) if "reminded" in one]
    assert days == [f"reminded 100+{n}" for n in (1, 2, 3, 4, 5)]


def test_superiors_hear_of_what_is_late_and_of_nothing_before(posting):
    posting.at("2024-08-19T08:50")
    before = posting.told(posting.house.kepala)

    posting.at("2024-08-19T09:00")

    assert before == []
    assert posting.told(posting.house.kepala) == ["late 100+0"]


def test_a_chain_of_the_sop_climbs_one_rank_a_day(posting):
    house = posting.house
    kasubag = house.officer("kasubag", "kasubag")
    camat = house.officer("camat", "camat", Right.SUPERVISE)
    with posting.office.database.write() as uow:
        uow.office.put(ESCALATION, {"dua-langkah": ["kasubag", "camat"]})

    posting.at("2024-08-19T09:00")
    first = (posting.told(kasubag), posting.told(camat))
    posting.at("2024-08-20T09:00")

    assert first == (["late 100+0"], [])
    assert posting.told(kasubag) == ["late 100+0", "reminded 100+1"]
    assert posting.told(camat) == ["reminded 100+1"]
    assert posting.told(house.kepala) == []


def test_only_who_holds_a_task_is_warned_of_it(posting):
    house = posting.house
    posting.office.inbox.claim(house.open_task(posting.case.id).id, house.staf)

    posting.at("2024-08-19T08:50")

    assert levels(posting, house.staf) == ["nearing 50+0"]
    assert levels(posting, house.other_staf) == []


def test_a_paused_task_warns_nobody_and_goes_on_where_it_stood(posting):
    house = posting.house
    task = house.open_task(posting.case.id)
    posting.office.inbox.claim(task.id, house.staf)
    posting.at("2024-08-19T08:40")
    posting.office.inbox.pause(task.id, house.staf, reason="menunggu data")
    posting.at("2024-08-19T11:00")
    while_paused = levels(posting, house.staf)
    posting.office.inbox.resume(task.id, house.staf)

    posting.at("2024-08-19T11:04")
    just_before = levels(posting, house.staf)
    posting.at("2024-08-19T11:05")

    assert while_paused == just_before == []
    assert levels(posting, house.staf) == ["nearing 50+0"]


def test_a_server_that_was_off_tells_the_highest_warning_only(posting):
    posting.at("2024-08-21T10:00")

    assert levels(posting, posting.house.staf) == ["reminded 100+2"]


def test_a_suspended_case_warns_nobody_until_it_goes_on(posting):
    house = posting.house
    posting.office.runtime.suspend(posting.case.id, house.kepala, reason="tunggu")
    posting.at("2024-08-19T08:50")
    while_suspended = levels(posting, house.staf)
    posting.office.runtime.resume(posting.case.id, house.kepala)

    posting.at("2024-08-19T09:50")

    assert while_suspended == []
    assert levels(posting, house.staf) == ["late 100+0"]


def test_a_done_task_warns_nobody(posting):
    house = posting.house
    house.complete(house.open_task(posting.case.id), house.staf)

    posting.at("2024-08-20T10:00")

    assert levels(posting, house.staf) == []


def test_two_tickers_tell_the_same_once(posting):
    now = posting.at("2024-08-19T09:00")

    posting.office.reminders.tick(now)

    assert levels(posting, posting.house.staf) == ["late 100+0"]


def test_an_officer_who_saw_the_task_may_still_act_after_a_warning(posting):
    house = posting.house
    task = house.open_task(posting.case.id)
    posting.at("2024-08-19T09:00")

    done = house.complete(task, house.staf, version=task.version)

    assert done.state == "completed"


def test_a_warning_in_the_office_hours_goes_out_by_mail(posting):
    house = posting.house
    posting.writes(house.staf, MailChoice.EACH)

    posting.at("2024-08-19T09:00")

    (letter,) = posting.postbox.letters
    assert "Lewat batas waktu" in letter.get_body(("plain",)).get_content()
