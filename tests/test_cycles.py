"""Cycles in graphs of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from zeplint.cycles import find_cycles

GRAPHS = st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 12), max_size=4), max_size=10)


def cycles(graph: dict[int, list[int]]) -> list[tuple[int, ...]]:
    return list(find_cycles(graph))


def test_no_cycle() -> None:
    assert cycles({}) == []
    assert cycles({1: [2, 3], 2: [3], 3: []}) == []


def test_a_node_to_itself_and_to_nowhere_count_for_nothing() -> None:
    assert cycles({1: [1, 9], 2: [1]}) == []


def test_the_smallest_node_stands_first() -> None:
    assert cycles({8: [3], 5: [8], 3: [5]}) == [(3, 5, 8)]


def test_each_group_gives_one_shortest_cycle() -> None:
    graph = {1: [2], 2: [3, 4], 3: [1], 4: [5], 5: [1], 7: [8], 8: [7, 1]}
    assert cycles(graph) == [(1, 2, 3), (7, 8)]


@given(GRAPHS)
def test_what_is_found_is_a_cycle_and_none_is_missed(graph: dict[int, list[int]]) -> None:
    found = cycles(graph)
    for cycle in found:
        assert len(set(cycle)) == len(cycle) > 1
        assert cycle[0] == min(cycle)
        assert all(
            after in graph[before] for before, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        )
    # A node that leads back to itself belongs to a group, and each group gives one cycle.
    assert bool(found) == any(_leads_back(graph, node) for node in graph)


def _leads_back(graph: dict[int, list[int]], start: int) -> bool:
    seen: set[int] = set()
    pending = [other for other in graph[start] if other != start]
    while pending:
        node = pending.pop()
        if node == start:
            return True
        if node not in seen:
            seen.add(node)
            pending += graph.get(node, [])
    return False


def test_a_long_chain_and_a_long_cycle_need_no_recursion() -> None:
    count = 20_000
    chain = {number: [number + 1] for number in range(count)}
    assert cycles(chain) == []
    assert cycles({**chain, count: [0]}) == [tuple(range(count + 1))]


def test_a_large_graph_ends_in_time() -> None:
    graph = {number: [number + 1, number // 2] for number in range(120_000)}
    with ends_in_time():
        assert cycles(graph) == [(0, 1)]
