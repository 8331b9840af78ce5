"""Patterns match as `re` does, and always end soon."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.forms.patterns import PatternRefusedError, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\d{18}$", "197001011990011001", True),
        (r"^\d{18}$", "19700101199001100", False),
        (r"^\d{3}/\d{2}/[A-Za-z]+/\d{4}$", "800/03/Silaut/2024", True),
        (r"^(TW|Bulan) ?[1-4]$", "TW 3", True),
        (r"^(TW|Bulan) ?[1-4]$", "Triwulan 3", False),
        (r"^[A-Z][a-z]*$", "Silaut", True),
        (r"laut", "Silaut", True),
        (r"^a{2,3}$", "aaaa", False),
        (r"^a{2,}$", "aaaa", True),
        (r"^(ab){2}$", "abab", True),
        (r"^[^@]+@[^@]+\.id$", "camat@silaut.go.id", True),
        (r"^[\]a-]+$", "a]-", True),
        (r"^\.$", "x", False),
        (r"^.$", "\n", False),
        (r"^\w+$", "kécamatan", False),
        (r"", "anything", True),
        (r"^$|^x$", "", True),
        (r"^(?:a|b)?c$", "bc", True),
        (r"a{x}", "a{x}", True),
    ],
)
def test_a_pattern_matches_what_it_means(pattern, text, found):
    assert compile_pattern(pattern).found_in(text) is found


PARTS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", "^", "$", "(a|b)", "(?:ab|)", "(a.b)"]
)
TIMES = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0,2}", "{1,}"])
PATTERNS = st.lists(st.tuples(PARTS, TIMES).map("".join), max_size=5).map("".join)


@given(
    PATTERNS | st.lists(PATTERNS, max_size=3).map("|".join), st.text("ab1", max_size=7)
)
def test_a_pattern_finds_exactly_what_the_standard_library_finds(pattern, text):
    try:
        compiled = compile_pattern(pattern)
    except PatternRefusedError:
        return

    assert compiled.found_in(text) is (re.search(pattern, text) is not None)


@given(st.text("ab(|)*+?{}[]^$\\d1,.", max_size=12))
def test_any_text_is_a_pattern_or_refused_as_one(pattern):
    reason = "form.pattern"
    try:
        compile_pattern(pattern).found_in("ab1")
    except PatternRefusedError as refused:
        reason = str(refused)
    assert reason.startswith("form.pattern")


@pytest.mark.parametrize(
    "pattern",
    [
        "a*a*a*a*a*a*a*a*b",
        "(a|a)*(a|a)*(a|a)*b",
        ".*.*.*.*.*=.*",
        "a?" * 60 + "a" * 60 + "b",
        "a{250}a{250}b",
        "(a|aa|aaa)*b",
    ],
)
def test_no_pattern_runs_away(pattern):
    compiled = compile_pattern(pattern)
    started = time.perf_counter()

    assert compiled.found_in("a" * 1000) is False
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a*)*", "((a|b)+c?)*", "(a?){30}", "([a-z]+,)*", "(a{2}){3}"]
)
def test_repeats_within_repeats_are_refused(pattern):
    with pytest.raises(PatternRefusedError, match="pattern_nested"):
        compile_pattern(pattern)
