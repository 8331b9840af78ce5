"""Impor tabel SOP: read, asked back, drawn; only for who may draft."""

import html
import io
import re

import pytest
from pypdf import PdfReader

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import ProcessKey, RoleKey
from engine.services.people.accounts import NewUser
from tests.web.conftest import PASSWORD

TABLE = (
    "No\tUraian\tPetugas\tKasi\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
    "1\tMenerima <i>surat</i>\tv\t\tSurat\t5 menit\tAgenda\t\n"
    "2\tMemeriksa\t\tv\tAgenda\t1 jam\tParaf\tdikembalikan ke Petugas\n"
    "3\tMencatat\t\t\tAgenda\tsebentar\tBuku\t\n"
)
FILLED = {
    "nama": "Surat Masuk",
    "lajur_0": "Petugas Loket",
    "lajur_1": "Kasi",
    "pelaksana_0": "0",
    "pelaksana_1": "1",
    "pelaksana_2": "0",
    "waktu_0": "5 menit",
    "waktu_1": "1/2 jam",
    "waktu_2": "",
    "kembali_1": "0",
    "diperiksa": "1",
}


@pytest.fixture
def drafter(office, signed_in):
    """Return the browser of somebody who may draft."""
    role = Role(
        key=RoleKey("penyusun"), name="Penyusun", rights=frozenset({Right.DRAFT})
    )
    office.accounts.add_role(role, MACHINE)
    new = NewUser(login="susi", name="Susi", roles=(role.key,), password=PASSWORD)
    office.accounts.add_user(new, MACHINE)
    browser = signed_in("susi")
    browser.get("/sop/impor")
    return browser


def read(browser, text=TABLE):
    return browser.post("/sop/impor", {"teks": text})


def carried(page):
    found = re.search(r'name="tabel" value="([^"]*)"', page.get_data(as_text=True))
    assert found
    return html.unescape(found[1])


def test_a_pasted_table_shows_what_was_guessed_and_what_is_asked(drafter):
    page = read(drafter)

    shown = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "3 langkah terbaca" in shown
    assert "Langkah 2: Pengembalian ditebak dari «dikembalikan ke Petugas»." in shown
    assert "Langkah 3: Siapa yang mengerjakan?" in shown
    assert "Langkah 3: Waktu tidak dapat dibaca." in shown
    assert 'value="1 jam"' in shown


def test_a_confirmed_table_opens_in_the_editor_as_a_draft(drafter, office):
    page = read(drafter)

    made = drafter.post("/sop/impor/buat", {**FILLED, "tabel": carried(page)})

    assert (made.status_code, made.location) == (303, "/sop/surat-masuk/sunting")
    with office.database.read() as uow:
        draft = uow.sop_drafts.get(ProcessKey("surat-masuk"))
        files = uow.sop_drafts.revision(draft.key, draft.revision).files
    (process,) = office.reader.read(files.diagram, "x.bpmn").processes
    steps = [node for node in process.nodes if node.kind == "userTask"]
    assert [node.name for node in steps] == ["Menerima surat", "Memeriksa", "Mencatat"]
    assert [lane.name for lane in process.lanes] == ["Petugas Loket", "Kasi"]
    times = [node.timer.duration for node in process.nodes if node.timer]
    assert times == ["PT5M", "PT30M"]
    assert drafter.get(made.location).status_code == 200
    printed = drafter.get("/sop/surat-masuk/sunting/cetak")
    pages = PdfReader(io.BytesIO(printed.get_data())).pages
    assert "DRAF, belum berlaku" in pages[1].extract_text()
    assert "Memeriksa" in pages[1].extract_text()


def test_what_is_missing_is_named_and_nothing_typed_is_lost(drafter):
    page = read(drafter)
    some = {**FILLED, "tabel": carried(page), "pelaksana_2": "", "waktu_1": "lama"}
    del some["diperiksa"]

    answer = drafter.post("/sop/impor/buat", some)

    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert '<a href="#pelaksana_2">Langkah 3: Pilih pelaksananya.</a>' in shown
    assert '<a href="#waktu_1">Langkah 2: Waktu tidak dapat dibaca.' in shown
    assert "Centang bila tebakan sudah diperiksa." in shown
    assert 'value="Petugas Loket"' in shown


def test_a_file_that_cannot_be_read_ends_in_one_sentence(drafter):
    file = (io.BytesIO(b"%PDF-1.7"), "sop.pdf")

    answer = drafter.post("/sop/impor", {"berkas": file})

    assert answer.status_code == 422
    assert "PDF tidak menyimpan tabel." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "cells", ["", "{}", "[1]", '[["a", 1]]', "[" * 50_000, '[["No","Uraian"]]']
)
def test_cells_that_the_page_did_not_send_are_refused(drafter, cells):
    answer = drafter.post("/sop/impor/buat", {**FILLED, "tabel": cells})

    assert answer.status_code == 400


def test_who_may_not_draft_is_refused_before_anything_is_read(signed_in):
    browser = signed_in("staf")

    assert browser.get("/sop/impor").status_code == 403
    assert read(browser).status_code == 403
