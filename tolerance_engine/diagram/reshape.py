"""Reshape: the same function with a level fixed, with levels merged away, or in another store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tolerance_engine.diagram.build import TERMINALS, Diagram, Operation

BOTH = TERMINALS - 2
"""Where a level that was merged away makes a difference; no function of the callers uses this terminal."""


def fixed(diagram: Diagram, root: int, level: int, value: int) -> int:
    """The function once `level` has `value`."""
    supports, memo = diagram.supports, dict[int, int]()

    def walk(node: int) -> int:
        if not supports[node] >> level & 1:
            return node
        if diagram.level[node] == level:
            return diagram.kids[node][value]
        if node not in memo:
            memo[node] = diagram.node(diagram.level[node], tuple([walk(kid) for kid in diagram.kids[node]]))
        return memo[node]

    return walk(root)


def merged(diagram: Diagram, root: int, levels: Iterable[int], dead: int) -> int:
    """The function with `levels` left out: `BOTH` where they lead to terminals that differ, `dead` not counted."""
    gone = sum(1 << level for level in set(levels))
    same = Operation(lambda a, b: a if a == b else BOTH, neutral=dead, absorbing=BOTH)
    supports, memo = diagram.supports, dict[int, int]()

    def walk(node: int) -> int:
        if not supports[node] & gone:
            return node
        if node not in memo:
            level, branches = diagram.level[node], [walk(kid) for kid in diagram.kids[node]]
            inside = gone >> level & 1
            memo[node] = diagram.fold(same, branches) if inside else diagram.node(level, tuple(branches))
        return memo[node]

    return walk(root)


def depends_on(diagram: Diagram, root: int, levels: Iterable[int], dead: int) -> bool:
    """Whether some assignment of the other levels leaves the terminal to `levels`."""
    return bool(diagram.masks[merged(diagram, root, levels, dead)] >> BOTH & 1)


class Copier:
    """Functions of one store in another, so that the first is only read; each node is copied once.

    `places` has the level of the target for each level of the source; the same levels when left out.
    """

    def __init__(self, source: Diagram, target: Diagram, places: Sequence[int] | None = None) -> None:
        self.source, self.target = source, target
        self.places = range(len(source.arities)) if places is None else places
        self._done: dict[int, int] = {}

    def __call__(self, node: int) -> int:
        """The function at `node`, in the target."""
        if node < TERMINALS:
            return node
        done = self._done.get(node)
        if done is None:
            kids = tuple([self(kid) for kid in self.source.kids[node]])
            done = self._done[node] = self.target.node(self.places[self.source.level[node]], kids)
        return done
