"""Down: the row of every item, and the lines between them - straight down, or across on a track of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tolerance_engine.render.graph.layout import Item, Piece, Ranked, ranked
from tolerance_engine.render.graph.model import Graph, Node

Point = tuple[int, int]  # column, row


@dataclass(frozen=True, slots=True)
class Box:
    """A node or the label of an edge: its left column, top row, width and height."""

    column: int
    row: int
    width: int
    height: int
    lines: tuple[str, ...]
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two items, corner by corner, downwards. `head` says at which end its arrow is, if it has one.

    `framed` says whether it begins, and whether it ends, at the frame of a box.
    """

    points: tuple[Point, ...]
    head: Literal["first", "last"] | None
    dashed: bool
    framed: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in its place, in columns and rows."""

    graph: Graph
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def drawing(graph: Graph) -> Drawing:
    """The graph laid out. The same graph is always laid out the same."""
    laid = ranked(graph)
    between = [_tracks(laid, depth) for depth in range(len(laid.ranks) - 1)]
    tops, row = [], 0
    for depth, rank in enumerate(laid.ranks):
        tops.append(row)
        row += max((laid.items[item].height for item in rank), default=0)
        if depth < len(between):
            row += max(between[depth].values(), default=0) + (2 if between[depth] else 1)
    nodes = {node.id: node for node in graph.nodes}
    boxes = tuple(
        Box(
            laid.middle[item.id] - item.width // 2,
            tops[item.rank],
            item.width,
            item.height,
            item.lines,
            nodes[item.node] if item.node is not None else None,
        )
        for item in laid.items
        if item.node is not None or item.lines
    )
    lines = [_line(laid, piece, tops, between) for piece in laid.pieces]
    lines += [_through(laid, item, tops) for item in laid.items if item.node is None and not item.lines]
    width = max((box.column + box.width for box in boxes), default=0)
    reach = max((column + 1 for line in lines for column, _ in line.points), default=0)
    return Drawing(graph, max(width, reach), row, boxes, tuple(lines))


def _tracks(laid: Ranked, depth: int) -> dict[Piece, int]:
    """Which track below the rank each piece that goes across takes, 1 the highest; straight pieces take none."""
    across = [
        p for p in laid.pieces if laid.items[p.upper].rank == depth and laid.ends[p][0] != laid.ends[p][1]
    ]
    spans = {piece: tuple(sorted(laid.ends[piece])) for piece in across}
    tracks: dict[Piece, int] = {}
    for piece in _upper_first(across, laid):
        low, high = spans[piece]
        taken = {tracks[p] for p in tracks if spans[p][0] <= high + 1 and spans[p][1] >= low - 1}
        lowest = max((tracks[p] for p in tracks if laid.ends[p][0] == laid.ends[piece][1]), default=0)
        tracks[piece] = next(track for track in range(lowest + 1, len(across) + 2) if track not in taken)
    return tracks


def _upper_first(across: Sequence[Piece], laid: Ranked) -> list[Piece]:
    """A piece that ends in the column where another begins has to turn below that one."""
    rest = sorted(across, key=lambda p: (abs(laid.ends[p][0] - laid.ends[p][1]), laid.ends[p]))
    ordered: list[Piece] = []
    while rest:
        free = [p for p in rest if not any(laid.ends[q][0] == laid.ends[p][1] for q in rest if q != p)]
        ordered.append((free or rest)[0])  # in a ring of such pieces two lines have to share a column
        rest.remove(ordered[-1])
    return ordered


def _line(laid: Ranked, piece: Piece, tops: Sequence[int], between: Sequence[dict[Piece, int]]) -> Line:
    upper, lower = laid.items[piece.upper], laid.items[piece.lower]
    depth = upper.rank
    start, end = laid.ends[piece]
    top, bottom = tops[depth] + upper.height, tops[lower.rank] - 1
    gap = tops[depth] + max(laid.items[item].height for item in laid.ranks[depth])
    points: list[Point] = [(start, top)]
    if start != end:
        turn = gap + between[depth][piece]
        points += [(start, turn), (end, turn)]
    points.append((end, bottom))
    edge = laid.graph.edges[piece.edge]
    head: Literal["first", "last"] | None = None
    if piece.edge in laid.backward:
        if upper.node is not None:
            head = "first"
    elif lower.node is not None:
        head = "last"
    return Line(tuple(points), head, edge.dashed, (_framed(laid, upper), _framed(laid, lower)))


def _framed(laid: Ranked, item: Item) -> bool:
    return any(node.id == item.node and node.kind != "start" for node in laid.graph.nodes)


def _through(laid: Ranked, item: Item, tops: Sequence[int]) -> Line:
    """An edge that passes a rank without a label there."""
    column = laid.middle[item.id]
    edge = laid.graph.edges[item.edge or 0]
    return Line(((column, tops[item.rank]), (column, tops[item.rank])), None, edge.dashed)
