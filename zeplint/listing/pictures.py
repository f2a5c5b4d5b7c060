"""The graphs of a run's collections, for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.listing.entries import entries
from zeplint.listing.graph import Graph, build
from zeplint.listing.svg import inline_svg, style, title
from zeplint.process import Process
from zeplint.report import Picture
from zeplint.report.safe import escape_controls
from zeplint.rulebook import Rule

# Of more proposals than these, only those that are connected are drawn; of still more, none.
ALL = 20
MOST = 300


def pictures(
    collections: Iterable[Collection], rules: Sequence[Rule], diagnostics: Iterable[Diagnostic]
) -> list[Picture]:
    """A picture of each collection that has a proposal, as long as it is one that can be taken in.

    A box leads to the findings in its file, by the filter that the HTML report has for it.
    """
    made: list[Picture] = []
    found = Counter(diagnostic.place.source.shown for diagnostic in diagnostics)
    for collection in collections:
        process = collection.process
        listed = entries(collection, None)
        graph = build(listed, process, rules, connected=len(listed) > ALL)
        if not graph.nodes or len(graph.nodes) > MOST:
            continue
        links = {
            node.key: f"#file={quote(escape_controls(node.entry.path))}"
            for node in graph.nodes
            if node.entry and found[node.entry.path]
        }
        drawn = inline_svg(graph, process, links, first=not made)
        # Two proposals with one number may say the same.
        lines = tuple(dict.fromkeys(_lines(graph, process)))
        made.append(Picture(title(process), drawn, style(".drawing"), lines))
    return made


def _lines(graph: Graph, process: Process) -> Iterator[str]:
    for edge in graph.edges:
        yield f"{process.title_of(edge.start.number)}: {edge.label} {process.title_of(edge.end.number)}"
