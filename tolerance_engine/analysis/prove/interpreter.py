"""The interpreter: one fully stated case, decided by reading the provisions as they are written.

It shares nothing with the diagram: no cells, no nodes, no order. A refutation counts only when both agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_engine.expr import (
    All,
    AnyOf,
    ByReading,
    ClauseApplies,
    Count,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    Not,
)
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE, Clause, Linked, Value

World = Mapping[str, Value]
"""A value for every fact that any condition asks for, and for every dimension without poles."""


class Interpreter:
    """A ruleset under one reading, looking at one world."""

    def __init__(self, linked: Linked, reading: str, world: World) -> None:
        self.linked, self.reading, self.world = linked, reading, world
        self.known: dict[tuple[str, str], bool] = {}

    def outcome(self) -> str | None:
        """What the world comes to; None when the ruleset's assumptions say that it cannot be."""
        if not self.can_be():
            return None
        linked = self.linked
        if linked.scope is not None and not self.holds(linked.scope.when):
            return NOT_APPLICABLE
        rank = {outcome.id: outcome.rank for outcome in linked.outcomes}
        barred = self._given("exclusion")
        if barred:
            return max(barred, key=rank.__getitem__)
        granted = self._given("ground")
        if not granted:
            return linked.default[self.reading]
        match linked.combine[self.reading]:
            case "most_favourable":
                return min(granted, key=rank.__getitem__)
            case "least_favourable":
                return max(granted, key=rank.__getitem__)
            case _:
                return granted.pop() if len(granted) == 1 else CONFLICT

    def _given(self, kind: str) -> set[str]:
        """The outcomes that the applying clauses of a kind give."""
        return {
            clause.then
            for clause in self.linked.clauses
            if clause.kind == kind and clause.then is not None and self.applies(clause)
        }

    def can_be(self) -> bool:
        """Whether the assumptions hold, those of every ruleset used included."""
        for assumption in self.linked.assume:
            if assumption.never is not None and self.holds(assumption.never):
                return False
            if assumption.condition is None or assumption.then is None:
                continue
            if self.holds(assumption.condition) and not self.holds(assumption.then):
                return False
        return all(self._other(used).can_be() for used in self.linked.uses.values())

    def _other(self, linked: Linked) -> Interpreter:
        """A ruleset that is used: under the reading of the same name, or else its first."""
        reading = self.reading if self.reading in linked.readings else next(iter(linked.readings))
        return Interpreter(linked, reading, self.world)

    def applies(self, clause: Clause) -> bool:
        """Its `when` holds, its `unless` does not, and no applying exception disables it."""
        if clause.readings is not None and self.reading not in clause.readings:
            return False
        key = ("clause", clause.id)
        if key not in self.known:
            self.known[key] = (
                self.holds(clause.when)
                and not (clause.unless is not None and self.holds(clause.unless))
                and not any(
                    self.applies(other) for other in self.linked.clauses if clause.id in other.disables
                )
            )
        return self.known[key]

    def holds(self, expr: Expr) -> bool:
        """A condition, as written."""
        match expr:
            case All(args=args):
                return all(self.holds(arg) for arg in args)
            case AnyOf(args=args):
                return any(self.holds(arg) for arg in args)
            case Not(arg=arg):
                return not self.holds(arg)
            case Count(args=args, low=low, high=high):
                return low <= sum(self.holds(arg) for arg in args) <= high
            case ByReading(options=options):
                return self.holds(dict(options)[self.reading])
            case FactIs(fact=name):
                return _test(expr, self.world[name])
            case DefinitionIs(definition=name, wanted=wanted):
                key = ("definition", name)
                if key not in self.known:
                    self.known[key] = self.holds(self.linked.definitions[name].when)
                return self.known[key] is wanted
            case DimensionIs(dimension=name, asked=asked):
                return self._dimension(name, asked)
            case ClauseApplies(clause=name):
                owner, clause = self.linked.clause(name)
                reader = self if owner is self.linked else self._other(owner)
                return reader.applies(clause)

    def _dimension(self, name: str, asked: str) -> bool:
        dimension = self.linked.dimensions[name]
        if dimension.favourable is not None and dimension.adverse is not None:
            good, bad = self.holds(dimension.favourable.when), self.holds(dimension.adverse.when)
        else:
            value = self.world[name]
            good, bad = value in ("favourable", "mixed"), value in ("adverse", "mixed")
        return {
            "favourable": good and not bad,
            "adverse": bad and not good,
            "mixed": good and bad,
            "neither": not good and not bad,
            "some_favourable": good,
            "some_adverse": bad,
        }[asked]


def _test(leaf: FactIs, value: Any) -> bool:
    operand: Any = leaf.operand
    match leaf.test:
        case "is":
            return bool(value == operand)
        case "in":
            return value in operand
        case "at_most" | "on_or_before":
            return bool(value <= operand)
        case "at_least" | "on_or_after":
            return bool(value >= operand)
        case "more_than" | "after":
            return bool(value > operand)
        case _:
            return bool(value < operand)
