"""Plan: what each answer about an open function would settle, and how much hangs on each level alone.

The function comes from `walk.restrict`, as in `ask`: known levels are gone and `dead` stands for assignments
that cannot be. Counts are exact whole numbers over the values still possible of the levels in its support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tolerance_engine.diagram.ask import STEPS, support
from tolerance_engine.diagram.build import TERMINALS, Diagram
from tolerance_engine.diagram.walk import Known
from tolerance_engine.errors import BudgetExceeded

Kids = tuple[tuple[int, int], ...]
"""Nodes that stand side by side, each with how many values lead to it."""


def after_answers(
    diagram: Diagram, root: int, dead: int, levels: Sequence[int], known: Known
) -> dict[int, dict[int, int]]:
    """For each level and each value it can still have: the living terminals left, as a bit mask.

    A value that nothing living is left under is no answer, and not listed.
    """
    found: dict[int, dict[int, int]] = {}
    for level in levels:
        values = known.values(level, diagram.arities[level])
        masks = _masks_under(diagram, root, level, values)
        found[level] = {value: mask for value in values if (mask := masks[value] & ~(1 << dead))}
    return found


def _masks_under(diagram: Diagram, root: int, level: int, values: Sequence[int]) -> dict[int, int]:
    kids, levels, masks = diagram.kids, diagram.level, diagram.masks
    passing = 0
    under = dict.fromkeys(values, 0)
    seen = {root}
    stack = [root]
    while stack:
        node = stack.pop()
        at = levels[node]
        if at > level:
            passing |= masks[node]
        elif at == level:
            for value in values:
                under[value] |= masks[kids[node][value]]
        else:
            for kid in kids[node]:
                if kid not in seen:
                    seen.add(kid)
                    stack.append(kid)
    return {value: mask | passing for value, mask in under.items()}


def flips(diagram: Diagram, root: int, dead: int, levels: Sequence[int], known: Known) -> dict[int, int]:
    """For each level: in how many living assignments another value of that level alone leads elsewhere.

    An assignment gives a value to every level in the support; only living ones count, on both sides.
    """
    return _Counting(diagram, root, dead, known).flips(levels)


class _Counting:
    """Exact counts below pairs of nodes, kept between levels."""

    def __init__(self, diagram: Diagram, root: int, dead: int, known: Known) -> None:
        self.diagram, self.root, self.dead, self.known = diagram, root, dead, known
        self.levels = support(diagram, root)
        widths = [len(known.values(level, diagram.arities[level])) for level in self.levels]
        self.place = {level: index for index, level in enumerate(self.levels)}
        self.place[len(diagram.arities)] = len(self.levels)
        self.between = [1]
        """`between[j] // between[i]` is how many assignments the levels from place i up to place j have."""
        for width in widths:
            self.between.append(self.between[-1] * width)
        self.memo: dict[Kids, int] = {}

    def flips(self, levels: Sequence[int]) -> dict[int, int]:
        found = dict.fromkeys(levels, 0)
        for node, ways in self.ways_to().items():
            at = self.diagram.level[node]
            if at in found:
                below = self.place[at] + 1
                found[at] += ways * self.apart(self.merged(self.branches(node, at), 1), below)
        return found

    def ways_to(self) -> Mapping[int, int]:
        """How many assignments of the levels above each node lead to it; parents come before children."""
        by_place: list[list[int]] = [[] for _ in self.levels]
        ways = {self.root: self.gap(0, self.root)}
        if self.root >= TERMINALS:
            by_place[self.place[self.diagram.level[self.root]]].append(self.root)
        for place, nodes in enumerate(by_place):
            for node in nodes:
                for kid in self.branches(node, self.levels[place]):
                    if kid not in ways:
                        ways[kid] = 0
                        if kid >= TERMINALS:
                            by_place[self.place[self.diagram.level[kid]]].append(kid)
                    ways[kid] += ways[node] * self.gap(place + 1, kid)
        return {node: count for node, count in ways.items() if node >= TERMINALS}

    def gap(self, place: int, node: int) -> int:
        """Assignments of the levels from `place` to just above `node`."""
        return self.between[self.place[self.diagram.level[node]]] // self.between[place]

    def branches(self, node: int, level: int) -> tuple[int, ...]:
        """Where the values still possible at `level` lead from `node`."""
        values = self.known.values(level, self.diagram.arities[level])
        if self.diagram.level[node] != level:
            return (node,) * len(values)
        kids = self.diagram.kids[node]
        return tuple([kids[value] for value in values])

    def merged(self, nodes: Sequence[int], times: int) -> Kids:
        counts: dict[int, int] = {}
        for node in nodes:
            if node != self.dead:
                counts[node] = counts.get(node, 0) + times
        return tuple(sorted(counts.items()))

    def apart(self, kids: Kids, place: int) -> int:
        """Assignments from `place` on, each with one of the living sides, where two living sides differ."""
        if len(kids) < 2:
            return 0
        top = min(self.diagram.level[node] for node, _ in kids)
        here = self.place[top]
        return self._apart(kids, here) * (self.between[here] // self.between[place])

    def _apart(self, kids: Kids, here: int) -> int:
        """`apart` from the place of the topmost side on."""
        if here == len(self.levels):
            return sum(times for _, times in kids)
        done = self.memo.get(kids)
        if done is not None:
            return done
        if len(self.memo) >= STEPS:
            raise BudgetExceeded(STEPS)
        level = self.levels[here]
        sides = [(self.branches(node, level), times) for node, times in kids]
        total = 0
        for value in range(len(sides[0][0])):
            counts: dict[int, int] = {}
            for branches, times in sides:
                node = branches[value]
                if node != self.dead:
                    counts[node] = counts.get(node, 0) + times
            total += self.apart(tuple(sorted(counts.items())), here + 1)
        self.memo[kids] = total
        return total


def living(diagram: Diagram, root: int, dead: int, known: Known) -> int:
    """How many assignments of the levels in the support are living: the denominator of `flips`."""
    counting = _Counting(diagram, root, dead, known)
    ends = {root: counting.gap(0, root)} if root < TERMINALS else {}
    for node, ways in counting.ways_to().items():
        place = counting.place[diagram.level[node]]
        for kid in counting.branches(node, diagram.level[node]):
            if kid < TERMINALS:
                ends[kid] = ends.get(kid, 0) + ways * counting.gap(place + 1, kid)
    return sum(count for terminal, count in ends.items() if terminal != dead)
