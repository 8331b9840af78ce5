"""A draft is tried on a page: as each officer, with forms, times and documents."""

import io
import re

import pytest

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.sop_drafts import SopFiles
from engine.domain.values import RoleKey
from engine.services.people.accounts import NewUser
from tests.services.diagrams import END, START, flow, process, standard, task
from tests.web.conftest import PASSWORD, Browser

PAGE = "/sop/periksa/coba"
FORM = """{"type": "default", "id": "isi", "schemaVersion": 18, "components": [
 {"type": "textfield", "key": "nama", "label": "Nama", "validate": {"required": true}},
 {"type": "filepicker", "key": "surat", "label": "Surat"},
 {"type": "dynamiclist", "key": "baris", "label": "Baris", "path": "baris",
  "components": [{"type": "textfield", "key": "isi", "label": "Isi"}]}]}"""


def drawn():
    gateway = '<exclusiveGateway id="G" name="Benar?"/>'
    ways = flow("G", "selesai", name="Ya") + flow("G", "A", name="Tidak")
    body = START + task("A", attributes='mutubaku:form="isi"')
    body += standard("A", "PT30M") + gateway + END
    body += flow("mulai", "A") + flow("A", "G") + ways
    return process("periksa", body, lanes={"staf": ["mulai", "A", "G", "selesai"]})


@pytest.fixture
def rita(office, app):
    """Somebody who may draft, with a draft, at a browser."""
    role = Role(key=RoleKey("perencana"), name="P", rights=frozenset({Right.DRAFT}))
    office.accounts.add_role(role, MACHINE)
    new = NewUser(login="rita", name="Rita", roles=(role.key,), password=PASSWORD)
    user = office.accounts.add_user(new, MACHINE)
    actor = office.accounts.actor(user.id)
    files = SopFiles(diagram=drawn(), forms={"isi": FORM})
    office.sop_drafts.create(actor, "periksa", "", files)
    browser = Browser(app)
    browser.sign_in("rita")
    browser.get(PAGE)
    return browser


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def play(browser, **sent):
    page = text_of(browser.get(PAGE))
    found = re.search(r'name="tugas" value="(\w+)"', page)
    return browser.post(
        f"{PAGE}/langkah", {"tugas": found[1] if found else "x", **sent}
    )


def test_a_trial_begins_with_the_officer_of_the_first_step(rita):
    offered = text_of(rita.get(PAGE))
    rita.post(PAGE)

    page = text_of(rita.get(PAGE))

    assert "Mulai mencoba" in offered
    assert "Staf (contoh)" in page
    assert 'value="30"' in page, "the standard is how long a step usually takes"
    assert "<svg" in page


def test_a_step_with_its_form_takes_as_long_as_was_chosen(rita):
    rita.post(PAGE)
    play(rita, _decision="f_G_selesai", _lama="45", **{"f.nama": "Budi"})

    page = text_of(rita.get(PAGE))

    assert "Percobaan selesai" in page
    assert "45 m" in page
    assert "Lewat" in page


def test_a_form_that_is_not_filled_in_comes_back_with_what_was_typed(rita):
    rita.post(PAGE)

    answer = play(rita, _decision="f_G_selesai", _lama="7", **{"f.baris.0.isi": "Satu"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "is-wrong" in page
    assert 'value="Satu"' in page
    assert 'value="7"' in page


def test_a_return_needs_its_reason_and_plays_the_step_again(rita):
    rita.post(PAGE)
    filled = {"_decision": "f_G_A", "f.nama": "Budi"}

    without = play(rita, **filled)
    play(rita, **filled, **{"_reason.f_G_A": "Belum lengkap"})

    assert without.status_code == 422
    assert "Tulis alasan" in text_of(without)
    assert "putaran 2" in text_of(rita.get(PAGE))


def test_rows_and_files_are_added_and_taken_back(rita):
    rita.post(PAGE)

    row = play(rita, _row_add="baris", **{"f.nama": "Budi"})
    file = play(
        rita, _save="f-surat", **{"_file.surat": (io.BytesIO(b"%PDF-1.4 x"), "a.pdf")}
    )
    kept = re.search(r'href="(/sop/periksa/coba/dokumen/\w+)"', text_of(file))

    assert 'name="f.baris.0.isi"' in text_of(row)
    assert 'value="Budi"' in text_of(row)
    assert kept
    assert rita.get(kept[1]).data.startswith(b"%PDF")


@pytest.mark.parametrize("count", ["-1", "1,5", "x", "9" * 9])
def test_how_long_a_step_takes_must_be_a_number(rita, count):
    rita.post(PAGE)

    play(rita, _decision="f_G_selesai", _lama=count, **{"f.nama": "Budi"})

    page = text_of(rita.get(PAGE))
    assert "tidak diselesaikan" in page
    assert "Percobaan selesai" not in page


def test_a_trial_of_an_older_drawing_says_so(office, rita):
    rita.post(PAGE)
    with office.database.read() as uow:
        user = uow.people.user_by_login("rita")
    actor = office.accounts.actor(user.id)
    changed = drawn().replace(b"Benar?", b"Sudah benar?")
    office.drawing.save(actor, "periksa", changed, 1)

    assert "sudah berubah" in text_of(rita.get(PAGE))


def test_a_draft_that_cannot_run_says_why_and_begins_nothing(office, rita):
    with office.database.read() as uow:
        user = uow.people.user_by_login("rita")
    actor = office.accounts.actor(user.id)
    broken = drawn().replace(b"PT30M", b"sebentar")
    office.drawing.save(actor, "periksa", broken, 1)

    rita.post(PAGE)

    page = text_of(rita.get(PAGE))
    assert "tidak dapat dibaca" in page
    assert "Mulai mencoba" in page


def test_a_trial_is_ended_and_a_step_of_it_is_gone(rita):
    rita.post(PAGE)

    ended = rita.post(f"{PAGE}/akhiri")
    late = play(rita)

    assert ended.location == "/sop/periksa/sunting"
    assert late.status_code == 303
    assert "sudah tidak ada" in text_of(rita.get(PAGE))
