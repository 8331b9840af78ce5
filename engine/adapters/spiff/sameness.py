"""What of two versions must be the same for a token to go on in the other."""

from engine.adapters.spiff.building import CaseSpec
from engine.adapters.spiff.gateways import EventBased
from engine.adapters.spiff.repetition import Loop, MultiInstance
from engine.adapters.spiff.specs import TokenSpec
from engine.domain.moving import Renaming
from engine.domain.values import ElementId

REPEATED = (Loop, MultiInstance)


def difference(old: TokenSpec, new: TokenSpec, names: Renaming) -> str | None:
    """Return why a token of one spec cannot go on at another, None where it can."""
    parent = names.of(old.node.parent) if old.node.parent else None
    is_other = type(old) is not type(new)
    is_repeated = isinstance(old, REPEATED) or isinstance(new, REPEATED)
    rules = {
        "moving.repetition_changed": is_repeated
        and (is_other or _in_turn(old) != _in_turn(new)),
        "moving.kind_changed": is_other
        or (old.outlook, old.kind) != (new.outlook, new.kind),
        "moving.scope_changed": parent != new.node.parent,
        "moving.call_changed": old.node.called != new.node.called,
    }
    return next((reason for reason, holds in rules.items() if holds), None)


def _in_turn(spec: TokenSpec) -> bool:
    return isinstance(spec, MultiInstance) and spec.how.sequential


def raced(spec: CaseSpec) -> dict[ElementId, set[ElementId]]:
    """Return the elements behind each event gateway."""
    return {
        gate.element: {one.element for one in gate.targets.values()}
        for gate in spec.by_element.values()
        if isinstance(gate, EventBased)
    }


def shape(
    spec: CaseSpec, scope: ElementId | None, names: Renaming | None = None
) -> object:
    """Return what decides which states a scope can be in, without any text."""
    own = names or Renaming()
    nodes = frozenset(
        (
            own.of(node.id),
            node.kind,
            node.event,
            node.interrupting,
            own.of(node.attached_to) if node.attached_to else None,
            node.repetition is not None,
        )
        for node in spec.process.nodes
        if node.parent == scope
    )
    inside = {node.id for node in spec.process.nodes if node.parent == scope}
    flows = sorted(
        (own.of(flow.source), own.of(flow.target), flow.condition is None)
        for flow in spec.process.flows
        if flow.source in inside
    )
    return nodes, tuple(flows)
