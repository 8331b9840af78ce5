"""Reach, dominators and loops, also on chains deeper than Python's stack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.graph import (
    dominates,
    immediate_dominators,
    loops,
    postorder,
    reachable,
    reversed_edges,
)

CHAIN = {number: [number + 1] for number in range(50_000)}
NODES = st.integers(0, 7)
GRAPHS = st.dictionaries(NODES, st.lists(NODES, max_size=3), max_size=8)


def test_what_no_way_leads_to_is_not_reachable():
    assert reachable({1: [2], 3: [2]}, [1]) == {1, 2}


def test_a_node_comes_after_its_successors():
    assert postorder({1: [2, 3], 2: [4], 3: [4]}, 1) == [4, 2, 3, 1]


def test_edges_turn_round():
    assert reversed_edges({1: [2, 3], 3: [2]}) == {1: [], 3: [1], 2: [1, 3]}


def test_a_diamond_is_dominated_by_its_split_only():
    dominator = immediate_dominators({1: [2, 3], 2: [4], 3: [4], 4: [2]}, 1)

    assert dominator == {1: 1, 2: 1, 3: 1, 4: 1}
    assert dominates(dominator, 1, 4)
    assert not dominates(dominator, 2, 4)
    assert not dominates(dominator, 1, 9), "a node that nothing reaches"


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({1: [2], 2: [1], 3: [1]}, [[1, 2]]),
        ({1: [1]}, [[1]]),
        ({1: [2], 2: [3]}, []),
        ({1: [2], 2: [1], 3: [4], 4: [3]}, [[1, 2], [3, 4]]),
    ],
)
def test_loops_are_found_whole(edges, found):
    assert loops(edges, lambda _: True) == found


def test_a_loop_is_broken_by_a_node_that_does_not_count():
    assert loops({1: [2], 2: [1]}, lambda node: node == 1) == []


def test_fifty_thousand_nodes_in_a_row_meet_no_recursion_limit():
    assert len(reachable(CHAIN, [0])) == 50_001
    assert immediate_dominators(CHAIN, 0)[50_000] == 49_999
    assert loops(CHAIN | {50_000: [0]}, lambda _: True)[0][0] == 0


@given(edges=GRAPHS)
def test_a_node_dominates_another_exactly_if_without_it_there_is_no_way(edges):
    dominator = immediate_dominators(edges, 0)

    for node in reachable(edges, [0]):
        for above in reachable(edges, [0]) - {0}:
            cut = {one: after for one, after in edges.items() if one != above}
            without = reachable(cut, [0]) - {above}
            assert dominates(dominator, above, node) == (node not in without)


@given(edges=GRAPHS)
def test_a_node_is_in_a_loop_exactly_if_it_reaches_itself(edges):
    in_loops = {node for loop in loops(edges, lambda _: True) for node in loop}

    for node in edges:
        assert (node in in_loops) == (node in reachable(edges, edges[node]))
