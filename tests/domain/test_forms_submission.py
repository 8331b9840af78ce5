"""What the server makes of a submission."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.forms import (
    FormDefinition,
    check_submission,
)
from engine.errors import SubmissionInvalidError

NUMBER = {"type": "number", "key": "nilai", "label": "Nilai"}
REALISATION = {
    "title": "Realisasi",
    "components": [
        {"type": "text", "text": "### Isi realisasi"},
        {
            "type": "textfield",
            "key": "nomor",
            "validate": {"required": True, "minLength": 3, "maxLength": 10},
        },
        {"type": "textfield", "key": "nip", "validate": {"pattern": r"^\d{18}$"}},
        {
            "type": "textfield",
            "key": "surel",
            "validate": {"validationType": "email"},
        },
        {"type": "textarea", "key": "uraian"},
        {
            "type": "number",
            "key": "jumlah",
            "decimalDigits": 0,
            "validate": {"min": 0, "max": "100"},
        },
        {"type": "number", "key": "persen", "decimalDigits": 1},
        {"type": "datetime", "key": "tanggal", "subtype": "date"},
        {"type": "datetime", "key": "pukul", "subtype": "time"},
        {"type": "datetime", "key": "saat", "subtype": "datetime"},
        {"type": "checkbox", "key": "setuju", "validate": {"required": True}},
        {"type": "checkbox", "key": "mendesak"},
        {
            "type": "radio",
            "key": "sifat",
            "values": [{"label": "Biasa", "value": "biasa"}, {"value": "rahasia"}],
        },
        {"type": "select", "key": "seksi", "valuesKey": "seksi_kantor"},
        {
            "type": "checklist",
            "key": "tembusan",
            "valuesExpression": "=pilihan.nama",
        },
        {"type": "filepicker", "key": "bukti", "multiple": True},
        {
            "type": "group",
            "label": "Alasan",
            "conditional": {"hide": '=sifat != "rahasia"'},
            "components": [
                {
                    "type": "textfield",
                    "key": "alasan",
                    "validate": {"required": True},
                }
            ],
        },
        {
            "type": "dynamiclist",
            "path": "realisasi",
            "properties": {"maxRows": 3},
            "components": [
                {"type": "number", "key": "target", "validate": {"required": True}},
                {"type": "number", "key": "nilai"},
                {
                    "type": "expression",
                    "key": "capaian",
                    "expression": "=decimal(this.nilai / this.target * 100, 1)",
                },
                {
                    "type": "textfield",
                    "key": "kendala",
                    "conditional": {"hide": "=this.capaian >= 100"},
                    "validate": {"required": True},
                },
            ],
        },
        {"type": "expression", "key": "total", "expression": "=sum(realisasi.nilai)"},
    ],
}
FORM = FormDefinition.from_json("realisasi", json.dumps(REALISATION))
CASE = {"pilihan": [{"nama": "Camat"}, {"nama": "Arsip"}]}
OPTIONS = {"seksi_kantor": ["Trantib", {"label": "Pemerintahan", "value": "pem"}]}
LEAST = {"nomor": "800/03", "setuju": True}


def check(form=FORM, **data):
    return check_submission(form, data, case_data=CASE, options=OPTIONS).values


def errors_of(form=FORM, **data):
    with pytest.raises(SubmissionInvalidError) as caught:
        check(form, **data)
    return {path: key for path, (key, _) in caught.value.facts["errors"].items()}


def one_field(**field):
    return FormDefinition.from_json("satu", {"components": [NUMBER | field]})


def test_a_full_submission_is_taken_as_it_is():
    data = LEAST | {
        "nip": "197001011990011001",
        "surel": "camat@example.go.id",
        "uraian": "Baris satu\nbaris dua",
        "jumlah": 100,
        "persen": 94.1,
        "tanggal": "2024-08-19",
        "pukul": "08:20",
        "saat": "2024-08-19T08:20+07:00",
        "mendesak": True,
        "sifat": "rahasia",
        "seksi": "pem",
        "tembusan": ["Arsip"],
        "bukti": ["f1", "f2"],
        "alasan": "Data pribadi",
    }

    submission = check_submission(FORM, data, case_data=CASE, options=OPTIONS)

    assert submission.values == data | {"realisasi": [], "total": 0}
    assert submission.files == ("f1", "f2")


@pytest.mark.parametrize(
    ("data", "path", "key"),
    [
        ({"nomor": ""}, "nomor", "required"),
        ({"nomor": "   "}, "nomor", "required"),
        ({"nomor": None}, "nomor", "required"),
        ({"nomor": "ab"}, "nomor", "too_short"),
        ({"nomor": "x" * 11}, "nomor", "too_long"),
        ({"nomor": 800}, "nomor", "not_a_text"),
        ({"nip": "123"}, "nip", "pattern"),
        ({"surel": "camat"}, "surel", "not_an_email"),
        ({"uraian": "x" * 10_001}, "uraian", "too_long"),
        ({"uraian": "a\x00b"}, "uraian", "forbidden_character"),
        ({"uraian": "\ud800"}, "uraian", "forbidden_character"),
        ({"jumlah": -1}, "jumlah", "minimum"),
        ({"jumlah": 101}, "jumlah", "maximum"),
        ({"jumlah": 1.5}, "jumlah", "not_a_whole_number"),
        ({"jumlah": "5"}, "jumlah", "not_a_whole_number"),
        ({"jumlah": True}, "jumlah", "not_a_whole_number"),
        ({"persen": 94.15}, "persen", "too_many_decimals"),
        ({"persen": "94,1"}, "persen", "not_a_number"),
        ({"persen": ""}, "persen", "not_a_number"),
        ({"persen": float("nan")}, "persen", "number_too_large"),
        ({"persen": 1e16}, "persen", "number_too_large"),
        ({"persen": 10**400}, "persen", "number_too_large"),
        ({"tanggal": "2024-02-30"}, "tanggal", "not_a_date"),
        ({"tanggal": "19-08-2024"}, "tanggal", "not_a_date"),
        ({"tanggal": "2024-W01-1"}, "tanggal", "not_a_date"),
        ({"pukul": "25:00"}, "pukul", "not_a_time"),
        ({"saat": "2024-08-19 08:20"}, "saat", "not_a_datetime"),
        ({"saat": "2024-08-19"}, "saat", "not_a_datetime"),
        ({"setuju": False}, "setuju", "must_be_checked"),
        ({"setuju": "ya"}, "setuju", "must_be_checked"),
        ({"mendesak": 1}, "mendesak", "not_a_yes_or_no"),
        ({"sifat": "segera"}, "sifat", "not_an_option"),
        ({"seksi": "Pemerintahan"}, "seksi", "not_an_option"),
        ({"tembusan": ["Bupati"]}, "tembusan", "not_an_option"),
        ({"tembusan": "Camat"}, "tembusan", "not_a_list"),
        ({"tembusan": ["Camat", "Camat"]}, "tembusan", "chosen_twice"),
        ({"bukti": ["../../etc/passwd"]}, "bukti.0", "pattern"),
        ({"bukti": ["f"] * 501}, "bukti", "list_too_long"),
        ({"alasan_lain": 1}, "alasan_lain", "unknown_key"),
        ({"__class__": 1}, "__class__", "unknown_key"),
        ({"sifat": "rahasia"}, "alasan", "required"),
        ({"realisasi": {}}, "realisasi", "not_a_list"),
        ({"realisasi": ["x"]}, "realisasi.0", "not_an_object"),
        ({"realisasi": [{"nilai": 1}]}, "realisasi.0.target", "required"),
        ({"realisasi": [{"target": "9"}]}, "realisasi.0.target", "not_a_number"),
        ({"realisasi": [{"x": 1}]}, "realisasi.0.x", "unknown_key"),
        ({"realisasi": [{}] * 4}, "realisasi", "too_many"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(data, path, key):
    assert errors_of(**(LEAST | data))[path] == f"form.{key}"


def test_limits_are_facts_of_the_message():
    with pytest.raises(SubmissionInvalidError) as caught:
        check(**(LEAST | {"jumlah": 101}))

    assert caught.value.facts["errors"] == {"jumlah": ("form.maximum", {"limit": 100})}


def test_all_mistakes_are_told_at_once():
    errors = errors_of(jumlah=-1, lain=2, realisasi=[{"target": 1, "nilai": "x"}])

    assert set(errors) >= {"nomor", "setuju", "jumlah", "lain", "realisasi.0.nilai"}


def test_a_hidden_field_is_emptied_whatever_was_sent_for_it():
    values = check(**LEAST, sifat="biasa", alasan="bocor")

    assert values["alasan"] is None


def test_a_field_left_empty_is_written_as_empty():
    values = check(**LEAST)

    assert values["uraian"] is None
    assert values["tembusan"] == []
    assert values["mendesak"] is False
    assert set(values) == FORM.field_names


def test_computed_fields_are_computed_by_the_server():
    row = {"target": 50, "nilai": 47.05, "capaian": 999, "kendala": "Hujan"}

    values = check(**LEAST, realisasi=[row], total=12345)

    assert values["realisasi"] == [row | {"capaian": 94.1}]
    assert values["total"] == 47.05


def test_a_sent_computed_value_cannot_hide_a_required_field():
    row = {"target": 50, "nilai": 10, "capaian": 100}

    assert errors_of(**LEAST, realisasi=[row]) == {
        "realisasi.0.kendala": "form.required"
    }


def test_a_row_is_hidden_by_what_was_computed_in_the_same_row():
    rows = [{"target": 50, "nilai": 50, "kendala": "tidak ada"}]

    assert check(**LEAST, realisasi=rows)["realisasi"][0]["kendala"] is None


def test_an_achievement_without_a_target_is_empty_and_no_mistake():
    values = check(**LEAST, realisasi=[{"target": 0, "nilai": 5, "kendala": "-"}])

    assert values["realisasi"][0]["capaian"] is None


def test_a_field_hidden_by_a_field_below_it_is_emptied_too():
    form = FormDefinition.from_json(
        "balik",
        {
            "components": [
                {"type": "textfield", "key": "a", "conditional": {"hide": "=b == 1"}},
                {"type": "expression", "key": "b", "expression": "=c + 0"},
                {"type": "number", "key": "c"},
            ]
        },
    )

    assert check(form, a="x", c=1) == {"a": None, "b": 1, "c": 1}
    assert check(form, a="x", c=2) == {"a": "x", "b": 2, "c": 2}


def test_a_field_that_hides_itself_ends_somewhere():
    form = one_field(conditional={"hide": "=nilai == 5"})

    assert check(form, nilai=5)["nilai"] in (5, None)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ([], "not_an_object"),
        ("x", "not_an_object"),
        ({"uraian": ["x" * 9_999] * 101}, "submission_too_large"),
        ({"uraian": {"k" * 1_000_001: 1}}, "submission_too_large"),
    ],
)
def test_a_submission_is_refused_as_a_whole(data, key):
    with pytest.raises(SubmissionInvalidError) as caught:
        check_submission(FORM, data)

    assert caught.value.facts["errors"][""][0] == f"form.{key}"


def test_of_very_many_mistakes_the_first_two_hundred_are_told():
    rows = [{f"x{at}": 1 for at in range(100)} for _ in range(3)]

    assert len(errors_of(**LEAST, realisasi=rows)) == 200
    assert errors_of(**{f"x{at}": 1 for at in range(501)}) == {"": "form.list_too_long"}


def test_data_nested_a_thousand_deep_is_refused():
    nested: list[object] = []
    for _ in range(1_000):
        nested = [nested]

    assert "form.too_deep" in errors_of(**LEAST, uraian=nested).values()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["target", "nilai", "kendala", "x"]), inner)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([*sorted(FORM.field_names), "lain"])
FITTING = st.fixed_dictionaries(
    {"nomor": st.just("800/03"), "setuju": st.sampled_from([True])},
    optional={
        "jumlah": st.integers(-1, 101),
        "sifat": st.sampled_from(["biasa", "rahasia"]),
        "tembusan": st.lists(st.sampled_from(["Camat", "Arsip"]), max_size=2),
        "realisasi": st.lists(
            st.fixed_dictionaries(
                {"target": st.integers(0, 9), "nilai": st.integers(0, 9)},
                optional={"kendala": st.text(max_size=3)},
            ),
            max_size=4,
        ),
    },
)


@settings(max_examples=150)
@given(st.dictionaries(KEYS, JSON, max_size=6) | FITTING)
def test_any_json_is_taken_whole_or_refused_by_path(data):
    try:
        values = check(**data)
    except SubmissionInvalidError as error:
        refused = error.facts["errors"]
    else:
        refused = None
        assert set(values) == FORM.field_names
        again = {key: values[key] for key in data}
        assert check(**again) == values
    assert refused is None or all(
        key.startswith("form.") for key, _ in refused.values()
    )
