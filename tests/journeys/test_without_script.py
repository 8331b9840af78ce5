"""The office without JavaScript: the same steps, by buttons and whole pages."""

import pytest
from playwright.sync_api import expect

from tests.journeys import typed

PDF = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1"}
PROGRAM = {"name": "buruk.pdf", "mimeType": "application/pdf", "buffer": b"MZ" * 50}


@pytest.fixture
def plain(desk):
    """Return what seats an officer at a browser without scripts."""
    return lambda login: desk(login, java_script_enabled=False)


def test_a_case_starts_and_its_first_step_is_done(plain):
    camat = plain("camat")
    page = camat.page
    camat.room("SOP")
    page.get_by_role("link", name="Mulai berkas").click()
    page.get_by_label("Judul").fill("Tanpa skrip")
    page.get_by_role("button", name="Mulai berkas").click()
    camat.take("Memerintahkan")

    # A field that depends on another one appears when the form is renewed.
    page.get_by_label("Bulanan").check()
    page.get_by_role("button", name="Perbarui isian").click()
    expect(page.get_by_label("Bulan", exact=False).last).to_be_visible()
    page.get_by_label("Triwulanan").check()
    page.get_by_role("button", name="Perbarui isian").click()
    camat_fills(camat)
    camat.forward()

    expect(page.get_by_role("status")).to_contain_text("Membuat format")


def camat_fills(camat):
    page = camat.page
    page.get_by_label("Selesai paling lambat").fill("2026-12-04")
    page.get_by_label("Isi disposisi").fill("Sertakan bukti dukung.")


def test_evidence_goes_up_stays_and_is_removed(story, plain):
    task = story.at("Activity_IsiData")
    with story.office.database.read() as uow:
        login = uow.people.user(story.holder(task).user).login
    officer = plain(login)
    page = officer.page
    officer.take("Mengisi format data")
    files = page.locator("[data-files]").first

    files.get_by_label("Bukti dukung").set_input_files(PDF)
    files.get_by_role("button", name="Unggah").click()
    expect(files.get_by_role("link", name="bukti.pdf")).to_be_visible()
    files.get_by_label("Bukti dukung").set_input_files(PROGRAM)
    files.get_by_role("button", name="Unggah").click()
    expect(page.get_by_role("alert")).to_contain_text("Lampiran tidak diterima")
    expect(files.get_by_role("listitem")).to_have_count(1)
    page.get_by_label("Pagu (Rp)").fill("banyak")
    page.get_by_role("button", name="Selesaikan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("perlu dibetulkan")
    expect(files.get_by_role("link", name="bukti.pdf")).to_be_visible()
    files.get_by_role("button", name="Hapus lampiran bukti.pdf").click()
    expect(files.get_by_role("listitem")).to_have_count(0)
    page.get_by_label("Pagu (Rp)").fill("1000000")
    officer.forward()


def test_a_return_a_remark_and_a_release(story, plain):
    story.at("Activity_Koreksi")
    officer = plain("sekretaris")
    page = officer.page
    officer.take("Mengkoreksi")
    page.get_by_label("Tulis komentar").fill("Mohon diperiksa lagi.")
    page.get_by_role("button", name="Kirim komentar").click()
    expect(page.get_by_role("article")).to_contain_text("Mohon diperiksa lagi.")
    page.get_by_role("button", name="Lepas").click()
    expect(page.get_by_role("status")).to_contain_text("Tugas dilepas")
    officer.take("Mengkoreksi")

    officer.back("Perlu koreksi", "Simpulan terlalu umum")

    expect(page.get_by_role("status")).to_contain_text("Membuat konsep")
    officer.take("Membuat konsep")
    expect(page.get_by_text("Simpulan terlalu umum").first).to_be_visible()
    officer.fill(typed.KONSEP)
    officer.forward()


def test_language_theme_and_the_way_out_need_no_script(plain):
    page = plain("camat").page

    page.get_by_label("Menu Hendra Gunawan").click()
    page.get_by_role("button", name="Gelap").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.get_by_label("Menu Hendra Gunawan").click()
    page.get_by_role("button", name="Keluar").click()

    expect(page.get_by_role("heading", level=1, name="Masuk")).to_be_visible()
