"""What plain HTML forms post, read as an Indonesian office writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.forms import (
    FormDefinition,
    check_submission,
    coerce_text_values,
    generic_form,
    number_of,
)
from engine.errors import SubmissionInvalidError

FORM = FormDefinition.from_json(
    "kirim",
    {
        "components": [
            {"type": "textfield", "key": "nomor"},
            {"type": "textarea", "key": "uraian"},
            {"type": "number", "key": "jumlah"},
            {"type": "checkbox", "key": "setuju"},
            {
                "type": "checklist",
                "key": "seksi",
                "values": [{"value": "a"}, {"value": "b"}],
            },
            {"type": "radio", "key": "triwulan", "values": [1, 2, 3, 4]},
            {"type": "select", "key": "tahun", "valuesKey": "tahun_kerja"},
            {
                "type": "dynamiclist",
                "path": "realisasi",
                "components": [
                    {"type": "textfield", "key": "nama"},
                    {"type": "number", "key": "nilai"},
                    {"type": "checkbox", "key": "ok"},
                ],
            },
        ]
    },
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("94,1", 94.1),
        ("94.1", 94.1),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1250", 1250),
        ("-3", -3),
        ("\u22123,5", -3.5),
        (" 7 ", 7),
        ("2,0", 2),
        ("0.125", 0.125),
        ("1.234", None),
        ("12.34,5", None),
        ("1,2,3", None),
        ("1e5", None),
        ("", None),
        ("sepuluh", None),
        ("\u0661", None),
        ("9" * 5000, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_numbers_are_read_as_the_office_writes_them(text, number):
    assert number_of(text) == number


def test_posted_texts_become_the_data_of_the_form():
    posted = {
        "nomor": "800/03",
        "uraian": "satu\r\ndua",
        "jumlah": "94,1",
        "setuju": "on",
        "seksi": ["a", "b"],
        "triwulan": "3",
        "tahun": "2024",
        "realisasi.0.nama": "IKM",
        "realisasi.0.nilai": "80",
        "realisasi.4.nama": "SAKIP",
        "realisasi.4.nilai": "",
        "realisasi.9.nama": " ",
    }

    data = coerce_text_values(FORM, posted, options={"tahun_kerja": [2024, 2025]})

    assert data == {
        "nomor": "800/03",
        "uraian": "satu\ndua",
        "jumlah": 94.1,
        "setuju": True,
        "seksi": ["a", "b"],
        "triwulan": 3,
        "tahun": 2024,
        "realisasi": [
            {"nama": "IKM", "nilai": 80, "ok": False},
            {"nama": "SAKIP", "ok": False},
        ],
    }


def test_an_empty_post_is_an_unticked_box_and_nothing_else():
    assert coerce_text_values(FORM, {"nomor": "", "seksi": []}) == {"setuju": False}


def test_a_single_choice_of_a_checklist_is_a_list():
    assert coerce_text_values(FORM, {"seksi": "a"})["seksi"] == ["a"]


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_named():
    data = coerce_text_values(FORM, {"jumlah": "sepuluh", "asing": "1"})

    with pytest.raises(SubmissionInvalidError) as caught:
        check_submission(FORM, data)

    assert data["jumlah"] == "sepuluh"
    assert {path: key for path, (key, _) in caught.value.facts["errors"].items()} == {
        "jumlah": "form.not_a_number",
        "asing": "form.unknown_key",
    }


def test_unknown_fields_of_a_row_are_kept_to_be_refused():
    data = coerce_text_values(FORM, {"realisasi.0.x": "1", "realisasi.0.nama": "a"})

    with pytest.raises(SubmissionInvalidError) as caught:
        check_submission(FORM, data)

    assert list(caught.value.facts["errors"]) == ["realisasi.0.x"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("12", 12),
        ("94,1", 94.1),
        ("0756123", "0756123"),
        ("ya", "ya"),
    ],
)
def test_a_plain_field_reads_numbers_and_truth_values(text, value):
    assert coerce_text_values(generic_form(["x"]), {"x": text}) == {"x": value}


NAMES = st.sampled_from(
    [
        "nomor",
        "jumlah",
        "setuju",
        "seksi",
        "realisasi",
        "realisasi.0.nilai",
        "realisasi.x.nama",
        "realisasi.99999.nama",
        "realisasi.1",
        "..",
        "a.b",
    ]
)


@given(st.dictionaries(NAMES, st.text(max_size=9) | st.lists(st.text(), max_size=3)))
def test_any_post_is_taken_or_refused_by_path(posted):
    paths: list[str] = []
    try:
        check_submission(FORM, coerce_text_values(FORM, posted))
    except SubmissionInvalidError as error:
        paths = list(error.facts["errors"])
    assert all(isinstance(path, str) for path in paths)
