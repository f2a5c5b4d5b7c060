"""Cycles in a graph of numbers, such as proposals that require each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

Graph = Mapping[int, Collection[int]]


def find_groups(graph: Graph) -> Iterator[frozenset[int]]:
    """Each group of several nodes that all lead to each other, in order of its smallest node.

    Edges to nodes that `graph` lacks, and of a node to itself, count for nothing. Time grows with the number
    of nodes and edges.
    """
    groups = (frozenset(group) for group in _components(graph) if len(group) > 1)
    yield from sorted(groups, key=min)


def find_cycles(graph: Graph) -> Iterator[tuple[int, ...]]:
    """One cycle for each of the groups that `find_groups` gives, in its order.

    A cycle is a shortest one through the smallest node, which stands first and is not repeated at the end.
    """
    for group in find_groups(graph):
        yield _shortest(graph, min(group), group)


def _components(graph: Graph) -> Iterator[list[int]]:
    """The strongly connected components: Tarjan's algorithm, without recursion."""
    entered: dict[int, int] = {}
    lowest: dict[int, int] = {}
    pending: list[int] = []
    is_pending: set[int] = set()
    path: list[tuple[int, Iterator[int]]] = []

    def enter(node: int) -> None:
        entered[node] = lowest[node] = len(entered)
        pending.append(node)
        is_pending.add(node)
        path.append((node, iter(graph[node])))

    for root in graph:
        if root not in entered:
            enter(root)
        while path:
            node, edges = path[-1]
            other = next(edges, None)
            if other is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] == entered[node]:
                    group: list[int] = []
                    while not group or group[-1] != node:
                        group.append(pending.pop())
                    is_pending.difference_update(group)
                    yield group
            elif other in is_pending:
                lowest[node] = min(lowest[node], entered[other])
            elif other in graph and other not in entered:
                enter(other)


def _shortest(graph: Graph, first: int, group: Collection[int]) -> tuple[int, ...]:
    """A shortest cycle through `first` inside its component."""
    came_from: dict[int, int] = {}
    pending = deque([first])
    while pending:
        node = pending.popleft()
        for other in graph[node]:
            if other == first and node != first:
                path = [node]
                while path[-1] != first:
                    path.append(came_from[path[-1]])
                return tuple(reversed(path))
            if other in group and other != first and other not in came_from:
                came_from[other] = node
                pending.append(other)
    raise AssertionError("a strongly connected component without a cycle")
