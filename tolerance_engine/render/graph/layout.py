"""Where everything stands: ranks from top to bottom, boxes and labels side by side, as few crossings as easily found.

All measures are character cells: columns across, rows down. A terminal draws them as they are, a picture scales
them. Arrows pass through a rank of their own between two ranks of boxes, where their labels stand, so that no
label lies on a line. After Sugiyama, Tagawa and Toda (1981).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolerance_engine.render.graph.model import Graph
from tolerance_engine.render.graph.spread import spread
from tolerance_engine.render.tones import legible
from tolerance_engine.render.width import display_width

GAP = 3  # columns between neighbours
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes room in a rank: a node, the label of an edge, or an edge passing through."""

    id: int
    rank: int
    width: int  # odd, so that the middle is a column
    height: int
    node: str | None = None
    edge: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an edge from an item down to one in the next rank. `edge` says which, and so its direction."""

    upper: int
    lower: int
    edge: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Items in their ranks, left to right, each with the column of its middle; pieces with the columns of their ends."""

    graph: Graph
    items: tuple[Item, ...]
    ranks: tuple[tuple[int, ...], ...]
    middle: Mapping[int, int]
    pieces: tuple[Piece, ...]
    ends: Mapping[Piece, tuple[int, int]]
    backward: frozenset[int]


def ranked(graph: Graph) -> Ranked:
    """The graph with every item in its place."""
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    # Nodes come in the order they are usually passed: an arrow against it is drawn upwards, and no circle is left.
    backward = frozenset(n for n, edge in enumerate(graph.edges) if place[edge.target] < place[edge.source])
    downward = [
        (edge.target, edge.source) if number in backward else (edge.source, edge.target)
        for number, edge in enumerate(graph.edges)
    ]
    depth = {node.id: 0 for node in graph.nodes}
    for node in graph.nodes:
        for upper, lower in downward:
            if lower == node.id:
                depth[lower] = max(depth[lower], depth[upper] + 1)
    items, pieces = _items(graph, downward, depth)
    ranks = _ordered(items, pieces)
    ports = _ports(items, pieces, ranks)
    middle = spread(items, pieces, ranks, ports, GAP)
    ends = {
        piece: (middle[piece.upper] + ports[piece][0], middle[piece.lower] + ports[piece][1])
        for piece in pieces
    }
    return Ranked(graph, tuple(items), ranks, middle, tuple(pieces), ends, backward)


def _odd(width: int) -> int:
    return width | 1


def _items(
    graph: Graph, downward: Sequence[tuple[str, str]], depth: Mapping[str, int]
) -> tuple[list[Item], list[Piece]]:
    items: list[Item] = []
    number: dict[str, int] = {}
    for node in graph.nodes:
        arrows = max(sum(pair[end] == node.id for pair in downward) for end in (0, 1))
        beside, around = (2, 0) if node.kind == "start" else (4, 2)  # its point, or its frame
        written = tuple(map(legible, node.lines))
        width = _odd(max(map(display_width, written), default=1) + beside)
        width = max(width, 2 * arrows + 3)  # every arrow ends at a column of its own
        number[node.id] = len(items)
        height = len(node.lines) + around
        items.append(Item(len(items), 2 * depth[node.id], width, height, node.id, None, written))
    pieces: list[Piece] = []
    for index, (upper, lower) in enumerate(downward):
        before = number[upper]
        lines = tuple(map(legible, graph.edges[index].lines))
        first = 2 * depth[upper] + 1
        for rank in range(first, 2 * depth[lower]):
            shown = lines if rank == first else ()
            width = max(map(display_width, shown), default=1)
            item = Item(len(items), rank, _odd(width), max(1, len(shown)), None, index, shown)
            items.append(item)
            pieces.append(Piece(before, item.id, index))
            before = item.id
        pieces.append(Piece(before, number[lower], index))
    return items, pieces


def _ordered(items: Sequence[Item], pieces: Sequence[Piece]) -> tuple[tuple[int, ...], ...]:
    """Each rank left to right: sorted by the mean place of neighbours, up and down in turn; the best of all tries."""
    height = max((item.rank for item in items), default=0) + 1
    ranks = [[item.id for item in items if item.rank == rank] for rank in range(height)]
    above: dict[int, list[int]] = {item.id: [] for item in items}
    below: dict[int, list[int]] = {item.id: [] for item in items}
    for piece in pieces:
        above[piece.lower].append(piece.upper)
        below[piece.upper].append(piece.lower)
    best, fewest = [list(rank) for rank in ranks], _crossings(ranks, pieces)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for rank in ranks if down else ranks[::-1]:
            place = {item: at for other in ranks for at, item in enumerate(other)}
            towards = above if down else below

            def key(
                item: int, place: dict[int, int] = place, towards: dict[int, list[int]] = towards
            ) -> float:
                near = towards[item]
                return sum(place[each] for each in near) / len(near) if near else place[item]

            rank.sort(key=key)
        crossings = _crossings(ranks, pieces)
        if crossings < fewest:
            best, fewest = [list(rank) for rank in ranks], crossings
    return tuple(tuple(rank) for rank in best)


def _crossings(ranks: Sequence[Sequence[int]], pieces: Sequence[Piece]) -> int:
    place = {item: (depth, at) for depth, rank in enumerate(ranks) for at, item in enumerate(rank)}
    by_rank: dict[int, list[tuple[int, int]]] = {}
    for piece in pieces:
        depth, upper = place[piece.upper]
        by_rank.setdefault(depth, []).append((upper, place[piece.lower][1]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for ends in by_rank.values()
        for n, a in enumerate(ends)
        for b in ends[n + 1 :]
    )


def _ports(
    items: Sequence[Item], pieces: Sequence[Piece], ranks: Sequence[Sequence[int]]
) -> dict[Piece, tuple[int, int]]:
    """How far from the middle of its items each piece ends: side by side, in the order of where it leads."""
    place = {item: at for rank in ranks for at, item in enumerate(rank)}
    upper: dict[Piece, int] = {}
    lower: dict[Piece, int] = {}
    for item in items:
        down = sorted((p for p in pieces if p.upper == item.id), key=lambda p: place[p.lower])
        up = sorted((p for p in pieces if p.lower == item.id), key=lambda p: place[p.upper])
        for side, ends in ((down, upper), (up, lower)):
            step = max(2, min(8, (item.width - 3) // max(1, len(side) - 1))) if len(side) > 1 else 0
            for at, piece in enumerate(side):
                ends[piece] = round((at - (len(side) - 1) / 2) * step)
    return {piece: (upper[piece], lower[piece]) for piece in pieces}
