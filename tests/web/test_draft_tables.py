"""Decision tables of a draft in a browser: rows and columns, mistakes, DMN files."""

import io
import re
from html import unescape

import pytest

from engine.domain.identity import MACHINE
from engine.domain.values import ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from tests.services.ruled import JALUR, RULED
from tests.web.case_stories import KEY
from tests.web.test_draft_files import EMPTY, kept, revision
from tests.web.test_versions import followed, office_file, page, story

__all__ = ["office_file", "story"]
PATH = f"/sop/{KEY}/keputusan/jalur"


@pytest.fixture
def author(signed_in, story):
    """Somebody who drafts, with a draft that has a small table."""
    drafter = story.actor("penyusun")
    draft = story.office.sop_drafts.open(drafter, ProcessKey(KEY)).draft
    story.office.draft_tables.add(ProcessKey(KEY), "jalur", draft.revision, drafter)
    return signed_in("penyusun")


def fields(shown):
    """Return what a browser would send of the page's form."""
    form = shown[shown.index('class="grid-form"') :]
    inputs = re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form)
    (policy,) = re.findall(r'<option value="([^"]+)" selected', form)
    return {name: unescape(value) for name, value in inputs} | {"pilih": policy}


def pressed(browser, action, **typed):
    """Press a button of the editor and return the page it shows."""
    sent = fields(page(browser, PATH)) | typed | {"aksi": action}
    return browser.post(PATH, sent).get_data(as_text=True)


WHOLE = {
    "nama": "Pilih jalur",
    "masukan-0-judul": "Nilai",
    "masukan-0-ungkapan": "nilai",
    "hasil-0-nama": "jalur",
    "uji-0-0": "< 5",
    "isi-0-0": '"cepat"',
}


def test_a_new_table_is_added_beside_forms_and_letters(author):
    shown = page(author, f"/sop/{KEY}/formulir")
    sent = {"jenis": "table", "nama": "biaya", "revisi": revision(shown)}

    told = followed(author, author.post(f"/sop/{KEY}/formulir/baru", sent))

    assert "Tabel keputusan Biaya" in told
    assert f'href="/sop/{KEY}/keputusan/biaya"' in page(author, f"/sop/{KEY}/formulir")


def test_a_table_is_kept_and_read_again(author, story):
    sent = fields(page(author, PATH)) | WHOLE | {"aksi": "simpan", "pilih": "unique"}

    told = followed(author, author.post(PATH, sent))

    assert "Tersimpan di draf" in told
    assert 'value="&lt; 5"' in told
    found = story.office.draft_tables.table(
        ProcessKey(KEY), "jalur", story.actor("penyusun")
    )
    assert found.mistakes == ()
    assert (found.table.name, found.table.hit) == ("Pilih jalur", "unique")


def test_rows_are_added_moved_and_removed_without_being_kept(author, story):
    two = pressed(author, "baris-tambah", **WHOLE)
    sent = fields(two) | {"uji-1-0": "[5..9]", "isi-1-0": '"biasa"'}

    turned = author.post(PATH, sent | {"aksi": "baris-naik-1"}).get_data(as_text=True)
    less = author.post(PATH, fields(turned) | {"aksi": "baris-hapus-1"})

    assert fields(turned)["uji-0-0"] == "[5..9]"
    assert fields(turned)["uji-1-0"] == "< 5"
    assert fields(less.get_data(as_text=True))["baris"] == "1"
    assert "belum disimpan" in turned
    kept_table = story.office.draft_tables.table(
        ProcessKey(KEY), "jalur", story.actor("penyusun")
    ).table
    assert kept_table.rules[0].outputs == ("",)


def test_a_column_takes_its_cells_along(author):
    wider = pressed(author, "masukan-tambah", **WHOLE)
    sent = fields(wider) | {"masukan-1-ungkapan": "jenis", "uji-0-1": '"a"'}

    turned = author.post(PATH, sent | {"aksi": "masukan-naik-1"}).get_data(as_text=True)

    found = fields(turned)
    assert (found["masukan-0-ungkapan"], found["uji-0-0"]) == ("jenis", '"a"')
    assert (found["masukan-1-ungkapan"], found["uji-0-1"]) == ("nilai", "< 5")


