"""The administrator at a real browser: every page, and a substitute who works."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from engine.services.monitoring.past_facts import SETTING
from tests.journeys.conftest import violations

LOOKS = [
    pytest.param((1366, "light"), id="desk"),
    pytest.param((360, "dark"), id="phone"),
]


class Findings:
    """What axe found, by page; and pages that are wider than their window."""

    def __init__(self):
        self.by_page = {}

    def look(self, page, name):
        found = violations(page)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if extra > 0:
            found.append(f"{extra} px too wide")
        if found:
            self.by_page[name] = found


def in_trouble(story, office):
    """Return a case with a held task and a document that could not be made."""
    task = story.waiting(story.start())[0]
    office.inbox.claim(task.id, story.officer("camat"))
    admin = story.officer("admin")
    staff = office.administration.roster.staff(admin)
    user = story.officer("kasubag.umum").user
    (member,) = [one for one in staff.members if one.user.id == user]
    office.administration.staffing.end(member.posts[0].id, admin, reason="mutasi")
    return task


def repaired(story, office):
    """Close a day that has passed, and repair what was measured on it."""
    story.at("Activity_Format")
    office.facts.tick(story.clock.now())
    calendar = office.calendars.calendar("kantor")
    day = story.clock.now().astimezone(calendar.zone).date()
    office.calendars.put(replace(calendar, added_days={day: "Listrik padam"}))
    office.past_facts.ask(story.officer("admin"))
    with office.database.read() as uow:
        run = uow.office.get(SETTING)["run"]
    office.past_facts.repair({"run": run})


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_pages_of_administrators(desk, story, office, look):
    width, scheme = look
    task = in_trouble(story, office)
    camat = story.officer("camat").user
    repaired(story, office)
    page = desk(
        "admin", viewport={"width": width, "height": 760}, color_scheme=scheme
    ).page
    seen = Findings()

    for path in (
        "/petugas",
        "/petugas/baru",
        f"/petugas/{camat}",
        f"/petugas/{camat}/sandi",
        f"/petugas/{camat}/alihkan",
        f"/petugas/penugasan?petugas={camat}&sebagai=plt",
        "/petugas/peran",
        "/petugas/peran/camat",
        "/petugas/peran/baru",
        "/pengaturan",
        "/pengaturan/register/agenda",
        "/pengaturan/kalender",
        "/pengaturan/kalender/fakta",
        f"/riwayat/berkas/{task.instance}",
        f"/riwayat/petugas/{camat}",
        "/riwayat/sop/pengukuran-kinerja",
        "/pekerjaan",
        f"/perbaikan/{task.instance}",
        f"/perbaikan/{task.instance}/rencana?deed=lewati&task={task.id}",
        f"/perbaikan/{task.instance}/rencana?deed=kembalikan&task={task.id}",
    ):
        page.goto(path)
        seen.look(page, path)

    assert seen.by_page == {}


def test_a_substitute_is_named_and_chooses_in_which_post_to_work(
    desk, story, office, clock
):
    task = story.waiting(story.start())[0]
    today = clock.now().date()
    admin = desk("admin")
    admin.room("Petugas")
    page = admin.page
    page.get_by_role("link", name="Yusra Aulia").click()
    page.get_by_role("link", name="Beri penugasan").click()
    page.get_by_label("Peran").select_option("Camat")
    page.get_by_label("Plh. (pelaksana harian)").check()
    page.get_by_label("Mulai").fill(today.isoformat())
    page.get_by_label("Sampai dengan").fill((today + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Beri penugasan").click()
    expect(page.get_by_text("Surat perintah wajib").first).to_be_visible()
    page.get_by_label("Nomor surat perintah").fill("800/17/Silaut/2026")
    page.get_by_label("Tanggal surat").fill(today.isoformat())
    page.get_by_role("button", name="Beri penugasan").click()
    expect(page.get_by_text("Periksa dahulu")).to_be_visible()
    page.get_by_role("button", name="Tetap beri penugasan").click()
    expect(page.get_by_text("Penugasan disimpan.")).to_be_visible()

    substitute = desk("sekretaris")
    substitute.page.get_by_label("Menu Yusra Aulia").click()
    substitute.page.get_by_role("button", name="Plh. Camat").click()
    expect(substitute.page.get_by_text("Anda bertindak sebagai Plh.")).to_be_visible()
    substitute.take(task.name[:25])

    with office.database.read() as uow:
        held = uow.tasks.get(task.id)
    assert held.assignee == story.officer("sekretaris").user


def test_a_closed_day_is_previewed_and_applied_without_scripts(desk, story, clock):
    story.start()
    admin = desk("admin", java_script_enabled=False)
    page = admin.page
    admin.room("Pengaturan")
    page.get_by_role("link", name="Kalender kerja").click()
    form = page.locator("form:has(input[value='closed'])")

    form.get_by_label("Tanggal").fill(clock.now().date().isoformat())
    form.get_by_label("Alasan").fill("Libur daerah")
    form.get_by_role("button", name="Tambah hari libur").click()
    expect(page.get_by_text(re.compile("bergeser jatuh temponya"))).to_be_visible()
    page.get_by_role("button", name="Terapkan").click()

    expect(page.get_by_text("Kalender disimpan. 1 tugas bergeser.")).to_be_visible()
    expect(page.get_by_text("Libur daerah", exact=True)).to_be_visible()


def test_a_step_is_skipped_by_keyboard_after_its_preview(desk, story):
    case = story.start()
    page = desk("admin").page
    page.goto(f"/berkas/{case.id}")
    page.get_by_role("link", name="Perbaiki").press("Enter")
    page.get_by_role("button", name="Lihat akibatnya").first.press("Enter")
    expect(page.get_by_text("Yang akan terjadi")).to_be_visible()

    page.get_by_label("Alasan").fill("listrik padam")
    page.get_by_label("Alasan").press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Langkah dilewati.")).to_be_visible()
