"""Drafts without drawing: begun, taken in, looked back at, restored, given up."""

import io

import pytest

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.people.accounts import NewUser
from tests.services.diagrams import TWO_STEPS
from tests.web.conftest import PASSWORD, Browser

PAGE = "/sop/surat-masuk/sunting"


@pytest.fixture
def rita(office, app):
    role = Role(key=RoleKey("perencana"), name="P", rights=frozenset({Right.DRAFT}))
    office.accounts.add_role(role, MACHINE)
    new = NewUser(login="rita", name="Rita", roles=(role.key,), password=PASSWORD)
    office.accounts.add_user(new, MACHINE)
    browser = Browser(app)
    browser.sign_in("rita")
    return browser


def begun(browser, **more):
    browser.get("/sop/baru")
    return browser.post("/sop/baru", {"nama": "Surat masuk", **more})


def file(content, name="a.bpmn"):
    return (io.BytesIO(content), name)


def test_a_new_sop_begins_with_a_name_and_is_listed(rita):
    answer = begun(rita)

    assert answer.location == PAGE
    listed = rita.get("/sop/draf").get_data(as_text=True)
    assert "Surat masuk" in listed
    assert "SOP baru, belum berlaku" in listed


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"nama": " "}, "belum diisi"),
        ({"kunci": "tidak boleh"}, "tidak dapat menjadi kunci"),
    ],
)
def test_what_cannot_be_begun_is_told_and_what_was_typed_stays(rita, more, told):
    answer = begun(rita, **more)

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)


def test_a_new_sop_begins_with_a_file_or_is_told_what_is_wrong_with_it(rita):
    wrong = begun(rita, berkas=file(b"<svg/>"))
    taken = begun(rita, berkas=file(TWO_STEPS))

    assert wrong.status_code == 422
    assert "bukan BPMN 2.0" in wrong.get_data(as_text=True)
    assert taken.location == PAGE
    assert b"Langkah A" in rita.get(f"{PAGE}/diagram.bpmn").data


def test_a_file_replaces_the_drawing_and_the_history_brings_it_back(rita):
    begun(rita)

    rita.post(f"{PAGE}/unggah", {"berkas": file(TWO_STEPS), "revisi": "1"})
    taken = rita.get(f"{PAGE}/diagram.bpmn").data
    history = rita.get(f"{PAGE}/riwayat").get_data(as_text=True)
    rita.post(f"{PAGE}/pulihkan", {"nomor": "1", "revisi": "2"})

    assert b"Langkah A" in taken
    assert "Draf dimulai" in history
    assert b"Langkah A" not in rita.get(f"{PAGE}/diagram.bpmn").data
    assert b"Langkah A" in rita.get(f"{PAGE}/diagram.bpmn?revisi=2").data


def test_a_file_that_is_no_diagram_or_comes_too_late_changes_nothing(rita):
    begun(rita)
    for content, revision in ((b"<html/>", "1"), (b"", "1"), (TWO_STEPS, "7")):
        rita.post(f"{PAGE}/unggah", {"berkas": file(content), "revisi": revision})
        assert "tidak dipakai" in rita.get(PAGE).get_data(as_text=True)

    assert b"Langkah A" not in rita.get(f"{PAGE}/diagram.bpmn").data


def test_a_draft_is_given_up_after_it_was_asked(rita):
    begun(rita)

    asked = rita.get(f"{PAGE}/buang").get_data(as_text=True)
    answer = rita.post(f"{PAGE}/buang", {"revisi": "1"})

    assert "seluruh gambarnya hilang" in asked
    assert answer.location == "/sop"
    assert rita.get(PAGE).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "1" * 10])
def test_numbers_that_no_form_of_ours_sends_are_refused(rita, number):
    begun(rita)

    assert rita.post(f"{PAGE}/buang", {"revisi": number}).status_code == 400
    assert rita.get(f"{PAGE}/diagram.bpmn?revisi={number or 'x'}").status_code == 400


def test_officers_without_the_right_see_no_way_in(rita, app):
    begun(rita)
    staf = Browser(app)
    staf.sign_in("staf")

    assert "/sop/baru" not in staf.get("/sop").get_data(as_text=True)
    assert "/sop/baru" in rita.get("/sop").get_data(as_text=True)
    assert staf.get(PAGE).status_code == 403
