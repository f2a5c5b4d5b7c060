"""The graph of a collection in the languages of Mermaid and Graphviz.

Titles are written by anybody: in either language a text can only end where this module lets it end.
"""

from __future__ import annotations

from zeplint.listing.graph import Graph, Key, Node
from zeplint.process import Process
from zeplint.report.safe import escape_controls, markup_text

# What a stage looks like: fill, line and text; "" is for a proposal that is not there.
COLORS = {
    "early": ("#eef2f7", "#5b7083", "#1f2d3a"),
    "decided": ("#dcf1e0", "#2f7d46", "#123d1f"),
    "final": ("#cfe3f8", "#2563a8", "#0e2f55"),
    "closed": ("#f3e3e1", "#99584e", "#4b211b"),
    "": ("#ffffff", "#8a8a8a", "#444444"),
}
LONGEST_TITLE = 48


def node_lines(node: Node, process: Process) -> tuple[str, ...]:
    """What stands in a node: the proposal's name, its title and its status, each without controls.

    Where others have its number, its file name, too.
    """
    name = process.title_of(node.key.number)
    if node.entry is None:
        return name, "not in this collection"
    file = node.entry.place.rpartition("/")[2] if node.twins else ""
    return tuple(filter(None, (name, *map(_shown, (node.entry.title, node.entry.status, file)))))


def _shown(text: str) -> str:
    text = escape_controls(text)
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def _name(key: Key) -> str:
    """What a node is called in either language."""
    return f"p{key.number}" + (f"_{key.copy + 1}" if key.copy else "")


def stage(node: Node) -> str:
    """The stage of a node's proposal, empty where there is none."""
    return node.entry.stage if node.entry else ""


def mermaid(graph: Graph, process: Process) -> str:
    """The graph as a Mermaid flowchart, which GitHub draws in Markdown."""
    lines = ["flowchart TD"]
    for node in graph.nodes:
        text = "<br>".join(_entities(line) for line in node_lines(node, process))
        lines.append(f'    {_name(node.key)}["{text}"]:::{stage(node) or "absent"}')
    for edge in graph.edges:
        arrow = "-->" if edge.kind == graph.main else "-.->"
        lines.append(f'    {_name(edge.start)} {arrow}|"{_entities(edge.label)}"| {_name(edge.end)}')
    for name in dict.fromkeys(stage(node) for node in graph.nodes):
        fill, line, text = COLORS[name]
        lines.append(f"    classDef {name or 'absent'} fill:{fill},stroke:{line},color:{text}")
    return "\n".join(lines) + "\n"


def _entities(text: str) -> str:
    """`text` for a quoted Mermaid label: only letters, digits, blanks and a few marks stand as they are."""
    return "".join(char if char.isalnum() or char in " .,:-–—…/()" else f"#{ord(char)};" for char in text)


def dot(graph: Graph, process: Process) -> str:
    """The graph in Graphviz' language."""
    lines = [
        "digraph proposals {",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11]',
        '  edge [fontname="sans-serif", fontsize=9]',
    ]
    for node in graph.nodes:
        fill, line, text = COLORS[stage(node)]
        label = "\\n".join(_quoted(part) for part in node_lines(node, process))
        lines.append(
            f'  {_name(node.key)} [label="{label}", fillcolor="{fill}", color="{line}", fontcolor="{text}"]'
        )
    for edge in graph.edges:
        style = "" if edge.kind == graph.main else ", style=dashed"
        lines.append(f'  {_name(edge.start)} -> {_name(edge.end)} [label="{_quoted(edge.label)}"{style}]')
    lines.append("}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return markup_text(text.replace("&", "&amp;")).replace("\\", "\\\\").replace('"', '\\"')
