"""axe finds nothing against WCAG A and AA, page by page and state by state.

Inbox and task, cases, SOPs and the archive are looked at in their own journeys;
here are the door, the account, errors, and what a task looks like on its way.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import violations

SIZES = [pytest.param(1366, id="desk"), pytest.param(360, id="phone")]
pytestmark = [
    pytest.mark.parametrize("width", SIZES),
    pytest.mark.parametrize("scheme", ["light", "dark"]),
]


@pytest.fixture
def looks(width, scheme):
    """Return how a window looks."""
    return {"viewport": {"width": width, "height": 760}, "color_scheme": scheme}


class Findings:
    """What axe found, by state; and pages that are wider than their window."""

    def __init__(self):
        self.by_state = {}

    def look(self, page, state):
        found = violations(page)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if extra > 0:
            found.append(f"{extra} px too wide")
        if found:
            self.by_state[state] = found


def test_the_door_and_its_refusals(chromium, address, looks):
    seen = Findings()
    with chromium.new_context(base_url=address, locale="id-ID", **looks) as context:
        page = context.new_page()
        page.goto("/")
        seen.look(page, "door")
        page.get_by_label("Nama masuk").fill("camat")
        page.get_by_label("Kata sandi").fill("salah")
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        seen.look(page, "wrong password")

    assert seen.by_state == {}


def test_account_menu_and_errors(desk, looks):
    page = desk("camat", **looks).page
    seen = Findings()
    page.get_by_label("Menu Hendra Gunawan").click()
    seen.look(page, "menu")
    page.get_by_role("link", name="Akun saya").click()
    seen.look(page, "account")
    page.get_by_label("Kata sandi sekarang").fill("bukan ini")
    page.get_by_label("Kata sandi baru", exact=True).fill("kalimat yang panjang sekali")
    page.get_by_label("Kata sandi baru, sekali lagi").fill("kalimat yang berbeda")
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_role("alert")).to_be_visible()
    seen.look(page, "account refused")
    page.goto("/tidak-ada")
    seen.look(page, "not found")
    page.goto("/berkas/tidak-ada")
    seen.look(page, "no such case")

    assert seen.by_state == {}


def test_a_task_on_its_way(story, desk, looks):
    task = story.at("Activity_Koreksi")
    page = desk("sekretaris", **looks).page
    seen = Findings()
    page.goto(f"/tugas/{task.id}")
    seen.look(page, "not claimed")
    page.get_by_role("button", name="Ambil tugas ini").click()
    page.get_by_role("button", name="Tambah baris").click()
    page.get_by_text("Kembalikan: Perlu koreksi", exact=True).click()
    seen.look(page, "return opened")
    page.get_by_role("button", name="Kembalikan sekarang").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    seen.look(page, "return refused")
    page.get_by_text("Tunda", exact=True).click()
    page.get_by_label("Mengapa ditunda?").fill("Menunggu data nagari")
    page.get_by_role("button", name="Tunda sekarang").click()
    expect(page.get_by_role("button", name="Lanjutkan")).to_be_visible()
    seen.look(page, "paused")
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_role("button", name="Selesaikan: Tidak").click()
    expect(page.get_by_role("status").filter(has_text="Selesai:")).to_be_visible()
    seen.look(page, "outcome")
    page.goto(f"/tugas/{task.id}")
    seen.look(page, "done")

    assert seen.by_state == {}
