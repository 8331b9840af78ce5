"""The page about decision tables promises only what they keep."""

import json
import re
from pathlib import Path

import pytest

import engine
from engine.domain.decisions import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from engine.domain.decisions.unary import read_tests

PAGE = Path(engine.__path__[0]).parent / "docs" / "decision-tables.md"
TEXT = PAGE.read_text(encoding="utf-8")
TESTS = re.findall(r"^\| `(.+?)` \| `(.+?)` \|(?: `(.+?)`)? \|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("cell", "holds", "fails"), TESTS)
def test_every_example_of_a_cell_is_true(cell, holds, fails):
    tests = read_tests(cell)

    assert tests.hold(json.loads(holds), {})
    assert not fails or not tests.hold(json.loads(fails), {})


def test_the_page_shows_every_kind_of_test_and_the_limits():
    assert len(TESTS) == 15
    assert f"{MAX_ROWS} rows, {MAX_COLUMNS} columns, {MAX_CELLS:,} cells" in TEXT
