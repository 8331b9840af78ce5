"""Which forms can be deployed, and what is said of the others."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.forms import FormDefinition, fields_of, generic_form, options_of
from engine.errors import FormInvalidError
from engine.translations import LANGUAGES, sentence_of


def form(*components):
    return FormDefinition.from_json("uji", {"components": list(components)})


def text(key="a", **more):
    return {"type": "textfield", "key": key} | more


def rows(*parts, **more):
    return {"type": "dynamiclist", "path": "baris", "components": list(parts)} | more


def refusal(*components):
    with pytest.raises(FormInvalidError) as caught:
        form(*components)
    return caught.value


@pytest.mark.parametrize(
    ("component", "reason"),
    [
        ({"type": "iframe", "key": "a"}, "unknown_component"),
        ({"type": "html", "content": "<script>"}, "unknown_component"),
        ({"type": "image", "source": "x"}, "unknown_component"),
        ({"type": "plain", "key": "a"}, "unknown_component"),
        ({"key": "a"}, "unknown_component"),
        ({"type": ["number"], "key": "a"}, "unknown_component"),
        ("text", "unreadable"),
        (text(key=None), "bad_key"),
        (text(key=""), "bad_key"),
        (text(key="_a"), "bad_key"),
        (text(key="__class__"), "bad_key"),
        (text(key="a.b"), "bad_key"),
        (text(key="a-b"), "bad_key"),
        (text(key="\u0430"), "bad_key"),
        (text(key="this"), "bad_key"),
        (text(key="if"), "bad_key"),
        (text(key="a" * 65), "bad_key"),
        (text(conditional={"hide": "=lambda: 1"}), "bad_expression"),
        (text(conditional={"hide": "=__import__('os')"}), "bad_expression"),
        (text(conditional={"hide": 5}), "bad_expression"),
        (text(conditional="x"), "unreadable_part"),
        (text(properties={"prefill": "a b"}), "bad_expression"),
        ({"type": "expression", "key": "a"}, "bad_expression"),
        ({"type": "expression", "key": "a", "expression": "="}, "bad_expression"),
        (text(validate={"required": "=a"}), "not_true_or_false"),
        (text(readonly="=a"), "not_true_or_false"),
        (text(validate={"minLength": "x"}), "bad_limit"),
        (text(validate={"maxLength": True}), "bad_limit"),
        (text(validate={"maxLength": [1]}), "bad_limit"),
        (text(validate={"remote": "http://x"}), "unknown_rule"),
        (text(validate={"validationType": "iban"}), "unknown_rule"),
        (text(validate={"pattern": "(a+)+$"}), "pattern_nested"),
        (text(validate={"pattern": "(a|a)*(b*)*"}), "pattern_nested"),
        (text(validate={"pattern": "("}), "pattern_unreadable"),
        (text(validate={"pattern": r"(a)\1"}), "pattern_refused"),
        (text(validate={"pattern": "(?=a)"}), "pattern_refused"),
        (text(validate={"pattern": "(?i)a"}), "pattern_refused"),
        (text(validate={"pattern": "a{1,999}"}), "pattern_refused"),
        (text(validate={"pattern": "a" * 201}), "pattern_too_long"),
        ({"type": "number", "key": "a", "validate": {"min": "=b"}}, "bad_limit"),
        ({"type": "number", "key": "a", "serializeToString": True}, "unknown_rule"),
        ({"type": "datetime", "key": "a", "subtype": "month"}, "bad_limit"),
        ({"type": "datetime", "key": "a", "subtype": []}, "bad_limit"),
        ({"type": "datetime", "key": "a", "disallowPassedDates": True}, "unknown_rule"),
        ({"type": "select", "key": "a"}, "no_options"),
        ({"type": "radio", "key": "a", "values": [{"label": "x"}]}, "no_options"),
        ({"type": "radio", "key": "a", "values": [[]]}, "no_options"),
        ({"type": "checklist", "key": "a", "valuesKey": "a.b"}, "bad_key"),
        ({"type": "select", "key": "a", "valuesExpression": "a("}, "bad_expression"),
        ({"type": "group", "path": "a", "components": []}, "group_with_path"),
        ({"type": "group", "components": "x"}, "unreadable"),
        ({"type": "dynamiclist", "path": "", "components": []}, "bad_key"),
        (rows(text(), text()), "duplicate_key"),
        (rows(text(), properties={"maxRows": 501}), "bad_limit"),
        (rows(text(readonly=True)), "readonly_in_open_list"),
        (rows(text(readonly=True), allowAddRemove=False), "readonly_in_open_list"),
    ],
)
def test_a_form_the_server_cannot_check_is_refused_with_its_reason(component, reason):
    error = refusal(component)

    assert error.facts["reason"] == f"form.{reason}"
    assert error.facts["form"] == "uji"
    for language in LANGUAGES:
        assert not re.search(r"form\.[a-z]|expression\.", sentence_of(error, language))


def test_a_key_used_twice_is_refused_even_inside_a_group():
    error = refusal(text(), {"type": "group", "components": [text()]})

    assert error.facts["reason"] == "form.duplicate_key"
    assert error.facts["component"] == "a"


def test_the_same_key_may_stand_in_a_form_and_in_a_row():
    assert form(text(), rows(text())).field_names == {"a", "baris"}


def test_a_refusal_names_component_and_cause():
    error = refusal(text("alasan", conditional={"hide": "=a ? b"}))

    assert sentence_of(error, "id").startswith(
        "Formulir «uji» tidak dapat dipakai: rumus «=a ? b» pada «alasan» tidak dapat"
        " dibaca: ada tanda atau kata yang tidak dikenal pada huruf ke-4"
    )


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "unreadable"),
        ("[]", "unreadable"),
        ("null", "unreadable"),
        ("{}", "unreadable"),
        ('{"components": {}}', "unreadable"),
        (b"\xff\xfe", "unreadable"),
        ("[" * 100_000, "unreadable"),
        (" " * 256_001, "definition_too_large"),
        (json.dumps({"components": [{"type": "separator"}] * 501}), "too_many_parts"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_file_that_is_no_form_is_refused(written, reason):
    with pytest.raises(FormInvalidError, match=f"form.{reason}"):
        FormDefinition.from_json("uji", written)


def test_groups_nest_five_deep_and_no_deeper():
    nested = text()
    for _ in range(4):
        nested = {"type": "group", "components": [nested]}

    assert form(nested).field_names == {"a"}
    assert (
        refusal({"type": "group", "components": [nested]}).facts["reason"]
        == "form.definition_too_deep"
    )


def test_parts_that_only_show_something_write_nothing():
    shown = [{"type": kind} for kind in ("text", "table", "separator", "spacer")]
    button = {"type": "button", "key": "kirim", "action": "submit"}

    assert form(*shown, button).field_names == frozenset()


def test_choices_come_from_the_form_the_office_or_the_case():
    choices = form(
        {"type": "select", "key": "a", "values": [{"value": 1, "label": "Satu"}]},
        {"type": "select", "key": "b", "valuesKey": "seksi"},
        {"type": "select", "key": "c", "valuesExpression": "=tugas.nama"},
    )
    names = {"seksi": ["Trantib"], "tugas": [{"nama": "Rapat"}]}

    offered = [options_of(part, names, {}) for part in fields_of(choices.components)]

    assert [[(one.value, one.label) for one in some] for some in offered] == [
        [(1, "Satu")],
        [("Trantib", "Trantib")],
        [("Rapat", "Rapat")],
    ]


def test_a_form_tells_which_names_it_reads_from_outside():
    asking = form(
        text(conditional={"hide": "=b == c"}),
        {"type": "expression", "key": "b", "expression": "=a + d"},
        rows(
            {"type": "select", "key": "n", "valuesKey": "seksi"},
            properties={"prefill": "=indikator"},
        ),
    )

    assert asking.reads == {"c", "d", "seksi", "indikator"}


def test_the_json_schema_says_what_each_field_takes():
    schema = form(
        text(validate={"maxLength": "5"}), rows({"type": "number", "key": "n"})
    ).json_schema

    assert schema["properties"] == {
        "a": {"type": "string", "maxLength": 5},
        "baris": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"n": {"type": "number"}},
                "additionalProperties": False,
            },
        },
    }


def test_a_step_without_a_form_takes_a_note():
    assert generic_form([]).field_names == {"catatan"}
    assert generic_form(["setuju", "catatan"]).field_names == {"catatan", "setuju"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "key",
                    "path",
                    "components",
                    "validate",
                    "conditional",
                    "hide",
                    "values",
                    "valuesKey",
                    "properties",
                    "prefill",
                    "min",
                    "pattern",
                ]
            ),
            inner
            | st.sampled_from(
                ["textfield", "number", "dynamiclist", "group", "select"]
            ),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"components": st.lists(JSON, max_size=4) | JSON}) | JSON)
def test_any_json_is_a_form_or_refused_as_one(raw):
    try:
        outcome = str(FormDefinition.from_json("uji", raw).json_schema["type"])
    except FormInvalidError as error:
        outcome = error.facts["reason"]
    assert outcome == "object" or outcome.startswith("form.")
