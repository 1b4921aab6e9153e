"""Nearest: for every transition the case that differs from a typical one in as few facts as can be.

"Typical" is declared, never guessed: from a case that is itself clear, one sees what it takes. Of equally near
cases the one is taken that keeps earlier facts typical, and then has the earlier values.
"""

from __future__ import annotations

from collections.abc import Callable

from tolerance_engine.analysis.compare.space import Transition
from tolerance_engine.diagram import TERMINALS, Diagram, terminals_in
from tolerance_engine.errors import BudgetExceeded
from tolerance_engine.ruleset.program import DEAD
from tolerance_engine.ruleset.variables import Variable

_ALIVE = ~(1 << DEAD)

World = tuple[int, ...]
"""A cell for every level."""

Found = dict[Transition, tuple[int, int]]
"""For each transition: in how many facts the nearest case differs from here on, and the cell taken here."""


def plainest(variable: Variable) -> int:
    """The cell of the ordinary case: the better end where the fact says which is worse; else no, first, least.

    A dimension that is only ever stated is `neither`.
    """
    fact = variable.fact
    last = len(variable.cells) - 1
    if fact is None:
        return last
    match fact.worse:
        case bool(worse):
            return variable.cells.index(not worse)
        case tuple(values):
            return variable.cells.index(values[0])
        case "less" | "earlier":
            return last
        case _:
            return 0


def nearest_where(diagram: Diagram, node: int, typical: World) -> World | None:
    """The case nearest to `typical` at which a function of 0 and 1 is 1; None where it never is."""
    found = nearest_cases(diagram, node, node, typical, lambda a, _: a == 1)
    return found.get((1, 1), (0, None))[1]


def nearest_cases(
    diagram: Diagram, first: int, second: int, typical: World, wanted: Callable[[int, int], bool]
) -> dict[Transition, tuple[int, World]]:
    """For each transition that is `wanted` and occurs: how many facts differ from `typical`, and the case."""
    search = _Search(diagram, typical, wanted)
    found = search.best(first, second)
    return {
        transition: (found[transition][0], search.world(first, second, transition))
        for transition in sorted(found)
    }


class _Search:
    def __init__(self, diagram: Diagram, typical: World, wanted: Callable[[int, int], bool]) -> None:
        self.diagram, self.typical, self.wanted = diagram, typical, wanted
        self.memo: dict[tuple[int, int], Found] = {}
        self.reachable: dict[tuple[int, int], bool] = {}

    def best(self, a: int, b: int) -> Found:
        done = self.memo.get((a, b))
        if done is not None:
            return done
        diagram = self.diagram
        if len(self.memo) > diagram.budget:
            raise BudgetExceeded(diagram.budget)
        found: Found = {}
        if a < TERMINALS and b < TERMINALS:
            if DEAD not in (a, b) and self.wanted(a, b):
                found[a, b] = (0, 0)
        elif self._may(diagram.masks[a], diagram.masks[b]):
            top, kept = self._top(a, b)
            order = (kept, *(cell for cell in range(diagram.arities[top]) if cell != kept))
            for cell in order:
                step = int(cell != kept)
                for transition, (cost, _) in self.best(*self._after(a, b, top, cell)).items():
                    known = found.get(transition)
                    if known is None or cost + step < known[0]:
                        found[transition] = (cost + step, cell)
        self.memo[a, b] = found
        return found

    def world(self, a: int, b: int, transition: Transition) -> World:
        cells = list(self.typical)
        while not (a < TERMINALS and b < TERMINALS):
            top, _ = self._top(a, b)
            cells[top] = self.memo[a, b][transition][1]
            a, b = self._after(a, b, top, cells[top])
        return tuple(cells)

    def _top(self, a: int, b: int) -> tuple[int, int]:
        top = min(self.diagram.level[a], self.diagram.level[b])
        return top, self.typical[top]

    def _after(self, a: int, b: int, top: int, cell: int) -> tuple[int, int]:
        level, kids = self.diagram.level, self.diagram.kids
        return (kids[a][cell] if level[a] == top else a), (kids[b][cell] if level[b] == top else b)

    def _may(self, left: int, right: int) -> bool:
        """Whether any wanted transition can lie below nodes that reach these terminals."""
        key = (left, right)
        if key not in self.reachable:
            self.reachable[key] = any(
                self.wanted(x, y) for x in terminals_in(left & _ALIVE) for y in terminals_in(right & _ALIVE)
            )
        return self.reachable[key]
