"""Which decision table a business rule task names, in our words or a vendor's."""

from lxml import etree

from engine.adapters.bpmn.looking import (
    extensions,
    foreign,
    foreign_extension,
    own,
    text_of,
)
from engine.adapters.bpmn.vocabulary import BPMN_NAMESPACES, MUTUBAKU
from engine.domain.decisions import Mapping, TableCall

_MAPPINGS = {one.value: one for one in Mapping if one is not Mapping.ANSWER}


def read_table_call(element: etree._Element) -> TableCall | None:
    """Return what a business rule task asks, None where it names no table.

    Camunda 7 keeps a list of objects under the result's name where the task does
    not say how to map it; Camunda 8 and SpiffWorkflow keep the answer itself.
    """
    key = own(element, "decision")
    if key is not None:
        return TableCall(key=key, result=own(element, "result"))
    key = foreign(element, "decisionRef")
    if key is not None:
        wanted = foreign(element, "mapDecisionResult") or Mapping.RESULT_LIST.value
        return TableCall(
            key=key,
            result=foreign(element, "resultVariable"),
            mapping=_MAPPINGS.get(wanted, Mapping.RESULT_LIST),
            is_foreign=True,
        )
    key = foreign_extension(element, "calledDecision", "decisionId")
    result = foreign_extension(element, "calledDecision", "resultVariable")
    key = key or _spiff_decision(element)
    return TableCall(key=key, result=result, is_foreign=True) if key else None


def _spiff_decision(element: etree._Element) -> str | None:
    for child in extensions(element):
        tag = etree.QName(child)
        is_foreign = tag.namespace not in {None, MUTUBAKU, *BPMN_NAMESPACES}
        if tag.localname == "calledDecisionId" and is_foreign:
            return text_of(child) or None
    return None
