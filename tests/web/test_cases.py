"""Berkas in a browser: the list, one case whole, remarks, and stopping it."""

import gzip
from datetime import timedelta

import pytest

from tests.web.case_stories import HOSTILE, Story


@pytest.fixture
def story(office):
    """Return the SOP of the stories, deployed."""
    return Story(office)


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("login", "status"),
    [("staf", 200), ("camat", 200), ("admin", 200), ("tamu", 404)],
)
@pytest.mark.parametrize("tail", ["", "/batalkan", "/tunda", "/lanjutkan"])
def test_a_case_is_there_for_those_whom_it_concerns_only(
    signed_in, story, login, status, tail
):
    case = story.start()

    found = signed_in(login).get(f"/berkas/{case.id}{tail}").status_code

    assert (found == 404) == (status == 404)
    if not tail:
        assert found == status


def test_the_list_holds_what_one_may_see_and_says_where_it_stands(signed_in, story):
    story.start()

    shown = page(signed_in("camat"), "/berkas")
    hidden = page(signed_in("tamu"), "/berkas")

    assert "Surat ke Bupati" in shown
    assert "Langkah A – staf" in shown
    assert "Surat ke Bupati" not in hidden
    assert "Tidak ada berkas yang berjalan" in hidden


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        pytest.param("status=berjalan", True, id="running"),
        pytest.param("status=selesai", False, id="completed"),
        pytest.param("status=semua&cari=bupati", True, id="title"),
        pytest.param("cari=1", True, id="number"),
        pytest.param("cari=camat", False, id="nothing"),
        pytest.param("periode=2024-TW3", True, id="its period"),
        pytest.param("periode=2024-TW2", False, id="another period"),
        pytest.param("sop=lain", False, id="another SOP"),
        pytest.param("milik=1", False, id="not mine"),
        pytest.param("status=apa%00", True, id="an unknown state"),
    ],
)
def test_the_list_is_narrowed_by_its_filters(signed_in, story, query, sees):
    story.start(period="2024-TW3")

    shown = page(signed_in("camat"), f"/berkas?{query}")

    assert ("Surat ke Bupati" in shown) == sees


def test_pages_of_the_list_follow_one_another(signed_in, story):
    for place in range(31):
        story.start(title=f"Surat {place}.")
    browser = signed_in("camat")

    first = page(browser, "/berkas")
    link = first.split('class="more"')[1].split('href="')[1].split('"')[0]
    second = page(browser, link.replace("&amp;", "&"))

    assert ("Surat 30." in first, "Surat 0." in first) == (True, False)
    assert ("Surat 30." in second, "Surat 0." in second) == (False, True)


def test_a_cursor_of_somebody_elses_making_is_refused(signed_in, story):
    assert signed_in("camat").get("/berkas?c=%25%25").status_code == 400


def test_a_case_shows_its_diagram_with_where_it_stands(signed_in, story):
    case = story.start()
    story.written(case)

    shown = page(signed_in("staf"), f"/berkas/{case.id}")

    assert '<svg class="bpmn"' in shown
    assert "is-done" in shown
    assert "is-here" in shown
    assert "Berkas sekarang di: Langkah B" in shown
    assert "berkas ada di sini" in shown


def test_the_story_tells_who_did_what_how_long_and_why_it_came_back(
    signed_in, story, clock
):
    case = story.start()
    clock.advance(timedelta(minutes=40))
    story.written(case)
    clock.advance(timedelta(minutes=10))
    story.decided(case, "Tidak", reason="Tanggalnya keliru")

    shown = page(signed_in("camat"), f"/berkas/{case.id}")

    assert "40 m dari 30 menit · Lewat" in shown
    assert "10 m dari 1 jam" in shown
    assert "Dikembalikan: Tidak" in shown
    assert "Tanggalnya keliru" in shown
    assert "Putaran 2" in shown
    assert "2×" in shown


def test_answers_are_read_by_the_labels_of_their_form(signed_in, story):
    case = story.start()
    story.written(case)

    shown = page(signed_in("camat"), f"/berkas/{case.id}")

    assert "<dt>Perihal surat</dt><dd>Undangan</dd>" in shown
    assert "<dt>Sifat</dt><dd>Rahasia</dd>" in shown
    assert "Nama lampiran" in shown
    assert "<td>Denah</td>" in shown


