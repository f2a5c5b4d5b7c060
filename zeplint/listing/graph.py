"""How the proposals of a collection refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zeplint.listing.entries import Entry
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule

SYMMETRY = "relation.symmetry"


class Node(NamedTuple):
    """A proposal of the graph; one that is named but not there has no entry."""

    number: int
    entry: Entry | None


class Edge(NamedTuple):
    """A reference from one number to another; `label` says in lower case which, `kind` is the header's role."""

    start: int
    end: int
    label: str
    kind: str


class Graph(NamedTuple):
    """Nodes by number, and edges in the order of their starts.

    `main` is the kind of edge that is drawn solid: that of the process's first header for references.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    main: str


def build(entries: Sequence[Entry], process: Process, rules: Iterable[Rule], *, connected: bool) -> Graph:
    """The graph of a list. A successor and its predecessor are one edge, whichever of them says so.

    `connected` leaves out the proposals that neither name another nor are named.
    """
    by_number = {entry.number: entry for entry in reversed(entries) if entry.number is not None}
    inverse = _inverses(rules)
    edges: dict[tuple[int, int, str], Edge] = {}
    for number, entry in sorted(by_number.items()):
        for role, others in entry.relations.items():
            kind = inverse.get(role, role)
            spec = process.header_for(kind)
            label = spec.name.lower() if spec else kind
            for other in others:
                start, end = (number, other) if kind == role else (other, number)
                edges.setdefault((start, end, kind), Edge(start, end, label, kind))
    named = {number for edge in edges.values() for number in (edge.start, edge.end)}
    numbers = sorted(named if connected else named | by_number.keys())
    nodes = tuple(Node(number, by_number.get(number)) for number in numbers)
    main = next((spec.role for spec in process.headers.values() if spec.form == "proposals"), "")
    return Graph(nodes, tuple(sorted(edges.values())), main)


def _inverses(rules: Iterable[Rule]) -> dict[str, str]:
    """By the role of a header that says a relation backwards, the role that says it forwards."""
    return {rule.parameters["old"]: rule.parameters["new"] for rule in rules if rule.check == SYMMETRY}
