"""The graph of a collection as a picture, laid out by rank: what others build on stands above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from zeplint.listing.drawing import COLORS, node_lines, stage
from zeplint.listing.graph import Edge, Graph
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.report.display import display_width

LINE = 17  # from one line of text to the next
PADDING = 12
GAP = 28  # between boxes of a rank
DROP = 64  # between ranks
BOW = 16  # more above the first row, for an edge that goes over it
CHARACTER = 7.2  # the width of one column of text
WIDEST = 1200  # of a row of proposals that nothing connects
WIDEST_INLINE = 820
SWEEPS = 6
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


class Box(NamedTuple):
    """A node on the picture: its lines of text and the rectangle around them."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


def svg(graph: Graph, process: Process) -> str:
    """The graph as an SVG document; it follows the reader's dark mode, and holds no script and no link."""
    boxes = _boxes(graph, process)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_size(boxes)}>',
        f"<title>{title(process)}</title>",
        f"<style>{style()}</style>",
        TIP,
        *_drawing(graph, boxes, {}),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def inline_svg(graph: Graph, process: Process, links: Mapping[int, str], *, first: bool) -> str:
    """The graph as an element of an HTML page, which gives it the `style` of the scope ``.drawing``.

    `links` are addresses by number of a proposal: what its box leads to. The `first` picture of a page has what
    all of them use.
    """
    boxes = _boxes(graph, process, WIDEST_INLINE)
    tip = TIP if first else ""
    parts = [f'<svg class="drawing" {_size(boxes)}>', tip, *_drawing(graph, boxes, links), "</svg>"]
    return "\n".join(parts) + "\n"


def title(process: Process) -> str:
    """What a picture of the graph is called, safe in SVG and HTML."""
    return f"{escape(process.noun)}s and how they refer to each other"


def _size(boxes: Mapping[int, Box]) -> str:
    width = max((box.x + box.width for box in boxes.values()), default=0) + GAP
    height = max((box.y + box.height for box in boxes.values()), default=0) + GAP
    return f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'


def _drawing(graph: Graph, boxes: Mapping[int, Box], links: Mapping[int, str]) -> Iterator[str]:
    yield from (_edge(edge, boxes, graph.main) for edge in graph.edges)
    for node in graph.nodes:
        drawn = _node(boxes[node.number], stage(node) or "absent")
        link = links.get(node.number)
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


def _node(box: Box, name: str) -> str:
    middle = box.x + box.width / 2
    texts = "".join(
        f'<text class="{CLASSES[index > 0]}" x="{middle:.0f}" '
        f'y="{box.y + PADDING + LINE * (index + 0.7):.0f}">{escape(line)}</text>'
        for index, line in enumerate(box.lines)
    )
    return (
        f'<g class="{name}"><rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" '
        f'height="{box.height:.0f}" rx="6"/>{texts}</g>'
    )


def _edge(edge: Edge, boxes: Mapping[int, Box], main: str) -> str:
    start, end = boxes[edge.start], boxes[edge.end]
    x1, x2 = start.x + start.width / 2, end.x + end.width / 2
    # From the side that faces the other box; side by side, in a bow above both.
    y1, y2, bend = start.y, end.y, -DROP / 2
    if start.y > end.y:
        y2 += end.height
    elif start.y < end.y:
        y1, bend = start.y + start.height, DROP / 2
    level = start.y == end.y
    if start is end:
        x1, x2, y1, y2 = x1 - GAP, x2 + GAP, start.y, start.y
    curve = f"C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 + (bend if level else -bend):.0f} {x2:.0f} {y2:.0f}"
    dashes = "" if edge.kind == main else ' stroke-dasharray="5 4"'
    lift = bend * 0.75 if level else 0
    return (
        f'<path class="edge" d="M{x1:.0f} {y1:.0f}{curve}"{dashes} marker-end="url(#tip)"/>'
        f'<text class="label" x="{(x1 + x2) / 2:.0f}" y="{(y1 + y2) / 2 + lift:.0f}">'
        f"{escape(edge.label)}</text>"
    )


# Layout


