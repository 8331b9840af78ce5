"""What a case measured is read out of what its officers filled in."""

from datetime import date

import pytest

from engine.domain.indicators import Direction, Indicator
from engine.domain.measuring import (
    calendar_names,
    data_of_period,
    measured_rows,
    period_of,
)
from engine.domain.values import JsonObject, RoleKey

KNOWN = {
    "IKU-1": Indicator(
        code="IKU-1",
        objective="Nagari tertib",
        name="Nagari tertib administrasi",
        unit="%",
        section=RoleKey("kasi_pemerintahan"),
    )
}


def case(row, answer):
    return {
        "format_indikator": [{"kode": "IKU-1", "seksi": "kasi", **row}],
        "Activity_IsiData": [
            {"seksi_ini": "kasi", "realisasi_indikator": [{"kode": "IKU-1", **answer}]}
        ],
    }


@pytest.mark.parametrize(
    ("data", "label", "first", "last", "place"),
    [
        pytest.param(
            {"periode_jenis": "triwulanan", "tahun": 2024, "triwulan": 2},
            "Triwulan II Tahun 2024",
            "2024-04-01",
            "2024-06-30",
            2,
            id="quarter",
        ),
        pytest.param(
            {"periode_jenis": "bulanan", "tahun": 2024, "bulan": 2, "triwulan": None},
            "Bulan Februari 2024",
            "2024-02-01",
            "2024-02-29",
            2,
            id="month of a leap year",
        ),
        pytest.param(
            {"periode_jenis": "tahunan", "tahun": 2023},
            "Tahun 2023",
            "2023-01-01",
            "2023-12-31",
            0,
            id="year",
        ),
        pytest.param(
            {"periode_jenis": "bulanan", "tahun": 2023, "bulan": 13},
            "Tahun 2023",
            "",
            "",
            0,
            id="no such month",
        ),
        pytest.param(
            {"periode_jenis": "triwulanan", "tahun": True, "triwulan": 1},
            "",
            "",
            "",
            0,
            id="no year",
        ),
        pytest.param({}, "", "", "", 0, id="not chosen yet"),
    ],
)
def test_a_case_measures_the_period_of_its_first_step(data, label, first, last, place):
    period = period_of(data)

    assert period["label"] == label
    assert (period["awal"], period["akhir"]) == (first, last)
    assert period["urutan"] == place


@pytest.mark.parametrize(
    ("today", "year", "quarter", "month"),
    [
        (date(2024, 7, 1), 2024, 2, 6),
        (date(2024, 6, 30), 2024, 1, 5),
        (date(2025, 1, 2), 2024, 4, 12),
        (date(2025, 3, 31), 2024, 4, 2),
    ],
)
def test_what_has_just_ended_is_what_is_usually_measured(today, year, quarter, month):
    names = calendar_names(today)

    assert (names["tahun_periode"], names["triwulan_lalu"]) == (year, quarter)
    assert names["bulan_lalu"] == month
    assert names["hari_ini"] == today.isoformat()


def test_a_row_joins_the_format_with_what_the_section_reported():
    data = case({"satuan": "%", "target": 80}, {"realisasi": 76, "bukti": ["a", "b"]})

    (row,) = measured_rows(data, KNOWN)

    assert row["nama"] == "Nagari tertib administrasi"
    assert (row["target"], row["realisasi"], row["capaian"]) == (80, 76, 95.0)
    assert (row["predikat"], row["tercapai"]) == ("Sangat Tinggi", False)
    assert row["bukti"] == 2
    assert row["capaian_teks"] == (
        "Target 80, realisasi 76, capaian 95 % (Sangat Tinggi)"
    )


def test_a_grade_is_measured_on_its_scale_and_shown_as_it_is():
    data = case(
        {"satuan": "Predikat", "target_predikat": "BB"}, {"realisasi_predikat": "B"}
    )

    (row,) = measured_rows(data, KNOWN)

    assert (row["target"], row["realisasi"], row["capaian"]) == ("BB", "B", 87.5)


def test_the_format_decides_which_way_is_better():
    data = case({"satuan": "%", "target": 10, "arah": "turun"}, {"realisasi": 5})

    (row,) = measured_rows(data, KNOWN)

    assert row["arah"] == Direction.LOWER
    assert row["capaian"] == 150.0


def test_another_section_s_answer_does_not_count():
    data = case({"satuan": "%", "target": 80}, {"realisasi": 76})
    data["format_indikator"][0]["seksi"] = "sekretariat"

    (row,) = measured_rows(data, KNOWN)

    assert row["realisasi"] is None
    assert row["hasil"] == "incomplete"
    assert row["capaian_teks"] == "Target 80, realisasi –"


def test_an_indicator_that_the_office_does_not_know_is_shown_by_its_code():
    data: JsonObject = {
        "format_indikator": [{"kode": "BARU", "seksi": "kasi", "satuan": "unit"}]
    }

    (row,) = measured_rows(data, KNOWN)

    assert (row["nama"], row["satuan"], row["hasil"]) == (
        "BARU",
        "unit",
        "not_evaluable",
    )


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"format_indikator": None},
        {"format_indikator": "x", "Activity_IsiData": 3},
        {"format_indikator": [1, None], "Activity_IsiData": [{}]},
    ],
)
def test_a_case_that_has_measured_nothing_has_no_rows(data):
    assert measured_rows(data, KNOWN) == []


@pytest.mark.parametrize(
    ("period", "names"),
    [
        pytest.param(
            "2024-TW3",
            {"periode_jenis": "triwulanan", "tahun": 2024, "triwulan": 3},
            id="quarter",
        ),
        pytest.param(
            "2024-08",
            {"periode_jenis": "bulanan", "tahun": 2024, "bulan": 8},
            id="month",
        ),
        pytest.param("2024-13", {}, id="no such month"),
        pytest.param("", {}, id="none"),
    ],
)
def test_a_case_s_period_stands_in_its_data(period, names):
    assert data_of_period(period) == names
