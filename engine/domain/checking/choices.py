"""A decision that a person takes: the buttons, and the step that shows them."""

from itertools import combinations

from engine.domain.checking.draft import Draft
from engine.domain.diagram import Flow, Node, WaitKind
from engine.domain.problems import Severity
from engine.domain.values import ElementId

MOST_TOGETHER = 4


def offer(draft: Draft, gateway: Node, flows: list[Flow]) -> None:
    """Make the arrows out of a gateway buttons of a person's step."""
    together = gateway.kind == "inclusiveGateway"
    if together and len(flows) > MOST_TOGETHER:
        draft.found.error("inclusive_too_many", gateway, most=MOST_TOGETHER)
        return
    labels = _labels(draft, gateway, flows)
    asked = _step_before(draft, gateway)
    ways = gateway
    if asked is None:
        ways = _question(draft, gateway)
        asked = gateway.id
    for flow, label in zip(flows, labels, strict=True):
        draft.change_flow(
            flow.id, condition=None, language=None, chosen_at=asked, label=label
        )
    draft.change(ways.id, kind="exclusiveGateway", default_flow=None)
    if together:
        _offer_combinations(draft, ways, flows, labels)


def _labels(draft: Draft, gateway: Node, flows: list[Flow]) -> list[str]:
    """Return a distinct label for each arrow, and tell where one had to be made."""
    targets = [_target_name(draft, flow) for flow in flows]
    labels = [
        flow.name or flow.condition or f"→ {target}"
        for flow, target in zip(flows, targets, strict=True)
    ]
    bare = [
        target
        for flow, target in zip(flows, targets, strict=True)
        if not flow.name and not flow.condition
    ]
    title = gateway.name or gateway.stands_for or gateway.id
    shown = ", ".join(bare) if bare else " / ".join(labels)
    draft.found.tell(
        Severity.WARNING if bare else Severity.INFO,
        "arrow_unlabelled" if bare else "decision_by_person",
        gateway,
        lists={"decisions": [f"«{title}»: {shown}"]},
    )
    return _distinct(labels, targets)


def _distinct(labels: list[str], targets: list[str]) -> list[str]:
    folded = [label.casefold() for label in labels]
    found: list[str] = []
    for place, label in enumerate(labels):
        made = label
        if folded.count(label.casefold()) > 1 and not label.startswith("→"):
            made = f"{label} → {targets[place]}"
        number = 1
        while made.casefold() in {one.casefold() for one in found}:
            number += 1
            made = f"{label} ({number})"
        found.append(made)
    return found


def _target_name(draft: Draft, flow: Flow) -> str:
    """Return what an arrow leads to, past gateways and events without a name."""
    node, seen = draft.nodes[flow.target], set()
    while not node.name and node.id not in seen:
        seen.add(node.id)
        onwards = draft.outgoing(node.id)
        if len(onwards) != 1:
            break
        node = draft.nodes[onwards[0].target]
    return node.name or str(flow.target)


def _step_before(draft: Draft, gateway: Node) -> ElementId | None:
    """Return the one step whose completion can carry the decision, or None."""
    into = draft.incoming(gateway.id)
    if len(into) != 1 or gateway.performer:
        return None
    step = draft.nodes[into[0].source]
    alone = len(draft.outgoing(step.id)) == 1
    decides = step.wait is WaitKind.USER and step.repetition is None and alone
    return step.id if decides else None


def _question(draft: Draft, gateway: Node) -> Node:
    """Put a question in the gateway's place, under its id; return the gateway."""
    ways = draft.put(
        Node(
            id=draft.free_id(f"{gateway.id}--ways"),
            kind="exclusiveGateway",
            name=gateway.name,
            line=gateway.line,
            lane=gateway.lane,
            parent=gateway.parent,
            stands_for=gateway.stands_for or gateway.id,
        )
    )
    for flow in draft.outgoing(gateway.id):
        draft.change_flow(flow.id, source=ways.id)
    draft.change(
        gateway.id,
        kind="userTask",
        wait=WaitKind.QUESTION,
        stands_for=gateway.stands_for or gateway.id,
        default_flow=None,
    )
    draft.connect(gateway.id, ways.id)
    return ways


def _offer_combinations(
    draft: Draft, ways: Node, flows: list[Flow], labels: list[str]
) -> None:
    """Offer several arrows of an inclusive gateway at once, each set a button."""
    merges = [_merge_before(draft, draft.flows[flow.id]) for flow in flows]
    for size in range(2, len(flows) + 1):
        for places in combinations(range(len(flows)), size):
            split = draft.put(
                Node(
                    id=draft.free_id(f"{ways.id}--{'-'.join(map(str, places))}"),
                    kind="parallelGateway",
                    lane=ways.lane,
                    parent=ways.parent,
                    stands_for=ways.stands_for or ways.id,
                )
            )
            chosen = draft.connect(ways.id, split.id)
            label = " + ".join(labels[place] for place in places)
            asked = draft.flows[flows[0].id].chosen_at
            draft.change_flow(chosen.id, chosen_at=asked, label=label)
            for place in places:
                draft.connect(split.id, merges[place])


def _merge_before(draft: Draft, flow: Flow) -> ElementId:
    merge = draft.put(
        Node(
            id=draft.free_id(f"{flow.id}--way"),
            kind="exclusiveGateway",
            lane=draft.nodes[flow.source].lane,
            parent=flow.parent,
            stands_for=draft.nodes[flow.source].stands_for or flow.source,
        )
    )
    target = flow.target
    draft.change_flow(flow.id, target=merge.id)
    draft.connect(merge.id, target)
    return merge.id
