"""Space: which facts decide, cut how finely, and exact counts over their cells.

A cell is one combination of values of the facts that some of the functions depend on. Facts that only occur in
assumptions are left out where the rest says the same without them; bands of a number or of a date between
which no function tells any difference are one band. So a rewrite that changes nothing counts the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import prod

from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.diagram.reshape import BOTH, merged
from tolerance_engine.errors import BudgetExceeded
from tolerance_engine.ruleset.program import DEAD
from tolerance_engine.ruleset.variables import Days, Interval, Variable

Transition = tuple[int, int]
"""A terminal of one function and of another, at the same case."""
Bands = tuple[tuple[int, ...], ...]
"""The values of a level, in groups that are counted as one."""


@dataclass(frozen=True, eq=False)
class Space:
    """Levels in order, and the bands of each; `nodes` are the functions over them, DEAD on the same cells."""

    diagram: Diagram
    levels: tuple[int, ...]
    bands: Mapping[int, Bands]
    nodes: tuple[int, ...]
    _memo: dict[Transition, dict[Transition, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def _places(self) -> list[int]:
        """For each level of the diagram, and for its end: how many levels of the space come before."""
        found, passed = [], 0
        chosen = set(self.levels)
        for level in range(len(self.diagram.arities)):
            found.append(passed)
            passed += level in chosen
        return [*found, passed]

    @cached_property
    def _below(self) -> list[int]:
        """How many cells the levels from each place on have."""
        widths = [len(self.bands[level]) for level in self.levels]
        return [prod(widths[place:]) for place in range(len(widths) + 1)]

    def _skipped(self, above: int, level: int) -> int:
        """How many cells lie in the levels of the space from place `above` up to `level`."""
        return self._below[above] // self._below[self._places[level]]

    def pairs(self, first: int, second: int) -> dict[Transition, int]:
        """In how many cells the two functions end in which terminals; DEAD cells are not counted."""
        memo, diagram = self._memo, self.diagram
        kids, level = diagram.kids, diagram.level

        def walk(a: int, b: int) -> dict[Transition, int]:
            done = memo.get((a, b))
            if done is not None:
                return done
            if len(memo) > diagram.budget:
                raise BudgetExceeded(diagram.budget)
            found: dict[Transition, int] = {}
            if a < TERMINALS and b < TERMINALS:
                if DEAD not in (a, b):
                    found[a, b] = 1
            else:
                top = min(level[a], level[b])
                below = self._places[top] + 1
                for cell, *_ in self.bands[top]:
                    x = kids[a][cell] if level[a] == top else a
                    y = kids[b][cell] if level[b] == top else b
                    times = self._skipped(below, min(level[x], level[y]))
                    for transition, count in walk(x, y).items():
                        found[transition] = found.get(transition, 0) + times * count
            memo[a, b] = found
            return found

        times = self._skipped(0, min(level[first], level[second]))
        return {transition: times * count for transition, count in walk(first, second).items()}

    def count(self, node: int) -> int:
        """In how many cells a function of 0 and 1 is 1. It must be one over the space: see `somewhere`."""
        return sum(count for (value, _), count in self.pairs(node, node).items() if value == 1)

    def somewhere(self, node: int) -> int:
        """1 on the cells of the space in which a function of 0 and 1 is 1 in some case of the cell."""
        diagram = self.diagram
        memo: dict[int, int] = {}

        def walk(n: int) -> int:
            if n < TERMINALS:
                return n
            if n not in memo:
                at = diagram.level[n]
                branches = [walk(kid) for kid in diagram.kids[n]]
                bands = self.bands.get(at)
                if bands is None:
                    memo[n] = diagram.disj(branches)
                else:
                    made = list(branches)
                    for band in bands:
                        together = diagram.disj([branches[cell] for cell in band])
                        for cell in band:
                            made[cell] = together
                    memo[n] = diagram.node(at, tuple(made))
            return memo[n]

        return walk(node)


@dataclass(frozen=True, eq=False)
class Counting:
    """Two outcome functions that are DEAD on the same cases, and the levels that may be left out of the count."""

    diagram: Diagram
    variables: tuple[Variable, ...]
    outcomes: tuple[int, int]
    spare: tuple[int, ...]

    @cached_property
    def space(self) -> Space:
        """The cells that are counted."""
        return space_over(self.diagram, self.variables, self.outcomes, self.spare)

    @cached_property
    def counts(self) -> Mapping[Transition, int]:
        """In how many cells the two end in which terminals."""
        return self.space.pairs(*self.space.nodes)


def space_over(
    diagram: Diagram,
    variables: Sequence[Variable],
    functions: Sequence[int],
    spare: Iterable[int],
    kept: Space | None = None,
) -> Space:
    """The space of some functions that are DEAD on the same cases; what `kept` has stays as fine as it is.

    `spare` are levels to leave out where that can be done, in the order in which it is tried.
    """
    nodes = tuple(functions)
    for level in spare:
        if kept is None or level not in kept.bands:
            tried = tuple(merged(diagram, node, (level,), DEAD) for node in nodes)
            if not any(diagram.masks[node] >> BOTH & 1 for node in tried):
                nodes = tried
    support = 0
    for node in nodes:
        support |= diagram.supports[node]
    levels = {level for level in range(len(variables)) if support >> level & 1}
    if kept is not None:
        levels |= set(kept.levels)
    ordered = tuple(sorted(levels))
    bands = {level: _bands(diagram, variables[level], nodes, kept) for level in ordered}
    return Space(diagram, ordered, bands, nodes)


def _bands(diagram: Diagram, variable: Variable, nodes: Sequence[int], kept: Space | None) -> Bands:
    """The cells of a number or a date, those together that nothing tells apart; of other facts each alone."""
    cells = range(len(variable.cells))
    if not isinstance(variable.cells[0], Interval | Days):
        return tuple((cell,) for cell in cells)
    starts = {0}
    if kept is not None:
        starts |= {band[0] for band in kept.bands.get(variable.level, ())}
    seen: set[int] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node in seen or diagram.level[node] > variable.level:
            continue
        seen.add(node)
        kids = diagram.kids[node]
        if diagram.level[node] == variable.level:
            starts |= {cell for cell in cells[1:] if kids[cell] != kids[cell - 1]}
        else:
            stack.extend(kids)
    edges = [*sorted(starts), len(cells)]
    return tuple(tuple(range(low, high)) for low, high in pairwise(edges))
