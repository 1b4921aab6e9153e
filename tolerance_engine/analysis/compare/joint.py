"""Joint: several rulesets in one diagram, and two of them walked together over the cases both accept.

Facts are shared by name. Equal functions are then equal integers, whichever ruleset they come from, and a
walk along two at once meets every combination of outcomes there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from tolerance_engine.analysis.compare.fitting import (
    Cut,
    common_order,
    cut_of,
    declared_fact,
    levels_of,
    variables_over,
)
from tolerance_engine.analysis.compare.space import Counting
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import Diagram
from tolerance_engine.diagram.reshape import Copier
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.compile.builder import OVERRIDE, Builder
from tolerance_engine.ruleset.compile.compiler import MAX_FACTS
from tolerance_engine.ruleset.compile.derive import MAX_LINKED, consistent, linked_groups
from tolerance_engine.ruleset.model import OFF_SCALE, Fact, Linked
from tolerance_engine.ruleset.program import DEAD, NONE, Program, Ruleset
from tolerance_engine.ruleset.variables import Interval, Variable
from tolerance_engine.source import Words


@dataclass(frozen=True, eq=False)
class Part:
    """One ruleset under one reading, and the facts that matter to it."""

    linked: Linked
    reading: str
    cut: Cut


@dataclass(frozen=True, eq=False)
class Side(Part):
    """The same in the joint diagram. Terminals are numbered as in its own diagram."""

    program: Program

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Outcome ids, beginning with terminal 1."""
        return (*(outcome.id for outcome in self.linked.outcomes), *OFF_SCALE)


@dataclass(frozen=True, eq=False)
class Joint:
    """Two sides in one store, and where a case is one that each, and both (`feasible`), accept."""

    diagram: Diagram
    variables: tuple[Variable, ...]
    first: Side
    second: Side
    accepts: tuple[int, int]
    feasible: int

    def alive(self, node: int) -> int:
        """The function, DEAD where either ruleset says that a case cannot be."""
        return _alive(self.diagram, self.feasible, node)

    @cached_property
    def outcomes(self) -> tuple[int, int]:
        """The outcome functions of both sides, DEAD on the same cases."""
        return self.alive(self.first.program.outcome), self.alive(self.second.program.outcome)

    @cached_property
    def counting(self) -> Counting:
        """Both outcomes, ready to be counted."""
        asked = _asked(self.diagram, self.first) | _asked(self.diagram, self.second)
        spare = _spare(self.diagram.supports[self.feasible], asked, self.variables, (self.first, self.second))
        return Counting(self.diagram, self.variables, self.outcomes, spare)

    def variant(self, linked: Linked, reading: str) -> tuple[int, int]:
        """The outcome function of another ruleset over the same facts, and where it lets cases be."""
        by_name = {variable.name: variable for variable in self.variables}
        program = Builder(linked, reading, self.diagram, by_name).program()
        return self.alive(program.outcome), program.feasible


@dataclass(frozen=True, eq=False)
class Together:
    """Several rulesets, each under one reading, compiled into one store over facts cut where any cuts."""

    diagram: Diagram
    variables: tuple[Variable, ...]
    sides: tuple[Side, ...]

    def pair(self, one: int, other: int) -> Joint:
        """Two of them in this store. Raises RulesetError (P006, P004) where their facts are too many together."""
        first, second = self.sides[one], self.sides[other]
        variables = _within_limits(self._of_two(first, second))
        accepts = _accepts(self.diagram, variables, (first, second), lambda node: node)
        return Joint(self.diagram, self.variables, first, second, accepts, self.diagram.conj(accepts))

    def apart(self, one: int, other: int, budget: int) -> Counting:
        """The outcomes of two of them in a store of their own, which goes when they have been counted.

        So each pair has its budget to itself, and what a pair over its budget leaves behind burdens no other.
        Raises as `pair` does, and BudgetExceeded.
        """
        first, second = self.sides[one], self.sides[other]
        kept = _within_limits(self._of_two(first, second))
        variables = tuple(replace(variable, level=level) for level, variable in enumerate(kept))
        diagram = Diagram([len(variable.cells) for variable in variables], budget=budget)
        places = [0] * len(self.variables)
        for before, after in zip(kept, variables, strict=True):
            places[before.level] = after.level
        copy = Copier(self.diagram, diagram, places)
        feasible = diagram.conj(_accepts(diagram, variables, (first, second), copy))
        outcomes = [_alive(diagram, feasible, copy(side.program.outcome)) for side in (first, second)]
        asked = _asked(self.diagram, first) | _asked(self.diagram, second)
        here = sum(
            1 << after.level
            for before, after in zip(kept, variables, strict=True)
            if asked >> before.level & 1
        )
        spare = _spare(diagram.supports[feasible], here, variables, (first, second))
        return Counting(diagram, variables, (outcomes[0], outcomes[1]), spare)

    def _of_two(self, first: Side, second: Side) -> tuple[Variable, ...]:
        return tuple(v for v in self.variables if v.name in first.cut or v.name in second.cut)


def part_of(ruleset: Ruleset, reading: str) -> Part:
    """A ruleset as it is compiled for comparing: properties decide nothing."""
    linked = replace(ruleset.linked, properties=())
    return Part(linked, reading, cut_of(linked))


