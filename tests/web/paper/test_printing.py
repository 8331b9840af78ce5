"""Cetak SOP: a version as the ministry's document, from the page of the SOP."""

import io

import pytest
from pypdf import PdfReader

from engine.services.drafting import prints as sop_prints
from tests.web.case_stories import KEY, Story

POINT = 25.4 / 72


@pytest.fixture
def story(office):
    """Return the SOP of the stories, deployed; PDFs are made in earnest."""
    story = Story(office)
    del office.__dict__["renderer"]
    return story


def printed(browser, words=""):
    answer = browser.get(f"/sop/{KEY}/versi/1/cetak{words}")
    assert answer.status_code == 200
    return answer, PdfReader(io.BytesIO(answer.get_data()))


def size(page):
    box = page.mediabox
    return round(float(box.width) * POINT), round(float(box.height) * POINT)


def test_an_officer_prints_a_version_on_a4_or_on_f4(signed_in, story):
    browser = signed_in("tamu")

    answer, a4 = printed(browser)
    _, f4 = printed(browser, "?kertas=f4")

    assert answer.mimetype == "application/pdf"
    assert f"SOP-{KEY}-v1-a4.pdf" in answer.headers["Content-Disposition"]
    assert {size(page) for page in a4.pages} == {(297, 210)}
    assert {size(page) for page in f4.pages} == {(330, 215)}
    cover, flow = (page.extract_text() for page in a4.pages)
    for words in ("800/1", "13 Agustus 2024", "KECAMATAN CONTOH", "Dasar Hukum"):
        assert words in cover
    for words in ("Langkah A", "SK Tim", "30 menit", "Sudah benar?", "Tidak"):
        assert words in flow


@pytest.mark.parametrize("path", ["versi/2/cetak", "versi/1/cetak?kertas=a5"])
def test_what_cannot_be_printed_is_not_found(signed_in, story, path):
    assert signed_in("tamu").get(f"/sop/{KEY}/{path}").status_code == 404


def test_a_version_offers_its_print(signed_in, story):
    shown = signed_in("tamu").get(f"/sop/{KEY}").get_data(as_text=True)

    assert f'href="/sop/{KEY}/versi/1/cetak"' in shown


def test_an_sop_longer_than_a_document_says_so(signed_in, story, office, monkeypatch):
    monkeypatch.setattr(sop_prints, "MOST_STEPS", 1)

    answer = signed_in("tamu").get(f"/sop/{KEY}/versi/1/cetak")

    assert answer.status_code == 422
    assert "SOP ini mempunyai 2 langkah" in answer.get_data(as_text=True)
