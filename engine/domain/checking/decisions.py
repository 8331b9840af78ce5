"""Who decides at a gateway: the data, or a person who is asked.

Arrows with conditions that can be computed are taken by the data. Everything
else a person is asked: whoever completes the one step before the gateway, or,
where there is no such step, the performer or lane of the gateway itself.
"""

import re
from dataclasses import dataclass, replace

from engine.domain.checking.choices import offer
from engine.domain.checking.draft import Draft
from engine.domain.checking.names import Filling, compiled
from engine.domain.diagram import Flow, Node
from engine.domain.problems import Severity
from engine.domain.values import FlowId

_WORD = re.compile(r"(?!(?:true|false|null|None)$)[^\W\d]\w*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arrows:
    """The arrows out of a gateway, the default one apart."""

    bare: list[Flow]
    computed: list[Flow]
    unreadable: list[Flow]
    unfilled: dict[FlowId, list[str]]
    default: FlowId | None


def decide(draft: Draft, filling: Filling) -> None:
    """Settle for every gateway with several ways out who decides."""
    for gateway in draft.of_kind("exclusiveGateway", "inclusiveGateway"):
        flows = draft.outgoing(gateway.id)
        if len(flows) == 1:
            draft.change_flow(flows[0].id, condition=None, language=None)
        elif flows and gateway.id not in draft.refused:
            arrows = _sorted(draft, gateway, flows, filling)
            if not _by_data(draft, gateway, arrows):
                offer(draft, gateway, flows)


def unclear_loops(draft: Draft, filling: Filling) -> None:
    """Draw a loop whose end nobody can compute as an arrow that a person takes."""
    for node in list(draft.nodes.values()):
        loop = node.repetition
        if loop is None or not loop.is_loop or not draft.outgoing(node.id):
            continue
        expression = compiled(loop.loop_condition)
        missing = filling.unfilled(expression.names, node.id) if expression else []
        if expression is not None and not missing:
            continue
        draft.found.warning("loop_asked", node, text=loop.loop_condition or "")
        gateway = draft.put(
            Node(
                id=draft.free_id(f"{node.id}--again"),
                kind="exclusiveGateway",
                name=node.name,
                lane=node.lane,
                parent=node.parent,
                performer=node.performer,
                stands_for=node.id,
            )
        )
        for flow in draft.outgoing(node.id):
            draft.change_flow(flow.id, source=gateway.id, name=flow.name or "→")
        again = draft.connect(gateway.id, node.id)
        draft.change_flow(again.id, name=f"↻ {loop.loop_condition or ''}".strip())
        draft.connect(node.id, gateway.id)
        draft.change(node.id, repetition=None)


def _sorted(
    draft: Draft, gateway: Node, flows: list[Flow], filling: Filling
) -> _Arrows:
    default = gateway.default_flow
    ids = {flow.id for flow in flows}
    arrows = _Arrows(
        bare=[],
        computed=[],
        unreadable=[],
        unfilled={},
        default=default if default in ids else None,
    )
    for flow in flows:
        if flow.id == arrows.default:
            continue
        expression = compiled(flow.condition)
        if flow.condition is None:
            arrows.bare.append(flow)
        elif expression is None:
            arrows.unreadable.append(flow)
        elif missing := filling.unfilled(expression.names, gateway.id):
            arrows.unfilled[flow.id] = missing
        else:
            arrows.computed.append(flow)
    if default is not None and arrows.default is None:
        draft.found.warning("default_elsewhere", gateway, default=default)
    return _words_apart(gateway, arrows, filling)


def _words_apart(gateway: Node, arrows: _Arrows, filling: Filling) -> _Arrows:
    """Return the arrows with words like «Ya» and «Tidak» among the unreadable.

    One word alone may be a truth value; several that exclude one another and that no
    form fills are answers to the gateway's question, written where labels are not.
    """
    texts = [flow.condition or "" for flow in arrows.computed]
    if len(texts) < 2 or not all(map(_WORD.fullmatch, texts)):
        return arrows
    if len(filling.unfilled(texts, gateway.id, generic=False)) < len(set(texts)):
        return arrows
    return replace(arrows, computed=[], unreadable=arrows.computed)


def _by_data(draft: Draft, gateway: Node, arrows: _Arrows) -> bool:
    """Settle a gateway that the data decides; False says a person has to."""
    if arrows.unreadable or arrows.unfilled:
        _tell_uncomputable(draft, gateway, arrows)
        return False
    if not arrows.computed:
        return False
    default = arrows.default
    if arrows.bare and (len(arrows.bare) > 1 or default is not None):
        draft.found.warning("decision_mixed", gateway)
        return False
    if arrows.bare:
        default = arrows.bare[0].id
        draft.found.info("default_assumed", gateway)
    elif default is None:
        draft.found.info("decision_without_default", gateway)
    if default is not None:
        draft.change_flow(default, condition=None, language=None)
    draft.change(gateway.id, default_flow=default)
    _tell_computed(draft, gateway, arrows)
    return True


def _tell_uncomputable(draft: Draft, gateway: Node, arrows: _Arrows) -> None:
    if arrows.unreadable:
        texts = [flow.condition or "" for flow in arrows.unreadable]
        _tell(draft, Severity.WARNING, "condition_unreadable", gateway, texts)
    if arrows.unfilled:
        names = [name for missing in arrows.unfilled.values() for name in missing]
        _tell(draft, Severity.WARNING, "name_unfilled", gateway, names)


def _tell_computed(draft: Draft, gateway: Node, arrows: _Arrows) -> None:
    texts = [flow.condition or "" for flow in arrows.computed]
    _tell(draft, Severity.INFO, "decision_by_data", gateway, texts)


def _tell(
    draft: Draft, severity: Severity, code: str, gateway: Node, texts: list[str]
) -> None:
    title = gateway.name or gateway.stands_for or gateway.id
    shown = " / ".join(dict.fromkeys(texts))
    draft.found.tell(
        severity, code, gateway, lists={"decisions": [f"«{title}»: {shown}"]}
    )
