"""From paper to process: the seed's table is imported, confirmed and printed."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.domain.sop_table.test_seed import LANES, WHO
from tests.journeys.conftest import violations
from tests.web.inbox.sop_office import ROOT

SEED = Path("../shared/sop/seed.md")
GUIDE = ROOT / "docs/panduan/gambar"


def keep(page, name, tmp_path, *, full=False):
    """Take a picture of the guide; kept where MUTUBAKU_TEST_PICTURES says so."""
    folder = GUIDE if os.environ.get("MUTUBAKU_TEST_PICTURES") else tmp_path
    whole = page.screenshot(animations="disabled", full_page=full)
    with Image.open(io.BytesIO(whole)) as picture:
        few = picture.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE)
    few.save(folder / name, optimize=True)


def is_sound(page, looks=(("light", 1366), ("dark", 360))):
    """Look at a page in light and dark, wide and narrow."""
    for scheme, width in looks:
        # Colours that are still fading are no colours of the page.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (scheme, width)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (scheme, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1366, "height": 800})


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seeds_table_is_imported_confirmed_and_printed(window, tmp_path):
    page = window("sekretaris", "/sop")
    page.get_by_role("link", name="Impor tabel SOP").click()
    is_sound(page)
    page.get_by_label("Tempel tabel di sini").fill(SEED.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Baca tabel").click()
    expect(page.get_by_text("14 langkah terbaca")).to_be_visible()
    is_sound(page, [("light", 360), ("dark", 1366)])
    keep(page, "impor-periksa.png", tmp_path)

    page.get_by_role("button", name="Buat diagram").click()
    expect(page.get_by_text("hal yang harus dilengkapi")).to_be_visible()
    is_sound(page)
    page.get_by_label("Pelaksana 4", exact=True).fill("Kasubag Umum dan Kepegawaian")
    lanes = (*LANES, "Kasubag Umum dan Kepegawaian")
    for step, lane in enumerate(WHO, start=1):
        chosen = page.get_by_label(f"Pelaksana langkah {step}", exact=True)
        chosen.select_option(label=chosen.locator("option").nth(lane + 1).inner_text())
        assert lanes[lane][:6] in chosen.locator("option").nth(lane + 1).inner_text()
    page.get_by_label("Tebakan di atas sudah saya periksa").check()
    page.get_by_role("button", name="Buat diagram").click()
    page.wait_for_url("**/sunting")
    expect(page.get_by_text("Menganalisis data dan informasi").first).to_be_visible()
    keep(page, "impor-diagram.png", tmp_path)
    made = page.request.get(f"{page.url}/cetak")
    printed = [one.extract_text() for one in PdfReader(io.BytesIO(made.body())).pages]
    assert "Nomor SOP" in printed[0]
    assert "Pengarsipan" in printed[-1]


def test_a_version_is_printed_from_its_page(window, tmp_path):
    page = window("kasi.pemerintahan", "/sop/pengukuran-kinerja")
    print_it = page.get_by_role("link", name="Cetak SOP", exact=True)

    made = page.request.get(print_it.get_attribute("href"))

    pages = PdfReader(io.BytesIO(made.body())).pages
    assert len(pages) == 3
    assert "AFLIZEN" in pages[0].extract_text()
    assert "Memerintahkan" in pages[1].extract_text()
    assert "Pengarsipan" in pages[2].extract_text()


def test_a_thousand_cases_are_simulated_and_played_again(window, tmp_path):
    page = window("sekretaris", "/sop/pengukuran-kinerja")
    page.get_by_role("link", name="Simulasi").click()
    expect(page.get_by_text("1.000 berkas buatan")).to_be_visible()
    is_sound(page)
    keep(page, "simulasi.png", tmp_path)

    page.get_by_label("Berkas baru per hari kerja").fill("12")
    page.get_by_role("button", name="Jalankan lagi").click()

    expect(page.get_by_text("Hampir tidak punya waktu luang")).to_be_visible()
    expect(page.get_by_label("Berkas baru per hari kerja")).to_have_value("12")
    is_sound(page)
