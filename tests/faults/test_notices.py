"""With the real queue and worker: what a commit owes arrives, once."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.bootstrap import Office, build_engine
from engine.domain.identity import MACHINE
from engine.domain.notices import DeliveryState, MailChoice
from engine.domain.values import JsonObject
from engine.domain.worktime import WEEKDAYS
from engine.services.execution.starting import StartOrder
from engine.settings import load_settings
from engine.worker import Background, connect_jobs
from tests.faults.cases import all_tasks, colleagues, deploy, side_by_side
from tests.mail_server import Postbox, mail_server

PATIENCE_SECONDS = 40.0


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def office(database_url: str, postbox: Postbox) -> Iterator[Office]:
    """Yield an office that is always open, as tests run at any hour."""
    settings = load_settings(
        {
            "MUTUBAKU_DATABASE_URL": database_url,
            "MUTUBAKU_SMTP_URL": postbox.url,
            "MUTUBAKU_TICK_SECONDS": "1",
        }
    )
    office = build_engine(settings)
    office.migrate()
    hours: JsonObject = {day: ["00:00-24:00"] for day in WEEKDAYS}
    always: JsonObject = {"key": "kantor", "zone": "Asia/Jakarta", "hours": hours}
    office.calendars.put(office.calendars.read(always))
    yield office
    office.close()


def beside(work: Callable[[], None]) -> None:
    """Do something in another thread: DBOS refuses one with an event loop.

    A browser test that ran before in this process leaves Playwright's behind.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(work).result()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for the worker's threads; their pace is not ours to fix."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > until:
            pytest.fail("the worker did not get there in time")
        time.sleep(0.05)


def test_everybody_is_told_once_of_what_a_start_opened(office, postbox):
    queue = connect_jobs(office)
    key = deploy(office, side_by_side())
    (officer,) = colleagues(office, 1)
    with office.database.write() as uow:
        user = uow.people.user(officer.user)
        uow.people.save_user(replace(user, email="staf@kantor.example"))
    office.notices.choose(officer, mail=MailChoice.EACH, messenger="")
    background = Background(office, queue=queue)
    beside(background.start)

    office.runtime.start(StartOrder(process=key), MACHINE)
    opened = all_tasks(office)

    try:
        eventually(lambda: len(postbox.letters) >= len(opened))
        eventually(lambda: _all_sent(office, officer))
    finally:
        beside(background.stop)
    told = [one.task for one in office.notices.page(officer).items]
    assert sorted(told) == sorted(one.id for one in opened)
    assert len(postbox.letters) == len(opened)


def _all_sent(office, officer):
    sent = office.notices.sent(officer)
    return all(one.state is DeliveryState.SENT for one in sent)
