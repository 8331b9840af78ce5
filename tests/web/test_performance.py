"""Kinerja, Rencana and Realisasi in a browser without scripts."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.adapters.spreadsheets import XlsxSpreadsheets
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.people.accounts import NewUser
from engine.services.performance.plan_sheets import sheets_of
from tests.web.conftest import PASSWORD
from tests.web.rights_plan import YEAR, planned

DRAFT = f"/rencana/{YEAR}"


@pytest.fixture
def plan(office):
    """Return the things of a plan: signed, being revised, with one figure."""
    for login, right in (("penyusun", Right.DRAFT), ("penyetuju", Right.APPROVE)):
        role = Role(key=RoleKey(login), name=login, rights=frozenset({right}))
        office.accounts.add_role(role, MACHINE)
    things = planned(
        office, *(_hired(office, one) for one in ("penyusun", "penyetuju"))
    )
    _hired(office, "kasi", "pelayanan")
    office.accounts.add_role(
        Role(key=RoleKey("trantib"), name="Trantib", section=True), MACHINE
    )
    _hired(office, "tetangga", "trantib")
    return things


def _hired(office, login, role=None):
    new = NewUser(
        login=login,
        name=f"{login.title()} (contoh)",
        roles=(RoleKey(role or login),),
        password=PASSWORD,
    )
    return office.accounts.actor(office.accounts.add_user(new, MACHINE).id)


def text(answer):
    return answer.get_data(as_text=True)


def version(office, login="penyusun"):
    with office.database.read() as uow:
        user = uow.people.user_by_login(login)
    actor = office.accounts.actor(user.id)
    return office.plans.view(YEAR, actor).revision.version


def test_a_section_finds_its_figures_with_words_and_not_by_colour_alone(
    signed_in, plan
):
    page = text(signed_in("kasi").get("/kinerja?periode=2024-TW2"))

    # 82 against the year's 85.
    assert "96,47" in page
    assert "Sangat Tinggi" in page
    assert "Indeks kepuasan" in page


def test_other_sections_and_strangers_find_nothing(signed_in, plan):
    neighbour = signed_in("tetangga")

    assert "Indeks kepuasan" not in text(neighbour.get("/kinerja?periode=2024-TW2"))
    assert neighbour.get("/kinerja/indikator/IKU-1?tahun=2024").status_code == 404
    assert signed_in("tamu").get("/kinerja?periode=2024-TW2").status_code == 404
    assert "Belum ada rencana" in text(signed_in("tamu").get("/kinerja")) or (
        "Tidak ada kinerja" in text(signed_in("tamu").get("/kinerja"))
    )


@pytest.mark.parametrize("year", ["0", "99999", "9" * 30])
def test_a_year_that_is_none_is_not_there(signed_in, plan, year):
    browser = signed_in("penyusun")

    for path in (
        f"/rencana/{year}",
        f"/rencana/{year}/unduh.xlsx",
        f"/rencana/{year}/cabang/baru",
        f"/kinerja/lkjip/{year}.docx",
    ):
        assert browser.get(path).status_code == 404
    # What is no number at all is this year.
    answer = browser.get(f"/kinerja/indikator/IKU-1?tahun={year}")
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("path", ["?periode=2024-TW9", "?periode=abc", "/unduh/exe"])
def test_what_names_nothing_is_not_there(signed_in, plan, path):
    assert signed_in("kasi").get(f"/kinerja{path}").status_code == 404


def test_the_table_comes_as_csv_and_xlsx(signed_in, plan):
    browser = signed_in("kasi")

    table = browser.get("/kinerja/unduh/csv?periode=2024-TW2")
    book = browser.get("/kinerja/unduh/xlsx?periode=2024-TW2")

    rows = table.data.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("IKU-1,iku,Pelayanan meningkat,Indeks kepuasan,Indeks,")
    assert ",85,82,96.47,Sangat Tinggi,dihitung," in rows[1]
    cells = XlsxSpreadsheets().read(book.data)["Kinerja"]
    assert cells[2][6:9] == [85, 82, 96.47]


def test_an_indicator_shows_its_course_and_who_reported_it(signed_in, plan):
    page = text(signed_in("kasi").get("/kinerja/indikator/IKU-1?tahun=2024"))

    assert 'class="reached"' in page
    assert "Triwulan 2 2024: realisasi 82, target 85" in page
    assert "Penyusun (contoh)" in page


def test_a_figure_is_corrected_with_a_reason_and_keeps_its_history(signed_in, plan):
    browser, path = signed_in("penyusun"), "/kinerja/realisasi/IKU-1/2024-TW2"
    browser.get(path)

    silent = browser.post(path, {"value": "83,5", "reason": " "})
    kept = browser.post(path, {"value": "83,5", "reason": "<b>Salah ketik</b>"})

    page = text(browser.get(path))
    assert (silent.status_code, kept.status_code) == (422, 303)
    assert 'value="83,5"' in text(silent)
    assert page.index("83,5") < page.index(">82<")
    assert "&lt;b&gt;Salah ketik&lt;/b&gt;" in page


def test_a_section_may_look_at_versions_and_not_correct_them(signed_in, plan):
    browser, path = signed_in("kasi"), "/kinerja/realisasi/IKU-1/2024-TW2"

    page = text(browser.get(path))
    refused = browser.post(path, {"value": "99", "reason": "ingin"})

    assert "Koreksi realisasi" not in page
    assert refused.status_code == 403


def test_a_row_of_a_draft_is_changed_in_its_form(signed_in, plan, office):
    browser = signed_in("penyusun")
    page = text(browser.get(f"{DRAFT}/indikator/IKU-1"))
    sent = {
        "code": "IKU-1",
        "level": "iku",
        "branch": "S1",
        "unit": "Indeks",
        "name": "Indeks kepuasan",
        "section": "pelayanan",
        "direction": "naik",
        "formula": "complement",
        "aggregation": "last",
        "target_0": "86,5",
        "version": version(office),
    }

    wrong = browser.post(f"{DRAFT}/indikator/IKU-1", {**sent, "target_1": "banyak"})
    answer = browser.post(f"{DRAFT}/indikator/IKU-1", sent)

    assert 'name="target_0" type="text" value="85"' in page
    assert wrong.status_code == 422
    assert 'value="banyak"' in text(wrong)
    assert answer.status_code == 303
    assert "86,5" in text(browser.get(DRAFT))


def test_a_draft_that_changed_meanwhile_is_told_and_nothing_typed_is_lost(
    signed_in, plan, office
):
    browser = signed_in("penyusun")
    browser.get(f"{DRAFT}/cabang/S1")
    sent = {"code": "S1", "kind": "sasaran", "name": "Nama baru", "above": "T1"}

    answer = browser.post(f"{DRAFT}/cabang/S1", {**sent, "version": 0})

    assert answer.status_code == 409
    assert "Nama baru" in text(answer)
    assert f'name="version" value="{version(office)}"' in text(answer)


def test_a_spreadsheet_with_wrong_lines_is_told_line_by_line(signed_in, plan, office):
    browser = signed_in("penyusun")
    exported = browser.get(f"{DRAFT}/unduh.xlsx").data
    with office.database.read() as uow:
        user = uow.people.user_by_login("penyusun")
    actor = office.accounts.actor(user.id)
    sheets = sheets_of(office.plans.view(YEAR, actor).revision.plan)
    rows: list[Any] = [list(row) for row in sheets[1].rows]
    rows[0][5] = "kasi_angkasa"
    sheets[1] = replace(sheets[1], rows=rows)
    wrong = XlsxSpreadsheets().write(sheets)
    browser.get(DRAFT)

    def send(content):
        file = (io.BytesIO(content), "rencana.xlsx")
        return browser.post(
            f"{DRAFT}/impor", {"file": file, "version": version(office)}
        )

    refused, nothing, taken = send(wrong), send(b"bukan lembar kerja"), send(exported)

    assert refused.status_code == nothing.status_code == 422
    assert "Indikator 2 · Seksi" in text(refused)
    assert "bukan lembar kerja XLSX" in text(nothing)
    assert taken.status_code == 303


def test_a_revision_is_signed_by_another_and_its_history_shown(
    signed_in, plan, office, clock
):
    browser = signed_in("penyusun")
    browser.get(f"{DRAFT}/cabang/T1")
    sent = {"code": "T1", "kind": "tujuan", "name": "Tata kelola prima", "above": ""}
    browser.post(f"{DRAFT}/cabang/T1", {**sent, "version": version(office)})
    own = browser.post(f"{DRAFT}/tetapkan", {"version": version(office)})
    clock.advance(timedelta(minutes=1))
    camat = signed_in("penyetuju")
    camat.get(DRAFT)

    answer = camat.post(f"{DRAFT}/tetapkan", {"version": version(office)})

    page = text(browser.get(DRAFT))
    assert (own.status_code, answer.status_code) == (403, 303)
    assert "Ditetapkan, revisi 2" in page
    assert "<del>Tata kelola yang baik</del>" in page
    assert "Perubahan" in page


def test_a_new_year_begins_as_a_copy(signed_in, plan):
    browser = signed_in("penyusun")
    browser.get("/rencana")

    twice = browser.post("/rencana", {"year": str(YEAR), "copy": ""})
    begun = browser.post("/rencana", {"year": str(YEAR + 1), "copy": str(YEAR)})

    page = text(browser.get(f"/rencana/{YEAR + 1}"))
    assert (twice.status_code, begun.status_code) == (409, 303)
    assert "Rancangan revisi 1" in page
    assert "Indeks kepuasan" in page
