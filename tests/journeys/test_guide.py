"""The pictures of the officers' guide, made from the running product.

`MUTUBAKU_TEST_PICTURES=1` writes them into docs/panduan/gambar; without it they are
only made, and the guide must name no picture that is not.
"""

import io
import os
import re
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.web.inbox.sop_office import ROOT

GUIDE = ROOT / "docs/panduan"
NAMED = set(
    re.findall(r"\]\(gambar/([a-z-]+\.png)\)", (GUIDE / "README.md").read_text("utf-8"))
)


class Pictures:
    """Takes pictures and remembers their names."""

    def __init__(self, folder):
        self.folder = folder
        self.taken = set()

    def __call__(self, page, name):
        whole = page.screenshot(animations="disabled")
        # 128 colours, the rare ones kept, are enough for a page.
        with Image.open(io.BytesIO(whole)) as picture:
            few = picture.convert("RGB").quantize(
                128, method=Image.Quantize.MAXCOVERAGE
            )
        few.save(self.folder / name, optimize=True)
        self.taken.add(name)


@pytest.fixture
def picture(tmp_path):
    """Return what takes a picture of the guide and remembers that it was taken."""
    folder = tmp_path
    if os.environ.get("MUTUBAKU_TEST_PICTURES"):
        folder = GUIDE / "gambar"
    return Pictures(folder)


def test_the_guide_shows_the_product_as_it_runs(story, window, picture):
    story.at("Activity_Format", "Pengukuran Kinerja Triwulan II Tahun 2026")
    story.clock.advance(timedelta(minutes=50))
    story.at("Activity_Himpun", "Pengukuran Kinerja Triwulan III Tahun 2026")
    task = story.at("Activity_Rapat", "Pengukuran Kinerja Oktober 2026")
    page = window("sekretaris", viewport={"width": 1200, "height": 800})

    picture(page, "kotak-masuk.png")
    page.set_viewport_size({"width": 360, "height": 740})
    picture(page, "kotak-masuk-ponsel.png")
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(f"/tugas/{task.id}")
    page.locator(".page-actions .btn-primary").click()
    expect(page.locator("#isian [name=_key]")).to_be_attached()
    picture(page, "tugas.png")
    page.locator(".way-back summary").click()
    page.locator(".way-back textarea").fill("Realisasi dua nagari belum lengkap.")
    picture(page.locator(".ways"), "kembalikan.png")
    page.locator("#f-notulen_tempat").fill("")
    page.locator(".ways-forward .btn-primary").click()
    expect(page.locator("#salah")).to_be_visible()
    picture(page, "salah.png")

    assert picture.taken == NAMED


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_picture_of_the_guide_is_there(name):
    assert 5_000 < (GUIDE / "gambar" / name).stat().st_size <= 60_000
