"""Directed graphs as the diagram's rules need them: reach, dominators, loops.

Nodes are any hashable names, edges a mapping from a node to its successors.
Everything is iterative: a chain of two thousand steps must not meet Python's
recursion limit.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Edges = Mapping[N, Sequence[N]]


def reachable(edges: Edges[N], starts: Iterable[N]) -> set[N]:
    """Return every node on a way from one of the starts, these included."""
    seen: set[N] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return seen


def reversed_edges(edges: Edges[N]) -> dict[N, list[N]]:
    """Return the same graph with every edge turned round."""
    turned: dict[N, list[N]] = {node: [] for node in edges}
    for node, successors in edges.items():
        for successor in successors:
            turned.setdefault(successor, []).append(node)
    return turned


def postorder(edges: Edges[N], start: N, seen: set[N] | None = None) -> list[N]:
    """Return the nodes that a start reaches, each after its successors.

    Args:
        edges: the graph.
        start: where to begin.
        seen: nodes to leave out; those found are added.
    """
    order: list[N] = []
    known = set() if seen is None else seen
    known.add(start)
    path = [(start, iter(edges.get(start, ())))]
    while path:
        node, successors = path[-1]
        for successor in successors:
            if successor not in known:
                known.add(successor)
                path.append((successor, iter(edges.get(successor, ()))))
                break
        else:
            path.pop()
            order.append(node)
    return order


def immediate_dominators(edges: Edges[N], start: N) -> dict[N, N]:
    """Return for each reachable node the last node that every way to it passes.

    The start is its own. Nodes that the start does not reach are left out.

    Source:
        Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001).
    """
    order = postorder(edges, start)
    rank = {node: place for place, node in enumerate(order)}
    before = reversed_edges({node: edges.get(node, ()) for node in order})
    dominator = {start: start}
    changed = True
    while changed:
        changed = False
        for node in reversed(order):
            if node == start:
                continue
            found = [one for one in before[node] if one in dominator]
            nearest = found[0]
            for other in found[1:]:
                nearest = _common(nearest, other, dominator, rank)
            if dominator.get(node) != nearest:
                dominator[node] = nearest
                changed = True
    return dominator


def _common(one: N, other: N, dominator: Mapping[N, N], rank: Mapping[N, int]) -> N:
    while one != other:
        while rank[one] < rank[other]:
            one = dominator[one]
        while rank[other] < rank[one]:
            other = dominator[other]
    return one


def dominates(dominator: Mapping[N, N], above: N, node: N) -> bool:
    """Tell whether every way from the start to `node` passes `above`.

    Args:
        dominator: the result of `immediate_dominators`.
        above: a node; every reachable node dominates itself.
        node: a node; one that the start does not reach is dominated by none.
    """
    if node not in dominator:
        return False
    while node != above:
        if dominator[node] == node:
            return False
        node = dominator[node]
    return True


def loops(edges: Edges[N], within: Callable[[N], bool]) -> list[list[N]]:
    """Return the nodes of each loop that stays among the nodes `within` accepts.

    A loop is a strongly connected component of more than one node, or a node
    with an edge to itself; the nodes come in the order of `edges`.
    """
    kept = {
        node: [successor for successor in successors if within(successor)]
        for node, successors in edges.items()
        if within(node)
    }
    place = {node: number for number, node in enumerate(kept)}
    found = [
        sorted(component, key=lambda node: place.get(node, 0))
        for component in _components(kept)
        if len(component) > 1 or component[0] in kept.get(component[0], ())
    ]
    return sorted(found, key=lambda component: place.get(component[0], 0))


def _components(edges: Edges[N]) -> list[list[N]]:
    """Return the strongly connected components (Kosaraju, two passes)."""
    seen: set[N] = set()
    finished: list[N] = []
    for start in edges:
        if start not in seen:
            finished.extend(postorder(edges, start, seen))
    turned = reversed_edges(edges)
    assigned: set[N] = set()
    return [
        postorder(turned, node, assigned)
        for node in reversed(finished)
        if node not in assigned
    ]
