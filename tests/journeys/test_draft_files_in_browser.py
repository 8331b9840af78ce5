"""A form is built and a letter written in the draft, both seen before they are kept."""

import json

import pytest
from playwright.sync_api import expect

from engine.adapters.pdf import WeasyRenderer
from engine.domain.values import ProcessKey
from tests.journeys.conftest import violations
from tests.journeys.test_guide import picture
from tests.web.inbox.sop_office import ROOT

__all__ = ["picture"]
KEY = ProcessKey("pengukuran-kinerja")
ENGLISH = {
    english
    for english, here in json.loads(
        (ROOT / "web/frontend/formulir/id.json").read_text("utf-8")
    ).items()
    if english != here
}
PHONE = {"viewport": {"width": 360, "height": 760}, "color_scheme": "dark"}


@pytest.fixture
def page(window, office, story):
    """The draft's forms and letters, in the hands of who drafts."""
    office.__dict__["preview_renderer"] = WeasyRenderer()
    office.sop_drafts.open(story.officer("kasubag.perencanaan"), KEY)
    return window("kasubag.perencanaan", f"/sop/{KEY}/formulir")


def test_a_field_is_added_seen_as_an_officer_sees_it_and_kept(
    page, office, story, picture
):
    assert violations(page) == []
    page.get_by_role("link", name="konsep", exact=True).click()
    expect(page.locator("[data-form-editor][data-ready]")).to_be_visible()
    palette = page.locator(".fjs-palette-container")
    expect(palette.get_by_text("Teks pendek")).to_be_visible()
    expect(palette.get_by_text("iFrame")).to_have_count(0)
    assert violations(page) == []

    picture(page, "versi-formulir.png")

    palette.locator("[data-field-type=number]").press("Enter")
    page.get_by_role("button", name="Lihat sebagai petugas").click()
    shown = page.locator("#pratinjau")
    expect(shown.get_by_label("Judul dokumen")).to_be_visible()
    expect(shown.locator("input[inputmode=decimal], input[type=number]")).to_have_count(
        1
    )
    assert violations(page) == []
    page.get_by_role("button", name="Simpan ke draf").click()
    expect(page.get_by_role("status").filter(has_text="Tersimpan")).to_be_visible()

    actor = story.officer("kasubag.perencanaan")
    kept = json.loads(office.draft_files.files(KEY, actor).form("konsep").text)
    assert [one["type"] for one in kept["components"]].count("number") == 1


def test_the_panel_of_a_field_speaks_the_language_of_the_page(page):
    page.get_by_role("link", name="undangan-rapat", exact=True).first.click()
    canvas = page.locator("[data-form-editor][data-ready]")
    expect(canvas.locator(".flatpickr-calendar:visible")).to_have_count(0)
    canvas.locator(".fjs-element[data-field-type=textfield]").first.press("Enter")
    panel = canvas.locator(".fjs-properties-container")
    for group in ("Umum", "Syarat", "Pemeriksaan"):
        panel.get_by_text(group, exact=True).click()
    expect(panel.get_by_label("Nama isian")).to_be_visible()
    expect(panel.get_by_label("Wajib diisi")).to_be_visible()

    said = {line.strip() for line in canvas.inner_text().splitlines()}

    assert said & ENGLISH == set()


def test_a_letter_is_shown_beside_its_text_and_says_what_is_wrong(page, window):
    page.get_by_role("link", name="surat-pengantar", exact=True).last.click()
    text = page.get_by_label("Naskah", exact=True)
    letters = "**/naskah/surat-pengantar/pratinjau"
    with page.expect_response(letters) as answer:
        text.press_sequentially(" ")
    assert answer.value.headers["content-type"].startswith("application/pdf")
    assert violations(page) == []

    with page.expect_response(lambda one: one.status == 422):
        text.fill("{% if %}")

    wrong = page.frame_locator("iframe[name=lembar]").get_by_role("alert")
    expect(wrong).to_be_visible()
    phone = window("kasubag.perencanaan", f"/sop/{KEY}/formulir", **PHONE)
    for path in ("formulir", "formulir/konsep", "naskah/surat-pengantar"):
        phone.goto(f"/sop/{KEY}/{path}")
        extra = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (path, extra <= 0, violations(phone)) == (path, True, [])
