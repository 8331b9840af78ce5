"""The cells of inputs hold for the values that DMN says they hold for."""

import pytest

from engine.domain.decisions.unary import CellError, read_tests
from engine.errors import ExpressionFailedError

DATA = {"batas": 10, "daftar": ["a", "b"], "seksi": {"kepala": "KASUBAG"}}


@pytest.mark.parametrize(
    ("cell", "holds", "fails"),
    [
        pytest.param("-", [None, 5, "a", True, []], [], id="anything"),
        pytest.param("  ", [None, 5], [], id="nothing written"),
        pytest.param("5", [5, 5.0], [4, "5", None, True], id="a number"),
        pytest.param("= 5", [5], [6], id="an equals sign before it"),
        pytest.param("-3", [-3], [3], id="a negative number"),
        pytest.param('"a"', ["a"], ["A", "ab", None], id="a text"),
        pytest.param("'a'", ["a"], ["b"], id="single quotes"),
        pytest.param('"a","b"', ["a", "b"], ["c", None], id="either of two"),
        pytest.param('"a, b"', ["a, b"], ["a", "b"], id="a comma in a text"),
        pytest.param("true", [True], [False, None, 1], id="true"),
        pytest.param("null", [None], [0, ""], id="null"),
        pytest.param("< 5", [4, -1, 4.9], [5, 6, None], id="below"),
        pytest.param("<= 5", [5], [5.1], id="at most"),
        pytest.param("> 5", [5.1], [5, None], id="above"),
        pytest.param(">= 5", [5], [4.9], id="at least"),
        pytest.param("!= 5", [4, None, "5"], [5], id="other than"),
        pytest.param("< 3, > 7", [2, 8], [3, 5, 7], id="outside"),
        pytest.param("[1..10]", [1, 5, 10], [0, 11, None], id="closed interval"),
        pytest.param("(1..10)", [1.5, 9], [1, 10], id="open interval"),
        pytest.param("]1..10[", [2], [1, 10], id="open, turned brackets"),
        pytest.param("[1..10)", [1], [10], id="half open"),
        pytest.param("[ -5 .. 0.5 ]", [-5, 0.5], [0.6], id="decimals and blanks"),
        pytest.param('["a".."c"]', ["a", "b"], ["d"], id="texts in order"),
        pytest.param("[1..2], 5, ]7..9]", [1, 5, 8], [3, 7], id="mixed"),
        pytest.param('not("a")', ["b", None], ["a"], id="not a text"),
        pytest.param('not("a","b")', ["c"], ["a", "b"], id="neither of two"),
        pytest.param("not(< 5)", [5], [4, None], id="not below; nothing is neither"),
        pytest.param("not([1..3])", [4], [2, None], id="not within"),
        pytest.param("batas", [10], [9], id="a name of the case"),
        pytest.param("> batas * 2", [21], [20], id="an expression as endpoint"),
        pytest.param("[batas..max(batas, 20)]", [], [], id="no call in an interval"),
        pytest.param('["a","b"]', ["a", "b"], ["c"], id="in a written list"),
        pytest.param("daftar", ["a", ["a", "b"]], ["c"], id="in a list of the case"),
        pytest.param("seksi.kepala", ["KASUBAG"], ["CAMAT"], id="inside an object"),
    ],
)
def test_a_cell_holds_for_what_it_says(cell, holds, fails):
    if not holds and not fails:
        with pytest.raises(CellError):
            read_tests(cell)
        return

    tests = read_tests(cell)

    assert [value for value in holds if not tests.hold(value, DATA)] == []
    assert [value for value in fails if tests.hold(value, DATA)] == []


@pytest.mark.parametrize(
    ("cell", "reason", "at"),
    [
        ("nilai > 5", "ruling.cell_condition", None),
        ("a and b", "ruling.cell_condition", None),
        ("[10..1]", "ruling.interval_backwards", None),
        ("not(1), 2", "ruling.not_inside", None),
        ("1, not(2)", "ruling.not_inside", None),
        ("not(1", "ruling.not_inside", None),
        ("1,,2", "expression.incomplete", None),
        ("1,", "expression.incomplete", None),
        ("1, -", "expression.incomplete", None),
        ("<", "expression.empty", None),
        ("< 5 #", "expression.unreadable", 5),
        ("1, 2, $", "expression.unreadable", 7),
        ("tanggal(1)", "expression.unknown_function", 1),
        ("[1..2", "expression.unreadable", 2),
        ("1" * 501, "expression.too_long", None),
        (",".join("1" * 60), "expression.too_many_parts", None),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_where(cell, reason, at):
    with pytest.raises(CellError) as refused:
        read_tests(cell)

    assert refused.value.reason == reason
    assert at is None or refused.value.at == at


def test_a_test_of_another_kind_than_the_value_is_an_error_and_no_silent_no():
    with pytest.raises(ExpressionFailedError) as failed:
        read_tests("< 5").hold("banyak", DATA)

    assert failed.value.facts["reason"] == "expression.wrong_type"


def test_a_cell_tells_which_names_it_reads():
    tests = read_tests('> batas, [bawah..atas], "x"')

    assert tests.names == {"batas", "bawah", "atas"}
