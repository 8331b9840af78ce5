"""The page about cycles in a real browser: a Sekretaris decides; axe looks on."""

import os
import re
from datetime import timedelta
from itertools import product

import pytest

from engine.domain.cycles import CycleRule, Missed
from engine.domain.identity import MACHINE
from engine.domain.values import ProcessKey
from tests.journeys.conftest import violations
from tests.journeys.test_guide import GUIDE, Pictures

SOP = ProcessKey("pengukuran-kinerja")


@pytest.fixture
def lived_in(office, clock):
    """Let two months pass: what was started, and what was missed."""
    office.cycles.tick(clock.now())
    clock.advance(timedelta(days=40))
    office.cycles.tick(clock.now())
    office.cycle_desk.rule(SOP, CycleRule(missed=Missed.SKIP), MACHINE)
    clock.advance(timedelta(days=35))
    office.cycles.tick(clock.now())


def test_the_sekretaris_starts_one_early_and_skips_another(window, lived_in):
    page = window("sekretaris")

    page.get_by_role("link", name="Siklus", exact=True).click()
    page.locator(".cycle-table .acts a", has_text="Mulai").first.click()
    page.get_by_role("button", name="Mulai sekarang").click()
    page.wait_for_url("**/berkas/*")
    page.goto("/siklus")
    page.locator(".cycle-table .acts a", has_text="Lewati").first.click()
    page.get_by_label("Mengapa dilewati?").fill("Digabung dengan triwulan")
    page.get_by_role("button", name="Lewati periode ini").click()
    page.wait_for_selector(".notice.is-success")

    shown = page.locator("main").inner_text()
    assert "Dimulai lebih awal" in shown
    assert "Digabung dengan triwulan" in shown
    assert "menunggu keputusan" in shown


def test_the_guide_shows_the_pages_as_they_are(window, lived_in, tmp_path):
    kept = os.environ.get("MUTUBAKU_TEST_PICTURES")
    picture = Pictures(GUIDE / "gambar" if kept else tmp_path)
    page = window("sekretaris", "/siklus", viewport={"width": 1200, "height": 800})

    picture(page, "siklus.png")
    page.goto(f"/sop/{SOP}/peringatan")
    picture(page, "peringatan.png")

    guide = (GUIDE / "siklus.md").read_text("utf-8")
    assert picture.taken == set(re.findall(r"\(gambar/([a-z-]+\.png)\)", guide))
    assert all((GUIDE / "gambar" / name).exists() for name in picture.taken)


def test_nobody_is_kept_out_of_the_pages_of_cycles(window, lived_in):
    page = window("sekretaris", "/siklus")
    skip = page.locator(".acts a[href$='/lewati']").first.get_attribute("href")
    found = {}
    for width, scheme in product((1366, 360), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in (
            "/siklus",
            skip,
            f"/siklus/{SOP}/aturan",
            f"/sop/{SOP}/peringatan",
        ):
            page.goto(path)
            found[path, width, scheme] = violations(page)
            room = page.evaluate("document.documentElement.scrollWidth")
            assert room <= width, path

    assert found == {look: [] for look in found}
