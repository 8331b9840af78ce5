"""The office's own channels hear of what is late and of incidents, each once."""

from dataclasses import replace

import pytest

from engine.bootstrap import build_engine
from engine.domain.notices import Channel, DeliveryState
from engine.errors import DeliveryFailedError, SettingsInvalidError
from engine.services.notices.sending import MOST_ROUNDS
from engine.settings import load_settings
from engine.store.values import Incident
from tests.mail_server import mail_server
from tests.messenger_server import messenger_server
from tests.services.diagrams import TWO_STEPS
from tests.services.posting import ORIGIN, PostingHouse

# Of the library's own imports; it asks for nothing that is gone in our Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

ONE = "tgram://123456789:abcdefg_hijklmnop/11111111/"
OTHER = "tgram://123456789:abcdefg_hijklmnop/22222222/"


@pytest.fixture
def chats(tmp_path, monkeypatch):
    with messenger_server(tmp_path, monkeypatch) as found:
        yield found


@pytest.fixture
def posting(either_house, chats):
    """Step A of a case that began on Monday at 08.30 has a standard of 30 minutes."""
    with mail_server() as postbox:
        made = PostingHouse(either_house, postbox, channels=f"{ONE},{OTHER}")
        made.house.deploy(TWO_STEPS)
        made.case = made.house.start("dua-langkah")
        made.work()
        yield made
        made.office.close()


def rooms(chats):
    return [str(body["chat_id"]) for _, body in chats.messages]


def announced(posting):
    """Return the deliveries to channels that were queued."""
    found = []
    for job in posting.jobs.jobs:
        if job.kind == "delivery.send":
            with posting.office.database.write() as uow:
                one = uow.deliveries.lock(str(job.payload["delivery"]))
            found += [one] if one.channel is Channel.OFFICE else []
    return found


def incidents(posting):
    with posting.office.database.read() as uow:
        return uow.incidents.open()


def fail(posting, **facts):
    """Open an incident as a job does that failed for good."""
    with posting.office.database.write() as uow:
        return uow.incidents.add(
            Incident(
                id=f"incident-{len(incidents(posting))}",
                kind="documents.make",
                key="documents.make:1",
                code="render_failed",
                facts=facts,
                opened_at=posting.clock.now(),
            )
        )


def test_each_channel_hears_of_what_is_late_once_and_of_nothing_before(posting, chats):
    posting.at("2024-08-19T08:53")
    before = list(chats.messages)

    for moment in ("09:00", "09:01", "15:00"):
        posting.at(f"2024-08-19T{moment}")

    assert before == []
    assert sorted(rooms(chats)) == ["11111111", "22222222"]
    assert all("Lewat batas waktu: «Langkah A»" in text for text in chats.texts)
    assert all(f"{ORIGIN}/tugas/" in text for text in chats.texts)


def test_every_working_day_after_is_told_and_no_other(posting, chats):
    for day in ("19", "20", "23", "24", "25", "26"):
        posting.at(f"2024-08-{day}T15:00")

    days = [day for day in range(1, 8) for text in chats.texts if f"{day} hari" in text]
    assert days == [1, 1, 4, 4, 5, 5]


def test_what_is_late_after_hours_is_told_when_the_office_opens(posting, chats):
    posting.at("2024-08-19T20:00")
    at_night = list(chats.messages)

    posting.at("2024-08-20T07:30")

    assert at_night == []
    assert sorted(rooms(chats)) == ["11111111", "22222222"]


def test_channels_hear_of_it_where_nobody_is_left_to_be_told(posting, chats):
    with posting.office.database.write() as uow:
        for user in uow.people.users():
            uow.people.save_user(replace(user, active=False))

    posting.at("2024-08-19T09:00")
    posting.pass_time()

    assert len(chats.messages) == 2


def test_a_step_done_before_the_message_left_is_not_told(posting, chats):
    house = posting.house
    house.clock.set(house.clock.now().replace(hour=2))
    posting.office.reminders.tick(posting.clock.now())

    house.complete(house.open_task(posting.case.id), house.staf)
    posting.work()

    assert chats.messages == []
    assert {one.state for one in announced(posting)} == {DeliveryState.EMPTY}


def test_another_ticker_and_a_repeated_job_tell_nothing_twice(posting, chats):
    posting.at("2024-08-19T09:00")
    fail(posting)
    posting.pass_time()
    jobs = [job for job in posting.jobs.jobs if job.kind == "delivery.send"]

    posting.office.__dict__.pop("alarms")
    posting.pass_time()
    for job in jobs:
        posting.office.sending.deliver(job.payload)

    assert len(chats.messages) == 4


def test_an_incident_is_told_without_what_it_is_about(posting, chats):
    fail(posting, reason="Budi Santoso")

    posting.pass_time()
    posting.pass_time()

    assert len(chats.messages) == 2
    assert all("render_failed" in text for text in chats.texts)
    assert all(f"{ORIGIN}/pekerjaan" in text for text in chats.texts)
    assert not any("Budi" in text for text in chats.texts)


def test_an_incident_that_was_closed_at_night_is_told_to_nobody(posting, chats):
    posting.clock.set(posting.clock.now().replace(hour=15))
    incident = fail(posting)
    posting.pass_time()

    with posting.office.database.write() as uow:
        now = posting.clock.now()
        uow.incidents.close(incident, by=posting.house.kepala.user, now=now)
    posting.office.reminders.tick(posting.at("2024-08-20T07:30"))

    assert not any("render_failed" in text for text in chats.texts)


def test_a_channel_that_is_down_is_tried_again_and_then_told_to_a_person(
    posting, chats
):
    chats.status = 500
    fail(posting)
    posting.office.alarms.tick(posting.clock.now())
    posting.office.reminders.tick(posting.clock.now())
    payload = posting.jobs.jobs[-1].payload
    with pytest.raises(DeliveryFailedError):
        posting.office.sending.deliver(payload)
    for _ in range(MOST_ROUNDS + 1):
        posting.office.sending.park(payload, "busy")

    opened = [one for one in incidents(posting) if one.kind == "delivery.send"]
    alarms = posting.office.alarms.tick(posting.clock.now())
    chats.status = 200
    posting.office.sending.deliver(opened[0].payload)

    assert alarms == 0
    assert opened[0].facts == {"reason": "tgram", "channel": "office"}
    assert len(chats.messages) == 1


def test_the_address_of_a_channel_is_kept_nowhere(posting):
    posting.at("2024-08-19T09:00")

    kept = repr(announced(posting))

    assert "Langkah A" in kept
    assert "tgram" not in kept
    assert "hijklmnop" not in kept


def test_an_office_begins_only_with_channels_it_may_send_to(sqlite_url):
    settings = load_settings(
        {
            "MUTUBAKU_DATABASE_URL": sqlite_url,
            "MUTUBAKU_NOTIFY_URLS": f"{ONE},json://rahasia@10.0.0.5/hook",
        }
    )

    with pytest.raises(SettingsInvalidError) as caught:
        build_engine(settings)

    (mistake,) = caught.value.facts["mistakes"]
    assert mistake.facts["value"] == "json://•••"
    assert mistake.facts["setting"] == "MUTUBAKU_NOTIFY_URLS"
    assert "tgram://…" in mistake.facts["expected"]
