"""What a template's first comment says, whatever else stands in it."""

import time

import pytest

from engine.services.definitions.templates import head_of

PATIENCE = 2.0  # seconds; the work takes a few milliseconds


def test_a_comment_says_title_register_and_classification():
    head = head_of("{#\n  judul : Nota: Dinas \nregister:nota\nklasifikasi: 000.1\n#}")

    assert (head.title, head.register) == ("Nota: Dinas", "nota")
    assert head.classification == "000.1"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("800.1.11.1", "800.1.11.1", id="another code"),
        pytest.param(" 000.5 ", "000.5", id="with blanks"),
        pytest.param("", "000.1", id="nothing"),
        pytest.param(None, "000.1", id="no such field"),
        pytest.param("{year}/../x", "000.1", id="no code"),
        pytest.param("000.1.2.3.4.5.6.7.8.9", "000.1", id="too deep"),
    ],
)
def test_the_code_that_an_officer_types_comes_before_the_templates(typed, code):
    head = head_of("{#\nklasifikasi: 000.1\nklasifikasi_dari: kode\n#}")

    assert head.code({"kode": typed}) == code


@pytest.mark.parametrize("end", ["\r", "\n", "\x0b", "\u2028"])
def test_a_title_is_one_line_of_any_kind(end):
    head = head_of(f"{{# judul: Nota{end}X-Lain: 1 #}}")

    assert head.title == "Nota"


@pytest.mark.parametrize("run", ["\n", " ", "a: b\n"])
def test_a_long_run_in_a_comment_holds_nobody_up(run):
    began = time.perf_counter()

    head_of("{# judul: Nota" + run * 60_000 + "x#}")

    assert time.perf_counter() - began < PATIENCE
