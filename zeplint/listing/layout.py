"""Where the boxes of a graph stand, by rank: what others build on stands above them; and the ways of its edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from zeplint.listing.graph import Edge, Graph, Key
from zeplint.record import NamedTuple

GAP = 28  # between boxes of a rank
DROP = 64  # between ranks
BOW = 16  # more above the first row, for an edge that goes over it
LANE = 10  # the width that an edge has which passes a rank, and the room beside it
# More edges than these pass no rank in a lane of their own, but behind its boxes.
MOST_LANES = 2000
SWEEPS = 6
# How often the boxes are moved towards what they are connected with, and how much more straight a lane is to be.
MOVES, STRAIGHT = 24, 8


class Size(NamedTuple):
    """The width and the height of a box."""

    width: float
    height: float


class Box(NamedTuple):
    """A rectangle, and the bottom of the row that it stands at the top of."""

    x: float
    y: float
    width: float
    height: float
    bottom: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2


class Lane(NamedTuple):
    """Where edges of a kind to one node pass the boxes of a rank."""

    number: int
    copy: int
    rank: int
    kind: str


Spot = Key | Lane


class Layout(NamedTuple):
    """The boxes by node; and by edge the lanes that it takes, from its start on, as boxes of a row's height."""

    boxes: Mapping[Key, Box]
    ways: Mapping[Edge, tuple[Box, ...]]
    width: float
    height: float


