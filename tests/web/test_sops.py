"""SOP in a browser: the list, a version as the ministry prints it, its start."""

import re

import pytest

from tests.web.case_stories import DIAGRAM, KEY, Story


@pytest.fixture
def story(office):
    """Return the SOP of the stories, deployed."""
    return Story(office)


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def request_key(form):
    (found,) = re.findall(r'name="kunci" value="(\w+)"', form)
    return found


def test_the_list_tells_version_steps_and_running_cases(signed_in, story):
    story.start()

    shown = page(signed_in("staf"), "/sop")

    assert "Surat Keluar" in shown
    assert "800/1" in shown
    assert 'data-label="Langkah">2<' in shown
    assert 'data-label="Berkas berjalan">1<' in shown


def test_an_office_without_sops_says_what_happens_next(signed_in):
    assert "Belum ada SOP" in page(signed_in("staf"), "/sop")


def test_a_lane_without_an_officer_is_named(signed_in, story, office):
    office.accounts.disable("staf", story.actor("admin"))
    office.lists.forget()

    shown = page(signed_in("camat"), "/sop")

    assert "Belum ada petugas untuk: staf" in shown


def test_a_version_shows_identity_diagram_and_table(signed_in, story):
    shown = page(signed_in("tamu"), f"/sop/{KEY}")

    assert "13 Agustus 2024" in shown
    assert "<li>Satu</li><li>Dua</li>" in shown
    assert '<svg class="bpmn"' in shown
    for text in ("Disposisi", "30 menit", "Konsep", "SK Tim", "1 jam"):
        assert re.search(rf"<td[^>]*>{text}</td>", shown)
    assert "kembali ke Langkah A" in shown


@pytest.mark.parametrize("path", [f"{KEY}/2", "lain", f"{KEY}/{10**20}"])
def test_a_version_that_is_not_there_is_not_found(signed_in, story, path):
    assert signed_in("staf").get(f"/sop/{path}").status_code == 404


def test_the_diagram_is_handed_out_as_it_was_deployed(signed_in, story):
    answer = signed_in("staf").get(f"/sop/{KEY}/1/diagram.bpmn")

    assert answer.get_data() == DIAGRAM
    assert "attachment" in answer.headers["Content-Disposition"]
    assert f"{KEY}-v1.bpmn" in answer.headers["Content-Disposition"]


def test_a_case_is_started_by_hand_with_title_and_period(signed_in, story):
    browser = signed_in("staf")
    form = page(browser, f"/sop/{KEY}/mulai")
    key = request_key(form)
    words = {"judul": "Surat ke Bupati", "periode": "2024-TW3", "kunci": key}

    sent = browser.post(f"/sop/{KEY}/mulai", words)
    shown = page(browser, sent.headers["Location"])

    assert '<option value="2024-08">Agustus 2024</option>' in form
    assert sent.status_code == 303
    assert "Surat ke Bupati" in shown
    assert "Triwulan III 2024" in shown
    assert "Berkas nomor 1 dimulai." in shown


def test_the_same_form_sent_twice_starts_one_case(signed_in, story):
    browser = signed_in("staf")
    form = page(browser, f"/sop/{KEY}/mulai")
    words = {"kunci": request_key(form)}

    first = browser.post(f"/sop/{KEY}/mulai", words)
    again = browser.post(f"/sop/{KEY}/mulai", words)

    assert first.headers["Location"] == again.headers["Location"]


def test_a_case_without_a_title_is_called_by_sop_and_period(signed_in, story):
    browser = signed_in("camat")
    browser.get(f"/sop/{KEY}/mulai")

    sent = browser.post(f"/sop/{KEY}/mulai", {"periode": "2024-08"})

    shown = page(browser, sent.headers["Location"])
    assert "<h1>Surat Keluar – Agustus 2024</h1>" in shown


@pytest.mark.parametrize(
    "words",
    [
        pytest.param({"judul": "x" * 151}, id="a title too long"),
        pytest.param({"periode": "2024-13"}, id="a month that is none"),
        pytest.param({"periode": "<b>"}, id="no period at all"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(signed_in, story, words):
    browser = signed_in("staf")
    browser.get(f"/sop/{KEY}/mulai")

    assert browser.post(f"/sop/{KEY}/mulai", words).status_code == 422


def test_who_may_not_start_is_not_offered_it_and_refused(signed_in, story):
    browser = signed_in("tamu")

    assert f"/sop/{KEY}/mulai" not in page(browser, "/sop")
    assert f"/sop/{KEY}/mulai" not in page(browser, f"/sop/{KEY}")
    page(browser, f"/sop/{KEY}/mulai", 403)
    assert browser.post(f"/sop/{KEY}/mulai", {}).status_code == 403
