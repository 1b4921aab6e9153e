"""Order: which variable to ask first. A good order keeps together what is asked together.

FORCE (Aloul, Markov, Sakallah 2003): every condition pulls its variables to their common centre of gravity,
again and again, until the spans stop shrinking. Deterministic; the given order is the starting point.
"""

from __future__ import annotations

from collections.abc import Sequence

ROUNDS = 30


def force(count: int, groups: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """An order of `range(count)` in which the members of each group stand close together."""
    best = order = tuple(range(count))
    cost = _span(order, groups)
    for _ in range(ROUNDS):
        place = {variable: index for index, variable in enumerate(order)}
        pulls: list[list[float]] = [[] for _ in range(count)]
        for group in groups:
            centre = sum(place[member] for member in group) / len(group)
            for member in group:
                pulls[member].append(centre)
        target = [sum(pull) / len(pull) if pull else place[v] for v, pull in enumerate(pulls)]
        order = tuple(sorted(range(count), key=lambda v: (target[v], place[v])))
        now = _span(order, groups)
        if now >= cost:
            break
        best, cost = order, now
    return best


def _span(order: Sequence[int], groups: Sequence[Sequence[int]]) -> int:
    place = {variable: index for index, variable in enumerate(order)}
    return sum(max(map(place.__getitem__, g)) - min(map(place.__getitem__, g)) for g in groups)
