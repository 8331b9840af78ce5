"""Forms and letters of a draft in a browser: edited, refused by name, shown before."""

import json
import re
from pathlib import Path

import pytest

from engine.adapters.pdf import WeasyRenderer
from engine.domain.identity import Right
from engine.domain.values import ProcessKey
from tests.web.case_stories import FORM, KEY, LETTER
from tests.web.test_versions import (
    followed,
    office_file,
    page,
    story,
)

__all__ = ["office_file", "story"]
FORMS = Path(__file__).parents[2] / "forms"
EMPTY = '{"type":"default","components":[]}'


@pytest.fixture
def author(signed_in, story):
    """Somebody who drafts, with a draft."""
    story.office.sop_drafts.open(story.actor("penyusun"), ProcessKey(KEY))
    return signed_in("penyusun")


def revision(shown):
    return re.findall(r'name="revisi" value="(\d+)"', shown)[0]


def kept(browser, path, text):
    sent = {"isi": text, "revisi": revision(page(browser, path))}
    return browser.post(path, sent)


def test_without_a_draft_one_is_begun_here(signed_in, story):
    browser = signed_in("penyusun")

    empty = page(browser, f"/sop/{KEY}/formulir")
    shown = followed(browser, browser.post(f"/sop/{KEY}/formulir/mulai"))

    assert "Belum ada draf" in empty
    assert f'href="/sop/{KEY}/formulir/surat"' in shown
    assert f'href="/sop/{KEY}/naskah/nota"' in shown
    assert "Langkah A" in shown


def test_a_form_is_kept_in_the_draft(author):
    changed = FORM.replace("Perihal surat", "Perihal <b>surat</b>")

    told = followed(author, kept(author, f"/sop/{KEY}/formulir/surat", changed))

    assert "Tersimpan di draf" in told
    assert "&lt;b&gt;surat" in told


def test_a_part_that_the_server_cannot_show_is_named_and_nothing_lost(author):
    text = json.dumps({"type": "default", "components": [{"type": "iframe"}]})

    answer = kept(author, f"/sop/{KEY}/formulir/surat", text)
    shown = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert (
        "iframe" in re.findall(r'role="alert">(.*?)</div></div>', shown, re.DOTALL)[0]
    )
    assert "&#34;iframe&#34;" in shown


def test_two_who_edit_one_draft_are_told_of_each_other(author, signed_in, story):
    path = f"/sop/{KEY}/formulir/surat"
    seen = revision(page(author, path))
    kept(signed_in("kasubag"), path, EMPTY)

    answer = author.post(path, {"isi": FORM, "revisi": seen})

    assert answer.status_code == 409
    assert "Kasubag (contoh) menyimpan draf ini" in answer.get_data(as_text=True)


def test_a_form_is_shown_as_an_officer_gets_it(author):
    path = f"/sop/{KEY}/formulir/surat/pratinjau"
    page(author, f"/sop/{KEY}/formulir/surat")

    whole = author.post(path, {"isi": FORM})
    part = author.post(path, {"isi": FORM}, **{"HX-Request": "true"})

    for answer in (whole, part):
        assert 'name="f.perihal"' in answer.get_data(as_text=True)
    assert "<html" not in part.get_data(as_text=True)
    assert author.post(path, {"isi": "{"}).status_code == 422


def test_a_letter_is_shown_in_a_frame_of_its_own_page_only(author, story):
    story.office.__dict__["preview_renderer"] = story.office.renderer
    path = f"/sop/{KEY}/naskah/surat"
    shown = author.get(path)
    answer = author.post(f"{path}/pratinjau", {"isi": LETTER["surat"]})

    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert answer.mimetype == "application/pdf"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    other = author.get(f"/sop/{KEY}/formulir").headers
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% for a in range(99999999) %}{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{% include '/etc/passwd' %}",
        "{% if %}",
    ],
)
def test_a_hostile_template_is_refused_with_its_reason(author, story, text):
    story.office.__dict__["preview_renderer"] = WeasyRenderer()
    page(author, f"/sop/{KEY}/naskah/surat")

    answer = author.post(f"/sop/{KEY}/naskah/surat/pratinjau", {"isi": text})

    assert answer.status_code == 422
    assert "is-danger" in answer.get_data(as_text=True)


def test_a_new_form_is_added_by_its_name(author):
    sent = {"jenis": "form", "nama": "catatan-rapat"}
    shown = page(author, f"/sop/{KEY}/formulir")

    told = followed(
        author,
        author.post(f"/sop/{KEY}/formulir/baru", {**sent, "revisi": revision(shown)}),
    )
    again = author.post(f"/sop/{KEY}/formulir/baru", {**sent, "revisi": "2"})

    assert "Formulir «catatan-rapat»" in told
    assert again.status_code == 422
    assert "sudah ada yang bernama sama" in again.get_data(as_text=True)


def test_a_letter_that_comes_along_is_taken_with_its_parts_and_printed(author, story):
    story.office.__dict__["preview_renderer"] = WeasyRenderer()
    shown = page(author, f"/sop/{KEY}/formulir")
    sent = {"bawaan": "template:surat-tugas", "revisi": revision(shown)}

    told = followed(author, author.post(f"/sop/{KEY}/formulir-bawaan", sent))
    again = page(author, f"/sop/{KEY}/formulir")
    source = (FORMS / "surat-tugas.html.j2").read_text("utf-8")
    path = f"/sop/{KEY}/naskah/surat-tugas/pratinjau"
    printed = author.post(path, {"isi": source})

    assert '<option value="template:surat-tugas">Surat Tugas</option>' in shown
    assert "MEMERINTAHKAN" in told
    assert "template:surat-tugas" not in again
    assert "/naskah/_surat" in again
    assert printed.mimetype == "application/pdf"


@pytest.mark.parametrize("asked", ["template:_surat", "form:lain", "x:surat-tugas", ""])
def test_only_what_comes_along_can_be_taken(author, asked):
    shown = page(author, f"/sop/{KEY}/formulir")

    answer = author.post(
        f"/sop/{KEY}/formulir-bawaan", {"bawaan": asked, "revisi": revision(shown)}
    )

    assert answer.status_code == 422
    assert "pilih salah satu" in answer.get_data(as_text=True)


def test_who_only_approves_reads(author, signed_in, story):
    browser = signed_in("pimpinan")

    shown = page(browser, f"/sop/{KEY}/formulir/surat")

    assert "Simpan ke draf" not in shown
    assert browser.post(f"/sop/{KEY}/formulir/surat", {"isi": EMPTY}).status_code == 403
    assert Right.DRAFT not in story.actor("pimpinan").rights


@pytest.mark.parametrize("path", ["formulir/lain", "naskah/lain"])
def test_what_the_draft_does_not_hold_is_not_found(author, path):
    assert author.get(f"/sop/{KEY}/{path}").status_code == 404
