"""Which texts conditions compare names with."""

import pytest

from engine.domain.expressions import compile_expression
from engine.domain.expressions.compared import compared_texts
from engine.domain.forms import generic_form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${action == 'Approved'}", {"action": ("Approved",)}),
        ('"Ya" != setuju', {"setuju": ("Ya",)}),
        ("a in ['x', 'y', 3] and not (b == 'z')", {"a": ("x", "y"), "b": ("z",)}),
        ("if jenis == 'a' then x == 'b' else false", {"jenis": ("a",), "x": ("b",)}),
        ("jumlah == 3 or len(a) > 2 or a.b == 'x'", {}),
    ],
)
def test_the_texts_that_a_name_is_compared_with_are_found(text, found):
    assert compared_texts(compile_expression(text)) == found


def test_a_field_says_what_its_conditions_wait_for_and_takes_another_text_too():
    form = generic_form(["action", "n"], {"action": ("Approved", "Returned")})

    said = {one.key: one.raw.get("description") for one in form.components}
    assert said == {"catatan": None, "action": "Approved / Returned", "n": None}
    assert form.validator.is_valid({"action": "Lain"})
