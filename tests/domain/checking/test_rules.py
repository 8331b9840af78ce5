"""Every rule of the check finds what it is for, names it, and only there."""

import re
from pathlib import Path

import pytest

from engine.domain.checking import check
from engine.domain.problems import Severity, Verdict
from engine.translations import LANGUAGES, sentence
from tests.domain.checking import cases, more_cases, table_cases
from tests.domain.checking.drawing import (
    codes,
    node,
    problem,
    report,
    standard,
    timer,
)

TABLE = [
    *cases.WHOLE,
    *cases.PEOPLE,
    *cases.TIMES,
    *cases.FLOWS,
    *more_cases.REFERENCES,
    *more_cases.READINGS,
    *more_cases.REFUSALS,
    *more_cases.DECISIONS,
    *table_cases.CALLS,
]
# Told by the reader before there is a diagram; tests/adapters/bpmn has their table.
OF_THE_READER = {
    "file_unreadable",  # told by the command, before there is a file
    "compressed",
    "doctype",
    "empty",
    "encoding",
    "not_bpmn",
    "not_xml",
    "too_deep",
    "too_large",
    "too_many_elements",
    "too_many_flows",
    "too_many_nodes",
    "xinclude",
}
# Told of a table by itself; tests/domain/decisions and tests/adapters/dmn have theirs.
OF_TABLES = {
    "dmn_alone",
    "dmn_too_many_tables",
    "dmn_without_table",
    "not_dmn",
    "table_aggregation_alone",
    "table_aggregation_columns",
    "table_aggregation_unknown",
    "table_cell_unreadable",
    "table_default_unreadable",
    "table_hit_policy",
    "table_input_unreadable",
    "table_key",
    "table_no_input",
    "table_no_output",
    "table_no_rule",
    "table_no_table",
    "table_output_name",
    "table_output_twice",
    "table_output_unreadable",
    "table_requires",
    "table_row_width",
    "table_title_long",
    "table_too_large",
    "table_twice",
}
ROOT = Path(__file__).parents[3]


def _all_codes():
    found: set[str] = set()
    for name in ("check", "decisions"):
        path = ROOT / f"engine/translations/id/{name}.po"
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'msgid "check\.(\w+)"', text))
    return sorted(found)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.code}-{case.severity}")
def test_a_rule_finds_what_it_is_for_and_names_it(case):
    found = check(case.drawn, known=case.known)

    hit = problem(found, case.code)

    assert (hit.severity, hit.elements) == (case.severity, case.elements)
    if case.severity is Severity.ERROR:
        assert found.verdict is Verdict.REFUSED
        assert all(one.canonical is None for one in found.processes)


def test_a_sound_diagram_has_nothing_to_tell_but_how_decisions_are_taken():
    found = report("s>a|a>e", standard("a"))

    assert found.problems == ()
    assert found.verdict is Verdict.DEPLOYABLE


def test_every_sentence_of_the_check_has_a_case():
    tested = {case.code for case in TABLE} | OF_THE_READER | OF_TABLES

    assert tested == set(_all_codes())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.code)
def test_a_finding_says_who_is_meant_and_what_to_change(case, language):
    hit = problem(check(case.drawn, known=case.known), case.code)

    said = sentence(f"check.{hit.code}", language, hit.shown)
    remedy = sentence(f"check.{hit.code}.hint", language, hit.shown)

    assert all(name in said for name in case.elements)
    assert "–" not in said + remedy, "a placeholder without its fact"
    assert remedy
    assert not said.startswith("check.")


@pytest.mark.parametrize("code", _all_codes())
def test_every_code_is_in_the_book_with_meaning_and_remedy(code):
    page = (ROOT / "docs/check.md").read_text(encoding="utf-8")

    row = next(line for line in page.splitlines() if line.startswith(f"| `{code}` |"))

    assert all(len(cell.strip()) > 3 for cell in row.split("|")[1:-1])


def test_errors_do_not_hide_one_another():
    found = report(
        "s>a|a>e|a>|b>c|c>t|t>e",
        timer("t", text="15 Menit"),
        node("a", clock="soon"),
        node("c", "transaction"),
    )

    assert {
        "loose_end_from",
        "never_reached",
        "timer_unreadable",
        "clock_unknown",
        "unsupported_transaction",
    } <= codes(found)


def test_findings_of_one_cause_are_one_problem_that_lists_its_elements():
    found = report("s>a|a>b|b>c|c>e", *(node(x, "serviceTask") for x in "abc"))

    hit = problem(found, "automatic_step")

    assert hit.elements == ("A", "B", "C")
    assert hit.ids == ("a", "b", "c")
    assert (hit.element, hit.name, hit.line) == ("a", "A", 7)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("15 Menit", "PT15M"),
        ("nach 5 Minuten", "PT5M"),
        ("7 days", "P7D"),
        ("2 hari kerja", "P2D"),
        ("1 jam", "PT1H"),
        ("3 Wochen", "P3W"),
        ("pt45m", "PT45M"),
        ("sebentar", "PT30M"),
    ],
)
def test_an_unreadable_time_is_answered_with_how_to_write_it(text, proposed):
    found = report("s>t|t>a|a>e", timer("t", text=text))

    hit = problem(found, "timer_unreadable")

    assert hit.facts == {"text": text, "suggestion": proposed}
    assert proposed in sentence("check.timer_unreadable.hint", "id", hit.shown)
