"""How the proposals of a collection refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zeplint.listing.entries import Entry
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule

SYMMETRY = "relation.symmetry"


class Key(NamedTuple):
    """What a node is known by: its number and, of several proposals with that number, which it is, from 0 on."""

    number: int
    copy: int = 0


class Node(NamedTuple):
    """A proposal of the graph; one that is named but not there has no entry. `twins` says that others have its number."""

    key: Key
    entry: Entry | None
    twins: bool = False


class Edge(NamedTuple):
    """A reference from one node to another; `label` says in lower case which, `kind` is the header's role."""

    start: Key
    end: Key
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

    A number that several proposals have names all of them. `connected` leaves out the proposals that neither name
    another nor are named.
    """
    by_key: dict[Key, Entry] = {}
    keys: dict[int, list[Key]] = {}
    for entry in entries:
        if entry.number is not None:
            own = keys.setdefault(entry.number, [])
            own.append(Key(entry.number, len(own)))
            by_key[own[-1]] = entry
    inverse = _inverses(rules)
    edges: dict[tuple[Key, Key, str], Edge] = {}
    for key, entry in sorted(by_key.items()):
        for role, others in entry.relations.items():
            kind = inverse.get(role, role)
            spec = process.header_for(kind)
            label = spec.name.lower() if spec else kind
            for other in (found for number in others for found in keys.get(number, [Key(number)])):
                start, end = (key, other) if kind == role else (other, key)
                edges.setdefault((start, end, kind), Edge(start, end, label, kind))
    named = {key for edge in edges.values() for key in (edge.start, edge.end)}
    drawn = sorted(named if connected else named | by_key.keys())
    nodes = tuple(Node(key, by_key.get(key), len(keys.get(key.number, ())) > 1) for key in drawn)
    main = next((spec.role for spec in process.headers.values() if spec.form == "proposals"), "")
    return Graph(nodes, tuple(sorted(edges.values())), main)


def _inverses(rules: Iterable[Rule]) -> dict[str, str]:
    """By the role of a header that says a relation backwards, the role that says it forwards."""
    return {rule.parameters["old"]: rule.parameters["new"] for rule in rules if rule.check == SYMMETRY}
