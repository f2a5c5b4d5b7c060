"""The graph of a collection as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

from zeplint.listing.drawing import COLORS, node_lines, stage
from zeplint.listing.graph import Edge, Graph, Key
from zeplint.listing.layout import DROP, GAP, Box, Layout, Size, lay_out
from zeplint.process import Process
from zeplint.report.display import display_width
from zeplint.report.safe import markup_text

LINE = 17  # from one line of text to the next
PADDING = 12
CHARACTER = 7.2  # the width of one column of text
WIDEST = 1200  # of a row of proposals that nothing connects
WIDEST_INLINE = 820
CLASSES = ("name", "line")
TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0 10 5 0 10z" class="tip"/></marker></defs>'
)
DARK = {
    "early": ("#232c36", "#8aa0b5", "#e3eaf1"),
    "decided": ("#17331f", "#67b881", "#dff3e5"),
    "final": ("#122a44", "#6aa7e6", "#dcebfb"),
    "closed": ("#3a211d", "#d59488", "#f7e2de"),
    "": ("#16181b", "#8a8a8a", "#c4c4c4"),
}


def svg(graph: Graph, process: Process) -> str:
    """The graph as an SVG document; it follows the reader's dark mode, and holds no script and no link."""
    lines, layout = _laid_out(graph, process)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_size(layout)}>',
        f"<title>{title(process)}</title>",
        f"<style>{style()}</style>",
        TIP,
        *_drawing(graph, lines, layout, {}),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def inline_svg(graph: Graph, process: Process, links: Mapping[Key, str], *, first: bool) -> str:
    """The graph as an element of an HTML page, which gives it the `style` of the scope ``.drawing``.

    `links` are addresses by node: what its box leads to. The `first` picture of a page has what
    all of them use.
    """
    lines, layout = _laid_out(graph, process, WIDEST_INLINE)
    tip = TIP if first else ""
    parts = [f'<svg class="drawing" {_size(layout)}>', tip, *_drawing(graph, lines, layout, links), "</svg>"]
    return "\n".join(parts) + "\n"


def title(process: Process) -> str:
    """What a picture of the graph is called, safe in SVG and HTML."""
    return f"{escape(process.noun)}s and how they refer to each other"


def _laid_out(
    graph: Graph, process: Process, widest: float = WIDEST
) -> tuple[dict[Key, tuple[str, ...]], Layout]:
    """What stands in each box, and where the boxes stand."""
    lines = {node.key: node_lines(node, process) for node in graph.nodes}
    sizes = {
        key: Size(max(map(display_width, text)) * CHARACTER + 2 * PADDING, len(text) * LINE + 2 * PADDING)
        for key, text in lines.items()
    }
    return lines, lay_out(graph, sizes, widest)


def _size(layout: Layout) -> str:
    size = f"{layout.width:.0f} {layout.height:.0f}"
    return f'viewBox="0 0 {size}" width="{layout.width:.0f}" height="{layout.height:.0f}"'


def _drawing(
    graph: Graph, lines: Mapping[Key, tuple[str, ...]], layout: Layout, links: Mapping[Key, str]
) -> Iterator[str]:
    yield from (_edge(edge, layout, graph.main) for edge in graph.edges)
    for node in graph.nodes:
        drawn = _node(layout.boxes[node.key], lines[node.key], stage(node) or "absent")
        link = links.get(node.key)
        yield f'<a href="{escape(link)}">{drawn}</a>' if link else drawn


def style(scope: str = "") -> str:
    """What the classes of a picture look like, light and dark; `scope` is a selector before each of them."""

    def rules(colors: Mapping[str, tuple[str, str, str]]) -> str:
        return "".join(
            f"{scope}.{name or 'absent'} rect{{fill:{fill};stroke:{line}}}{scope}.{name or 'absent'} text{{fill:{text}}}"
            for name, (fill, line, text) in colors.items()
        )

    scope = f"{scope} " if scope else ""
    light = f"{scope}text{{font:12px system-ui,sans-serif;text-anchor:middle}}{scope}.name{{font-weight:600}}"
    light += f"{scope}.edge{{fill:none;stroke:#76808a}}{scope}.tip{{fill:#76808a}}"
    light += f"{scope}text.label{{fill:#4d565e;font-size:10px}}"
    dark = f"{scope}.edge{{stroke:#8d99a5}}{scope}.tip{{fill:#8d99a5}}{scope}text.label{{fill:#b6c0ca}}"
    return f"{light}{rules(COLORS)}@media (prefers-color-scheme:dark){{{dark}{rules(DARK)}}}"


def _node(box: Box, lines: tuple[str, ...], name: str) -> str:
    texts = "".join(
        f'<text class="{CLASSES[index > 0]}" x="{box.middle:.0f}" '
        f'y="{box.y + PADDING + LINE * (index + 0.7):.0f}">{markup_text(escape(line))}</text>'
        for index, line in enumerate(lines)
    )
    return (
        f'<g class="{name}"><rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" '
        f'height="{box.height:.0f}" rx="6"/>{texts}</g>'
    )


def _edge(edge: Edge, layout: Layout, main: str) -> str:
    start, end = layout.boxes[edge.start], layout.boxes[edge.end]
    line = _beside(start, end) if start.y == end.y else _between(start, layout.ways.get(edge, ()), end)
    path, (x, y) = line
    dashes = "" if edge.kind == main else ' stroke-dasharray="5 4"'
    return (
        f'<path class="edge" d="{path}"{dashes} marker-end="url(#tip)"/>'
        f'<text class="label" x="{x:.0f}" y="{y:.0f}">{markup_text(escape(edge.label))}</text>'
    )


def _beside(start: Box, end: Box) -> tuple[str, tuple[float, float]]:
    """The path of an edge between boxes of a row, in a bow above them, and the place of its label."""
    x1, x2, bend = start.middle, end.middle, DROP / 2
    if start is end:
        x1, x2 = x1 - GAP, x2 + GAP
    path = f"M{x1:.0f} {start.y:.0f}C{x1:.0f} {start.y - bend:.0f} {x2:.0f} {end.y - bend:.0f} {x2:.0f} {end.y:.0f}"
    return path, ((x1 + x2) / 2, start.y - bend * 0.75)


def _between(start: Box, lanes: tuple[Box, ...], end: Box) -> tuple[str, tuple[float, float]]:
    """The path of an edge from the side of a box that faces the other's, and the place of its label.

    It bends between the rows alone, so that it passes behind no box.
    """
    up = start.y > end.y
    stops = (start, *lanes, end)
    now = start.y if up else start.y + start.height
    path = f"M{start.middle:.0f} {now:.0f}"
    label = 0.0, 0.0
    for one, other in pairwise(stops):
        y1, y2 = (one.y, other.bottom) if up else (one.bottom, other.y)
        middle = (y1 + y2) / 2
        x1, x2 = one.middle, other.middle
        path += _straight_to(y1, now)
        path += f"C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"
        now = y2
        if one is start:
            label = (x1 + x2) / 2, middle
    return path + _straight_to(end.y + end.height if up else end.y, now), label


def _straight_to(y: float, now: float) -> str:
    """The straight piece of a path to another height; a tip behind one without a length would point anywhere."""
    return f"V{y:.0f}" if f"{y:.0f}" != f"{now:.0f}" else ""
