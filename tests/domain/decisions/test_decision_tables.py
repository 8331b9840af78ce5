"""Tables answer by their hit policy, and their mistakes name row and column."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.decisions import (
    MAX_ROWS,
    DecisionTable,
    Rule,
    TableFailedError,
    answer_of,
    compile_table,
    mistakes_of,
)
from engine.errors import TableInvalidError
from engine.translations import LANGUAGES, sentence
from tests.domain.decisions.tables import asked, mistakes, table
from tests.domain.test_expressions_hostile import DATA, REFUSED

ROWS = ['< 5 => "cepat"', '< 50 => "biasa"', '- => "rapat"']
BONUS = ["> 10 => 1", "> 20 => 2.5", "> 30 => 4", "> 40 =>"]


@pytest.mark.parametrize(
    ("made", "nilai", "value", "rows"),
    [
        pytest.param(table(ROWS), 3, "cepat", (1,), id="first of three"),
        pytest.param(table(ROWS), 7, "biasa", (2,), id="first of two"),
        pytest.param(table(ROWS), None, "rapat", (3,), id="nothing to compare"),
        pytest.param(table(ROWS[:2]), 70, None, (), id="no row"),
        pytest.param(
            table(ROWS[:2], defaults=['"periksa"']), 70, "periksa", (), id="default"
        ),
        pytest.param(table(ROWS[:1], hit="unique"), 1, "cepat", (1,), id="the only"),
        pytest.param(table(ROWS[:1], hit="unique"), 9, None, (), id="unique, none"),
        pytest.param(
            table(ROWS, hit="collect"), 3, ["cepat", "biasa", "rapat"], (1, 2, 3),
            id="all",
        ),
        pytest.param(table(ROWS[:2], hit="collect"), 99, [], (), id="all of none"),
        pytest.param(
            table(BONUS, hit="collect", how="sum"), 35, 7.5, (1, 2, 3), id="sum"
        ),
        pytest.param(
            table(BONUS, hit="collect", how="sum"), 45, 7.5, (1, 2, 3, 4),
            id="an empty output counts nothing",
        ),
        pytest.param(
            table(BONUS, hit="collect", how="min"), 35, 1, (1, 2, 3), id="min"
        ),
        pytest.param(
            table(BONUS, hit="collect", how="max"), 35, 4, (1, 2, 3), id="max"
        ),
        pytest.param(
            table(BONUS, hit="collect", how="count"), 35, 3, (1, 2, 3), id="count"
        ),
        pytest.param(
            table(BONUS, hit="collect", how="sum"), 1, None, (), id="sum of none"
        ),
        pytest.param(
            table(BONUS, hit="collect", how="count"), 1, 0, (), id="count of none"
        ),
    ],
)  # fmt: skip
def test_a_table_answers_by_its_hit_policy(made, nilai, value, rows):
    answer = asked(made, nilai=nilai)

    assert (answer.value, answer.rows) == (value, rows)
    assert answer.fields == {"jalur": value}


def test_several_outputs_make_an_object_and_fields_of_their_own():
    made = table(
        ['"surat" | < 3 => "cepat" | lembar * 2', '- | - => "biasa" | 0'],
        inputs=("jenis", "lembar"),
        outputs=("jalur", "salinan"),
    )

    answer = asked(made, jenis="surat", lembar=2)

    assert answer.value == answer.fields == {"jalur": "cepat", "salinan": 4}


def test_a_unique_table_with_two_matches_names_the_rows():
    made = table(ROWS, hit="unique")

    with pytest.raises(TableFailedError) as failed:
        asked(made, nilai=3)

    assert failed.value.reason == "ruling.not_unique"
    assert failed.value.facts["rows"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("made", "reason", "row", "why"),
    [
        (table(['- => "a" + 1']), "ruling.cell_failed", 1, "wrong_type"),
        (table(["- => hilang"]), "ruling.cell_failed", 1, "unknown_name"),
        (table(["1 => 1", "- => 1 / 0"]), "ruling.cell_failed", 2, "division_by_zero"),
        (table(["< hilang => 1"]), "ruling.cell_failed", 1, "unknown_name"),
        (
            table(['- => "a"'], hit="collect", how="sum"),
            "ruling.column_failed", None, "wrong_type",
        ),
        (table(["- => 1"], inputs=('"a" - 1',)), "ruling.column_failed", None, "wrong"),
    ],
)  # fmt: skip
def test_a_cell_without_value_is_named(made, reason, row, why):
    with pytest.raises(TableFailedError) as failed:
        asked(made, nilai=7)

    assert failed.value.reason == reason
    assert failed.value.facts["row"] == row
    assert why in str(failed.value.facts["why"])


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (table(["nilai > 5 => 1"]), [("table_cell_unreadable", 1, 1)]),
        (
            table(["1 => 1", "$ => =", "- => import os"]),
            [
                ("table_cell_unreadable", 2, 1),
                ("table_output_unreadable", 2, 2),
                ("table_output_unreadable", 3, 2),
            ],
        ),
        (table(["- => 1"], inputs=("nilai akhir",)), [("table_input_unreadable", None, 1)]),
        (table(["- => 1"], inputs=("",)), [("table_input_unreadable", None, 1)]),
        (table(["- => 1"], defaults=["x y"]), [("table_default_unreadable", None, 2)]),
        (table(["- => 1"], outputs=("jalur akhir",)), [("table_output_name", None, 2)]),
        (table(["- => 1"], outputs=("true",)), [("table_output_name", None, 2)]),
        (
            table(["- => 1 | 2"], outputs=("a", "a")),
            [("table_output_twice", None, 3)],
        ),
        (table([]), [("table_no_rule", None, None)]),
        (table(["1 | 2 => 3"]), [("table_row_width", 1, None)]),
        (table(["- => 1"], how="sum"), [("table_aggregation_alone", None, None)]),
        (
            table(["- => 1 | 2"], outputs=("a", "b"), hit="collect", how="sum"),
            [("table_aggregation_columns", None, None)],
        ),
        (table(["- => 1"] * (MAX_ROWS + 1)), [("table_too_large", None, None)]),
        (
            DecisionTable(key="k"),
            [(f"table_no_{one}", None, None) for one in ("input", "output", "rule")],
        ),
    ],
)  # fmt: skip
def test_every_mistake_is_found_with_its_row_and_column(made, found):
    assert mistakes(made) == found


def test_a_mistake_is_told_in_words_that_name_table_row_column_reason_and_remedy():
    (problem,) = mistakes_of(table(["1 => 1", "< # => 1"]))

    for language in LANGUAGES:
        told = sentence(f"check.{problem.code}", language, problem.shown)
        remedy = sentence(f"check.{problem.code}.hint", language, problem.shown)
        assert all(part in told for part in ("Pilih jalur", "2", "nilai", "< #"))
        assert not any(part in told for part in ("{", "expression."))
        assert remedy != f"check.{problem.code}.hint"


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED)
def test_no_output_computes_what_the_language_refuses(attack):
    if not attack.strip():
        return  # an output without a text is null
    hostile = replace(
        table(["- => 1"]), rules=(Rule(inputs=("-",), outputs=(attack,)),)
    )

    compiled, found = compile_table(hostile)

    assert (compiled is None) is bool(found)
    if compiled is not None:
        with pytest.raises(TableFailedError):
            answer_of(compiled, DATA)


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED)
def test_no_test_of_an_input_computes_what_the_language_refuses(attack):
    if not attack.strip():
        return  # a cell without a text holds for everything
    hostile = replace(
        table(["- => 1"]), rules=(Rule(inputs=(f"< {attack}",), outputs=("1",)),)
    )

    compiled, _ = compile_table(hostile)

    if compiled is not None:
        with pytest.raises(TableFailedError):
            answer_of(compiled, DATA | {"nilai": 1})


def test_a_stored_table_is_the_same_table_again():
    made = table(ROWS, defaults=['"x"'], hit="collect", how="count")

    again = DecisionTable.from_json(made.key, made.to_json())

    assert again == made
    assert again.to_json() == made.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1}', "null", "{" * 5000])
def test_a_text_that_is_no_table_is_refused(text):
    with pytest.raises(TableInvalidError):
        DecisionTable.from_json("k", text)


CELLS = st.one_of(
    st.just(("-", lambda _: True)),
    st.integers(0, 9).map(lambda n: (f"{n}", lambda v, n=n: v == n)),
    st.integers(0, 9).map(lambda n: (f"< {n}", lambda v, n=n: v < n)),
    st.integers(0, 9).map(lambda n: (f"not(>= {n})", lambda v, n=n: not v >= n)),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
        lambda p: (
            f"]{min(p)}..{max(p)}]",
            lambda v, p=p: min(p) < v <= max(p),
        )
    ),
    st.lists(st.integers(0, 9), min_size=1, max_size=3).map(
        lambda ns: (", ".join(map(str, ns)), lambda v, ns=ns: v in ns)
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_first_is_the_first_row_whose_tests_hold_and_collect_is_all_of_them(
    rows, one, other
):
    slow = [
        number
        for number, ((_, left), (_, right)) in enumerate(rows, start=1)
        if left(one) and right(other)
    ]
    texts = [
        f"{left} | {right} => {n}" for n, ((left, _), (right, _)) in enumerate(rows, 1)
    ]

    first = asked(table(texts, inputs=("a", "b")), a=one, b=other)
    all_of = asked(table(texts, inputs=("a", "b"), hit="collect"), a=one, b=other)

    assert first.value == (slow[0] if slow else None)
    assert all_of.value == slow == list(all_of.rows)