def _boxes(graph: Graph, process: Process, widest: float = WIDEST) -> dict[int, Box]:
    sizes: dict[int, tuple[tuple[str, ...], float, float]] = {}
    for node in graph.nodes:
        lines = node_lines(node, process)
        width = max(map(display_width, lines)) * CHARACTER + 2 * PADDING
        sizes[node.number] = lines, width, len(lines) * LINE + 2 * PADDING
    connected = _connected(graph)
    boxes: dict[int, Box] = {}
    y: float = GAP
    for row in _rows(graph, {number: width for number, (_, width, _) in sizes.items()}, widest):
        x: float = GAP
        for number in row:
            lines, width, height = sizes[number]
            boxes[number] = Box(lines, x, y, width, height)
            x += width + GAP
        y += max(sizes[number][2] for number in row) + (DROP if row[0] in connected else GAP)
    return _lowered(_centred(boxes, graph), graph)


def _lowered(boxes: dict[int, Box], graph: Graph) -> dict[int, Box]:
    """The boxes with room above the first row where one in it refers to itself or to its neighbour, in a bow."""
    if not any(boxes[edge.start].y == boxes[edge.end].y == GAP for edge in graph.edges):
        return boxes
    return {number: box._replace(y=box.y + BOW) for number, box in boxes.items()}


def _connected(graph: Graph) -> set[int]:
    """The numbers that refer to another, or that another refers to."""
    return {number for edge in graph.edges for number in (edge.start, edge.end)}


def _centred(boxes: dict[int, Box], graph: Graph) -> dict[int, Box]:
    """The boxes with each row of connected ones in the middle of the picture."""
    connected = _connected(graph)
    width = max((box.x + box.width for box in boxes.values()), default=0)
    rows: dict[float, list[int]] = {}
    for number in connected:
        rows.setdefault(boxes[number].y, []).append(number)
    for row in rows.values():
        shift = (width - max(boxes[number].x + boxes[number].width for number in row)) / 2
        for number in row:
            boxes[number] = boxes[number]._replace(x=boxes[number].x + shift)
    return boxes


def _rows(graph: Graph, widths: Mapping[int, float], widest: float) -> Iterator[list[int]]:
    """The rows of the picture: a rank each, then what nothing connects, in rows that fit."""
    connected = _connected(graph)
    yield from _ordered(_ranks(graph.edges, sorted(connected)), graph.edges)
    row: list[int] = []
    taken = 0.0
    for node in graph.nodes:
        if node.number in connected:
            continue
        if row and taken + widths[node.number] > widest:
            yield row
            row, taken = [], 0.0
        row.append(node.number)
        taken += widths[node.number] + GAP
    if row:
        yield row


def _ranks(edges: Sequence[Edge], numbers: Sequence[int]) -> list[list[int]]:
    """Numbers by rank: each below all that it refers to, as far as no circle of references forbids it."""
    targets: dict[int, list[int]] = {number: [] for number in numbers}
    for edge in edges:
        if edge.start != edge.end:
            targets[edge.start].append(edge.end)
    rank: dict[int, int] = {}
    for first in numbers:
        # Depth first without recursion: a long chain is as deep as it is long.
        stack, open_now = [(first, iter(targets[first]))], {first}
        while stack:
            number, following = stack[-1]
            target = next((one for one in following if one not in rank and one not in open_now), None)
            if target is not None and number not in rank:
                stack.append((target, iter(targets[target])))
                open_now.add(target)
                continue
            stack.pop()
            open_now.discard(number)
            rank.setdefault(number, 1 + max((rank.get(one, -1) for one in targets[number]), default=-1))
    rows: list[list[int]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for number in numbers:
        rows[rank[number]].append(number)
    return rows


def _ordered(rows: list[list[int]], edges: Sequence[Edge]) -> list[list[int]]:
    """The rows with each number near those it is connected with, so that fewer edges cross."""
    neighbours: dict[int, list[int]] = {}
    for edge in edges:
        neighbours.setdefault(edge.start, []).append(edge.end)
        neighbours.setdefault(edge.end, []).append(edge.start)
    for sweep in range(SWEEPS):
        place = {number: index / max(len(row), 1) for row in rows for index, number in enumerate(row)}
        for row in rows if sweep % 2 else reversed(rows):
            row.sort(key=lambda number: (_mean(place, neighbours[number]), number))
            place.update({number: index / len(row) for index, number in enumerate(row)})
    return rows


def _mean(place: Mapping[int, float], numbers: Sequence[int]) -> float:
    return sum(place[number] for number in numbers) / len(numbers)
