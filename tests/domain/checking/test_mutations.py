"""A rule that is taken out of the check, or tells nothing, is missed by its cases."""

import ast
import inspect
from functools import cache

import pytest

from engine.domain import checking
from engine.domain.checking.findings import Findings
from tests.domain.checking.drawing import gateway, report, standard
from tests.domain.checking.test_rules import OF_THE_READER, TABLE

# What a rule that was taken out gives to those after it.
NOTHING: dict[str, object] = {
    "timers.cut_standards": {},
    "borders.cycles": (),
    "people.busy_lanes": (),
}
# Made by the reader or the command, before `check` is asked.
FOLLOWS = {"link_twice": {"never_reached"}}  # nobody can say where the link leads
CODES = sorted({case.code for case in TABLE} - OF_THE_READER)


def rules():
    """Return the rules in the order in which the check applies them."""
    tree = ast.parse(inspect.getsource(checking))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [
        f"{call.value.id}.{call.attr}"
        for call in calls
        if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name)
    ]
    modules = {name for name, _ in inspect.getmembers(checking, inspect.ismodule)}
    modules.discard("draft")  # holds the nodes; it judges nothing
    return list(dict.fromkeys(one for one in named if one.split(".")[0] in modules))


def told(case):
    """Return everything the check says of a case; how it breaks, where it does."""
    try:
        found = checking.check(case.drawn, known=case.known)
    except Exception as error:  # noqa: BLE001 - a mutant may do anything
        return type(error).__name__
    return (
        [(one.code, one.severity, one.elements) for one in found.problems],
        [(one.canonical, one.standards, one.cycles) for one in found.processes],
        [one.lanes for one in found.processes],
    )


@cache
def untouched():
    return [told(case) for case in TABLE]


def is_missed():
    return any(
        told(case) != before for case, before in zip(TABLE, untouched(), strict=True)
    )


@pytest.mark.parametrize("rule", rules())
def test_a_rule_that_is_taken_out_is_missed(rule, monkeypatch):
    untouched()
    module, name = rule.split(".")

    monkeypatch.setattr(getattr(checking, module), name, lambda *_: NOTHING.get(rule))

    assert is_missed()


@pytest.mark.parametrize("code", CODES)
def test_a_finding_that_is_kept_to_itself_is_missed(code, monkeypatch):
    untouched()
    problems = Findings.problems

    def without(self):
        kept = [one for one in self.found if one.code != code]
        return problems(Findings(found=kept))

    monkeypatch.setattr(Findings, "problems", without)

    case = next(case for case in TABLE if case.code == code)
    assert told(case) != untouched()[TABLE.index(case)]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.code}-{case.severity}")
def test_a_case_breaks_its_rule_and_no_other_by_an_error(case):
    found = checking.check(case.drawn, known=case.known)

    errors = {one.code for one in found.problems if one.severity is case.severity}
    assert case.code in errors
    others = {one.code for one in found.problems if one.severity == "error"}
    assert others <= {case.code} | FOLLOWS.get(case.code, set())


def test_the_twin_that_breaks_nothing_is_accepted():
    found = report(
        "s>a|a>g|g>b:Ya|g>a:Tidak|b>e",
        gateway("g", name="Lengkap?"),
        standard("a"),
        standard("b"),
    )

    assert [one for one in found.problems if one.severity != "info"] == []
