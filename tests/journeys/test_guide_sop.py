"""The pictures of the guide for those who draw SOPs, made from the running product.

`MUTUBAKU_TEST_PICTURES=1` writes them into docs/panduan/gambar; without it they are
only made, and the guide must name no picture that is not.
"""

import io
import os
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.drawing import Canvas
from tests.web.inbox.sop_office import ROOT

GUIDE = ROOT / "docs/panduan"
TEXT = (GUIDE / "penyusun-sop.md").read_text("utf-8")
NAMED = set(re.findall(r"\]\(gambar/([a-z-]+\.png)\)", TEXT))


def picture(page, folder, name):
    """Take a picture and return its name; 128 colours are enough for a page."""
    with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as whole:
        few = whole.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE)
    few.save(folder / name, optimize=True)
    return name


def test_the_guide_for_drafters_shows_the_product_as_it_runs(window, tmp_path):
    shown = os.environ.get("MUTUBAKU_TEST_PICTURES")
    folder = GUIDE / "gambar" if shown else tmp_path
    page = window("sekretaris", viewport={"width": 1200, "height": 800})

    page.goto("/sop/pengukuran-kinerja/sunting")
    page.get_by_role("button", name="Buat draf dari versi 1").click()
    canvas = Canvas(page)
    canvas.select("Activity_Format")
    taken = {picture(page, folder, "sop-sunting.png")}
    page.locator('.djs-context-pad [data-action="append.gateway"]').click()
    page.keyboard.press("Escape")
    finding = canvas.finding("sekaligus")
    finding.get_by_role("button", name="Perbaiki…").click()
    expect(finding.locator(".proposal")).to_be_visible()
    taken.add(picture(page, folder, "sop-temuan.png"))
    page.get_by_role("button", name="Urungkan").click()
    canvas.saved()
    page.get_by_role("link", name="Coba", exact=True).click()
    page.get_by_role("button", name="Mulai mencoba").click()
    page.locator(".trial-as").scroll_into_view_if_needed()
    taken.add(picture(page, folder, "sop-coba.png"))

    assert taken == NAMED


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_picture_of_the_guide_for_drafters_is_there(name):
    assert 5_000 < (GUIDE / "gambar" / name).stat().st_size <= 90_000
