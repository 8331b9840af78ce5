"""The page for authors promises only what the language keeps."""

import json
import re
from pathlib import Path

import pytest

import engine
from engine.domain.expressions import compile_expression
from engine.domain.expressions.functions import FUNCTIONS

PAGE = Path(engine.__path__[0]).parent / "docs" / "expressions.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `(.+?)` \| `(.+?)` \|$", TEXT, re.MULTILINE)
DATA = {
    "jumlah": 7,
    "putusan": "kembali",
    "kosong": None,
    "baris": [{"n": 1, "ok": True}, {"n": 2.5, "ok": False}],
}


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_every_example_of_the_page_is_true(text, value):
    assert compile_expression(text).evaluate(DATA) == json.loads(value)


def test_the_page_has_examples():
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_on_the_page(name):
    assert f"`{name}(" in TEXT


def test_the_texts_the_page_opens_with_can_be_read():
    lines = TEXT.split("```")[1].strip().splitlines()

    assert all(compile_expression(line).text == line for line in lines)
