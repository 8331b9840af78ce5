"""Messages leave once, are tried again when they cannot, and rest as incidents."""

from dataclasses import replace

import pytest

from engine.domain.notices import Channel, DeliveryState, MailChoice
from engine.errors import DeliveryFailedError, NotFoundError
from engine.services.notices.sending import MOST_ROUNDS
from tests.mail_server import OK, mail_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import ORIGIN, PostingHouse

BUSY = "451 try again later"


@pytest.fixture
def posting(house):
    with mail_server() as postbox:
        made = PostingHouse(house, postbox)
        house.deploy(TWO_STEPS)
        yield made
        made.office.close()


def begin(posting, choice=MailChoice.EACH):
    """Start a case whose first officer wants mail; its job is queued, not run."""
    posting.writes(posting.house.staf, choice)
    case = posting.house.start("dua-langkah")
    posting.work()
    posting.office.reminders.tick(posting.clock.now())
    return case


def send(posting):
    job = posting.jobs.jobs[-1]
    posting.office.sending.deliver(job.payload)


def the_delivery(posting):
    (found,) = posting.office.notices.sent(posting.house.staf)
    return found


def incidents(posting):
    with posting.office.database.read() as uow:
        return uow.incidents.open()


def test_what_was_sent_is_not_sent_again(posting):
    begin(posting)

    send(posting)
    send(posting)

    assert len(posting.postbox.letters) == 1
    assert the_delivery(posting).state is DeliveryState.SENT
    assert the_delivery(posting).sent_at == posting.clock.now()


def test_a_busy_server_is_tried_again_under_the_same_id(posting):
    begin(posting)
    posting.postbox.answer = BUSY
    with pytest.raises(DeliveryFailedError):
        send(posting)
    failed = the_delivery(posting)

    posting.postbox.answer = OK
    send(posting)

    (letter,) = posting.postbox.letters
    assert failed.error == BUSY
    assert the_delivery(posting).attempts == 2
    assert letter["Message-ID"] == f"<{failed.id}@kantor.example>"


def test_a_message_given_up_for_now_comes_back_by_itself(posting):
    begin(posting)
    posting.office.sending.park(posting.jobs.jobs[-1].payload, BUSY)
    posting.done = len(posting.jobs.jobs)
    rested = the_delivery(posting)

    posting.at("2024-08-19T08:34")
    too_early = len(posting.postbox.letters)
    posting.at("2024-08-19T08:35")

    assert rested.state is DeliveryState.PENDING
    assert too_early == 0
    assert len(posting.postbox.letters) == 1


def test_what_fails_for_hours_waits_for_a_person_and_can_be_sent_then(posting):
    begin(posting)
    payload = posting.jobs.jobs[-1].payload
    for _ in range(MOST_ROUNDS + 1):
        posting.office.sending.park(payload, BUSY)
    (incident,) = incidents(posting)
    failed = the_delivery(posting)

    posting.office.sending.deliver(incident.payload)

    assert failed.state is DeliveryState.FAILED
    assert the_delivery(posting).state is DeliveryState.SENT


def test_a_refused_mailbox_is_not_tried_again(posting):
    begin(posting)
    posting.postbox.answer = "550 no such mailbox"

    send(posting)

    (incident,) = incidents(posting)
    assert incident.facts["reason"] == "550 no such mailbox"
    assert the_delivery(posting).state is DeliveryState.FAILED


def test_a_mail_that_fails_makes_no_document_and_no_notice_again(posting):
    begin(posting)
    told = posting.told(posting.house.staf)
    posting.postbox.answer = BUSY

    with pytest.raises(DeliveryFailedError):
        send(posting)

    assert posting.told(posting.house.staf) == told
    assert posting.jobs.jobs[-1].kind == "delivery.send"


def test_a_task_that_is_done_needs_no_mail(posting):
    house = posting.house
    case = begin(posting)
    house.complete(house.open_task(case.id), house.staf)
    payload = next(
        job.payload for job in posting.jobs.jobs if job.kind == "delivery.send"
    )

    posting.office.sending.deliver(payload)

    assert posting.postbox.letters == []
    assert the_delivery(posting).state is DeliveryState.EMPTY


def test_jobs_lost_in_a_restore_are_asked_for_again_under_the_same_key(posting):
    begin(posting)

    with posting.office.database.read() as uow:
        again = posting.office.reminders.queued_jobs(uow)

    assert again == [posting.jobs.jobs[-1]]


def test_the_morning_list_comes_once_at_opening(posting):
    begin(posting, MailChoice.DIGEST)
    posting.pass_time()
    posting.postbox.letters.clear()

    counts = []
    for moment in ("20T07:29", "20T07:30", "20T07:35", "20T15:00", "21T08:00"):
        posting.at(f"2024-08-{moment}")
        counts.append(len(posting.postbox.letters))

    assert counts == [0, 1, 1, 1, 2]
    text = posting.postbox.letters[0].get_body(("plain",)).get_content()
    assert "TERLAMBAT: Langkah A" in text
    assert f"{ORIGIN}/tugas/" in text


def test_no_list_comes_where_nothing_waits_or_on_a_day_off(posting):
    house = posting.house
    posting.writes(house.stranger, MailChoice.DIGEST)
    begin(posting, MailChoice.DIGEST)
    posting.pass_time()
    posting.postbox.recipients.clear()

    posting.at("2024-08-24T09:00")
    on_saturday = list(posting.postbox.recipients)
    posting.at("2024-08-26T09:00")

    assert on_saturday == []
    assert posting.postbox.recipients == ["staf@kantor.example"]


def test_another_ticker_plans_no_second_list(posting):
    begin(posting, MailChoice.DIGEST)
    posting.at("2024-08-20T07:30")
    now = posting.clock.now()

    posting.office.__dict__.pop("digest")
    posting.office.digest.tick(now)
    posting.pass_time()

    sent = posting.office.notices.sent(posting.house.staf)
    today = [one for one in sent if one.created_at == now]
    assert [one.channel for one in today] == [Channel.DIGEST]


def test_a_secret_address_shows_ones_due_tasks(posting):
    case = begin(posting)
    task = posting.house.open_task(case.id)
    secret = posting.office.notices.open_feed(posting.house.staf)

    calendar = posting.office.feeds.calendar(secret)

    assert calendar.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert f"UID:{task.id}@mutubaku\r\n" in calendar
    assert "DTEND:20240819T020000Z\r\n" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_a_secret_that_was_taken_back_opens_nothing(posting):
    notices, staf = posting.office.notices, posting.house.staf
    first = notices.open_feed(staf)
    second = notices.open_feed(staf)
    notices.close_feed(staf)

    for secret in (first, second, ""):
        with pytest.raises(NotFoundError):
            posting.office.feeds.calendar(secret)


def test_the_name_of_a_step_cannot_add_lines_to_the_calendar(posting):
    case = begin(posting)
    task = posting.house.open_task(case.id)
    hostile = "Rapat\r\nEND:VEVENT\nBEGIN:VALARM; a,b\\ " + "é" * 60
    with posting.office.database.write() as uow:
        uow.tasks.save(replace(task, name=hostile))
    secret = posting.office.notices.open_feed(posting.house.staf)

    calendar = posting.office.feeds.calendar(secret)

    unfolded = calendar.replace("\r\n ", "")
    assert unfolded.count("\r\nEND:VEVENT") == 1
    assert "BEGIN:VALARM\\; a\\,b\\\\ é" in unfolded
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
