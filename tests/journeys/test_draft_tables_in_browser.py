"""A decision table is drawn up in the draft, chosen in the diagram, and tried."""

import re

import pytest
from playwright.sync_api import expect

from engine.domain.identity import MACHINE
from engine.domain.values import ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from tests.journeys.conftest import violations
from tests.journeys.drawing import Canvas
from tests.journeys.test_guide import picture
from tests.services.ruled import JALUR, RULED

__all__ = ["picture"]
KEY = ProcessKey("pengukuran-kinerja")
PHONE = {"viewport": {"width": 360, "height": 760}, "color_scheme": "dark"}
TABLE = f"/sop/{KEY}/keputusan/jalur"


@pytest.fixture
def drafter(office, story):
    """Who drafts, with a draft that has a small table."""
    actor = story.officer("kasubag.perencanaan")
    draft = office.sop_drafts.open(actor, KEY).draft
    office.draft_tables.add(KEY, "jalur", draft.revision, actor)
    return actor


def test_a_table_is_drawn_up_by_keyboard_and_told_of_its_mistakes(
    window, office, drafter, picture
):
    page = window("kasubag.perencanaan", TABLE)
    page.get_by_label("Yang diuji").fill("nilai")
    page.get_by_label("Nama hasil").fill("jalur")
    page.get_by_label("Baris 1, Kolom 1").fill("nilai > 5")
    page.get_by_label("Baris 1, hasil").fill('"cepat"')
    page.get_by_role("button", name="Tambah baris").press("Enter")

    expect(page.get_by_label("Baris 2, nilai")).to_be_focused()
    wrong = page.get_by_label("Baris 1, nilai")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile("tanpa nama kolomnya"))
    assert violations(page) == []

    wrong.fill("< 5")
    page.get_by_label("Baris 2, jalur").fill('"biasa"')
    page.get_by_label("Baris 2, jalur").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Tersimpan")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 1200, "height": 1460})
    picture(page, "tabel-keputusan.png")
    found = office.draft_tables.table(KEY, "jalur", drafter)
    assert [rule.inputs for rule in found.table.rules] == [("< 5",), ("-",)]
    assert found.mistakes == ()


def test_a_table_fits_a_phone_at_night(window, drafter):
    page = window("kasubag.perencanaan", TABLE, **PHONE)

    page.get_by_role("button", name="Tambah masukan").click()

    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 360
    assert violations(page) == []


def test_a_business_rule_task_is_given_its_table_in_the_panel(window, office, drafter):
    key = office.drawing.take_in(drafter, "Berjalur", RULED, "berjalur").key
    for name in ("jalur-baru", "pilih-jalur"):
        revision = office.sop_drafts.current(drafter, key).draft.revision
        office.draft_tables.add(key, name, revision, drafter)
    page = window("kasubag.perencanaan", f"/sop/{key}/sunting")
    canvas = Canvas(page)

    canvas.select("rule")
    expect(page.get_by_label("Tabel keputusan", exact=True)).to_have_value(
        "pilih-jalur"
    )
    page.get_by_label("Tabel keputusan", exact=True).select_option("jalur-baru")
    page.get_by_label("Simpan jawaban sebagai").fill("hasil")
    page.get_by_label("Simpan jawaban sebagai").press("Tab")
    canvas.saved()

    assert violations(page) == []
    drawn = office.sop_drafts.current(drafter, key).files.diagram
    assert b'mutubaku:decision="jalur-baru" mutubaku:result="hasil"' in drawn


def test_a_version_shows_its_tables_to_everybody(window, office):
    files = [
        SourceFile(name="a.bpmn", content=RULED),
        SourceFile(name="a.dmn", content=JALUR),
    ]
    office.deployment.deploy(DeployOrder(files=files), MACHINE)

    page = window("kasubag.perencanaan", "/sop/berjalur", **PHONE)

    expect(page.get_by_role("heading", name="Tabel keputusan")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
