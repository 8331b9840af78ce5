"""The LKjIP is drafted from the year's data, for those who see every section."""

import io

import pytest
from docx import Document

from engine.domain.periods import quarter_of
from engine.errors import PlanNotFoundError
from engine.ports import Attachment
from tests.services.measured import MeasuringHouse


@pytest.fixture
def measuring(house):
    found = MeasuringHouse(house)
    told = {"kode": "IKU-4", "kendala": "Antrean panjang", "rencana_aksi": "Loket baru"}
    for place, index in ((1, 84), (2, 85), (3, 86), (4, 87.72)):
        values = {"IKU-4": index, "PRG-2": 7, "IKU-5": "BB"}
        case = found.start(quarter_of(2025, place), found.rows(*values))
        for section in found.waiting(case):
            found.report(case, section, values, anggaran_realisasi=place * 10_000_000)
        found.check(case, analisis=[told] if place == 4 else [])
    return found


def text_of(content):
    document = Document(io.BytesIO(content))
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return "\n".join([one.text for one in document.paragraphs] + cells)


def test_the_draft_has_the_chapters_and_the_years_numbers(measuring):
    content = measuring.office.annual_reports.docx(2025, measuring.actors["camat"])

    text = text_of(content)
    chapters = ("Kata Pengantar", "Ikhtisar Eksekutif", "Bab I ", "Bab II ", "Bab III ")
    assert all(chapter in text for chapter in (*chapters, "Bab IV "))
    # 87,72 of 86; (2 × 24 - 28) ÷ 24; BB of BB.
    assert {"102,00", "83,33", "100,00"} <= set(text.splitlines())
    assert "Antrean panjang" in text
    # 40 million of 60,165 million.
    assert "66,48" in text
    assert "Yang belum memenuhi target: Jumlah gangguan" in text


def test_what_only_people_know_waits_for_them(measuring):
    content = measuring.office.annual_reports.docx(2025, measuring.actors["camat"])

    runs = [
        run.text
        for one in Document(io.BytesIO(content)).paragraphs
        for run in one.runs
        if run.italic
    ]
    assert "Tulis isu strategis tahun berjalan." in runs
    assert not [text for text in runs if "annual." in text]


def test_the_same_draft_is_printed_with_its_data(measuring, monkeypatch):
    sent = []

    def render(template, context, attachments, partials):
        sent.append((template, context, attachments, partials))
        return b"%PDF"

    monkeypatch.setattr(measuring.house.renderer, "render", render)

    made = measuring.office.annual_reports.pdf(2025, measuring.actors["camat"])

    ((template, context, (attached,), partials),) = sent
    assert made == b"%PDF"
    assert template == '{% extends "_lkjip" %}'
    assert "_lkjip" in partials
    assert isinstance(attached, Attachment)
    assert b"IKU-4" in attached.content
    titles = [one["teks"] for one in context["bagian"] if one["jenis"] == "judul"]
    assert "Bab III Akuntabilitas Kinerja" in titles


def test_a_section_drafts_no_report_of_the_office(measuring):
    with pytest.raises(PlanNotFoundError):
        measuring.office.annual_reports.docx(2025, measuring.actors["kasi.trantib"])
    with pytest.raises(PlanNotFoundError):
        measuring.office.annual_reports.docx(2031, measuring.actors["camat"])
