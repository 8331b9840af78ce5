"""The ministry's table found among cells, as offices write it."""

import pytest

from engine.domain.sop_table import read_table
from engine.domain.sop_table.table import MAX_STEPS
from engine.errors import SopTableInvalidError

HEAD = (
    ("No.", "Uraian Prosedur", "Pelaksana", "", "", "Mutu Baku", "", "", "Keterangan"),
    ("", "", "Camat", "Sekcam", "Kasi", "Kelengkapan", "Waktu", "Output", ""),
)
ROWS = (
    ("1", "Menerima surat", "", "v", "", "Surat", "5 menit", "Agenda", "-"),
    ("2.", "Memeriksa", "◇", "", "", "Agenda", "1 jam", "Paraf", "dikembalikan"),
)


def refused(grid):
    with pytest.raises(SopTableInvalidError) as error:
        read_table(grid)
    return error.value.facts["reason"]


def test_lanes_marks_and_texts_are_read_from_a_header_of_two_rows():
    found = read_table(HEAD + ROWS)

    assert found.lanes == ("Camat", "Sekcam", "Kasi")
    first, second = found.rows
    assert (first.number, first.uraian, first.marks) == (1, "Menerima surat", (1,))
    assert (first.kelengkapan, first.waktu, first.output) == (
        "Surat",
        "5 menit",
        "Agenda",
    )
    assert (second.number, second.marks, second.decides) == (2, (0,), True)


def test_a_lane_may_be_named_in_the_upper_row_of_the_header():
    upper = ("No", "Kegiatan", "Pelaksana", "", "Kasi", "Mutu Baku", "", "", "Ket.")

    found = read_table((upper, ("", "", "Camat", "Sekcam", "", *HEAD[1][5:]), *ROWS))

    assert found.lanes == ("Camat", "Sekcam", "Kasi")


def test_merged_cells_that_repeat_their_text_are_one_group():
    upper = ("No", "Uraian", *("Pelaksana",) * 3, *("Mutu Baku",) * 3, "Keterangan")
    lower = ("No", "Uraian", *HEAD[1][2:8], "Keterangan")

    assert read_table((upper, lower, *ROWS)).lanes == ("Camat", "Sekcam", "Kasi")


def test_a_row_that_only_numbers_the_columns_is_no_step():
    numbers = tuple(str(place) for place in range(1, 10))

    found = read_table((*HEAD, numbers, *ROWS))

    assert [row.uraian for row in found.rows] == ["Menerima surat", "Memeriksa"]


def test_one_column_may_name_who_does_each_step():
    head = ("No", "Uraian", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Ket")
    rows = (
        ("1", "Menerima", "Petugas", "", "5 menit", "", ""),
        ("2", "Memeriksa", "Kasi", "", "5 menit", "", ""),
        ("3", "Mencatat", "Petugas", "", "5 menit", "", ""),
    )

    found = read_table((head, *rows))

    assert found.lanes == ("Petugas", "Kasi")
    assert [row.marks for row in found.rows] == [(0,), (1,), (0,)]


def test_lines_below_a_row_belong_to_it_and_the_signature_does_not():
    more = ("", "dan mencatatnya", "", "", "", "dan berkas", "", "", "")
    signature = ("CAMAT SILAUT", "", "", "", "", "", "", "", "")

    found = read_table((*HEAD, ROWS[0], more, ROWS[1], signature))

    assert found.rows[0].uraian == "Menerima surat dan mencatatnya"
    assert found.rows[0].kelengkapan == "Surat dan berkas"
    assert len(found.rows) == 2


def test_a_header_repeated_on_the_next_page_is_passed_over():
    found = read_table((*HEAD, ROWS[0], HEAD[0], ROWS[1]))

    assert [row.number for row in found.rows] == [1, 2]


def test_the_identity_block_above_the_table_is_kept():
    block = (
        ("Pemerintah Kabupaten", "Nomor SOP", ": 800/03"),
        ("", "Tanggal Pembuatan", "13 Agustus 2024"),
        ("", "Nama SOP", "Surat Masuk"),
        ("Dasar Hukum\n1. UU 25/2004\n2. PP 8/2006", "Peringatan", ""),
    )

    identity = read_table((*block, *HEAD, *ROWS)).identity

    assert (identity.nomor, identity.judul) == ("800/03", "Surat Masuk")
    assert identity.tanggal_pembuatan == "2024-08-13"
    assert identity.dasar_hukum == ("UU 25/2004", "PP 8/2006")


def test_what_is_no_table_of_an_sop_says_why():
    assert refused(()) == "sop_table.no_header"
    assert refused((("Nama", "Alamat"),)) == "sop_table.no_header"
    assert refused(HEAD) == "sop_table.no_rows"
    assert refused((("x",) * 61,)) == "sop_table.too_large"
    assert refused((("x" * 5001,),)) == "sop_table.too_large"
    many = tuple((str(n), "Kerja", "v") for n in range(1, MAX_STEPS + 2))
    assert refused((*HEAD, *many)) == "sop_table.too_many"


def test_control_characters_do_not_reach_the_diagram():
    row = ("1", "Menerima\x00\x07 surat\u202e", "v")

    assert read_table((*HEAD, row)).rows[0].uraian == "Menerima surat"
