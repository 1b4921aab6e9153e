"""The diagram of a batch: the ruleset's own, and a variable for each finding that the table states.

A finding is knowledge: completions in which the conditions give another value do not count. Row by row the
engine walks the outcome and the findings together; for a whole column what is stated becomes a variable of
its own, always known, and completions that it rules out end in `DEAD` as those of `assume` do. The variable
stands right below the facts that its dimension asks, so that little has to be remembered on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.diagram.reshape import Copier
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.compile.builder import OVERRIDE
from tolerance_engine.ruleset.program import DEAD, NONE, Program, Ruleset

ASIDE = TERMINALS - 2

BUDGET = 60_000
"""Nodes of one extended diagram. Past that a walk over it is slower than asking row by row."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A finding as a variable: cell i states the i-th of `values`, and the cell after them states nothing."""

    name: str
    level: int
    values: tuple[Any, ...]


@dataclass
class Extended:
    """A store with the ruleset's variables at new levels and the selectors between them."""

    ruleset: Ruleset
    program: Program
    diagram: Diagram
    levels: tuple[int, ...]
    """The new level of each of the ruleset's variables."""
    selectors: Mapping[str, Selector]
    guards: list[int] = field(default_factory=list)
    """What every completion satisfies: assumptions, agreeing dates, stated findings."""
    copy: Copier = field(init=False)
    """A function of the ruleset in this store."""

    def __post_init__(self) -> None:
        self.copy = Copier(self.ruleset.diagram, self.diagram, self.levels)

    def guarded(self, node: int, guards: Iterable[int]) -> int:
        """The function, and `DEAD` wherever one of `guards` is 0."""
        diagram = self.diagram
        # terminal 0 is `NONE` to OVERRIDE: a function that says 0 for itself is moved out of its way
        node = diagram.relabel(node, {NONE: ASIDE})
        for guard in guards:
            if guard != 1:
                node = diagram.apply(OVERRIDE, diagram.relabel(guard, {0: DEAD, 1: NONE}), node)
        return diagram.relabel(node, {ASIDE: NONE})

    def near(self, node: int) -> list[int]:
        """The guards that share a variable with the function, or with a guard that does."""
        supports = self.diagram.supports
        seen = supports[node]
        rest = [guard for guard in self.guards if guard >= TERMINALS]
        found: list[int] = []
        while True:
            hit = [guard for guard in rest if supports[guard] & seen]
            if not hit:
                return found
            found += hit
            rest = [guard for guard in rest if guard not in hit]
            for guard in hit:
                seen |= supports[guard]

    @property
    def outcome(self) -> int:
        """The outcome, `DEAD` where assumptions or stated findings rule the completion out."""
        return self.guarded(self.copy(self.program.outcome), self.guards[self._assumed :])

    @property
    def _assumed(self) -> int:
        return len(self.program.constraints)


def extend(ruleset: Ruleset, program: Program, findings: Sequence[str], condition: int = 1) -> Extended:
    """The store for a table that states `findings`. `condition` holds in every completion of every row.

    Raises BudgetExceeded when what is stated does not fit into one diagram.
    """
    source = ruleset.diagram
    after: dict[int, list[str]] = {}
    stated = {name: values for name in findings if (values := stated_values(program, name))}
    for name, values in stated.items():
        support = 0
        for value in values:
            support |= source.supports[program.stated[name, value]]
        after.setdefault(support.bit_length() - 1, []).append(name)
    arities: list[int] = []
    levels: list[int] = []
    places: dict[str, int] = {}
    for level in range(-1, len(source.arities)):
        if level >= 0:
            levels.append(len(arities))
            arities.append(source.arities[level])
        for name in after.get(level, ()):
            places[name] = len(arities)
            arities.append(1 + len(stated[name]))
    diagram = Diagram(arities, budget=BUDGET)
    selectors = {name: Selector(name, places[name], values) for name, values in stated.items()}
    made = Extended(ruleset, program, diagram, tuple(levels), selectors)
    made.guards += [made.copy(constraint) for constraint in program.constraints]
    made.guards.append(made.copy(condition))
    for selector in selectors.values():
        allowed = [diagram.cells(selector.level, (len(selector.values),))]
        for index, value in enumerate(selector.values):
            where = made.copy(program.stated[selector.name, value])
            allowed.append(diagram.conj([diagram.cells(selector.level, (index,)), where]))
        made.guards.append(diagram.disj(allowed))
    return made


def stated_values(program: Program, name: str) -> tuple[Any, ...]:
    """The values of a finding that a program can be told; none where it does not know it or asks it as a fact."""
    options = (*DIMENSION_VALUES, True, False)
    return tuple(value for value in options if (name, value) in program.stated)
