"""Texts that try to run code, read Python or eat the machine."""

import json
import sys
import time
from typing import Any

import pytest

from engine.domain.expressions import (
    MAX_LENGTH,
    MAX_NODES,
    compile_expression,
)
from engine.errors import ExpressionFailedError, ExpressionInvalidError

DATA: dict[str, Any] = {
    "a": 1,
    "b": "text",
    "row": {"x": 1, "__class__": "data", "keys": 2},
    "l": [1, 2, 3],
    "big": "x" * 10_000,
    "many": list(range(10_001)),
    "__builtins__": {"open": 1},
}

REFUSED = {
    "import": "__import__('os').system('id')",
    "dunder name": "__builtins__",
    "dunder key by name": "row.__class__",
    "dunder key by text": "row['__class__']",
    "dunder key computed": "row['__' + 'class__']",
    "single underscore": "_a",
    "attribute of a text": "b.upper",
    "attribute of a number": "(1).real",
    "attribute of a literal": "''.__class__",
    "attribute of a list": "[].__class__",
    "mro walk": "().__class__.__mro__[1].__subclasses__()",
    "globals walk": "len.__globals__",
    "method of data": "b.upper()",
    "method of an object": "row.keys()",
    "format method": "'{0.__class__}'.format(a)",
    "call of a call": "len(l)()",
    "call of a list": "[len][0](l)",
    "call of this": "this()",
    "call of a text": "'len'(l)",
    "unknown function": "open('/etc/passwd')",
    "eval": "eval('1')",
    "exec": "exec('a=1')",
    "getattr": "getattr(a, 'real')",
    "type": "type(a)",
    "keyword argument": "max(l, key=len)",
    "star argument": "max(*l)",
    "function as value": "l + [len]",
    "power": "10**10**8",
    "caret": "a ^ 1",
    "shift": "1 << 100",
    "bit and": "a & 1",
    "bit inversion": "~a",
    "matrix": "a @ a",
    "text repeated": "'a' * 10**9",
    "text repeated by a number": "'a' * 1000000000",
    "list repeated": "[0] * 1000000000",
    "list of data repeated": "l * 1000000000",
    "list added": "l + l",
    "percent formatting": "'%s' % a",
    "percent width": "'%1000000000d' % a",
    "f-text": "f'{a}'",
    "bytes": "b'abc'",
    "raw text": "r'abc'",
    "triple quotes": "'''abc'''",
    "walrus": "(z := 1)",
    "assignment": "a = 1; b = 2",
    "lambda": "lambda: 1",
    "lambda called": "(lambda: 1)()",
    "comprehension": "[x for x in l]",
    "generator": "sum(x for x in l)",
    "dict": "{'a': 1}",
    "set": "{1, 2}",
    "slice": "l[0:2]",
    "ellipsis": "...",
    "await": "await a",
    "yield": "(yield)",
    "statement": "import os",
    "two lines": "a\nb",
    "backquotes": "`id`",
    "comment": "a # b",
    "shell": "$(id)",
    "script": "<script>alert(1)</script>",
    "template": "{{ a }}",
    "half wrapper": "${a",
    "two wrappers": "${a} == ${a}",
    "spring": "T(java.lang.Runtime).getRuntime().exec('id')",
    "juel method": '${"".getClass().forName("x")}',
    "javascript": "function() { return 1 }()",
    "homoglyph": "\u0430 == 1",
    "full width": "\uff41 == 1",
    "ligature dunder": "\uff3f_class__",
    "zero width": "a\u200b == 1",
    "other digits": "\u0661 + 1",
    "no-break space": "a\u00a0+ 1",
    "NUL": "a\x00",
    "NUL in a text": "'a\x00'",
    "half surrogate": "'\ud800'",
    "escape character": "'\x1b[2J'",
    "unknown escape": r"'\x41'",
    "open text": "'abc",
    "exponent": "1e400",
    "infinity": "inf",
    "hex": "0xff",
    "underscored number": "1_000",
    "imaginary": "1j",
    "huge number": "9" * 400,
    "huge fraction": "1" * 20 + "." + "1" * 20,
    "number above the limit": "1000000000000001",
    "int of huge text": "int('" + "9" * 400 + "')",
    "int of a word": "int('0x10')",
    "int with underscores": "int('1_000')",
    "int of other digits": "int('\u0661')",
    "large product": "999999999 * 999999999 * 999999999",
    "long text": "big + 'x'",
    "text doubled": "big + big",
    "list too long": "sum(many)",
    "str of a list": "str(l)",
    "str of an object": "str(row)",
    "deep parentheses": "(" * 200 + "1" + ")" * 200,
    "deep lists": "[" * 200 + "]" * 200,
    "deep calls": "abs(" * 60 + "1" + ")" * 60,
    "deep minus": "-" * 400 + "1",
    "deep not": "not " * 100 + "a",
    "deep exclamation": "!" * 400 + "a",
    "deep subscripts": "l[" * 100 + "0" + "]" * 100,
    "long path": "a" + ".x" * 120,
    "deep choice": "if a then " * 45 + "1",
    "many parts": "+".join("1" * 120),
    "too long": "a" + " " * 500,
    "only spaces": "   ",
    "empty": "",
    "empty wrapper": "${}",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_text_is_refused_at_once(text):
    started = time.perf_counter()

    with pytest.raises((ExpressionInvalidError, ExpressionFailedError)) as caught:
        compile_expression(text).evaluate(DATA, DATA["row"])

    assert time.perf_counter() - started < 2
    json.dumps(caught.value.facts)


def test_data_stays_as_it_was_whatever_is_computed_over_it():
    before = json.dumps(DATA)

    for text in ("l", "row", "[l, row]", "sum(l)", "l if a else row", "row['x'] + a"):
        compile_expression(text).evaluate(DATA)

    assert json.dumps(DATA) == before


def test_a_text_of_the_longest_length_is_read_and_one_more_is_not():
    text = "'" + "x" * (MAX_LENGTH - 2) + "'"

    assert compile_expression(text).evaluate({}) == text[1:-1]
    with pytest.raises(ExpressionInvalidError, match="too_long"):
        compile_expression(text + " ")


def test_an_expression_of_a_hundred_parts_is_read_and_one_more_is_not():
    parts = (MAX_NODES + 1) // 2

    assert compile_expression("+".join("1" * parts)).evaluate({}) == parts
    with pytest.raises(ExpressionInvalidError, match="too_many_parts"):
        compile_expression("+".join("1" * (parts + 1)))


def test_comparing_data_nested_ten_thousand_deep_ends():
    one: list[object] = []
    other: list[object] = []
    for _ in range(10_000):
        one, other = [one], [other]

    assert compile_expression("a == b").evaluate({"a": one, "b": other}) is True


def test_comparing_much_data_often_runs_out_of_steps():
    rows = [[list(range(100))] * 100] * 100
    data = {"a": rows, "b": [[list(range(100))] * 100] * 100}

    with pytest.raises(ExpressionFailedError, match="too_much_work"):
        compile_expression("a == b or a in [b] or b in [a]").evaluate(data)


def test_the_place_of_the_first_wrong_character_is_told():
    with pytest.raises(ExpressionInvalidError) as caught:
        compile_expression("jumlah § 3")

    assert caught.value.facts == {
        "expression": "jumlah § 3",
        "reason": "expression.unreadable",
        "at": 8,
    }


def test_a_refused_text_is_shown_only_in_part():
    with pytest.raises(ExpressionInvalidError) as caught:
        compile_expression("x" * 100_000)

    assert len(caught.value.facts["expression"]) < 200


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer costs more itself")
def test_a_decision_costs_a_few_microseconds():
    expression = compile_expression('putusan == "kembali"')
    data = {"putusan": "kembali"}
    expression.evaluate(data)

    fastest = min(_seconds_of_thousand(expression, data) for _ in range(20))

    assert fastest / 1000 < 5e-6


def _seconds_of_thousand(expression, data):
    started = time.perf_counter()
    for _ in range(1000):
        expression.evaluate(data)
    return time.perf_counter() - started
