"""A plan travels through a spreadsheet whole; what does not fit is told by its line."""

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.adapters.spreadsheets import XlsxSpreadsheets
from engine.domain.identity import MACHINE, Right
from engine.domain.plan_rules import plan_changes
from engine.domain.sheets import Sheet
from engine.errors import RefusedError, SheetInvalidError
from engine.services.demo import office as demo_office
from engine.services.demo.plan import plan_of
from engine.services.performance.plan_sheets import INDICATORS, plan_from, sheets_of

XLSX = XlsxSpreadsheets()
SECTIONS = frozenset(role.key for role in demo_office.ROLES if role.section)


@pytest.fixture
def planner(house):
    for role in demo_office.ROLES:
        if role.section:
            house.office.accounts.add_role(role, MACHINE)
    return house.officer("kasubag", "kasubag", Right.DRAFT)


def book_of(plan):
    """Return the cells of a plan's sheets, as a spreadsheet program leaves them."""
    return {name: [list(row) for row in rows] for name, rows in XLSX.read(
        XLSX.write(sheets_of(plan))
    ).items()}  # fmt: skip


def refusals(book):
    with pytest.raises(SheetInvalidError) as refused:
        plan_from(book, plan_of(2025), SECTIONS)
    return dict(refused.value.facts["lines"])


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_what_was_exported_is_imported_as_it_was(house, planner, year):
    house.office.plans.begin(year, planner)
    content = XLSX.write(sheets_of(plan_of(year)))

    house.office.plan_files.take(year, content, planner, version=1)

    plan = house.office.plans.view(year, planner).revision.plan
    assert plan_changes(plan_of(year), plan) == []
    assert [one.code for one in plan.indicators] == [
        one.code for one in plan_of(year).indicators
    ]
    again = house.office.plan_files.export(year, planner)
    assert XLSX.read(again) == XLSX.read(content)


def test_the_template_has_the_columns_and_no_rows(house):
    book = XLSX.read(house.office.plan_files.template())

    assert [len(rows) for rows in book.values()] == [1, 1, 1]
    assert {"Kode", "Target tahun", "TW I", "TW IV", "Jan", "Des"} <= set(
        book[INDICATORS][0]
    )


def test_columns_may_stand_in_any_order_below_a_title():
    book = book_of(plan_of(2025))
    turned = [list(reversed(row)) for row in book[INDICATORS]]
    book[INDICATORS] = [["Rencana Kinerja"], [], *turned, [], [None] * 5]

    plan = plan_from(book, plan_of(2025), SECTIONS)

    assert plan_changes(plan_of(2025), plan) == []


def test_every_line_that_does_not_fit_is_told_at_once():
    book = book_of(plan_of(2025))
    rows = book[INDICATORS]
    column = {name: at for at, name in enumerate(rows[0])}
    rows[1][column["Arah"]] = "miring"
    rows[2][column["TW I"]] = "delapan"
    rows[3][column["Seksi"]] = "kasi_angkasa"
    rows[4][column["Kode"]] = rows[1][column["Kode"]]
    rows[5][column["Tempat"]] = "T1"
    book["Anggaran"][1][3] = -5

    told = refusals(book)

    assert told["Indikator 2 · Arah"] == "sheet.no_word"
    assert told["Indikator 3 · TW I"] == "sheet.no_number"
    assert told["Indikator 4 · Seksi"] == "plans.section_unknown"
    assert told["Indikator 5 · Kode"] == "plans.code_twice"
    assert told["Indikator 6"] == "plans.branch_unfit"
    assert told["Anggaran 2"] == "plans.figure_unfit"


def test_missing_sheets_and_columns_are_told():
    book = book_of(plan_of(2025))
    del book["Anggaran"]
    book[INDICATORS][0][0] = "Nomor"

    told = refusals(book)

    assert told["Anggaran"] == "sheet.sheet_missing"
    assert told["Indikator · Kode"] == "sheet.column_missing"


def test_numbers_may_be_written_with_a_comma_and_grades_by_their_word():
    book = book_of(plan_of(2025))
    rows = book[INDICATORS]
    column = {name: at for at, name in enumerate(rows[0])}
    rows[1][column["TW I"]] = "82,75"
    grade = next(row for row in rows if row[0] == "IKU-5")

    plan = plan_from(book, plan_of(2025), SECTIONS)

    assert plan.indicators[0].targets[1] == Decimal("82.75")
    assert grade[column["TW I"]] == "BB"
    assert {one.code: one.targets[1] for one in plan.indicators}["IKU-5"] == 80


def test_nothing_is_kept_of_a_spreadsheet_with_a_wrong_line(house, planner):
    house.office.plans.begin(2025, planner)
    book = sheets_of(plan_of(2025))
    wrong = Sheet(name="Anggaran", names=book[2].names, rows=[["B1", "P1", "x", 1]])

    with pytest.raises(SheetInvalidError):
        house.office.plan_files.take(
            2025, XLSX.write([*book[:2], wrong]), planner, version=1
        )

    assert house.office.plans.view(2025, planner).revision.plan.indicators == ()


def test_a_stranger_imports_nothing(house, planner):
    house.office.plans.begin(2025, planner)

    with pytest.raises(RefusedError):
        house.office.plan_files.take(2025, b"", house.stranger, version=1)

    assert house.office.plans.view(2025, planner).revision.version == 1


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"Kode;Nama\n", b"\x00" * 100, b"%PDF-1.7"]
)
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(SheetInvalidError):
        XLSX.read(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 70_000_000)

    with pytest.raises(SheetInvalidError) as refused:
        XLSX.read(packed.getvalue())

    assert refused.value.facts["reason"] == "sheet.too_large"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+1"])
def test_a_text_never_becomes_a_formula(text):
    content = XLSX.write([Sheet(name="A", names=("N",), rows=[[text]])])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert XLSX.read(content)["A"][1][0] == text


@settings(max_examples=20)
@given(st.decimals(0, 10**9, places=4), st.text("abc =é«»", min_size=1, max_size=20))
def test_cells_come_back_as_they_were_written(figure, text):
    book = XLSX.read(
        XLSX.write([Sheet(name="A", names=("N", "T"), rows=[[figure, text]])])
    )

    number, words = book["A"][1]
    assert Decimal(str(number)) == figure
    assert words == text
