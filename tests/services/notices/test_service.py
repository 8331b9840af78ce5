"""Who may do a task is told of it, after the commit, once."""

from datetime import timedelta

import pytest

from engine.domain.identity import MACHINE
from engine.domain.notices import MailChoice
from engine.domain.values import ProcessKey
from engine.errors import OfficeInvalidError
from engine.services.execution.starting import StartOrder
from tests.mail_server import mail_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import ORIGIN, PostingHouse


@pytest.fixture
def posting(house):
    with mail_server() as postbox:
        made = PostingHouse(house, postbox)
        yield made
        made.office.close()


@pytest.fixture
def either_posting(either_house):
    with mail_server() as postbox:
        made = PostingHouse(either_house, postbox)
        yield made
        made.office.close()


def test_everybody_of_the_role_is_told_of_a_task_that_opened(either_posting):
    posting, house = either_posting, either_posting.house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")

    posting.work()

    assert posting.told(house.staf) == ["opened 0+0"]
    assert posting.told(house.other_staf) == ["opened 0+0"]
    assert posting.told(house.stranger) == []
    assert posting.office.notices.unread(house.staf) == 1
    (notice,) = posting.office.notices.page(house.staf).items
    assert notice.instance == case.id


def test_a_completion_owes_one_job_however_much_follows(posting):
    house = posting.house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    before = len(house.jobs.jobs)

    house.complete(house.open_task(case.id), house.staf)

    assert len(house.jobs.jobs) == before + 1


def test_a_job_that_runs_again_tells_nobody_twice(either_posting):
    posting, house = either_posting, either_posting.house
    posting.writes(house.staf, MailChoice.EACH)
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    posting.work()
    posting.pass_time()

    posting.done = 0
    posting.work()
    posting.pass_time()

    assert posting.told(house.staf) == ["opened 0+0"]
    assert len(posting.postbox.letters) == 1


def test_a_simulated_case_tells_nobody(posting):
    house = posting.house
    house.deploy(TWO_STEPS)
    posting.office.runtime.start(
        StartOrder(process=ProcessKey("dua-langkah"), simulated=True), MACHINE
    )

    posting.at("2024-09-19T09:00")

    assert house.jobs.jobs == []
    assert posting.told(house.staf) == []


def test_what_is_done_no_longer_counts_at_the_bell(posting):
    house = posting.house
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    posting.work()

    house.complete(house.open_task(case.id), house.staf)

    assert posting.office.notices.unread(house.other_staf) == 0


def test_read_notices_no_longer_count(posting):
    house = posting.house
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    posting.work()

    posting.office.notices.read(house.staf)

    assert posting.office.notices.unread(house.staf) == 0
    assert posting.office.notices.unread(house.other_staf) == 1


def test_a_mail_tells_of_the_step_and_leads_there_but_not_what_it_is_about(posting):
    house = posting.house
    posting.writes(house.staf, MailChoice.EACH)
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah", perihal="rahasia")
    posting.work()

    posting.pass_time()

    (letter,) = posting.postbox.letters
    text = letter.get_body(("plain",)).get_content()
    assert posting.postbox.recipients == ["staf@kantor.example"]
    assert f"{ORIGIN}/tugas/{house.open_task(case.id).id}" in text
    assert "Langkah A" in text
    assert "rahasia" not in letter.as_string()


def test_mail_speaks_the_language_of_its_reader(posting):
    house = posting.house
    posting.writes(house.staf, MailChoice.EACH)
    posting.office.sessions.choose_language(house.staf, "en")
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    posting.work()

    posting.pass_time()

    (letter,) = posting.postbox.letters
    assert "New task" in letter.get_body(("plain",)).get_content()


def test_who_chose_no_mail_gets_none(posting):
    house = posting.house
    posting.writes(house.staf, MailChoice.NONE)
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    posting.work()

    posting.pass_time()

    assert posting.postbox.letters == []
    assert posting.told(house.staf) == ["opened 0+0"]


def test_mail_waits_until_the_office_opens_but_the_bell_does_not(posting):
    house = posting.house
    posting.writes(house.staf, MailChoice.EACH)
    house.deploy(TWO_STEPS)
    posting.at("2024-08-19T20:00")
    house.start("dua-langkah")
    posting.work()
    posting.pass_time()
    in_the_night = len(posting.postbox.letters)
    at_the_bell = posting.told(house.staf)

    posting.at("2024-08-20T07:30")

    assert in_the_night == 0
    assert at_the_bell == ["opened 0+0"]
    assert len(posting.postbox.letters) == 1


def test_old_notices_are_thrown_away(posting):
    house = posting.house
    house.deploy(TWO_STEPS)
    house.start("dua-langkah")
    posting.work()

    posting.office.notices.forget(posting.clock.now() + timedelta(days=181))

    assert posting.told(house.staf) == []


def test_a_messenger_that_names_its_own_host_is_refused(posting):
    with pytest.raises(OfficeInvalidError) as caught:
        posting.office.notices.choose(
            posting.house.staf,
            mail=MailChoice.NONE,
            messenger="json://127.0.0.1/",
        )

    assert caught.value.facts["errors"] == {"messenger": "notice.messenger_unknown"}
