"""What a form shows before anybody typed, and what nobody but the server writes."""

import pytest

from engine.domain.forms import (
    FormDefinition,
    check_submission,
    default_submission,
    generic_form,
)
from engine.errors import SubmissionInvalidError


def check(form, **data):
    return check_submission(form, data).values


def errors_of(form, **data):
    with pytest.raises(SubmissionInvalidError) as caught:
        check(form, **data)
    return {path: key for path, (key, _) in caught.value.facts["errors"].items()}


COPIED = FormDefinition.from_json(
    "salinan",
    {
        "components": [
            {
                "type": "dynamiclist",
                "path": "data",
                "allowAddRemove": False,
                "properties": {"prefill": "=indikator"},
                "components": [
                    {"type": "textfield", "key": "nama", "readonly": True},
                    {"type": "number", "key": "target", "disabled": True},
                    {"type": "number", "key": "nilai"},
                    {
                        "type": "expression",
                        "key": "sisa",
                        "expression": "=this.target - this.nilai",
                    },
                ],
            },
            {
                "type": "textfield",
                "key": "periode",
                "readonly": True,
                "properties": {"prefill": "=bulan + ' 2024'"},
            },
            {"type": "textfield", "key": "tempat", "defaultValue": "Kantor Camat"},
        ]
    },
)
INDICATORS = {
    "bulan": "Juni",
    "indikator": [{"nama": "IKM", "target": 80, "x": 1}, {"nama": "SAKIP"}],
}


def test_defaults_copy_rows_of_the_case_and_leave_the_rest_open():
    data = default_submission(COPIED, case_data=INDICATORS)

    assert data == {
        "data": [{"nama": "IKM", "target": 80}, {"nama": "SAKIP"}],
        "periode": "Juni 2024",
        "tempat": "Kantor Camat",
    }
    assert check_submission(COPIED, data, case_data=INDICATORS).values["data"]


def test_read_only_values_are_the_servers_own():
    sent = {
        "data": [{"nama": "lain", "target": 1, "nilai": 70}, {"nilai": 1}],
        "periode": "Desember 1999",
    }

    values = check_submission(COPIED, sent, case_data=INDICATORS).values

    assert values["periode"] == "Juni 2024"
    assert values["data"] == [
        {"nama": "IKM", "target": 80, "nilai": 70, "sisa": 10},
        {"nama": "SAKIP", "target": None, "nilai": 1, "sisa": None},
    ]


def test_rows_of_a_fixed_list_are_neither_added_nor_removed():
    with pytest.raises(SubmissionInvalidError) as caught:
        check_submission(COPIED, {"data": [{}]}, case_data=INDICATORS)

    assert caught.value.facts["errors"] == {"data": ("form.rows_fixed", {"limit": 2})}


def test_the_generic_form_takes_a_note_and_exactly_the_named_values():
    form = generic_form(["setuju", "jumlah", "setuju"])

    values = check(form, catatan="baik", setuju=True, jumlah=["a", 1])

    assert values == {"catatan": "baik", "setuju": True, "jumlah": ["a", 1]}
    assert errors_of(form, lain=1) == {"lain": "form.unknown_key"}
    assert errors_of(form, setuju={"a": 1}) == {"setuju": "form.wrong_value"}


def test_what_the_generic_form_was_not_sent_stays_unknown():
    form = generic_form(["setuju"])

    assert check(form) == {}
    assert check(form, catatan="") == {"catatan": None}
    assert check(form, setuju=None) == {"setuju": None}


def test_a_list_without_rows_to_copy_starts_with_as_many_as_it_needs():
    form = FormDefinition.from_json(
        "hadir",
        {
            "components": [
                {
                    "type": "dynamiclist",
                    "path": "hadir",
                    "properties": {"minRows": 2},
                    "components": [
                        {"type": "textfield", "key": "nama", "defaultValue": "Kasi"},
                        {"type": "textfield", "key": "paraf"},
                    ],
                }
            ]
        },
    )

    assert default_submission(form) == {"hadir": [{"nama": "Kasi"}, {"nama": "Kasi"}]}


def test_a_required_field_without_a_default_is_left_to_a_person():
    form = FormDefinition.from_json(
        "surat",
        {
            "components": [
                {"type": "textfield", "key": "nomor", "validate": {"required": True}}
            ]
        },
    )

    data = default_submission(form)

    assert data == {}
    assert errors_of(form, **data) == {"nomor": "form.required"}


def test_a_copied_value_that_the_case_does_not_have_is_left_open():
    assert default_submission(COPIED, case_data={}) == {
        "data": [],
        "tempat": "Kantor Camat",
    }


def test_a_list_says_how_many_rows_it_needs():
    form = FormDefinition.from_json(
        "hadir",
        {
            "components": [
                {
                    "type": "dynamiclist",
                    "path": "hadir",
                    "properties": {"minRows": "2"},
                    "components": [{"type": "textfield", "key": "nama"}],
                }
            ]
        },
    )

    assert errors_of(form) == {"hadir": "form.required"}
    assert errors_of(form, hadir=[{"nama": "a"}]) == {"hadir": "form.too_few"}
    assert check(form, hadir=[{"nama": "a"}, {}])["hadir"][1] == {"nama": None}


def test_what_the_case_cannot_give_is_empty_and_what_a_field_cannot_is_named():
    form = FormDefinition.from_json(
        "hitung",
        {
            "components": [
                {
                    "type": "textfield",
                    "key": "asal",
                    "readonly": True,
                    "properties": {"prefill": "=bulan + 2024"},
                },
                {"type": "textfield", "key": "nama"},
                {"type": "expression", "key": "dua", "expression": "=nama * 2"},
                {"type": "textfield", "key": "tetap", "disabled": True},
            ]
        },
    )

    values = check_submission(form, {}, case_data={"bulan": "Juni"}).values

    assert values == {"asal": None, "nama": None, "dua": None, "tetap": None}
    assert errors_of(form, nama="x") == {"dua": "form.computed_failed"}


def test_a_choice_of_true_is_no_choice_of_one():
    form = FormDefinition.from_json(
        "pilih", {"components": [{"type": "radio", "key": "a", "values": [1, 2]}]}
    )

    assert check(form, a=1) == {"a": 1}
    assert errors_of(form, a=True) == {"a": "form.not_an_option"}


def test_a_locked_list_is_copied_whatever_was_sent():
    form = FormDefinition.from_json(
        "kunci",
        {
            "components": [
                {
                    "type": "dynamiclist",
                    "path": "data",
                    "readonly": True,
                    "allowAddRemove": False,
                    "properties": {"prefill": "=indikator"},
                    "components": [{"type": "textfield", "key": "nama"}],
                }
            ]
        },
    )

    values = check_submission(form, {"data": [{"nama": "x"}]}, case_data=INDICATORS)

    assert values.values == {"data": [{"nama": "IKM"}, {"nama": "SAKIP"}]}
