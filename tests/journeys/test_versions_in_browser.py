"""A standard of the running SOP changes: handed in, approved, and a case moves over."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.domain.durations import WorkDuration
from engine.domain.values import ElementId, ProcessKey
from tests.journeys.conftest import violations
from tests.journeys.test_guide import GUIDE, picture
from web.presenting import instant_words

__all__ = ["picture"]
KEY = ProcessKey("pengukuran-kinerja")
NAMED = re.findall(
    r"gambar/([a-z-]+\.png)", (GUIDE / "versi-sop.md").read_text("utf-8")
)
PHONE = {"viewport": {"width": 360, "height": 760}, "color_scheme": "dark"}


class Findings:
    """What axe found by state, and pages that are wider than their window."""

    def __init__(self):
        self.by_state = {}

    def look(self, page, state):
        found = violations(page)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if extra > 0:
            found.append(f"{extra} px too wide")
        if found:
            self.by_state[state] = found


@pytest.fixture
def first_step(office, story):
    """A case at its first step, whose standard becomes three hours in a draft."""
    case = story.start()
    (task,) = story.waiting(case)
    standards = {ElementId(task.element): WorkDuration(time=timedelta(hours=3))}
    office.sop_drafts.with_standards(
        story.officer("kasubag.perencanaan"), KEY, standards
    )
    return task


def handed_in(page, seen):
    page.goto(f"/sop/{KEY}/persetujuan")
    seen.look(page, "to be handed in")
    page.get_by_label("Apa yang baru").fill("Waktu baku langkah pertama tiga jam")
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(page.get_by_role("status").filter(has_text="Draf diajukan")).to_be_visible()
    seen.look(page, "handed in")


def approved(page, seen, picture):
    page.goto("/pemberitahuan")
    page.get_by_role("link", name="menunggu persetujuan").click()
    page.get_by_role("link", name="Lihat perbedaannya").click()
    expect(page.locator("ins", has_text="3 jam")).to_be_visible()
    seen.look(page, "differences")
    picture(page, "versi-beda.png")
    page.get_by_role("link", name="Persetujuan", exact=True).click()
    seen.look(page, "to be approved")
    page.get_by_role("button", name="Setujui dan berlakukan").click()
    expect(page.get_by_role("status").filter(has_text="Versi 2")).to_be_visible()
    seen.look(page, "versions")


def moved(page, seen, picture):
    page.get_by_role("link", name="Pindahkan berkas dari versi 1").click()
    seen.look(page, "plan")
    picture(page, "versi-pindah.png")
    page.get_by_label("Alasan").fill("Waktu baku berubah")
    page.get_by_role("button", name="Pindahkan yang dipilih").click()
    expect(page.get_by_role("status").filter(has_text="1 berkas")).to_be_visible()
    seen.look(page, "moved")


def test_a_changed_standard_is_approved_and_a_case_moves(
    desk, window, office, first_step, picture
):
    author, chief = desk("kasubag.perencanaan").page, desk("camat").page
    seen = Findings()

    handed_in(author, seen)
    approved(chief, seen, picture)
    moved(chief, seen, picture)

    with office.database.read() as uow:
        task = uow.tasks.get(first_step.id)
    assert task.standard_seconds == 3 * 3600
    chief.goto(f"/tugas/{task.id}")
    expect(chief.get_by_text(instant_words(task.due_at, "id")).first).to_be_visible()
    phone = window("camat", f"/sop/{KEY}/versi", **PHONE)
    for path in ("versi", "beda", "persetujuan", "pindah"):
        phone.goto(f"/sop/{KEY}/{path}")
        seen.look(phone, f"{path} on a phone")
    assert seen.by_state == {}


@pytest.mark.parametrize("name", NAMED)
def test_every_picture_of_the_guide_is_there(name):
    assert 5_000 < (GUIDE / "gambar" / name).stat().st_size <= 60_000
