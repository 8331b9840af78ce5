"""Tables of files that nobody vouches for."""

import io
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from engine.adapters.tables import table_of_text, tables_of_file
from engine.domain.sop_table import read_table
from engine.errors import SopTableInvalidError
from engine.translations import LANGUAGES, sentence_of

HEAD = ["No", "Uraian", "Camat", "Kasi", "Kelengkapan", "Waktu", "Output", "Keterangan"]
ROWS = [
    ["1", "Menerima surat", "", "v", "Surat", "5 menit", "Agenda", ""],
    ["2", "Membaca", "v", "", "Agenda", "1 jam", "Disposisi", ""],
]


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def sheet(rows):
    book = Workbook()
    book.worksheets[0].append(["Catatan"])
    page = book.create_sheet("SOP")
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def word(rows, more=()):
    document = Document()
    document.add_paragraph("STANDAR OPERASIONAL PROSEDUR")
    for part in (rows, more):
        if part:
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = str(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def found(content):
    tables = tables_of_file(content)
    return read_table(tables[-1])


def reason(content):
    with pytest.raises(SopTableInvalidError) as error:
        tables_of_file(content)
    said = {sentence_of(error.value, language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    return error.value.facts["reason"].removeprefix("sop_table.")


def is_the_sop(table):
    return table.lanes == ("Camat", "Kasi") and [
        (row.uraian, row.marks, row.waktu) for row in table.rows
    ] == [("Menerima surat", (1,), "5 menit"), ("Membaca", (0,), "1 jam")]


def test_a_workbook_is_read_sheet_by_sheet_numbers_as_they_look():
    assert is_the_sop(found(sheet([HEAD, [1, *ROWS[0][1:]], [2.0, *ROWS[1][1:]]])))


def test_a_formula_gives_what_was_last_computed_and_is_never_run():
    table = tables_of_file(sheet([HEAD, ["1", '=HYPERLINK("http://x","y")']]))[-1]

    assert read_table(table).rows[0].uraian == ""


def test_a_document_with_its_table_cut_in_two_is_read_whole():
    assert is_the_sop(found(word([HEAD, ROWS[0]], [HEAD, ROWS[1]])))


def test_merged_cells_of_a_document_stand_once():
    document = Document()
    table = document.add_table(rows=3, cols=6)
    upper, lower = table.rows[0].cells, table.rows[1].cells
    for place, name in enumerate(["No", "Uraian", "Pelaksana", "", "Waktu", "Ket"]):
        if name:
            upper[place].text = name
    upper[2].merge(upper[3])
    upper[0].merge(lower[0])
    lower[2].text, lower[3].text = "Camat", "Kasi"
    for place, text in enumerate(["1", "Menerima", "", "v", "5 menit", ""]):
        table.rows[2].cells[place].text = text
    content = io.BytesIO()
    document.save(content)

    sop = found(content.getvalue())

    assert (sop.lanes, sop.rows[0].marks) == (("Camat", "Kasi"), (1,))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_lines_of_a_file_are_read_in_any_usual_encoding(mark, encoding):
    lines = [mark.join(row) for row in [HEAD, *ROWS]]

    assert is_the_sop(found("\r\n".join(lines).encode(encoding)))


def test_pasted_text_may_be_a_markdown_table_or_carry_html():
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD, ["---"] * 8, *ROWS]]
    lines[2] = lines[2].replace("Menerima surat", "<p><b>Menerima</b> surat</p>")

    assert is_the_sop(read_table(table_of_text("\n".join(lines))))


def test_quoted_cells_may_hold_the_mark_between_cells():
    text = "No,Uraian,Kasi,Waktu\n" + '1,"Surat, agenda",v,5 menit\n'

    assert read_table(table_of_text(text)).rows[0].uraian == "Surat, agenda"


DRAWN = """<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/\
spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
{}</d:wsDr>"""
ANCHOR = """<d:twoCellAnchor><d:from><d:col>{col}</d:col><d:colOff>90000</d:colOff>
<d:row>{row}</d:row><d:rowOff>20000</d:rowOff></d:from><d:to><d:col>{col}</d:col>
<d:colOff>500000</d:colOff><d:row>{row}</d:row><d:rowOff>150000</d:rowOff></d:to>
<d:{kind}><d:nvSpPr><d:cNvPr id="1" name="x"/><d:cNvSpPr{box}/></d:nvSpPr><d:spPr>
<a:prstGeom prst="{form}"/></d:spPr></d:{kind}><d:clientData/></d:twoCellAnchor>"""


def test_symbols_drawn_over_the_cells_are_their_marks():
    rows = [[*row[:2], "", "", *row[4:]] for row in ROWS]
    shapes = [
        ANCHOR.format(row=1, col=3, kind="sp", box="", form="flowChartTerminator"),
        ANCHOR.format(row=2, col=2, kind="sp", box="", form="flowChartDecision"),
        ANCHOR.format(row=2, col=3, kind="cxnSp", box="", form="bentConnector3"),
        ANCHOR.format(row=1, col=2, kind="sp", box=' txBox="1"', form="rect"),
    ]
    with zipfile.ZipFile(io.BytesIO(sheet([HEAD, *rows]))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r1" Type="x" '
        b'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    parts["xl/drawings/drawing1.xml"] = DRAWN.format("".join(shapes)).encode()

    table = found(packed(**parts))

    assert [row.marks for row in table.rows] == [(1,), (0,)]
    assert [row.decides for row in table.rows] == [False, True]


WHOLE = [sheet([HEAD, *ROWS]), word([HEAD, *ROWS])]
BOOK = {"[Content_Types].xml": "<a/>", "xl__workbook.xml": "<a/>"}
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"PK\x03\x04 broken", "unreadable"),
        (b"a\x00b\x00\x00\x00", "not_a_table"),
        (b"x" * 5_000_001, "file_too_large"),
        (packed(**{"lain.txt": "x"}), "not_a_table"),
        (packed(**BOOK), "unreadable"),
        (packed(**BOOK, **{"xl__vbaProject.bin": "x"}), "macros"),
        (packed(**BOOK, **{"xl__besar.xml": "0" * 41_000_000}), "bomb"),
        (packed(**BOOK, **{f"xl__{n}.xml": "" for n in range(1001)}), "bomb"),
        (packed(**BOOK, **{"xl__a.xml": ENTITY}), "entities"),
        (packed(**BOOK, **{"xl__a.xml": ENTITY.encode("utf-16")}), "entities"),
        (packed(**{"word__document.xml": ENTITY}), "entities"),
        (packed(**{"word__document.xml": "<a>" * 100_000}), "unreadable"),
        (b"a,b\n" * 2_001, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_ends_in_one_sentence(content, why):
    assert reason(content) == why


def test_a_workbook_of_a_million_rows_is_not_read_to_its_end():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 900_000))
    content = sheet([HEAD])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet2.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()

    table = tables_of_file(packed(**parts))[-1]

    assert 0 < len(table) <= 2_000


@given(st.data())
@settings(max_examples=150)
def test_no_damage_of_a_file_ends_in_anything_but_a_sentence(data):
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    places = st.integers(min_value=0, max_value=len(content) - 1)
    for place in data.draw(st.lists(places, max_size=20)):
        content[place] = data.draw(st.integers(min_value=0, max_value=255))

    with suppress(SopTableInvalidError):
        for table in tables_of_file(bytes(content)):
            assert all(isinstance(cell, str) for row in table for cell in row)
