"""Parallel joins that wait for work which some way through never brings.

The token game of BPMN, played over all choices. Steps side by side are
independent, so one order of them shows everything; only choices branch. What
grows beyond the bounds is left unjudged: the kernel tells it when it happens.
"""

from collections import Counter
from collections.abc import Iterator

from engine.domain.checking.draft import Draft
from engine.domain.diagram import EventKind, Node
from engine.domain.values import ElementId, FlowId

MOST_STATES = 2_000
MOST_TOKENS = 2  # on one arrow

_Marking = frozenset[tuple[FlowId, int]]
_CHOICES = frozenset({"exclusiveGateway", "eventBasedGateway"})


def stuck_joins(draft: Draft) -> None:
    """Warn of joins at which a case can come to stand for ever."""
    for members in draft.by_scope().values():
        joins = {
            node.id
            for node in members
            if node.kind == "parallelGateway" and len(draft.incoming(node.id)) > 1
        }
        starts = [node for node in members if node.kind == "startEvent"]
        if joins and len(starts) == 1:
            for place in sorted(_Game(draft).stuck(starts[0].id)):
                draft.found.warning("join_waits", draft.nodes[place])


class _Game:
    """One scope's token game; a marking counts the tokens on each arrow."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._events = draft.boundaries()

    def stuck(self, start: ElementId) -> set[ElementId]:
        """Return the joins that wait when nothing else can move any more."""
        first = Counter(flow.id for flow in self._draft.outgoing(start))
        waiting = [frozenset(first.items())]
        seen: set[_Marking] = set()
        found: set[ElementId] = set()
        while waiting and len(seen) < MOST_STATES:
            marking = waiting.pop()
            if marking in seen or any(count > MOST_TOKENS for _, count in marking):
                continue
            seen.add(marking)
            tokens = Counter(dict(marking))
            place = self._next(tokens)
            if place is not None:
                waiting.extend(self._moves(tokens, place))
            else:
                found |= {self._draft.flows[flow].target for flow in tokens}
        return found

    def _next(self, tokens: Counter[FlowId]) -> ElementId | None:
        """Return a node that can go on; inclusive joins only when all else rests."""
        targets = dict.fromkeys(self._draft.flows[flow].target for flow in tokens)
        resting = None
        for place in targets:
            kind = self._draft.nodes[place].kind
            arrows = self._draft.incoming(place)
            if kind == "inclusiveGateway" and len(arrows) > 1:
                resting = resting or place
            elif kind != "parallelGateway" or all(tokens[one.id] for one in arrows):
                return place
        return resting

    def _moves(self, tokens: Counter[FlowId], place: ElementId) -> Iterator[_Marking]:
        """Yield what the tokens can be after a node has gone on once."""
        node = self._draft.nodes[place]
        taken = [flow.id for flow in self._draft.incoming(place) if tokens[flow.id]]
        joins = node.kind in {"parallelGateway", "inclusiveGateway"}
        if node.event is EventKind.TERMINATE:
            return
        left = tokens - Counter(taken if joins else taken[:1])
        for made in self._outcomes(node):
            yield frozenset((left + Counter(made)).items())

    def _outcomes(self, node: Node) -> list[list[FlowId]]:
        out = [flow.id for flow in self._draft.outgoing(node.id)]
        if node.kind in _CHOICES:
            return [[flow] for flow in out]
        if node.kind == "inclusiveGateway" and len(out) > 1:
            return [*([flow] for flow in out), out]
        outcomes = [out]
        for event in self._events.get(node.id, ()):
            more = [flow.id for flow in self._draft.outgoing(event.id)]
            outcomes.append(more if event.interrupting else [*out, *more])
        return outcomes
