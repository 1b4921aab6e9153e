"""Cover: the fewest regions that together hold another. Shadowing is often the work of several clauses at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

from tolerance_engine.diagram import Diagram

TRIED = 4_000
"""Combinations looked at; beyond them the set is one from which nothing can be left out."""

Named = tuple[str, int]
"""A name and the region it holds."""


def cover(store: Diagram, region: int, candidates: Sequence[Named]) -> tuple[str, ...] | None:
    """The names of the fewest candidates that hold all of `region` together, None when all of them do not.

    Of equally few, those that come first. Past `TRIED` combinations: a set none of which can be left out.
    """
    if region == 0:
        return ()
    near = [(name, node) for name, node in candidates if store.conj([region, node]) != 0]
    if not _holds(store, region, near):
        return None
    tried = 0
    for size in range(1, len(near) + 1):
        tried += comb(len(near), size)
        if tried > TRIED:
            break
        for chosen in combinations(near, size):
            if _holds(store, region, chosen):
                return tuple(name for name, _ in chosen)
    for each in reversed(near.copy()):
        rest = [other for other in near if other is not each]
        if _holds(store, region, rest):
            near = rest
    return tuple(name for name, _ in near)


def _holds(store: Diagram, region: int, regions: Sequence[Named]) -> bool:
    outside = store.negate(store.disj([node for _, node in regions]))
    return store.conj([region, outside]) == 0
