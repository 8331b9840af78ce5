"""The life of an action: promised at a meeting, done, or asked again at the next."""

import pytest
from playwright.sync_api import expect

from engine.services.execution.submissions import Completion
from tests.journeys.conftest import violations
from tests.journeys.test_signing_in_browser import GUIDE, keep

ROWS = [
    {
        "uraian": "Melengkapi bukti dukung dua nagari",
        "petugas": "kasi_pemerintahan",
        "tenggat": "2026-11-27",
    },
    {
        "uraian": "Menyusun jadwal pengumpulan data bulanan",
        "petugas": "kasubag_perencanaan",
        "tenggat": "2026-12-11",
    },
]


def met(story, office):
    """Hold a meeting that promises; return the case's next task."""
    task = story.at("Activity_Rapat", "Pengukuran Kinerja Triwulan III")
    actor = story.holder(task)
    data = story.data(task, actor) | {"notulen_tindak_lanjut": ROWS}
    office.inbox.complete(task.id, actor, Completion(data=data, decision="Tidak"))


def test_an_action_is_told_of_done_and_asked_again(story, office, window, tmp_path):
    met(story, office)
    office.action_reminders.tick(office.clock.now())

    page = window("kasi.pemerintahan", viewport={"width": 1366, "height": 800})
    page.goto("/pemberitahuan")
    page.get_by_role("link", name="Tindak lanjut untuk Anda").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROWS[0]["uraian"])
    assert violations(page) == []
    page.get_by_label("Apa yang sudah dilakukan").fill("Satu nagari sudah lengkap.")
    page.locator("#kemajuan").select_option("50")
    page.get_by_label("Bukti").set_input_files(
        {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    )
    page.get_by_role("button", name="Simpan kemajuan").click()
    expect(page.get_by_text("Kemajuan dicatat.")).to_be_visible()
    expect(page.get_by_role("link", name="bukti.pdf")).to_be_visible()

    boss = window("camat", "/tindak-lanjut?jenis=semua", color_scheme="dark")
    expect(boss.get_by_role("row")).to_have_count(3)
    keep(boss, "tindak-lanjut.png", tmp_path)
    assert violations(boss) == []
    boss.set_viewport_size({"width": 360, "height": 740})
    assert boss.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(boss) == []
    keep(boss, "tindak-lanjut-ponsel.png", tmp_path)

    invitation = story.at("Activity_Undangan", "Pengukuran Kinerja Triwulan IV")
    writer = window("kasubag.perencanaan", f"/tugas/{invitation.id}")
    expect(writer.get_by_text("Tindak lanjut yang masih terbuka")).to_be_visible()
    expect(writer.get_by_text(ROWS[0]["uraian"]).first).to_be_visible()


@pytest.mark.parametrize("name", ["tindak-lanjut.png", "tindak-lanjut-ponsel.png"])
def test_every_picture_of_the_page_on_actions_is_there(name):
    assert (GUIDE / name).stat().st_size <= 90_000
