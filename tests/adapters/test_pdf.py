"""Documents are PDF/A-3a, the same every time, and templates can do no harm."""

import io
import json
import os
import pickle
import signal
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from engine.adapters.child_process import Child, TooSlowError
from engine.adapters.pdf import WeasyRenderer
from engine.adapters.pdf_filters import BLANK
from engine.adapters.pdf_process import RenderProcess
from engine.adapters.pdf_templates import fill
from engine.errors import RendererUnavailableError, TemplateInvalidError
from engine.ports import Attachment
from tests.adapters.letters import (
    ARCHIVE,
    FORMS,
    LETTERS,
    letter_context,
    partials,
    template,
)

DATA = Attachment(
    name="data.json", media_type="application/json", content=b'{"capaian": 94.1}'
)
PLAIN = "<html lang='id'><title>{{ judul }}</title><p>{{ judul }}</p></html>"


@pytest.fixture(scope="module")
def child():
    with RenderProcess(timeout=timedelta(seconds=20)) as process:
        yield process


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    pages = read(pdf).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def letters():
    return {
        key: WeasyRenderer().render(
            template(key), letter_context(key), [DATA], partials()
        )
        for key, *_ in LETTERS
    }


def test_every_template_of_the_sop_is_looked_at():
    shipped = {path.name.removesuffix(".html.j2") for path in FORMS.glob("[!_]*.j2")}

    assert {key for key, *_ in LETTERS} == shipped


@pytest.mark.parametrize("key", [key for key, *_ in LETTERS])
def test_a_letter_is_an_accessible_archive_file_with_its_data(letters, key):
    reader = read(letters[key])
    catalogue = reader.trailer["/Root"]
    metadata = catalogue["/Metadata"].get_object().get_data().decode()

    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "id"
    assert reader.metadata is not None
    assert reader.metadata.title
    assert json.loads(reader.attachments["data.json"][0]) == {"capaian": 94.1}
    file = catalogue["/Names"]["/EmbeddedFiles"].get_object()["/Names"][1].get_object()
    assert file["/AFRelationship"] == "/Source"
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/application/json"


@pytest.mark.parametrize("key", [key for key, *_ in LETTERS])
def test_a_letter_has_the_office_s_head_and_counts_its_pages(letters, key):
    text, pages = text_of(letters[key]), len(read(letters[key]).pages)

    assert "PEMERINTAH KABUPATEN PESISIR SELATAN" in text
    assert "KECAMATAN SILAUT" in text
    assert f"halaman {pages} dari {pages}" in text
    assert text.count("bukan TTE tersertifikasi") == pages


@pytest.mark.parametrize("key", [key for key, *_ in LETTERS])
def test_a_letter_shows_no_name_of_a_field(letters, key):
    text = text_of(letters[key])

    assert "Undefined" not in text
    assert "None" not in text
    assert "kasi_" not in text
    assert "{{" not in text


def test_the_document_shows_what_was_measured(letters):
    text = text_of(letters["dokumen-pengukuran"])

    assert "Triwulan II Tahun 2024" in text
    assert "1 April 2024 sampai dengan 30 Juni 2024" in text
    for figure in ("84,71", "133,33", "87,50", "102,31", "1.690.550.000"):
        assert figure in text


def test_only_the_draft_is_marked_as_a_draft(letters):
    drafts = [key for key, pdf in letters.items() if "KONSEP" in text_of(pdf)]

    assert drafts == ["konsep-pengukuran"]


def test_the_archive_list_names_every_document_and_its_digest(letters):
    text = text_of(letters["daftar-arsip"])

    for document in ARCHIVE:
        assert str(document["nama"]) in text
        assert str(document["sha256"])[:20] in text.replace(" ", "")


def test_an_acting_officer_signs_as_such():
    context = letter_context("dokumen-pengukuran")
    context["pelaksana"] = {**context["pelaksana"], "sebutan": "Plh."}

    pdf = WeasyRenderer().render(
        template("dokumen-pengukuran"), context, (), partials()
    )

    assert "Plh. Camat Silaut," in text_of(pdf)


