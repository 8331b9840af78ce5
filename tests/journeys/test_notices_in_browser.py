"""The bell and its pages in a real browser, wide and narrow, light and dark."""

from datetime import timedelta

import pytest

from engine.domain.notices import MailChoice
from tests.journeys.conftest import violations

PAGES = ("/pemberitahuan", "/pemberitahuan/cara")
RULES = "Array.from(document.styleSheets).reduce((n, s) => n + s.cssRules.length, 0)"


@pytest.fixture
def told(office, story, clock):
    """Let the Camat be told of a new case and then be late with it."""
    tasks = story.waiting(story.start())
    office.notices.follow_up({"documents": [], "tasks": [one.id for one in tasks]})
    for minutes in (3, 60):
        clock.advance(timedelta(minutes=minutes))
        office.reminders.tick(clock.now())
    return tasks[0]


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_the_pages_of_notices(window, told, width, scheme):
    page = window(
        "camat", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    found = {}
    for path in PAGES:
        page.goto(path)
        assert page.evaluate(RULES) > 100, f"{path} came without its style sheet"
        found[path] = violations(page)
        room = page.evaluate("document.documentElement.scrollWidth")
        assert room <= width, path

    assert found == {path: [] for path in PAGES}


def test_the_bell_leads_to_the_task_that_is_late(window, told):
    page = window("camat")

    page.locator("#lonceng").click()
    page.locator(".notices a").first.click()

    page.wait_for_url(f"**/tugas/{told.id}")
    assert page.locator("h1").inner_text() == told.name


def test_a_choice_is_kept_with_the_mailbox(window, told, office):
    page = window("camat", "/pemberitahuan/cara")

    page.get_by_label("Alamat surel Anda").fill("camat@kantor.go.id")
    page.get_by_label("Satu surel untuk setiap pemberitahuan").check()
    page.get_by_role("button", name="Simpan pilihan").click()

    page.wait_for_selector(".notice.is-success")
    with office.database.read() as uow:
        user = uow.people.user_by_login("camat")
        kept = uow.preferences.get(user.id)
    assert kept.mail is MailChoice.EACH
    assert user.email == "camat@kantor.go.id"
