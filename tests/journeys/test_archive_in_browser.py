"""The archive in a browser: found by its words, kept, and proposed for its end."""

from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import expect

from engine.domain.instances import InstanceState
from tests.journeys.conftest import violations


def filed(story, office):
    """A case that ended, filed, three years ago."""
    case = story.at("Activity_Arsip", "Pengukuran Kinerja Triwulan III").instance
    office.documents.make_pending(case)
    with office.database.write() as uow:
        found = uow.instances.lock(case)
        data = {
            **found.data,
            "arsip_klasifikasi": "000.8.6.3",
            "arsip_lokasi": "Lemari 2, rak 3",
            "retensi_aktif": 1,
            "retensi_inaktif": 1,
            "arsip_nasib": "musnah",
        }
        ended = office.clock.now() - timedelta(days=4 * 365)
        uow.instances.save(
            replace(found, data=data, state=InstanceState.COMPLETED, ended_at=ended)
        )
    return case


def test_a_document_is_found_placed_and_its_case_proposed(story, office, window):
    filed(story, office)
    page = window("camat", "/arsip", viewport={"width": 1366, "height": 900})

    page.get_by_role("searchbox").fill("faktor pendukung")
    page.get_by_role("searchbox").press("Enter")
    page.goto("/arsip?cari=notula")
    page.get_by_role("link", name="Notula Rapat").first.click()
    expect(page.get_by_text("Lemari 2, rak 3").first).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Tempat salinan kertas").fill("Lemari 4")
    page.get_by_role("button", name="Simpan tempat").click()
    expect(page.get_by_text("Tempat salinan kertas dicatat.")).to_be_visible()

    page.goto("/arsip/retensi")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Alasan").fill("Jadwal retensi arsip 2026")
    assert violations(page) == []
    page.get_by_role("button", name="Usulkan pemusnahan").click()
    expect(page.get_by_text("Anda yang mengusulkan")).to_be_visible()

    other = window(
        "sekretaris",
        "/arsip/retensi",
        viewport={"width": 360, "height": 740},
        color_scheme="dark",
    )
    expect(other.get_by_role("button", name="Musnahkan sekarang")).to_be_visible()
    assert violations(other) == []
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