def together(parts: Sequence[Part], budget: int) -> Together:
    """Rulesets compiled together, each under its reading. Raises RulesetError where facts of one name do not fit
    together, BudgetExceeded where the diagram grows too large."""
    linked, cuts = [part.linked for part in parts], [part.cut for part in parts]
    variables = variables_over(levels_of(linked, cuts), linked, cuts)
    diagram = Diagram([len(variable.cells) for variable in variables], budget=budget)
    sides = []
    for part in parts:
        own = {variable.name: variable for variable in variables if variable.name in part.cut}
        program = Builder(part.linked, part.reading, diagram, own).program()
        sides.append(Side(part.linked, part.reading, part.cut, program))
    return Together(diagram, variables, tuple(sides))


def joint(a: Ruleset, b: Ruleset, readings: tuple[str, str], budget: int) -> Joint:
    """Both rulesets compiled together. Raises RulesetError where facts of one name do not fit together,
    BudgetExceeded where the diagram grows too large."""
    return together((part_of(a, readings[0]), part_of(b, readings[1])), budget).pair(0, 1)


def _within_limits(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """The variables of two rulesets, where they are few enough for one diagram."""
    if len(variables) > MAX_FACTS:
        message = Words(
            f"两个规则集合起来用到 {len(variables)} 项事实，最多 {MAX_FACTS} 项",
            f"taken together, {len(variables)} facts are asked for; at most {MAX_FACTS} may be",
        )
        raise RulesetError([Diagnostic("P006", message)])
    for group in linked_groups(variables):
        if len(group) > MAX_LINKED:
            listed = "、".join(f"`{variable.name}`" for variable in group)
            message = Words(
                f"两个规则集合起来，{listed} 经由共同日期相连，最多 {MAX_LINKED} 个",
                f"taken together, {listed} hang together through shared dates; at most {MAX_LINKED} may",
            )
            raise RulesetError([Diagnostic("P004", message)])
    return variables


def _alive(diagram: Diagram, feasible: int, node: int) -> int:
    return diagram.apply(OVERRIDE, diagram.relabel(feasible, {0: DEAD, 1: NONE}), node)


def _asked(diagram: Diagram, side: Side) -> int:
    """The levels that some clause asks about, as bits."""
    asked = 0
    for node in side.program.clauses.values():
        asked |= diagram.supports[node]
    return asked


def _spare(tied: int, asked: int, variables: Sequence[Variable], sides: tuple[Side, Side]) -> tuple[int, ...]:
    """Levels that assumptions tie together: those no clause asks about are left out first.

    The order is that of the two rulesets alone, not that of the diagram: which of two tied facts is left out
    changes what is counted, and what is counted must not depend on what else is in the diagram.
    """
    level = {variable.name: variable.level for variable in variables}
    order = [level[name] for name in common_order([side.cut for side in sides])]
    levels = [each for each in reversed(order) if tied >> each & 1]
    return tuple(sorted(levels, key=lambda each: asked >> each & 1))


def _accepts(
    diagram: Diagram, variables: Sequence[Variable], sides: tuple[Side, Side], image: Callable[[int], int]
) -> tuple[int, int]:
    """Where each of the two takes a case: what it assumes holds, every value is one it declares, what is stated
    of a dimension is what it works out; and the dates of both agree. `image` finds its functions in the store."""
    dates = [consistent(diagram, group, {}) for group in linked_groups(variables) if len(group) > 1]
    first, second = (
        diagram.conj(
            [
                image(side.program.feasible),
                *dates,
                *_own_values(diagram, variables, side.linked),
                *_same_findings(diagram, variables, side, image),
            ]
        )
        for side in sides
    )
    return first, second


def _own_values(diagram: Diagram, variables: Iterable[Variable], linked: Linked) -> Iterator[int]:
    """1 where a fact has a value that the ruleset declares."""
    for variable in variables:
        declared = declared_fact(linked, variable.name)
        if declared is not None and declared != variable.fact:
            kept = [cell for cell, value in enumerate(variable.cells) if _has(declared, value)]
            yield diagram.cells(variable.level, kept)


def _has(fact: Fact, value: object) -> bool:
    if fact.type == "choice":
        return value in dict(fact.values)
    if isinstance(value, Interval):
        number: Decimal = value.sample()
        low, high = fact.minimum, fact.maximum
        return (low is None or number >= low) and (high is None or number <= high)
    return True


def _same_findings(
    diagram: Diagram, variables: Iterable[Variable], side: Side, image: Callable[[int], int]
) -> Iterator[int]:
    """A dimension that one ruleset only takes as stated, and the other works out, has one value."""
    for variable in variables:
        dimension = side.linked.dimensions.get(variable.name)
        if variable.fact is None and dimension is not None and dimension.favourable is not None:
            yield diagram.disj(
                [
                    diagram.conj(
                        [
                            diagram.cells(variable.level, (cell,)),
                            image(side.program.stated[variable.name, value]),
                        ]
                    )
                    for cell, value in enumerate(DIMENSION_VALUES)
                ]
            )
