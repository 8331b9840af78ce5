"""Forms in a browser: fields with values, rows, errors; posts become data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.domain.forms import FormDefinition, number_of
from web.form_fields import ShownFile
from web.form_values import shown_day, typed_number
from web.forms import (
    Filling,
    data_of,
    restored,
    shown_form,
    with_file,
    with_row,
    without_file,
    without_row,
)


def form_of(*components):
    return FormDefinition.from_json("uji", {"components": list(components)})


TEXT = {"type": "textfield", "key": "nama", "label": "Nama"}
NUMBER = {"type": "number", "key": "nilai", "label": "Nilai"}
AREA = {"type": "textarea", "key": "uraian", "label": "Uraian"}
PICKER = {"type": "filepicker", "key": "bukti", "label": "Bukti", "multiple": True}
COLOURS = [{"value": "m", "label": "Merah"}, {"value": "b", "label": "Biru"}]


def rows_of(*parts, **more):
    return {
        "type": "dynamiclist",
        "path": "baris",
        "label": "Baris",
        "components": list(parts),
        **more,
    }


def drawn(form, data=None, **more):
    return shown_form(form, Filling(data=data or {}, **more)).parts


@given(
    st.one_of(st.integers(-(10**12), 10**12), st.decimals(-999999, 999999, places=4))
)
def test_a_number_that_is_shown_is_read_as_the_same(number):
    value = int(number) if number == int(number) else float(number)

    assert number_of(typed_number(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(94.1, "94,1", id="a decimal comma"),
        pytest.param(1234, "1234", id="a thousand is never written 1.234"),
        pytest.param(1234.5, "1234,5", id="four digits are read at a glance"),
        pytest.param(12345.5, "12.345,5", id="grouped where it is clear"),
        pytest.param(150000000, "150.000.000", id="rupiah"),
        pytest.param("dua puluh", "dua puluh", id="what is no number stays"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_numbers_are_written_as_the_office_does(value, text):
    assert typed_number(value) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-08-19", "19 Agustus 2024"),
        ("08:20", "08.20"),
        ("2024-08-19T08:20", "19 Agustus 2024 08.20"),
        ("besok saja ya", "besok saja ya"),
    ],
)
def test_dates_and_times_are_told_in_words(text, words):
    assert shown_day(text, "id") == words


def test_names_are_apart_from_the_pages_own():
    posted = MultiDict({"f.nama": "Ani", "csrf_token": "x", "_key": "y"})

    assert data_of(form_of(TEXT), posted, case_data={}, options={}) == {"nama": "Ani"}


def test_a_field_that_nobody_knows_is_kept_to_be_refused():
    posted = MultiDict({"f.nama": "Ani", "f.lain": "x"})

    assert data_of(form_of(TEXT), posted, case_data={}, options={})["lain"] == ["x"]


def test_a_hidden_field_is_drawn_and_keeps_what_was_typed():
    hides = AREA | {"conditional": {"hide": 'nama == "Ani"'}}

    _, area = drawn(form_of(TEXT, hides), {"nama": "Ani", "uraian": "ditulis dulu"})

    assert area.hidden
    assert area.text == "ditulis dulu"


def test_a_computed_field_shows_what_the_server_computes():
    double = {
        "type": "expression",
        "key": "dua",
        "label": "Dua",
        "expression": "nilai * 2",
    }

    computed = drawn(form_of(NUMBER, double), {"nilai": 2.5, "dua": 99})[1]

    assert computed.text == "5"
    assert computed.locked


def test_a_locked_choice_shows_its_label_and_posts_its_value():
    locked = {"type": "select", "key": "warna", "values": COLOURS, "readonly": True}
    locked["defaultValue"] = "m"

    (field,) = drawn(form_of(locked))

    assert (field.text, field.posted, field.locked) == ("Merah", ("m",), True)


def test_choices_of_the_office_are_marked_where_chosen():
    chosen = {"type": "checklist", "key": "bagian", "valuesKey": "seksi"}

    (field,) = drawn(form_of(chosen), {"bagian": ["b"]}, options={"seksi": COLOURS})

    assert [(one.label, one.chosen) for one in field.options] == [
        ("Merah", False),
        ("Biru", True),
    ]


def test_short_rows_become_a_table_and_long_ones_cards():
    short, long = form_of(rows_of(TEXT, NUMBER)), form_of(rows_of(TEXT, AREA))

    assert [drawn(one)[0].kind for one in (short, long)] == ["table-list", "card-list"]


def test_a_list_carries_an_empty_row_for_the_script():
    (field,) = drawn(form_of(rows_of(TEXT | {"defaultValue": "Budi"}, NUMBER)))

    assert field.blank.parts[0].name == "f.baris.__i__.nama"
    assert field.blank.parts[0].text == "Budi"
    assert field.rows == ()


def test_a_row_is_added_with_its_defaults_and_removed_by_its_number():
    form = form_of(
        rows_of(TEXT | {"defaultValue": "Budi"}, NUMBER, properties={"maxRows": 2})
    )

    one: Any = with_row(form, {}, "baris")
    full: Any = with_row(form, with_row(form, dict(one), "baris"), "baris")

    assert one == {"baris": [{"nama": "Budi"}]}
    assert len(full["baris"]) == 2
    assert without_row(form, full, "baris.0") == {"baris": [{"nama": "Budi"}]}


@pytest.mark.parametrize(
    "path", ["", "nama", "baris.9", "baris.x", "tiada.0", "baris.0.0"]
)
def test_a_row_that_is_not_there_changes_nothing(path):
    form = form_of(TEXT, rows_of(TEXT, NUMBER))
    data: Any = {"nama": "Ani", "baris": [{"nama": "Budi"}]}

    assert without_row(form, dict(data), path) == data
    assert with_row(form, dict(data), path) == data


def test_rows_that_the_case_gives_can_be_neither_added_nor_removed():
    form = form_of(rows_of(TEXT, NUMBER, allowAddRemove=False))
    data: Any = {"baris": [{"nama": "Ani"}]}

    assert with_row(form, dict(data), "baris") == data
    assert without_row(form, dict(data), "baris.0") == data


def test_a_file_is_added_to_and_taken_from_a_row():
    form = form_of(rows_of(TEXT, PICKER))
    data: Any = {"baris": [{"nama": "Ani"}, {"nama": "Budi", "bukti": ["a"]}]}

    more: Any = with_file(form, data, "baris.1.bukti", "b")
    less: Any = without_file(form, more, "baris.1.bukti", "a")

    assert more["baris"][1]["bukti"] == ["a", "b"]
    assert less["baris"][1]["bukti"] == ["b"]


def test_a_field_for_one_file_takes_the_newest():
    form = form_of(PICKER | {"multiple": False})

    assert with_file(form, {"bukti": ["a"]}, "bukti", "b") == {"bukti": ["b"]}


@pytest.mark.parametrize("path", ["nama", "baris.0.nama", "baris.7.bukti", "x.0.y", ""])
def test_a_file_for_no_file_field_goes_nowhere(path):
    form = form_of(TEXT, rows_of(TEXT, PICKER))
    data: Any = {"nama": "Ani", "baris": [{"nama": "Budi"}]}

    assert with_file(form, dict(data), path, "a") == data


def test_stored_files_are_shown_by_name_and_unknown_ones_not():
    known = {"a": ShownFile(id="a", name="Bukti.pdf")}

    (field,) = drawn(form_of(PICKER), {"bukti": ["a", "b"]}, files=known)

    assert [one.name for one in field.files] == ["Bukti.pdf"]


def test_errors_stand_at_their_fields_and_first_on_the_page():
    form = form_of(rows_of(TEXT, NUMBER))
    errors = {"baris.0.nilai": "Isi dengan angka.", "": "Terlalu besar."}

    shown = shown_form(form, Filling(data={"baris": [{"nama": "A"}]}, errors=errors))

    assert shown.parts[0].rows[0].parts[1].error == "Isi dengan angka."
    assert [(one.target, one.message) for one in shown.errors] == [
        ("f-baris-0-nilai", "Isi dengan angka."),
        ("", "Terlalu besar."),
    ]
    assert shown.errors[0].label == "Baris 1: Nilai"


def test_an_error_inside_a_choice_stands_at_the_choice():
    chosen = {"type": "checklist", "key": "warna", "values": COLOURS}

    (field,) = drawn(form_of(chosen), errors={"warna.0": "Bukan pilihan."})

    assert field.error == "Bukan pilihan."


def test_a_table_shows_the_cases_rows_and_nothing_else():
    table = {
        "type": "table",
        "label": "Data",
        "dataSource": "=hasil",
        "columns": [{"label": "Nama", "key": "nama"}, {"label": "Nilai", "key": "n"}],
    }
    rows = [{"nama": "A", "n": 1.5}, "bukan baris"]

    (field,) = drawn(form_of(table), case_data={"hasil": rows})

    assert field.cells == (("A", "1,5"), ("", ""))


def test_a_draft_keeps_its_typing_in_the_rows_that_are_still_there():
    locked = TEXT | {"readonly": True}
    form = form_of(
        rows_of(locked, NUMBER, allowAddRemove=False, properties={"prefill": "daftar"})
    )
    draft: Any = {"baris": [{"nama": "B", "nilai": 2}, {"nama": "gone", "nilai": 9}]}
    fresh: Any = {"baris": [{"nama": "A"}, {"nama": "B"}]}

    assert restored(form, draft, fresh)["baris"] == [
        {"nama": "A"},
        {"nama": "B", "nilai": 2},
    ]


def test_a_form_that_nobody_fills_in_shows_what_was_sent():
    form = form_of(NUMBER, {"type": "checkbox", "key": "setuju", "label": "Setuju"})

    shown = drawn(form, {"nilai": 12345.5, "setuju": True}, locked=True)

    assert [(one.locked, one.text) for one in shown] == [
        (True, "12.345,5"),
        (True, "Ya"),
    ]
