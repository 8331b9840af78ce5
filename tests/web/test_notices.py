"""The bell counts, its page tells, choices are kept, and a calendar is secret."""

import re
from datetime import timedelta

import pytest

from engine.domain.identity import MACHINE
from engine.domain.notices import MailChoice
from engine.domain.values import ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from tests.services.diagrams import TWO_STEPS

ADDRESS = re.compile(r"http://localhost(/kalender/[A-Za-z0-9_-]{40,}\.ics)")


@pytest.fixture
def told(office):
    """Return the id of a task that `staf` was told of, of a case of a small SOP."""
    source = SourceFile(name="uji.bpmn", content=TWO_STEPS)
    office.deployment.deploy(DeployOrder(files=[source]), MACHINE)
    case = office.runtime.start(StartOrder(process=ProcessKey("dua-langkah")), MACHINE)
    with office.database.read() as uow:
        (task,) = uow.tasks.open_of(case.id)
    office.notices.follow_up({"documents": [], "tasks": [task.id]})
    return task.id


def test_the_bell_counts_what_waits_for_ones_eye(signed_in, told):
    page = signed_in("staf").get("/kotak-masuk").get_data(as_text=True)
    of_a_stranger = signed_in("tamu").get("/kotak-masuk").get_data(as_text=True)

    assert "Pemberitahuan, 1 belum dibaca" in page
    assert "Pemberitahuan, 0 belum dibaca" in of_a_stranger


def test_the_page_names_the_task_and_leads_to_it(signed_in, told):
    page = signed_in("staf").get("/pemberitahuan").get_data(as_text=True)

    assert f'href="/tugas/{told}"' in page
    assert "Tugas baru: «Langkah A»" in page


def test_a_stranger_sees_no_notice_of_others(signed_in, told):
    page = signed_in("tamu").get("/pemberitahuan").get_data(as_text=True)

    assert told not in page
    assert "Belum ada pemberitahuan" in page


def test_reading_all_silences_the_bell(signed_in, told):
    browser = signed_in("staf")
    browser.get("/pemberitahuan")

    answer = browser.post("/pemberitahuan/dibaca")

    bell = browser.get("/pemberitahuan/lonceng").get_data(as_text=True)
    assert answer.status_code == 303
    assert "0 belum dibaca" in bell


def test_the_bell_that_asks_by_itself_keeps_no_session_alive(signed_in, clock, office):
    browser = signed_in("staf")
    minutes = office.settings.session_idle_minutes
    for _ in range(3):
        clock.advance(timedelta(minutes=minutes * 0.4))
        browser.get("/pemberitahuan/lonceng")

    assert browser.get("/pemberitahuan").status_code == 303


def test_a_choice_is_kept_and_shown(signed_in, office):
    browser = signed_in("staf")
    browser.get("/pemberitahuan/cara")

    answer = browser.post("/pemberitahuan/cara", {"mail": "each", "messenger": ""})

    staf = _actor(office, "staf")
    page = browser.get("/pemberitahuan/cara").get_data(as_text=True)
    assert answer.status_code == 303
    assert office.notices.chosen(staf).mail is MailChoice.EACH
    assert 'value="each" checked' in page


def test_an_address_into_the_office_is_refused_where_it_was_typed(signed_in):
    browser = signed_in("staf")
    browser.get("/pemberitahuan/cara")

    answer = browser.post(
        "/pemberitahuan/cara", {"mail": "each", "messenger": "json://127.0.0.1/"}
    )

    assert answer.status_code == 422
    assert "tidak dikenal" in answer.get_data(as_text=True)


def test_a_calendar_is_opened_by_its_secret_alone_until_it_is_taken_back(
    app, signed_in, browser, told
):
    own = signed_in("staf")
    own.get("/pemberitahuan/cara")
    found = ADDRESS.search(own.post("/pemberitahuan/kalender").get_data(as_text=True))
    assert found is not None
    opened = browser.get(found[1])

    own.post("/pemberitahuan/kalender", {"tutup": "1"})

    assert opened.status_code == 200
    assert opened.mimetype == "text/calendar"
    assert f"UID:{told}@mutubaku" in opened.get_data(as_text=True)
    assert browser.get(found[1]).status_code == 404


def test_a_guessed_calendar_is_not_there(browser):
    assert browser.get("/kalender/tebakan.ics").status_code == 404


def test_the_account_leads_to_the_choices(signed_in):
    assert "/pemberitahuan/cara" in signed_in("staf").get("/akun").get_data(
        as_text=True
    )


def _actor(office, login):
    with office.database.read() as uow:
        user = uow.people.user_by_login(login)
    return office.accounts.actor(user.id)