def test_a_button_goes_on_at_the_field_that_it_made(author):
    shown = pressed(author, "baris-tambah", **WHOLE)

    (focused,) = re.findall(r'<input[^>]*id="([^"]+)"[^>]* autofocus', shown)

    assert focused == "uji-1-0"


def test_every_mistake_stands_at_its_cell_and_the_table_is_kept_all_the_same(author):
    broken = WHOLE | {"uji-0-0": "nilai > 5", "isi-0-0": "__import__('os')"}
    sent = fields(page(author, PATH)) | broken | {"aksi": "simpan"}

    told = followed(author, author.post(PATH, sent))

    assert "2 kesalahan" in told
    for cell in ("uji-0-0", "isi-0-0"):
        assert f'aria-describedby="{cell}-salah"' in told
        assert f'id="{cell}-salah"' in told
    assert "tanpa nama kolomnya" in told


def test_what_is_typed_is_shown_as_text(author):
    shown = pressed(author, "baris-tambah", nama='<b>"x"</b>')

    assert "<b>" not in shown.split('class="grid-form"')[1]


def test_two_who_edit_one_table_are_told_of_each_other(author, signed_in):
    seen = fields(page(author, PATH)) | WHOLE | {"aksi": "simpan"}
    kept(signed_in("kasubag"), f"/sop/{KEY}/formulir/surat", EMPTY)

    answer = author.post(PATH, seen)

    assert answer.status_code == 409
    shown = answer.get_data(as_text=True)
    assert "Kasubag (contoh) menyimpan draf ini" in shown
    assert fields(shown)["uji-0-0"] == "< 5"


STRANGE: tuple[dict[str, str], ...] = (
    {"aksi": "baris-naik-99"},
    {"aksi": "baris-hapus-99999999999"},
    {"aksi": "kolom-x-1"},
    {"aksi": "masukan-hapus-0", "masukan": "999999", "baris": "-1"},
    {"aksi": "simpan", "pilih": "any", "revisi": "x"},
    {},
)


def test_strange_words_change_nothing_and_break_nothing(author):
    before = fields(page(author, PATH))

    answers = [author.post(PATH, sent).status_code for sent in STRANGE]

    assert set(answers) <= {200, 409}
    assert fields(page(author, PATH)) == before


def test_a_dmn_file_comes_into_the_draft_and_goes_out_again(author):
    shown = page(author, f"/sop/{KEY}/formulir")
    sent = {
        "berkas": (io.BytesIO(JALUR), "jalur.dmn"),
        "revisi": revision(shown),
    }

    told = followed(author, author.post(f"/sop/{KEY}/keputusan-unggah", sent))
    file = author.get(f"/sop/{KEY}/keputusan/pilih-jalur/berkas.dmn")

    assert "Tabel keputusan Pilih jalur" in told
    assert b'hitPolicy="FIRST"' in file.data
    assert "pilih-jalur.dmn" in file.headers["Content-Disposition"]


def test_a_file_that_is_none_is_refused_with_its_reason(author):
    shown = page(author, f"/sop/{KEY}/formulir")
    hostile = b'<!DOCTYPE d [<!ENTITY a "b">]>' + JALUR
    sent = {"berkas": (io.BytesIO(hostile), "x.dmn"), "revisi": revision(shown)}

    told = followed(author, author.post(f"/sop/{KEY}/keputusan-unggah", sent))

    assert "DOCTYPE" in told


def test_an_unknown_table_is_not_there(author):
    assert author.get(f"/sop/{KEY}/keputusan/lain").status_code == 404


def test_every_officer_reads_the_tables_of_a_version_in_force(signed_in, story):
    files = [
        SourceFile(name="a.bpmn", content=RULED),
        SourceFile(name="a.dmn", content=JALUR),
    ]
    story.office.deployment.deploy(DeployOrder(files=files), MACHINE)

    shown = page(signed_in("staf"), "/sop/berjalur")

    assert "Tabel keputusan Pilih jalur" in shown
    assert "FIRST: baris pertama yang cocok" in shown
    assert 'data-label="Nilai">&lt; 5<' in shown
