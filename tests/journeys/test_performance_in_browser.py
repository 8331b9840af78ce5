"""One plan, one year of figures, four officers: Kasi, Kasubag, Sekretaris, Camat.

`MUTUBAKU_TEST_PICTURES=1` writes the pictures of docs/panduan/kinerja.md.
"""

import os
import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from engine.domain.indicators import Realisation
from engine.domain.periods import periods_of
from engine.services.demo import values as demo_values
from engine.services.demo.plan import INDICATORS, YEARS
from engine.store.reporting import report
from engine.store.values import Provenance
from tests.journeys.conftest import violations
from tests.journeys.test_guide import GUIDE, Pictures
from tests.web.inbox.sop_office import MONDAY, ROOT

PAGE = (GUIDE / "kinerja.md").read_text("utf-8")
NAMED = set(re.findall(r"\]\(gambar/([a-z-]+\.png)\)", PAGE))
DESK = {"width": 1200, "height": 850}
IN_README = {"kinerja.png", "dokumen-kinerja.png"}


@pytest.fixture
def reported(office, story):
    """Report what the demo reached until now, but for one section's last quarter."""
    who = story.officer("kasubag.perencanaan").user
    with office.database.write() as uow:
        for period in (one for year in YEARS for one in periods_of(year)[1:]):
            if period.last >= MONDAY.date():
                continue
            last = datetime.combine(period.last, MONDAY.time(), MONDAY.tzinfo)
            source = Provenance(by=who, at=last)
            codes = [one.indicator.code for one in INDICATORS]
            if period.text == "2026-TW3":
                codes = [code for code in codes if code not in {"PRG-3", "KEG-4"}]
            figures = [
                Realisation(
                    indicator=code,
                    year=period.year,
                    period=period.key,
                    value=demo_values.value(code, period),
                )
                for code in codes
                if not (period.text >= "2026-07" and code in {"PRG-3", "KEG-4"})
            ]
            report(uow.connection, figures, source)


@pytest.fixture
def picture(tmp_path):
    """Return what takes a picture of the guide."""
    folder = GUIDE / "gambar" if os.environ.get("MUTUBAKU_TEST_PICTURES") else tmp_path
    return Pictures(folder)


def look(page, path=None):
    """Return what axe finds, and whether the page is wider than its window."""
    if path:
        page.goto(path)
    found = violations(page)
    extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{extra} px too wide"] if extra > 0 else found


def test_a_plan_is_revised_signed_and_measured(reported, window, picture, tmp_path):
    _the_kasi_finds_the_own_figures(window, picture)
    kasubag = window("kasubag.perencanaan", viewport=DESK)
    _the_kasubag_corrects_a_figure(kasubag, picture)
    _the_kasubag_revises_the_plan(kasubag)
    _the_camat_signs_it(window("camat", viewport=DESK), picture, tmp_path)
    table = _the_sekretaris_reads_all(window("sekretaris", viewport=DESK), picture)

    assert table == "kinerja-2026-TW3.csv"


def _the_kasi_finds_the_own_figures(window, picture):
    kasi = window("kasi.pelayanan", viewport=DESK)
    kasi.get_by_role("link", name="Kinerja").click()
    expect(kasi.get_by_role("heading", name="Laporan seksi")).to_be_visible()
    expect(kasi.locator(".achievement tbody tr")).to_have_count(3)
    assert look(kasi) == []
    kasi.get_by_role("link", name="Indeks Kepuasan Masyarakat").click()
    expect(kasi.get_by_role("img", name="Perjalanan")).to_be_visible()
    assert look(kasi) == []
    picture(kasi, "indikator.png")


def _the_kasubag_corrects_a_figure(kasubag, picture):
    kasubag.goto("/kinerja/realisasi?periode=2026-TW3")
    expect(kasubag.locator(".owing").get_by_text("Belum ada")).to_be_visible()
    assert look(kasubag) == []
    kasubag.get_by_label("Versi realisasi Indeks Kepuasan").click()
    kasubag.get_by_label("Nilai yang benar").fill("87,1")
    kasubag.get_by_label("Alasan").fill("Hasil survei akhir")
    kasubag.get_by_role("button", name="Simpan koreksi").click()
    expect(kasubag.get_by_text("versi 2 · Hasil survei akhir")).to_be_visible()
    assert look(kasubag) == []
    picture(kasubag, "koreksi.png")


def _the_kasubag_revises_the_plan(kasubag):
    kasubag.goto("/rencana/2026")
    kasubag.get_by_label("Alasan").fill("Perubahan APBD 2026")
    kasubag.get_by_role("button", name="Mulai revisi").click()
    kasubag.get_by_label("Ubah Indeks Kepuasan Masyarakat").click()
    assert look(kasubag) == []
    kasubag.get_by_label("Tahun 2026").fill("88")
    kasubag.get_by_label("TW 4").fill("88")
    kasubag.get_by_role("button", name="Simpan", exact=True).click()
    expect(kasubag.get_by_text("IKU-4 tersimpan.")).to_be_visible()
    assert look(kasubag) == []
    expect(kasubag.get_by_role("button", name="Tetapkan rencana")).to_have_count(0)


def _the_camat_signs_it(camat, picture, tmp_path):
    camat.goto("/rencana/2026")
    camat.get_by_role("button", name="Tetapkan rencana").click()
    expect(camat.get_by_text("Ditetapkan, revisi 2")).to_be_visible()
    expect(
        camat.locator(".revisions").get_by_text("Perubahan APBD 2026")
    ).to_be_visible()
    assert look(camat) == []
    picture(camat, "rencana.png")
    with camat.expect_download() as paper:
        camat.get_by_role("link", name="Perjanjian Kinerja").click()
    paper.value.save_as(tmp_path / "pk.pdf")
    assert (tmp_path / "pk.pdf").read_bytes().startswith(b"%PDF")


def _the_sekretaris_reads_all(sekretaris, picture):
    sekretaris.goto("/kinerja?periode=2026-TW3")
    expect(sekretaris.locator(".achievement tbody tr")).to_have_count(15)
    expect(sekretaris.get_by_text("Belum lengkap").first).to_be_visible()
    expect(sekretaris.get_by_role("row", name="Indeks Kepuasan")).to_contain_text(
        "87,1"
    )
    assert look(sekretaris) == []
    picture(sekretaris, "kinerja.png")
    with sekretaris.expect_download() as table:
        sekretaris.get_by_role("link", name="CSV").click()
    return table.value.suggested_filename


@pytest.mark.parametrize("width", [360, 1366])
def test_every_page_suits_phones_and_the_dark(reported, window, width):
    size = {"width": width, "height": 760}
    page = window("sekretaris", viewport=size, color_scheme="dark")

    found = {
        path: look(page, path)
        for path in (
            "/kinerja?periode=2026-TW3",
            "/kinerja/indikator/PRG-2?tahun=2026&per=bulan",
            "/kinerja/realisasi?periode=2026-TW3",
            "/rencana",
            "/rencana/2026",
        )
    }

    assert {path: told for path, told in found.items() if told} == {}


@pytest.mark.parametrize("name", sorted(NAMED | IN_README))
def test_every_picture_of_the_page_is_there(name):
    assert 5_000 < (GUIDE / "gambar" / name).stat().st_size <= 60_000


def test_the_readme_shows_the_page_and_the_document():
    readme = (ROOT / "README.md").read_text("utf-8")

    assert all(f"docs/panduan/gambar/{name}" in readme for name in IN_README)
