"""A session that ends while somebody types takes nothing with it."""

import pytest
from playwright.sync_api import expect

from tests.web.inbox.sop_office import PASSWORD

NOTE = "Format dibagikan saat apel, kecuali Seksi Trantib yang sedang bertugas."


@pytest.fixture
def typing(story, desk):
    """Return the desk of an officer who typed and whose session then ended."""
    story.at("Activity_Sampaikan")
    officer = desk("kasubag.perencanaan")
    officer.take("Menyampaikan format")
    officer.page.get_by_label("Catatan").fill("Awal.")
    expect(officer.page.get_by_text("Konsep tersimpan")).to_be_visible()
    officer.page.context.clear_cookies()
    officer.page.get_by_label("Catatan").fill(NOTE)
    return officer


def signed_in_again(page, login="kasubag.perencanaan"):
    page.get_by_label("Nama masuk").fill(login)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_the_page_says_that_the_session_ended_and_keeps_the_typing(typing):
    page = typing.page

    expect(page.get_by_text("Sesi Anda berakhir")).to_be_visible()

    expect(page.get_by_label("Catatan")).to_have_value(NOTE)
    task = page.url
    page.get_by_role("link", name="Kotak Masuk").first.click()
    signed_in_again(page)
    page.goto(task)
    expect(page.get_by_label("Catatan")).to_have_value(NOTE)
    expect(page.get_by_text("telah dikembalikan")).to_be_visible()


def test_completing_without_a_session_leads_by_the_door_back_to_the_typing(typing):
    page = typing.page

    page.get_by_role("button", name="Selesaikan", exact=True).click()

    expect(page.get_by_role("heading", level=1, name="Masuk")).to_be_visible()
    signed_in_again(page)
    expect(typing.heading("Menyampaikan format")).to_be_visible()
    expect(page.get_by_label("Catatan")).to_have_value(NOTE)
    expect(page.get_by_text("telah dikembalikan")).to_be_visible()
    typing.forward()
    typing.room("Kotak Masuk")
    assert page.evaluate("sessionStorage.length") == 0


def test_rows_that_were_added_come_back_too(story, desk):
    story.at("Activity_Koreksi")
    officer = desk("sekretaris")
    officer.take("Mengkoreksi")
    page = officer.page
    page.context.clear_cookies()
    page.get_by_role("button", name="Tambah baris").click()
    page.get_by_label("Bagian").fill("Simpulan")
    page.get_by_label("Perbaikan yang diminta").fill("Sebutkan angkanya")
    task = page.url

    page.goto(task)
    signed_in_again(page, "sekretaris")

    expect(officer.heading("Mengkoreksi")).to_be_visible()
    expect(page.get_by_label("Bagian")).to_have_value("Simpulan")
    expect(page.get_by_label("Perbaikan yang diminta")).to_have_value(
        "Sebutkan angkanya"
    )