def lay_out(graph: Graph, sizes: Mapping[Key, Size], widest: float) -> Layout:
    """A place for each node of a graph; rows of what nothing connects are at most `widest`."""
    connected = sorted(_connected(graph.edges))
    ranks = _ranks(graph.edges, connected)
    lanes = _lanes(graph.edges, ranks)
    rows: list[list[Spot]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for key in connected:
        rows[ranks[key]].append(key)
    for lane in sorted({lane for way in lanes.values() for lane in way}):
        rows[lane.rank].append(lane)
    steps = [step for edge in graph.edges for step in _steps([edge.start, *lanes.get(edge, ()), edge.end])]
    boxes: dict[Spot, Box] = {}
    y: float = GAP + (BOW if _is_bowed(graph.edges, ranks) else 0)
    for row in _ordered(rows, steps):
        y = _place(row, sizes, boxes, y) + DROP
    _straighten([sorted(row, key=lambda spot: boxes[spot].x) for row in rows], steps, boxes)
    for loose in _loose([node.key for node in graph.nodes if node.key not in ranks], sizes, widest):
        y = _place(loose, sizes, boxes, y) + GAP
    left = min((box.x for box in boxes.values()), default=0) - GAP
    boxes = {spot: box._replace(x=box.x - left) for spot, box in boxes.items()}
    return Layout(
        {spot: box for spot, box in boxes.items() if isinstance(spot, Key)},
        {edge: tuple(boxes[lane] for lane in way) for edge, way in lanes.items()},
        max((box.x + box.width for box in boxes.values()), default=0) + GAP,
        max((box.bottom for box in boxes.values()), default=0) + GAP,
    )


def _connected(edges: Iterable[Edge]) -> set[Key]:
    """The nodes that refer to another, or that another refers to."""
    return {key for edge in edges for key in (edge.start, edge.end)}


def _is_bowed(edges: Iterable[Edge], ranks: Mapping[Key, int]) -> bool:
    """Whether a node of the first row refers to itself or to one beside it, in a bow above them."""
    return any(ranks[edge.start] == ranks[edge.end] == 0 for edge in edges)


def _ranks(edges: Iterable[Edge], keys: Sequence[Key]) -> dict[Key, int]:
    """The rank of each node: below all that it refers to, as far as no circle of references forbids it."""
    targets: dict[Key, list[Key]] = {key: [] for key in keys}
    for edge in edges:
        if edge.start != edge.end:
            targets[edge.start].append(edge.end)
    rank: dict[Key, int] = {}
    for first in keys:
        # Depth first without recursion: a long chain is as deep as it is long.
        stack, open_now = [(first, iter(targets[first]))], {first}
        while stack:
            key, following = stack[-1]
            target = next((one for one in following if one not in rank and one not in open_now), None)
            if target is not None and key not in rank:
                stack.append((target, iter(targets[target])))
                open_now.add(target)
                continue
            stack.pop()
            open_now.discard(key)
            rank.setdefault(key, 1 + max((rank.get(one, -1) for one in targets[key]), default=-1))
    return rank


def _lanes(edges: Iterable[Edge], ranks: Mapping[Key, int]) -> dict[Edge, tuple[Lane, ...]]:
    """The lanes of each edge that passes a rank, from its start on; edges of a kind to one node share them."""
    found: dict[Edge, tuple[Lane, ...]] = {}
    count = 0
    for edge in edges:
        start, end = ranks[edge.start], ranks[edge.end]
        between = range(start - 1, end, -1) if start > end else range(start + 1, end)
        if between and (count := count + len(between)) <= MOST_LANES:
            found[edge] = tuple(Lane(*edge.end, rank, edge.kind) for rank in between)
    return found


def _steps(way: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    return pairwise(way)


def _ordered(rows: list[list[Spot]], steps: Iterable[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """The rows with each spot near those it is connected with, so that fewer edges cross."""
    neighbours: dict[Spot, list[Spot]] = {}
    for start, end in steps:
        neighbours.setdefault(start, []).append(end)
        neighbours.setdefault(end, []).append(start)
    for sweep in range(SWEEPS):
        place = {spot: index / max(len(row), 1) for row in rows for index, spot in enumerate(row)}
        for row in rows if sweep % 2 else reversed(rows):
            row.sort(key=lambda spot: (_mean(place[one] for one in neighbours[spot]), spot))
            place.update({spot: index / len(row) for index, spot in enumerate(row)})
    return rows


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values)


def _place(row: Sequence[Spot], sizes: Mapping[Key, Size], boxes: dict[Spot, Box], y: float) -> float:
    """Stand a row side by side at `y`; its bottom."""
    bottom = y + max(sizes[spot].height for spot in row if isinstance(spot, Key))
    x: float = GAP
    for before, spot in zip((None, *row), row, strict=False):
        width, height = sizes[spot] if isinstance(spot, Key) else (LANE, bottom - y)
        x += _room(before, spot) if before else 0
        boxes[spot] = Box(x, y, width, height, bottom)
        x += width
    return bottom


def _room(one: Spot, other: Spot) -> float:
    """The room between two neighbours of a row."""
    return GAP if isinstance(one, Key) and isinstance(other, Key) else LANE


def _straighten(
    rows: Sequence[Sequence[Spot]], steps: Iterable[tuple[Spot, Spot]], boxes: dict[Spot, Box]
) -> None:
    """Move the boxes of each row, in their order, under or above what they are connected with."""
    neighbours: dict[Spot, list[Spot]] = {}
    for start, end in steps:
        if start != end and boxes[start].y != boxes[end].y:
            neighbours.setdefault(start, []).append(end)
            neighbours.setdefault(end, []).append(start)
    widest = max((boxes[row[-1]].x + boxes[row[-1]].width for row in rows), default=0)
    for row in rows:
        _shift(row, boxes, (widest + GAP - boxes[row[-1]].x - boxes[row[-1]].width - boxes[row[0]].x) / 2)
    for sweep in range(MOVES):
        for row in rows if sweep % 2 else reversed(rows):
            _settle(row, [_wanted(spot, neighbours.get(spot, ()), boxes) for spot in row], boxes)


def _wanted(spot: Spot, neighbours: Sequence[Spot], boxes: Mapping[Spot, Box]) -> float:
    """Where a box would best begin, by the middles of those it is connected with."""
    total = count = 0.0
    for one in neighbours or [spot]:
        weight = STRAIGHT if isinstance(spot, Lane) and isinstance(one, Lane) else 1
        total += boxes[one].middle * weight
        count += weight
    return total / count - boxes[spot].width / 2


def _shift(row: Iterable[Spot], boxes: dict[Spot, Box], by: float) -> None:
    for spot in row:
        boxes[spot] = boxes[spot]._replace(x=boxes[spot].x + by)


def _settle(row: Sequence[Spot], wanted: Sequence[float], boxes: dict[Spot, Box]) -> None:
    """Put the boxes of a row as near to where they are wanted as their order and the room between them allow."""
    # Groups that touch each other: the sum of where their boxes are wanted, by their weights, and that of these.
    groups: list[tuple[float, float, list[Spot]]] = []
    offset = 0.0
    offsets: dict[Spot, float] = {}
    for before, spot, x in zip((None, *row), row, wanted, strict=False):
        if before:
            offset += boxes[before].width + _room(before, spot)
        offsets[spot] = offset
        weight: float = STRAIGHT if isinstance(spot, Lane) else 1
        total, spots = (x - offset) * weight, [spot]
        while groups and groups[-1][0] / groups[-1][1] >= total / weight:
            earlier = groups.pop()
            total, weight, spots = total + earlier[0], weight + earlier[1], [*earlier[2], *spots]
        groups.append((total, weight, spots))
    for total, weight, spots in groups:
        for spot in spots:
            boxes[spot] = boxes[spot]._replace(x=offsets[spot] + total / weight)


def _loose(keys: Iterable[Key], sizes: Mapping[Key, Size], widest: float) -> Iterator[list[Key]]:
    """What nothing connects, in rows that fit."""
    row: list[Key] = []
    taken = 0.0
    for key in keys:
        if row and taken + sizes[key].width > widest:
            yield row
            row, taken = [], 0.0
        row.append(key)
        taken += sizes[key].width + GAP
    if row:
        yield row
