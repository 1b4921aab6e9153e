"""Order: which variable to ask first. A good order keeps together what is asked together.

FORCE (Aloul, Markov, Sakallah 2003): every condition pulls its variables to their common centre of gravity,
again and again, until the spans stop shrinking. Exact and deterministic: the same groups give the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

ROUNDS = 30

Groups = Sequence[Sequence[int]]


def force(count: int, groups: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """An order of `range(count)` in which the members of each group stand close together."""
    kept = sorted({tuple(sorted(set(group))) for group in groups})
    starts = (tuple(range(count)), _nearest_first(count, kept))
    return min((_settled(start, kept) for start in starts), key=lambda order: (_span(order, kept), order))


def _settled(order: tuple[int, ...], groups: Groups) -> tuple[int, ...]:
    best, cost = order, _span(order, groups)
    for _ in range(ROUNDS):
        place = {variable: index for index, variable in enumerate(order)}
        pulls: list[list[Fraction]] = [[] for _ in order]
        for group in groups:
            centre = Fraction(sum(place[member] for member in group), len(group))
            for member in group:
                pulls[member].append(centre)
        target = [
            sum(pull, Fraction()) / len(pull) if pull else Fraction(place[v]) for v, pull in enumerate(pulls)
        ]
        order = tuple(sorted(order, key=lambda v: (target[v], place[v])))
        now = _span(order, groups)
        if now >= cost:
            break
        best, cost = order, now
    return best


def _nearest_first(count: int, groups: Groups) -> tuple[int, ...]:
    """A start that follows the small groups: each next variable shares the tightest groups with those before."""
    order: list[int] = []
    left = set(range(count))
    weight = dict.fromkeys(range(count), Fraction())
    while left:
        chosen = min(left, key=lambda v: (-weight[v], v))
        left.remove(chosen)
        order.append(chosen)
        for group in groups:
            if chosen in group:
                for member in group:
                    weight[member] += Fraction(1, len(group))
    return tuple(order)


def _span(order: Sequence[int], groups: Groups) -> int:
    place = {variable: index for index, variable in enumerate(order)}
    return sum(max(place[v] for v in group) - min(place[v] for v in group) for group in groups)
