"""Arsip in a browser: found, shown with its hash, and downloaded."""

import hashlib

import pytest

from tests.web.case_stories import Story


@pytest.fixture
def story(office):
    """Return the SOP of the stories, deployed."""
    return Story(office)


@pytest.fixture
def letter(story):
    """Return the id of a letter that a finished case made."""
    case = story.start(period="2024-08")
    story.written(case)
    story.decided(case, "Ya")
    return story.paper(case)


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("login", "status"),
    [("staf", 200), ("camat", 200), ("admin", 200), ("tamu", 404)],
)
@pytest.mark.parametrize("tail", ["", "/unduh"])
def test_a_document_is_there_for_those_whom_its_case_concerns(
    signed_in, letter, login, status, tail
):
    answer = signed_in(login).get(f"/arsip/dokumen/{letter}{tail}")

    assert answer.status_code == status


def test_a_download_is_the_file_whose_hash_is_shown(signed_in, letter):
    browser = signed_in("staf")

    answer = browser.get(f"/arsip/dokumen/{letter}/unduh")
    shown = page(browser, f"/arsip/dokumen/{letter}")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(answer.get_data()).hexdigest() in shown
    assert "Isi cocok dengan sidiknya" in shown


@pytest.mark.parametrize(
    ("query", "sees"),
    [
        pytest.param("", True, id="everything"),
        pytest.param("cari=surat", True, id="name"),
        pytest.param("cari=001", True, id="number"),
        pytest.param("cari=bupati", True, id="case"),
        pytest.param("cari=memo", False, id="nothing"),
        pytest.param("periode=2024-08", True, id="period"),
        pytest.param("periode=2024-07", False, id="another period"),
    ],
)
def test_documents_are_found(signed_in, letter, query, sees):
    shown = page(signed_in("camat"), f"/arsip?{query}")

    assert (f"/arsip/dokumen/{letter}/unduh" in shown) == sees


def test_strangers_find_nothing(signed_in, letter):
    browser = signed_in("tamu")

    assert str(letter) not in page(browser, "/arsip")
    assert "Surat ke Bupati" not in page(browser, "/arsip?jenis=berkas")


def test_ended_cases_are_found(signed_in, story, letter):
    story.start(title="Masih berjalan")

    shown = page(signed_in("staf"), "/arsip?jenis=berkas")

    assert "Surat ke Bupati" in shown
    assert "Masih berjalan" not in shown


def test_an_empty_archive_says_what_happens_next(signed_in, story):
    browser = signed_in("staf")

    assert "Arsip masih kosong" in page(browser, "/arsip")
    assert "Belum ada berkas yang berakhir" in page(browser, "/arsip?jenis=berkas")
    assert "Tidak ada yang cocok" in page(browser, "/arsip?cari=xyz")


def test_a_document_of_a_cancelled_case_is_void(signed_in, story):
    case = story.start()
    story.written(case)
    document = story.paper(case, "nota")
    story.office.runtime.cancel(case.id, story.actor("camat"), reason="keliru")

    shown = page(signed_in("staf"), f"/arsip/dokumen/{document}")

    assert "tidak berlaku" in shown