def test_what_nobody_filled_in_is_left_to_write_on():
    html = fill("{{ nip }}|{{ a.b.c }}|{{ x|tanggal }}", {"nip": None}, {})

    assert html == "|".join([BLANK] * 3)


def test_the_same_content_has_the_same_bytes(letters):
    context = letter_context("daftar-arsip")

    again = WeasyRenderer().render(
        template("daftar-arsip"), context, [DATA], partials()
    )

    assert again == letters["daftar-arsip"]


def test_the_file_is_dated_by_its_letter_not_by_the_machine():
    pdf = WeasyRenderer().render(PLAIN, {"judul": "x", "tanggal": date(2024, 7, 2)})

    metadata = read(pdf).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2024, 7, 2)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ '2024-08-19'|hari_tanggal }}", "Senin, 19 Agustus 2024"),
        (
            "{{ '2024-08-19T01:20:00Z'|tanggal_jam }}",
            "Senin, 19 Agustus 2024 08.20 WIB",
        ),
        ("{{ '2024-08-19T23:20:00Z'|tanggal }}", "20 Agustus 2024"),
        ("{{ '08:30'|jam }}", "08.30"),
        ("{{ 94.1|angka }}", "94,1"),
        ("{{ 94.1|angka(2, tetap=true) }}", "94,10"),
        ("{{ 'BB'|angka }}", "BB"),
        ("{{ 5700|durasi }}", "1 j 35 m"),
        ("{{ 25|terbilang }}", "dua puluh lima"),
        ("{{ ''|titik }}", "–"),
        ("{{ 'a\n<b>'|baris }}", "<p>a</p><p>&lt;b&gt;</p>"),
        ("{{ 'besok'|tanggal }}", "besok"),
    ],
)
def test_filters_write_as_the_office_writes(source, shown):
    assert fill(source, {}, {}) == shown


def test_data_of_a_case_cannot_write_html():
    html = fill("<p>{{ a }}</p>", {"a": "<script>alert(1)</script>"}, {})

    assert "<script>" not in html


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ (x|attr('__class__')) }}",
        "{{ x|attr('form' ~ 'at') }}",
        "{{ x.format(1) }}",
        "{{ 'a'.ljust(999999999) }}",
        "{{ 'a'.rjust(999999999) }}",
        "{{ 'a'.center(999999999) }}",
        "{{ '\\t'.expandtabs(999999999) }}",
        "{{ (1).to_bytes(999999999) }}",
        "{{ 'a'|center(999999999) }}",
        "{{ 'a'|indent(999999999) }}",
        "{{ '%99999999d' % 1 }}",
        "{{ 'a' * 99999999 }}",
        "{{ [0] * 99999999 }}",
        "{{ 9 ** 99999999 }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ d.update({}) }}",
        "{{ d.__getitem__ }}",
        "{{ lipsum() }}",
        "{% for n in range(999999999) %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends '../_surat' %}",
        "{{ d|pprint }}",
        "{% for %}",
        "{{",
        "{{ 1 / 0 }}",
        "{{ none + 1 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 5|dictsort }}",
        "{{ x|truncate(-5) }}",
        "{{ '2024-08-19T08:00:00'|tanggal_jam('Asia') }}",
        "{% break %}",
        "{% for a in d %}" * 25 + "{% endfor %}" * 25,
    ],
)
def test_a_hostile_template_is_refused_with_its_reason(source):
    with pytest.raises(TemplateInvalidError) as refused:
        fill(source, {"x": "q", "d": {"a": 1}}, {})

    assert refused.value.facts["reason"].startswith("template.")


@pytest.mark.parametrize(
    "html",
    [
        "<img src='file:///etc/passwd'>",
        "<img src='http://127.0.0.1:1/x.png'>",
        "<link rel='stylesheet' href='https://127.0.0.1:1/x.css'>",
        "<style>@import url(http://127.0.0.1:1/x.css)</style>",
        "<style>@font-face { font-family: x; src: url(file:///x.ttf) }</style>"
        "<p style='font-family: x'>x</p>",
        "<p style='background: url(ftp://127.0.0.1:1/x)'>x</p>",
        "<a rel='attachment' href='file:///etc/passwd'>x</a>",
        "<link rel='attachment' href='file:///etc/passwd'>",
        "<object data='file:///etc/passwd'></object>",
    ],
)
def test_nothing_is_fetched_for_a_document(html):
    with pytest.raises(TemplateInvalidError) as refused:
        WeasyRenderer().render(html, {})

    assert refused.value.facts["reason"] == "template.outside"


