"""Flow nodes and flows of a process, at every depth, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.adapters.bpmn import steps
from engine.adapters.bpmn.events import read_event
from engine.adapters.bpmn.looking import (
    bpmn_name,
    child_text,
    children,
    line_of,
    name_of,
    own,
    text_of,
)
from engine.adapters.bpmn.table_calls import read_table_call
from engine.adapters.bpmn.vocabulary import (
    ACTIVITIES,
    BESIDE_THE_FLOW,
    CONTAINERS,
    EVENTS,
    FLOW_NODES,
)
from engine.domain.diagram import Flow, Node, Oddity
from engine.domain.values import ElementId, FlowId


@dataclass(kw_only=True, slots=True)
class Content:
    """What was read of one process."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)


def read_content(
    process: etree._Element, by_id: Mapping[str, etree._Element]
) -> Content:
    """Return nodes and flows of a process in the order of the document.

    A node or flow whose id another element has already is left out and told as
    an oddity; so is an element that BPMN does not let stand in a process.
    """
    content = Content()
    waiting: list[tuple[etree._Element, ElementId | None]] = [(process, None)]
    while waiting:
        container, parent = waiting.pop()
        inner: list[tuple[etree._Element, ElementId | None]] = []
        for element in container:
            name = bpmn_name(element)
            if name in FLOW_NODES:
                node = _add_node(element, parent, by_id, content)
                if name in CONTAINERS and node is not None:
                    inner.append((element, node.id))
            elif name == "sequenceFlow":
                _add_flow(element, parent, by_id, content)
            elif name and name not in BESIDE_THE_FLOW:
                content.oddities.append(_oddity("element_unknown", element, kind=name))
        waiting.extend(reversed(inner))
    return content


def _add_node(
    element: etree._Element,
    parent: ElementId | None,
    by_id: Mapping[str, etree._Element],
    content: Content,
) -> Node | None:
    identifier = (element.get("id") or "").strip()
    if not identifier:
        content.oddities.append(_oddity("id_missing", element, kind=bpmn_name(element)))
        return None
    if by_id.get(identifier) is not element:
        return None  # a duplicate; the file's list of ids tells it
    node = _node(element, ElementId(identifier), parent, by_id)
    content.nodes.append(node)
    return node


def _node(
    element: etree._Element,
    identifier: ElementId,
    parent: ElementId | None,
    by_id: Mapping[str, etree._Element],
) -> Node:
    kind = bpmn_name(element)
    event = read_event(element, by_id) if kind in EVENTS else None
    default = (element.get("default") or "").strip()
    performer, performer_is_foreign = steps.read_performer(element)
    node = Node(
        id=identifier,
        kind=kind,
        name=name_of(element),
        line=line_of(element),
        parent=parent,
        documentation=steps.read_instructions(element),
        default_flow=FlowId(default) if default else None,
        performer=performer,
        performer_is_foreign=performer_is_foreign,
        compensation=element.get("isForCompensation") == "true",
    )
    if event is not None:
        return replace(
            node,
            attached_to=ElementId((element.get("attachedToRef") or "").strip()) or None,
            interrupting=element.get("cancelActivity") != "false"
            and element.get("isInterrupting") != "false",
            event=event.kind,
            event_ref=event.reference,
            timer=event.timer,
        )
    return _activity(node, element) if kind in ACTIVITIES else node


def _activity(node: Node, element: etree._Element) -> Node:
    form, form_is_foreign = steps.read_form(element)
    due, due_is_foreign = steps.read_due(element)
    return replace(
        node,
        called=steps.read_called(element) if node.kind == "callActivity" else None,
        repetition=steps.read_repetition(element),
        triggered_by_event=element.get("triggeredByEvent") == "true",
        script=child_text(element, "script"),
        implementation=steps.read_implementation(element),
        asks=read_table_call(element) if node.kind == "businessRuleTask" else None,
        form=form,
        form_is_foreign=form_is_foreign,
        due=due,
        due_is_foreign=due_is_foreign,
        clock=own(element, "clock"),
        mutu_baku=steps.read_mutu_baku(element),
        documents=steps.read_documents(element),
        signers=steps.read_signers(element),
    )


def _add_flow(
    element: etree._Element,
    parent: ElementId | None,
    by_id: Mapping[str, etree._Element],
    content: Content,
) -> None:
    identifier = (element.get("id") or "").strip()
    if identifier and by_id.get(identifier) is not element:
        return  # a duplicate; the file's list of ids tells it
    condition = language = None
    for expression in children(element, "conditionExpression"):
        condition = text_of(expression) or None
        language = expression.get("language")
    content.flows.append(
        Flow(
            id=FlowId(
                identifier or f"flow-line-{line_of(element)}-{len(content.flows)}"
            ),
            source=_end(element, "sourceRef", by_id),
            target=_end(element, "targetRef", by_id),
            name=name_of(element),
            line=line_of(element),
            condition=condition,
            language=language,
            parent=parent,
        )
    )


def _end(
    element: etree._Element, attribute: str, by_id: Mapping[str, etree._Element]
) -> ElementId:
    """Return the node at an end of a flow; empty where there is no such node."""
    reference = (element.get(attribute) or "").strip()
    for candidate in (reference, reference.rsplit(":", 1)[-1]):
        found = by_id.get(candidate)
        if found is not None and bpmn_name(found) in FLOW_NODES:
            return ElementId(candidate)
    return ElementId("")


def _oddity(code: str, element: etree._Element, **facts: str) -> Oddity:
    return Oddity(
        code=code,
        element=element.get("id"),
        name=name_of(element),
        line=line_of(element),
        facts=tuple(facts.items()),
    )
