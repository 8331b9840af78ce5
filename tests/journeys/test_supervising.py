"""A supervisor's morning: from a red number to what is behind it, and to a new standard.

The pictures of the supervisors' guide are made on the way
(`MUTUBAKU_TEST_PICTURES=1` writes them).
"""

import os
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.bench.measured import measured
from tests.journeys.conftest import violations
from tests.journeys.test_guide import GUIDE, Pictures

PAGES = {
    "board": "/pemantauan",
    "any days": "/pemantauan?dari=2026-10-05&sampai=2026-11-10",
    "behind": "/pemantauan/berkas?apa=missed",
    "none behind": "/pemantauan/berkas?apa=risk&jalur=Kasi",
    "heat": "/pemantauan/diagram?warna=median",
    "charts": "/pemantauan/grafik?periode=2026-11",
    "nothing measured": "/pemantauan/grafik?periode=2020",
    "evaluation": "/pemantauan/evaluasi?semester=2026-S1",
    "forecast": "/pemantauan/perkiraan",
    "reports": "/pemantauan/laporan",
}
NAMED = set(
    re.findall(
        r"\]\(gambar/([a-z-]+\.png)\)", (GUIDE / "pengawas.md").read_text("utf-8")
    )
)


@pytest.fixture
def watched(story, office):
    """Bring cases to some steps, one of them late, and measure a year of others."""
    story.start("Pengukuran Kinerja September 2026")
    story.clock.advance(timedelta(minutes=75))
    story.at("Activity_Rapat", "Pengukuran Kinerja Oktober 2026")
    office.facts.tick(story.clock.now())
    measured(office, cases=40, until=story.clock.now())
    return story


@pytest.fixture
def picture(tmp_path):
    """Return what takes a picture of the guide."""
    is_wanted = os.environ.get("MUTUBAKU_TEST_PICTURES")
    return Pictures(GUIDE / "gambar" if is_wanted else tmp_path)


def test_a_red_number_leads_to_the_case_and_to_where_its_time_went(
    watched, window, picture
):
    page = window("sekretaris", "/pemantauan", viewport={"width": 1200, "height": 900})
    picture(page, "papan.png")

    page.locator(".tile dd").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tugas terlambat")
    page.get_by_role("link", name="Ke mana waktunya?").first.click()

    expect(
        page.get_by_role("heading", name="Yang paling memakan waktu")
    ).to_be_visible()
    expect(page.locator("svg.chart")).to_be_visible()
    page.goto("/berkas")
    page.get_by_role("link", name="Pengukuran Kinerja Oktober 2026").click()
    page.get_by_role("link", name="Ke mana waktunya?").click()
    expect(page.locator("svg.chart .waiting").first).to_be_visible()
    picture(page, "waktu-berkas.png")
    page.goto("/pemantauan")
    page.get_by_role("link", name="Diagram panas").click()
    expect(page.locator("svg.bpmn .chip").first).to_be_visible()
    picture(page, "diagram-panas.png")
    page.get_by_role("link", name="Grafik", exact=True).click()
    expect(page.locator("svg.chart")).to_have_count(5)
    picture(page, "grafik.png")
    page.get_by_role("link", name="Evaluasi SOP").click()
    expect(
        page.get_by_role("heading", name="waktu baku baru diusulkan")
    ).to_be_visible()
    picture(page, "evaluasi.png")

    assert picture.taken == NAMED


def test_what_an_officer_does_is_on_the_board_without_reloading(watched, window):
    page = window("camat")
    page.clock.install()
    page.goto("/pemantauan")
    board = page.locator("#papan")
    late = page.locator(".tile dd").nth(1)
    expect(late).to_have_text("1")

    watched.start("Pengukuran Kinerja susulan")
    watched.clock.advance(timedelta(minutes=30))
    page.clock.fast_forward(21_000)

    expect(late).to_have_text("2")
    expect(board).to_be_visible()


def test_a_judgement_is_kept_and_a_standard_prepared_in_the_editor(watched, window):
    page = window("sekretaris", "/pemantauan/evaluasi?semester=2026-S1")
    row = page.locator(".evaluation tbody tr").nth(2)

    row.get_by_label("Tidak", exact=False).first.check()
    row.get_by_role("textbox").first.fill("Menunggu surat dari seksi.")
    page.get_by_role("button", name="Simpan penilaian").click()
    expect(page.get_by_role("status").first).to_contain_text("disimpan")
    expect(row.get_by_role("textbox").first).to_have_value("Menunggu surat dari seksi.")

    page.get_by_role("button", name="Siapkan semua di penyunting").click()
    page.wait_for_url("**/sop/pengukuran-kinerja/sunting")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(1366, "dark", id="desk"), pytest.param(360, "light", id="phone")],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    watched, window, width, scheme
):
    late = "/pemantauan/berkas?apa=late"
    looks = {"viewport": {"width": width, "height": 760}, "color_scheme": scheme}
    page = window("sekretaris", late, **looks)
    why = page.get_by_role("link", name="Ke mana waktunya?").first
    found = {}
    for name, path in {**PAGES, "late": late, "why": why.get_attribute("href")}.items():
        page.goto(path)
        wrong = violations(page)
        extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wrong or extra > 0:
            found[name] = [*wrong, extra]

    assert found == {}
