"""Reads the decision tables of a DMN file that nobody vouches for.

DMN 1.1 to 1.5 say a decision table alike. Cells are taken as texts and judged by
`engine.domain.decisions`; what is no decision table is told and left out, since a
file of another tool may hold more than the office needs.
"""

import re
from collections.abc import Iterator

from lxml import etree

from engine.adapters.bpmn.looking import line_of, one_line
from engine.adapters.bpmn.xml import refusal, tree_of
from engine.domain.decisions import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    ReadTables,
    Rule,
    is_name,
)
from engine.domain.problems import Problem, Severity

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
MAX_TABLES = 100
MAX_TEXT = 2_000
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")
_OTHER_LETTERS = re.compile(r"[^A-Za-z0-9_]+")


def read_tables(source: bytes, file: str) -> ReadTables:
    """Return the tables of a file, and what of it is no usable table.

    Args:
        source: the bytes of the file, as they came.
        file: its name, for messages only.

    Raises:
        DiagramInvalidError: it cannot be read as a whole; its one problem says why.
    """
    root = tree_of(source, file)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise refusal(file, "not_dmn", line=line_of(root), root=name.localname)
    found = [one for one in root if _name(one) == "decision"]
    if not found:
        raise refusal(file, "dmn_without_table")
    if len(found) > MAX_TABLES:
        raise refusal(file, "dmn_too_many_tables", most=MAX_TABLES)
    tables: dict[str, DecisionTable] = {}
    problems: list[Problem] = []
    for decision in found:
        code, facts = _obstacle(decision, tables)
        if code:
            problems.append(_problem(code, decision, facts))
        else:
            table = _table(decision)
            tables[table.key] = table
    return ReadTables(tables=tuple(tables.values()), problems=tuple(problems))


def _obstacle(
    decision: etree._Element, known: dict[str, DecisionTable]
) -> tuple[str, dict[str, str]]:
    """Return why a decision cannot be taken, an empty code where it can."""
    key = (decision.get("id") or "").strip()
    grid = _child(decision, "decisionTable")
    policy, aggregation = _policy(grid)
    required = [one for one in decision.iter(etree.Element) if _is_required(one)]
    obstacles: list[tuple[bool, str, dict[str, str]]] = [
        (not _KEY.fullmatch(key), "table_key", {"key": key[:80]}),
        (key in known, "table_twice", {"key": key}),
        (grid is None, "table_no_table", {}),
        (policy not in set(HitPolicy), "table_hit_policy", {"policy": policy.upper()}),
        (
            bool(aggregation) and aggregation not in set(Aggregation),
            "table_aggregation_unknown",
            {"text": aggregation},
        ),
        (bool(required), "table_requires", {}),
    ]
    return next(((code, facts) for odd, code, facts in obstacles if odd), ("", {}))


def _policy(grid: etree._Element | None) -> tuple[str, str]:
    if grid is None:
        return HitPolicy.UNIQUE.value, ""
    policy = one_line(grid.get("hitPolicy")).lower() or HitPolicy.UNIQUE.value
    return policy, one_line(grid.get("aggregation")).lower()


def _is_required(element: etree._Element) -> bool:
    return _name(element) == "requiredDecision" and bool(element.get("href"))


def _table(decision: etree._Element) -> DecisionTable:
    grid = _child(decision, "decisionTable")
    key = (decision.get("id") or "").strip()
    inputs = [] if grid is None else list(_children(grid, "input"))
    outputs = [] if grid is None else list(_children(grid, "output"))
    rules = [] if grid is None else list(_children(grid, "rule"))
    policy, aggregation = _policy(grid)
    return DecisionTable(
        key=key,
        name=one_line(decision.get("name"))[:500],
        hit=HitPolicy(policy),
        aggregation=Aggregation(aggregation) if aggregation else None,
        inputs=tuple(_input(one) for one in inputs),
        outputs=_outputs(decision, outputs),
        rules=tuple(_rule(one) for one in rules),
    )


def _input(element: etree._Element) -> Input:
    expression = _child(element, "inputExpression")
    return Input(
        label=one_line(element.get("label"))[:500],
        expression="" if expression is None else _text(expression),
    )


def _outputs(
    decision: etree._Element, elements: list[etree._Element]
) -> tuple[Output, ...]:
    """Return the outputs; the only one may go without a name of its own."""
    found = []
    for one in elements:
        default = _child(one, "defaultOutputEntry")
        name = one_line(one.get("name"))[:500]
        if not name and len(elements) == 1:
            name = _given_name(decision)
        found.append(
            Output(
                name=name,
                label=one_line(one.get("label"))[:500],
                default="" if default is None else _text(default),
            )
        )
    return tuple(found)


def _given_name(decision: etree._Element) -> str:
    variable = _child(decision, "variable")
    names = [] if variable is None else [one_line(variable.get("name"))]
    names += [one_line(decision.get("name")), (decision.get("id") or "").strip()]
    tries = [*names, *(_OTHER_LETTERS.sub("_", one).strip("_") for one in names)]
    return next((one for one in tries if is_name(one)), "")


def _rule(element: etree._Element) -> Rule:
    notes = [_text(one) for one in _children(element, "annotationEntry", "description")]
    return Rule(
        inputs=tuple(_text(one) for one in _children(element, "inputEntry")),
        outputs=tuple(_text(one) for one in _children(element, "outputEntry")),
        note=" ".join(note for note in notes if note)[:MAX_TEXT],
    )


def _name(element: etree._Element) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace in NAMESPACES else ""


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) in names)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next(_children(element, name), None)


def _text(element: etree._Element) -> str:
    """Return the text of a cell, which DMN puts into a `text` of its own."""
    inner = element if _name(element) == "description" else _child(element, "text")
    if inner is None:
        return ""
    return "".join(map(str, inner.itertext()))[:MAX_TEXT].strip()


def _problem(code: str, decision: etree._Element, facts: dict[str, str]) -> Problem:
    key = (decision.get("id") or "").strip()[:80]
    name = one_line(decision.get("name"))[:500] or key
    return Problem(
        severity=Severity.WARNING,
        code=code,
        element=key or None,
        name=name or None,
        line=line_of(decision),
        elements=(name,),
        ids=(key,),
        facts={"table": name, **facts},
    )
