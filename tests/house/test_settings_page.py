"""docs/settings.md lists every setting with its default, and nothing else."""

import re

import pytest

from engine.settings import DEFAULTS, PREFIX, load_settings
from tests.house.sources import page

ROWS = {
    cells[0].strip().strip("`"): [cell.strip() for cell in cells[1:]]
    for line in page("docs/settings.md").splitlines()
    if line.startswith(f"| `{PREFIX}")
    for cells in [line.strip("| ").split(" | ")]
}


def test_the_page_lists_exactly_the_settings():
    settings = {PREFIX + name for name in DEFAULTS}

    assert set(ROWS) == settings


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_page_tells_default_unit_example_and_meaning(name):
    default, unit, example, meaning = ROWS[PREFIX + name]

    assert default == (f"`{DEFAULTS[name]}`" if DEFAULTS[name] else "(none)")
    assert all((unit, example, meaning))


@pytest.mark.parametrize("name", [name for name in DEFAULTS if name != "SECRET_KEY"])
def test_the_example_of_the_page_is_accepted(name):
    example = re.sub("[`]", "", ROWS[PREFIX + name][2])

    settings = load_settings({PREFIX + name: example})

    assert getattr(settings, name.lower()) != getattr(load_settings({}), name.lower())
