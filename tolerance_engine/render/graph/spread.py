"""Across: the column of every item, close to what it is joined with, never touching its neighbour.

Within a rank the columns that keep their distance and lie nearest to where the items want to be are found exactly:
with the distances taken off it is an isotonic regression, solved by pooling neighbours that are out of order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tolerance_engine.render.graph.layout import Item, Piece

ROUNDS = 10


def spread(
    items: Sequence[Item],
    pieces: Sequence[Piece],
    ranks: Sequence[Sequence[int]],
    ports: Mapping[Piece, tuple[int, int]],
    gap: int,
) -> dict[int, int]:
    """The middle column of every item; the leftmost item begins at column 0."""
    width = [item.width for item in items]
    middle: dict[int, int] = {}
    for rank in ranks:
        column = 0
        for item in rank:
            middle[item] = column + width[item] // 2
            column += width[item] + gap
    above: dict[int, list[tuple[int, int]]] = {item.id: [] for item in items}
    below: dict[int, list[tuple[int, int]]] = {item.id: [] for item in items}
    for piece in pieces:
        out, into = ports[piece]
        above[piece.lower].append((piece.upper, out - into))
        below[piece.upper].append((piece.lower, into - out))
    for turn in range(2 * ROUNDS):
        near = above if turn % 2 == 0 else below
        for rank in ranks if turn % 2 == 0 else ranks[::-1]:
            wishes = [
                sum(middle[other] + shift for other, shift in near[item]) / len(near[item])
                if near[item]
                else float(middle[item])
                for item in rank
            ]
            distances = [(width[a] + width[b]) // 2 + gap for a, b in pairwise(rank)]
            weights = [4.0 if items[item].node is None else 1.0 for item in rank]
            middle.update(zip(rank, nearest_apart(wishes, distances, weights), strict=True))
    for rank in ranks:  # what nothing is joined with stands beside its neighbour, wherever that has gone
        for here, (before, item) in enumerate(pairwise(rank), start=1):
            if not above[item] and not below[item]:
                middle[item] = middle[before] + (width[before] + width[item]) // 2 + gap
            elif here == 1 and not above[before] and not below[before]:
                middle[before] = middle[item] - (width[before] + width[item]) // 2 - gap
    left = min((middle[item.id] - item.width // 2 for item in items), default=0)
    return {item: column - left for item, column in middle.items()}


def nearest_apart(wishes: Sequence[float], distances: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Whole columns, each at least its distance right of the one before, that differ least from the wishes."""
    offsets = [0]
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    blocks: list[tuple[float, float, int]] = []  # weighted sum, weight, how many
    for wish, offset, weight in zip(wishes, offsets, weights, strict=False):
        blocks.append(((wish - offset) * weight, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, heavy, count = blocks.pop()
            before = blocks.pop()
            blocks.append((before[0] + total, before[1] + heavy, before[2] + count))
    level = [round(total / heavy) for total, heavy, count in blocks for _ in range(count)]
    return [column + offset for column, offset in zip(level, offsets, strict=False)]