def test_what_people_typed_is_never_markup(signed_in, story):
    case = story.start(title=HOSTILE)
    story.written(case, perihal=HOSTILE)
    story.decided(case, "Tidak", reason=HOSTILE)
    browser = signed_in("camat")
    browser.get(f"/berkas/{case.id}")
    browser.post(f"/berkas/{case.id}/catatan", {"teks": HOSTILE})

    shown = page(browser, f"/berkas/{case.id}")

    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;alert") > 4


def test_an_open_task_is_a_link_for_whoever_may_do_it(signed_in, story):
    case = story.start()

    mine = page(signed_in("staf"), f"/berkas/{case.id}")
    others = page(signed_in("camat"), f"/berkas/{case.id}")

    assert 'href="/tugas/' in mine
    assert 'href="/tugas/' not in others


def test_documents_show_their_state_number_and_hash(signed_in, story):
    case = story.start()
    story.written(case)
    story.decided(case, "Ya")
    browser = signed_in("staf")

    before = page(browser, f"/berkas/{case.id}")
    document = story.paper(case)
    after = page(browser, f"/berkas/{case.id}")

    assert "Sedang dibuat" in before
    assert f"/arsip/dokumen/{document}/unduh" not in before
    assert "Siap" in after
    assert f"/arsip/dokumen/{document}/unduh" in after
    assert "/001/" in after


def test_a_remark_is_read_by_everybody_involved(signed_in, story):
    case = story.start()
    browser = signed_in("staf")
    browser.get(f"/berkas/{case.id}")

    sent = browser.post(f"/berkas/{case.id}/catatan", {"teks": "Mohon dicek."})

    assert sent.status_code == 303
    assert "Mohon dicek." in page(signed_in("camat"), f"/berkas/{case.id}")


def test_an_empty_remark_says_so(signed_in, story):
    case = story.start()
    browser = signed_in("staf")
    browser.get(f"/berkas/{case.id}")

    browser.post(f"/berkas/{case.id}/catatan", {"teks": "  "})

    assert "Catatannya masih kosong" in page(browser, f"/berkas/{case.id}")


def test_a_superior_suspends_resumes_and_cancels_with_a_reason(signed_in, story):
    case = story.start()
    browser, shown = signed_in("camat"), ""

    for word, reason, told in (
        ("tunda", "Menunggu data", "Berkas ditunda."),
        ("lanjutkan", "", "Berkas dilanjutkan."),
        ("batalkan", "Salah alamat", "Berkas dibatalkan."),
    ):
        assert "Ya, " in page(browser, f"/berkas/{case.id}/{word}")
        sent = browser.post(f"/berkas/{case.id}/{word}", {"alasan": reason})
        assert sent.status_code == 303
        shown = page(browser, f"/berkas/{case.id}")
        assert told in shown
        assert reason in shown

    assert "/batalkan" not in shown


def test_a_stop_without_a_reason_asks_for_it(signed_in, story):
    case = story.start()
    browser = signed_in("camat")
    browser.get(f"/berkas/{case.id}/tunda")

    answer = browser.post(f"/berkas/{case.id}/tunda", {"alasan": " "})

    assert answer.status_code == 422
    assert "Tulis alasannya dulu." in answer.get_data(as_text=True)


def test_who_may_not_stop_a_case_is_not_offered_it_and_refused(signed_in, story):
    case = story.start()
    other = signed_in("admin")
    staf = signed_in("staf")

    shown = page(staf, f"/berkas/{case.id}")
    assert f"/berkas/{case.id}/tunda" not in shown
    assert staf.get(f"/berkas/{case.id}/tunda").status_code == 403
    sent = staf.post(f"/berkas/{case.id}/tunda", {"alasan": "x"})
    assert sent.status_code == 403
    assert other.get(f"/berkas/{case.id}/lanjutkan").status_code == 409


def test_a_case_page_is_light(signed_in, story):
    case = story.start()
    story.written(case)

    text = page(signed_in("camat"), f"/berkas/{case.id}")

    assert len(gzip.compress(text.encode())) < 8_000
