"""Business rule tasks: which decision table answers each, and what it needs."""

from engine.domain.checking.draft import Draft
from engine.domain.checking.known import Known
from engine.domain.checking.names import Filling
from engine.domain.decisions import (
    CompiledTable,
    DecisionTable,
    HitPolicy,
    TableCall,
    compile_table,
    is_name,
)
from engine.domain.diagram import Node, WaitKind
from engine.domain.problems import Severity

KIND = "businessRuleTask"


def settle(draft: Draft, known: Known) -> None:
    """Give every business rule task its table, or a person where there is none.

    A foreign decision that nobody handed in is a person's step, as any automatic
    step of another tool; one in our words is missing.
    """
    for node in draft.of_kind(KIND):
        if node.asks is None:
            continue
        table = (known.tables or {}).get(node.asks.key)
        if table is not None:
            _answered(draft, node, node.asks, table)
            continue
        if node.asks.is_foreign:
            severity, code = Severity.WARNING, "decision_foreign"
        else:
            severity = Severity.ERROR if known.strict else Severity.WARNING
            code = "decision_unknown"
        draft.found.tell(severity, code, node, lists={"keys": [node.asks.key]})
        draft.change(node.id, kind="userTask", wait=WaitKind.USER)


def unfilled(draft: Draft, filling: Filling) -> None:
    """Tell which names a table reads that nobody fills before it."""
    for node in draft.of_kind(KIND):
        compiled = None if node.table is None else compile_table(node.table)[0]
        if compiled is None:
            continue
        names = compiled.names - _items_around(draft, node)
        missing = filling.unfilled(names, node.id)
        if missing:
            lists = {"names": missing}
            draft.found.tell(Severity.WARNING, "decision_unfilled", node, lists=lists)


def _answered(draft: Draft, node: Node, call: TableCall, table: DecisionTable) -> None:
    compiled, mistakes = compile_table(table)
    if node.repetition is not None:
        draft.found.error("decision_repeated", node)
    if call.result is not None and not is_name(call.result):
        draft.found.error("decision_result_name", node, text=call.result)
    for mistake in mistakes:
        draft.found.error(mistake.code, node, **mistake.facts(table))
    if compiled is not None and _may_be_silent(compiled):
        draft.found.tell(
            Severity.INFO,
            "decision_without_answer",
            node,
            lists={"tables": [table.title]},
        )
    draft.change(node.id, table=table, repetition=None)


def _may_be_silent(compiled: CompiledTable) -> bool:
    """Tell whether a case can leave a table without an answer."""
    if compiled.table.hit is HitPolicy.COLLECT or any(compiled.defaults):
        return False
    return not any(
        all(not tests.tests for tests in rule.tests) for rule in compiled.rules
    )


def _items_around(draft: Draft, node: Node) -> set[str]:
    """Return the names of the items of the repetitions that a node stands in."""
    names: set[str] = set()
    parent = node.parent
    while parent is not None and parent in draft.nodes:
        around = draft.nodes[parent]
        if around.repetition is not None:
            names |= {around.repetition.item or "", "loopCounter"}
        parent = around.parent
    return names
