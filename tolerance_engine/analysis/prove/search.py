"""Search: the fewest statements that force a result, over a store of our own.

`held` is 1 where the result is as wanted or the assignment cannot be; `reached` where it is as wanted and can
be. A set of `level = value` pairs forces the result when every assignment within it is held and one reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from tolerance_engine.diagram import TERMINALS, UNKNOWN, Diagram, Known, reach

STATES = 20_000
"""Sets looked at before the search settles for a set from which nothing can be left out."""

NEVER = 10_000
"""A cost no set has: more than there are facts."""

Pairs = tuple[tuple[int, int], ...]
"""Levels and values, in the order of levels."""


class Smallest(NamedTuple):
    """Pairs that force the result. Not `fewest`: none can be left out, but a smaller other set may exist."""

    pairs: Pairs
    fewest: bool


def where(store: Diagram, root: int, *terminals: int) -> int:
    """1 where the function ends in one of `terminals`."""
    return store.relabel(root, {t: int(t in terminals) for t in range(TERMINALS)})


def smallest(store: Diagram, held: int, reached: int) -> Smallest:
    """The fewest pairs that force the result; of equally few those on the earliest levels with the least values.

    Level by level a variable is fixed, or left free: then all its values must be held. `needs` never says more
    than is needed, so the first set found whole is a smallest one (A*; Hart, Nilsson, Raphael 1968).
    """
    needs = _Needs(store)
    best: dict[tuple[int, int], int] = {}
    heap: list[tuple[int, int, Pairs, int, int]] = [(needs.of(held), 0, (), held, reached)]
    while heap and len(best) < STATES:
        _, _, pairs, h, e = heappop(heap)
        if h == 1:
            return Smallest(pairs, fewest=True)
        if best.get((h, e), NEVER) <= len(pairs):
            continue
        best[h, e] = len(pairs)
        top = min(store.level[h], store.level[e])
        hs, es = _branches(store, h, top), _branches(store, e, top)
        following = [(store.conj(hs), store.disj(es), pairs)]
        following += [(hs[v], es[v], (*pairs, (top, v))) for v in range(len(hs))]
        for next_h, next_e, chosen in following:
            if next_e != 0 and (cost := needs.of(next_h)) < NEVER:
                heappush(heap, (len(chosen) + cost, -len(chosen), chosen, next_h, next_e))
    return Smallest(_irreducible(store, held, reached), fewest=False)


class _Needs:
    """At least how many pairs a set within a function has. To be free of a variable, all its values must do."""

    def __init__(self, store: Diagram) -> None:
        self.store = store
        self.memo: dict[int, int] = {0: NEVER, 1: 0}

    def of(self, node: int) -> int:
        if node not in self.memo:
            below = [self.of(kid) for kid in self.store.kids[node]]
            self.memo[node] = min(NEVER, max(below), 1 + min(below))
        return self.memo[node]


def _irreducible(store: Diagram, held: int, reached: int) -> Pairs:
    pairs = list(complete(store, reached, ()))
    for pair in list(pairs):
        rest = [each for each in pairs if each != pair]
        if reach(store, held, _known(store, rest)) == 0b10:
            pairs = rest
    return tuple(pairs)


def complete(store: Diagram, root: int, pairs: Pairs) -> Pairs:
    """A value for every level, `pairs` among them, at which the function is 1; the least values that will do."""
    known = dict(pairs)
    found = []
    node = root
    for level, arity in enumerate(store.arities):
        values: Sequence[int] = (known[level],) if level in known else range(arity)
        for value in values:
            after = store.kids[node][value] if store.level[node] == level else node
            if reach(store, after, _known(store, pairs)) & 0b10:
                node = after
                found.append((level, value))
                break
    return tuple(found)


def _known(store: Diagram, pairs: Sequence[tuple[int, int]]) -> Known:
    codes = [UNKNOWN] * len(store.arities)
    for level, value in pairs:
        codes[level] = value
    return Known(codes)


def _branches(store: Diagram, node: int, level: int) -> tuple[int, ...]:
    return store.kids[node] if store.level[node] == level else (node,) * store.arities[level]
