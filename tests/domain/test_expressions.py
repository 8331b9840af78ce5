"""What the expression language says of data, as tables."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.expressions import compile_expression, truth
from engine.errors import ExpressionFailedError, ExpressionInvalidError

CASE = {
    "putusan": "kembali",
    "jumlah": 7,
    "nilai": 94.1,
    "kosong": None,
    "setuju": True,
    "seksi": ["Pemerintahan", "Trantib"],
    "camat": {"nama": "Contoh", "golongan": {"ruang": "a"}},
    "baris": [{"nilai": 1, "ok": True}, {"nilai": 2.5, "ok": False}],
    "count": 3,
}


def value(text, data=None, this=None, **how):
    return compile_expression(text).evaluate(
        CASE if data is None else data, this, **how
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('putusan == "kembali"', True),
        ("putusan = 'kembali'", True),
        ('= putusan = "kembali"', True),
        ('${putusan == "kembali"}', True),
        ('#{ putusan != "kembali" }', False),
        ('=${putusan == "kembali"}', True),
        ("${!setuju}", False),
        ("!setuju || jumlah > 5 && !kosong", True),
        ("not setuju", False),
        ("not(setuju)", False),
        ("not (jumlah > 9)", True),
        ("not jumlah == 7", False),
        ("!setuju == false", True),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("-jumlah + +10", 3),
        ("0.1 + 0.2", 0.3),
        ("0.1 + 0.2 == 0.3", True),
        ("10 / 4", 2.5),
        ("10 / 5", 2),
        ("nilai * 10", 941),
        ("-7 // 2", -4),
        ("-7.5 // 2", -4),
        ("7 % -2", -1),
        ("-7.5 % 2", 0.5),
        ("0 <= nilai <= 100", True),
        ("0 <= jumlah < 7", False),
        ("jumlah in [1, 7]", True),
        ("jumlah not in [1, 7]", False),
        ('"Trantib" in seksi', True),
        ('"emba" in putusan', True),
        ('"nama" in camat', True),
        ("jumlah in kosong", False),
        ('camat["nama"]', "Contoh"),
        ("camat.golongan.ruang", "a"),
        ('camat["golongan"].ruang', "a"),
        ("seksi[0]", "Pemerintahan"),
        ("seksi[-1]", "Trantib"),
        ("baris.nilai", [1, 2.5]),
        ("sum(baris.nilai)", 3.5),
        ("any(baris.ok)", True),
        ("all(baris.ok)", False),
        ("count(baris)", 2),
        ("count(baris.ok, true)", 1),
        ("count", 3),
        ("count == 3", True),
        ("len(seksi) + len(putusan)", 9),
        ("min(3, jumlah, 5)", 3),
        ("max(baris.nilai)", 2.5),
        ("max([])", None),
        ("sum([])", 0),
        ("abs(-2.5)", 2.5),
        ("int(2.9) + int('3') + int(-2.9)", 3),
        ("str(jumlah) + '/' + str(nilai) + str(true)", "7/94.1true"),
        ("str(0.0000001)", "0.0000001"),
        ("bool('')", False),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", 1.01),
        ("decimal(2.345, 2)", 2.35),
        ("decimal('94.1')", 94.1),
        ("'ya' if setuju else 'tidak'", "ya"),
        ("if jumlah > 10 then 'besar' else 'kecil'", "kecil"),
        ("if jumlah > 9 then 1 else if jumlah > 6 then 2 else 3", 2),
        ("1 if false else 2 if false else 3", 3),
        ("kosong or 'tidak ada'", "tidak ada"),
        ("true and null", None),
        ("[1, 'a', null, True, [0.5]]", [1, "a", None, True, [0.5]]),
        ("'if a && b = c ! or'", "if a && b = c ! or"),
        (r"'a\'b\\c' + \"\n\"".replace('\\"', '"'), "a'b\\c\n"),
        ("putusan == 'a' or putusan == \"kembali\"", True),
        ("1 == true", False),
        ("1 == 1.0", True),
        ("'1' == 1", False),
        ("seksi == ['Pemerintahan', 'Trantib']", True),
        ("camat == camat", True),
        ("kosong == null", True),
        ("kosong != null", False),
        ("  \n jumlah \t", 7),
    ],
)
def test_an_expression_has_this_value(text, expected):
    result = value(text)

    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kosong + 1", None),
        ("1 - kosong", None),
        ("kosong * 2 / 3 // 4 % 5", None),
        ("-kosong", None),
        ("kosong < 3", False),
        ("kosong >= 3", False),
        ("3 > kosong", False),
        ("kosong + 'a'", None),
        ("kosong.nama", None),
        ("kosong[0]", None),
        ("round(kosong, 2)", None),
        ("len(kosong)", None),
        ("sum([1, kosong])", None),
        ("max(1, kosong)", None),
        ("not(kosong)", True),
        ("str(kosong)", None),
    ],
)
def test_null_goes_through_and_never_compares(text, expected):
    assert value(text) == expected
    assert value(text, missing=None) == expected


@pytest.mark.parametrize(
    ("text", "reason", "name"),
    [
        ("tidak_ada == 1", "unknown_name", "tidak_ada"),
        ("camat.nip", "unknown_name", "camat.nip"),
        ("seksi[2]", "unknown_name", "seksi[…]"),
        ("this.nilai", "unknown_name", "this"),
        ("1 / 0", "division_by_zero", None),
        ("jumlah % (nilai - nilai)", "division_by_zero", None),
        ("putusan > 3", "wrong_type", None),
        ("putusan + 3", "wrong_type", None),
        ("setuju + 1", "wrong_type", None),
        ("seksi + seksi", "wrong_type", None),
        ("-putusan", "wrong_type", None),
        ("putusan.nama", "wrong_type", "putusan.nama"),
        ("putusan[0]", "wrong_type", "putusan[…]"),
        ("1 in 'a1'", "wrong_type", None),
        ("1 in 2", "wrong_type", None),
        ("1000000000 * 1000000000", "too_large", None),
        ("int('abc')", "not_a_number", None),
        ("decimal('1e9')", "not_a_number", None),
        ("round(1, 99)", "wrong_digits", None),
        ("str(seksi)", "wrong_type", None),
        ("sum(seksi)", "wrong_type", None),
        ("len(5)", "wrong_type", None),
        ("max(1, 'a')", "wrong_type", None),
    ],
)
def test_an_expression_without_a_value_says_why(text, reason, name):
    with pytest.raises(ExpressionFailedError) as caught:
        value(text)

    assert caught.value.facts["reason"] == f"expression.{reason}"
    assert caught.value.facts.get("name") == name
    assert caught.value.facts["expression"] == text


@pytest.mark.parametrize(
    "text", ["tidak_ada", "camat.nip", "seksi[9]", "this.a", "1/0", "1/tidak_ada"]
)
def test_what_is_missing_is_null_for_forms(text):
    assert value(text, missing=None) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c - d['e'] + this.f", {"a", "b", "d"}),
        ("len(a) if max(b) else [c, d[e]]", {"a", "b", "c", "d", "e"}),
        ("'a' == true", set()),
        ("count + count(x)", {"count", "x"}),
    ],
)
def test_an_expression_tells_the_names_it_reads(text, names):
    assert compile_expression(text).names == names


def test_this_is_the_row_of_a_list():
    row = {"realisasi": 47.05, "target": 50}

    assert value("decimal(this.realisasi / this.target * 100, 1)", {}, row) == 94.1


def test_only_the_chosen_side_is_computed():
    assert value("1 if true else 1 / 0") == 1
    assert value("false and tidak_ada") is False
    assert value("true or tidak_ada") is True


@pytest.mark.parametrize(
    ("held", "expected"),
    [(None, False), (0, False), ("", False), ([], False), ("false", True), (0.1, True)],
)
def test_a_condition_holds_when_it_is_neither_empty_nor_zero(held, expected):
    assert truth(held) is expected


@pytest.mark.parametrize(
    "number",
    [float("nan"), float("inf"), 10**5000, -(10**16), 1e300],
    ids=["nan", "infinity", "5000 digits", "below", "above"],
)
def test_numbers_no_office_counts_with_are_refused(number):
    for text in ("x", "x + 1", "x < 1", "x == 1", "str(x)", "abs(x)"):
        with pytest.raises(ExpressionFailedError):
            value(text, {"x": number})


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9).filter(bool))
def test_division_down_and_remainder_belong_together(dividend, divisor):
    data = {"a": dividend, "b": divisor}

    assert value("a // b * b + a % b", data) == dividend
    assert value("a // b", data) == dividend // divisor


@given(st.decimals(-(10**6), 10**6, places=3), st.integers(0, 2))
def test_rounding_is_half_up_and_idempotent(number, digits):
    data = {"x": float(number), "n": digits}
    rounded = value("round(x, n)", data)

    assert abs(rounded - float(number)) <= 0.5 * 10**-digits + 1e-9
    assert value("round(x, n)", {"x": rounded, "n": digits}) == rounded
    assert value("decimal(x, n)", data) == rounded


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
WORDS = st.sampled_from(
    [
        "a",
        "b",
        "this",
        ".",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "in",
        "not",
        "and",
        "or",
        "&&",
        "||",
        "!",
        "if",
        "then",
        "else",
        "1",
        "0",
        "2.5",
        "'x'",
        '"y"',
        "true",
        "null",
        "len(",
        "sum(",
        "max(",
        "min(",
        "round(",
        "decimal(",
        "int(",
        "str(",
        "count(",
        "any(",
        "all(",
        "abs(",
        "not(",
        "${",
        "}",
        "_a",
        "99999",
    ]
)


@given(
    st.text() | st.lists(WORDS, max_size=25).map(" ".join),
    st.dictionaries(st.sampled_from(["a", "b"]), JSON),
    st.none() | st.dictionaries(st.sampled_from(["a", "b"]), JSON),
)
def test_no_text_over_any_data_does_more_than_give_json_or_say_why(text, data, row):
    try:
        result = value(text, data, row)
    except (ExpressionInvalidError, ExpressionFailedError) as error:
        result = error.facts["reason"]
    assert json.dumps(result)
