"""Columns of a drawing: how far from its beginnings each node stands."""

from collections.abc import Iterable, Sequence

from engine.domain.graph import postorder


def ranks_of(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return each node's column from 0: one more than the last node before it.

    Args:
        nodes: in the order of the document, which settles where a loop begins.
        edges: between nodes; those that close a loop are passed over.
    """
    known = set(nodes)
    follow: dict[str, list[str]] = {node: [] for node in nodes}
    entered: set[str] = set()
    for source, target in edges:
        if source in known and target in known and source != target:
            follow[source].append(target)
            entered.add(target)
    beginnings = [node for node in nodes if node not in entered]
    seen: set[str] = set()
    finished: list[str] = []
    for node in (*beginnings, *nodes):
        if node not in seen:
            # A part reached from a later beginning stands before what it leads to.
            finished.extend(postorder(follow, node, seen))
    order = {node: place for place, node in enumerate(reversed(finished))}
    rank = dict.fromkeys(nodes, 0)
    for node in reversed(finished):
        for successor in follow[node]:
            # In this order an arrow that leads to an earlier place closes a loop.
            if order[successor] > order[node]:
                rank[successor] = max(rank[successor], rank[node] + 1)
    return rank
