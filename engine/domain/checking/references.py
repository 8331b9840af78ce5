"""What steps refer to: forms, templates, processes, due dates, repetitions."""

from dataclasses import replace

from engine.domain.checking.draft import Draft
from engine.domain.checking.known import Known
from engine.domain.checking.names import Filling, compiled
from engine.domain.checking.times import duration_in, is_instant, unquoted
from engine.domain.diagram import Node, Repetition
from engine.domain.expressions import Expression
from engine.domain.problems import Severity
from engine.errors import ExpressionFailedError

MOST_ITEMS = 200
_COUNTS = frozenset({"nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"})


def forms(draft: Draft, known: Known) -> None:
    """Tell unknown forms; a foreign form that nobody knows becomes the generic one."""
    for node in draft.of_kind("userTask"):
        if node.form is None or (known.forms is not None and node.form in known.forms):
            continue
        if node.form_is_foreign:
            _foreign(draft, "form_foreign", node, node.form)
            draft.change(node.id, form=None, form_is_foreign=False)
        else:
            _unknown(draft, known, "form_unknown", node, node.form)


def templates(draft: Draft, known: Known) -> None:
    """Tell document templates that nobody has."""
    for node in draft.of_kind("userTask"):
        for key in node.documents:
            if known.templates is None or key not in known.templates:
                _unknown(draft, known, "template_unknown", node, key)


def calls(draft: Draft, known: Known, beside: frozenset[str]) -> None:
    """Tell called processes that are neither in the file nor deployed."""
    for node in draft.of_kind("callActivity"):
        key = node.called or ""
        if key in beside or (known.processes is not None and key in known.processes):
            continue
        _unknown(draft, known, "call_unknown", node, key)


def due_dates(draft: Draft) -> None:
    """Refuse a due date that is no expression; a foreign one is told and left out."""
    for node in draft.of_kind("userTask"):
        if node.due is None or (node.due_is_foreign and duration_in(node.due)):
            continue  # a vendor's duration is a standard; `timers` takes it
        text = unquoted(node.due)
        if node.due_is_foreign and is_instant(text):
            draft.change(node.id, due=f'"{text}"', due_is_foreign=False)
        elif compiled(node.due) is not None:
            draft.change(node.id, due_is_foreign=False)
        elif node.due_is_foreign:
            _foreign(draft, "due_foreign", node, node.due)
            draft.change(node.id, due=None, due_is_foreign=False)
        else:
            draft.found.error("due_unreadable", node, text=node.due)


def repetitions(draft: Draft, filling: Filling) -> None:
    """Read multi-instances and loops; what states no number is done once."""
    for node in list(draft.nodes.values()):
        how = node.repetition
        if how is None:
            continue
        if how.is_loop:
            _loop(draft, node, how)
        elif how.collection is None and how.cardinality is None:
            draft.found.warning("repetition_unclear", node)
            draft.change(node.id, repetition=None)
        else:
            _multi_instance(draft, node, how, filling)


def _loop(draft: Draft, node: Node, how: Repetition) -> None:
    if how.loop_condition is None and how.maximum:
        draft.change(node.id, repetition=replace(how, loop_condition="true"))


def _multi_instance(
    draft: Draft, node: Node, how: Repetition, filling: Filling
) -> None:
    for text in (how.collection, how.cardinality):
        expression = compiled(text)
        if text is not None and expression is None:
            draft.found.error("repetition_unreadable", node, text=text)
        elif expression is not None:
            missing = filling.unfilled(expression.names, node.id, generic=False)
            if missing:
                draft.found.tell(
                    Severity.WARNING,
                    "collection_unfilled",
                    node,
                    lists={"names": missing},
                )
    number = compiled(how.cardinality)
    if number is not None and not number.names and not _counts_items(number):
        draft.found.error("too_many_items", node, most=MOST_ITEMS)
    _completion(draft, node, how, filling)


def _counts_items(number: Expression) -> bool:
    """Tell whether a number that needs no data says how often a step is done."""
    try:
        count = number.evaluate({})
    except ExpressionFailedError:
        return False
    whole = isinstance(count, int) and not isinstance(count, bool)
    return whole and 1 <= count <= MOST_ITEMS


def _completion(draft: Draft, node: Node, how: Repetition, filling: Filling) -> None:
    if how.completion_condition is None:
        return
    expression = compiled(how.completion_condition)
    names = expression.names - _COUNTS if expression else frozenset()
    if expression is None or filling.unfilled(names, node.id):
        text = how.completion_condition
        draft.found.warning("completion_ignored", node, text=text)
        draft.change(node.id, repetition=replace(how, completion_condition=None))


def _unknown(draft: Draft, known: Known, code: str, node: Node, key: str) -> None:
    severity = Severity.ERROR if known.strict else Severity.WARNING
    draft.found.tell(severity, code, node, lists={"keys": [key]})


def _foreign(draft: Draft, code: str, node: Node, text: str) -> None:
    draft.found.tell(Severity.WARNING, code, node, lists={"texts": [text]})
