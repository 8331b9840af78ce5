"""A whole step on a phone of 360 × 740: by thumb, without sideways scrolling."""

import pytest
from playwright.sync_api import expect

from tests.journeys import typed
from tests.journeys.conftest import violations

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
PDF = {"name": "foto.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1"}


@pytest.fixture
def phone(desk):
    """Return what seats an officer at a phone."""
    return lambda login: desk(login, is_mobile=True, **PHONE)


def overflow(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_a_section_reports_its_data_from_a_phone(story, phone):
    task = story.at("Activity_IsiData")
    with story.office.database.read() as uow:
        login = uow.people.user(story.holder(task).user).login
    officer = phone(login)
    page = officer.page

    page.get_by_role("button", name="Ambil: Mengisi format data").tap()
    expect(officer.heading("Mengisi format data")).to_be_visible()
    officer.fill(typed.data_of(login))
    officer.attach("Bukti dukung", PDF)
    assert overflow(page) == 0
    assert violations(page) == []
    page.get_by_role("button", name="Selesaikan", exact=True).tap()

    officer.arrived()
    assert overflow(page) == 0


def test_the_camat_returns_a_document_from_a_phone(story, phone):
    story.at("Activity_TandaTangan")
    camat = phone("camat")
    page = camat.page
    page.get_by_role("button", name="Ambil: Penandatanganan").tap()
    page.get_by_text("Kembalikan: Dikembalikan", exact=True).tap()
    page.get_by_label("Alasan pengembalian").fill("Simpulan terlalu umum")
    assert overflow(page) == 0

    page.get_by_role("button", name="Kembalikan sekarang").tap()

    camat.arrived()
    expect(page.get_by_role("status")).to_contain_text("Mengkoreksi konsep")


def test_every_room_is_in_reach_of_a_thumb_and_the_bar_never_scrolls(story, phone):
    page = phone("camat").page
    bar = page.get_by_role("navigation", name="Ruang")
    row = bar.locator("> div")

    assert row.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    expect(bar.get_by_role("link")).to_have_count(4)
    bar.locator("summary").tap()
    expect(bar.get_by_role("link")).to_have_count(8)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(bar.get_by_role("link")).to_have_count(4)
    bar.locator("summary").tap()
    bar.get_by_role("link", name="Tindak lanjut").tap()

    expect(page.get_by_role("heading", level=1, name="Tindak lanjut")).to_be_visible()
    expect(bar.locator("summary")).to_have_class("at")


def test_every_room_fits_the_phone(story, phone):
    story.at("Activity_Rapat")
    camat = phone("camat")
    wide = {}

    for room in ("Kotak Masuk", "Berkas", "SOP", "Siklus", "Kinerja", "Arsip"):
        camat.room(room)
        expect(camat.heading(room)).to_be_visible()
        wide[room] = overflow(camat.page)
    camat.room("Berkas")
    camat.page.get_by_role("link", name="Pengukuran Kinerja").first.tap()
    expect(camat.heading("Pengukuran Kinerja")).to_be_visible()
    wide["case"] = overflow(camat.page)

    assert set(wide.values()) == {0}