def test_the_place_of_a_mistake_is_told():
    with pytest.raises(TemplateInvalidError) as refused:
        fill("<p>\n{{ 1 / 0 }}\n</p>", {}, {})

    assert refused.value.facts["line"] == 2


def test_a_document_that_grows_without_end_is_refused():
    source = "{% for i in range(90000) %}" + "x" * 100 + "{% endfor %}"

    with pytest.raises(TemplateInvalidError) as refused:
        fill(source, {}, {})

    assert refused.value.facts["reason"] == "template.too_large"


def test_a_document_of_hundreds_of_pages_is_refused():
    pages = "<p style='break-after: page'>x</p>" * 202

    with pytest.raises(TemplateInvalidError) as refused:
        WeasyRenderer().render(pages, {})

    assert refused.value.facts["reason"] == "template.too_many_pages"


def test_the_child_makes_the_bytes_that_we_would_make(child):
    context = {"judul": "Undangan", "tanggal": "2024-07-02"}

    made = child.render(PLAIN, context, [DATA])

    assert made == WeasyRenderer().render(PLAIN, context, [DATA])


def test_the_child_tells_what_is_wrong_with_a_template(child):
    with pytest.raises(TemplateInvalidError) as refused:
        child.render("\n{{ ''.__class__ }}", {})

    assert refused.value.facts["reason"] == "template.refused"
    assert refused.value.facts["line"] == 2


def test_a_template_without_end_is_stopped_and_the_next_document_is_made():
    endless = (
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    )

    with RenderProcess(timeout=timedelta(seconds=1)) as process:
        with pytest.raises(TemplateInvalidError) as refused:
            process.render(endless, {})
        made = process.render(PLAIN, {"judul": "Undangan"})

    assert refused.value.facts["reason"] == "template.too_slow"
    assert "Undangan" in text_of(made)


def test_a_template_that_fills_the_memory_is_stopped():
    greedy = (
        "{% set all = namespace(text='aaaaaaaaaa') %}{% for i in range(40) %}"
        "{% set all.text = all.text ~ all.text %}{% endfor %}"
    )

    with (
        RenderProcess(memory_bytes=900_000_000) as process,
        pytest.raises(TemplateInvalidError) as refused,
    ):
        process.render(greedy, {})

    assert refused.value.facts["reason"] == "template.too_much_memory"


def test_a_child_that_was_killed_is_replaced(child):
    child.render(PLAIN, {"judul": "satu"})
    os.kill(child.child_pid, signal.SIGKILL)

    made = child.render(PLAIN, {"judul": "dua"})

    assert "dua" in text_of(made)


def test_a_child_is_replaced_after_its_share_of_documents():
    with RenderProcess(renders=1) as process:
        process.render(PLAIN, {"judul": "satu"})
        first = process.child_pid
        process.render(PLAIN, {"judul": "dua"})

        assert process.child_pid != first


def test_a_child_that_cannot_start_is_told_apart_from_a_wrong_template():
    with (
        RenderProcess(memory_bytes=1_000_000) as process,
        pytest.raises(RendererUnavailableError),
    ):
        process.render(PLAIN, {"judul": "satu"})


def test_the_child_knows_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("MUTUBAKU_SECRET_KEY", "rahasia")

    with RenderProcess() as process:
        process.warm()
        known = Path(f"/proc/{process.child_pid}/environ").read_bytes()

    assert b"PATH=" in known
    assert b"rahasia" not in known


def test_a_child_whose_parent_is_gone_stops_by_itself():
    child = Child("engine.adapters.pdf_process", 2_000_000_000, -4.5)
    endless = (
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    )

    with pytest.raises(TooSlowError):
        child.ask(pickle.dumps((endless, {}, (), None)), 0.01)

    assert child.ended(20) == -signal.SIGALRM
    child.end()
