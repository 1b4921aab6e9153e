"""Provisions: conditions, dimensions and clauses of a ruleset as rules for forward chaining.

It reads `Linked` alone and shares nothing with the compiler of diagrams: two roads from the same text are what
makes the second opinion one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tolerance_engine.engines._durable_terms import FALSE, TRUE, Literal, Rulebook, Term
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
    resolve,
)
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.model import Clause, Dimension, Fact, Linked
from tolerance_engine.source import Label

_SHADES = {
    "some_favourable": ("favourable", "mixed"),
    "some_adverse": ("adverse", "mixed"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """What a case is asked for: the value of `fact`, whether `comparison` holds of it, or a stated dimension."""

    name: str
    label: Label
    fact: Fact | None = None
    comparison: FactIs | None = None


class Provisions:
    """One ruleset under one reading; each ruleset it uses has provisions of its own in the same rulebook."""

    def __init__(
        self, linked: Linked, reading: str, rulebook: Rulebook, inputs: dict[str, Input], prefix: str
    ) -> None:
        self.linked, self.reading, self.prefix = linked, reading, prefix
        self.rulebook, self.inputs = rulebook, inputs
        self.definitions: dict[str, Literal] = {}
        self.dimensions: dict[str, Term] = {}
        self.clauses: dict[str, Literal] = {}
        self.used: dict[str, Provisions] = {}

    # conditions ----------------------------------------------------------------------------------------

    def literal(self, written: Expr, hint: str) -> Literal:
        """The condition as a test of one term; `hint` names the terms that are made on the way."""
        expr = resolve(written, self.reading)
        match expr:
            case FactIs():
                return self.fact(expr)
            case DefinitionIs(definition=name, wanted=wanted):
                literal = self.definition(name)
                return literal if wanted else literal.negated()
            case DimensionIs(dimension=name, asked=asked):
                return self.dimension(name).among(f"v:{value}" for value in _SHADES.get(asked, (asked,)))
            case ClauseApplies(clause=name):
                return self.clause_applies(name)
            case Not(arg=arg):
                return self.literal(arg, hint).negated()
            case All(args=args):
                return self.rulebook.all_of(hint, [self.literal(arg, hint) for arg in args])
            case AnyOf(args=args):
                return self.rulebook.any_of(hint, [self.literal(arg, hint) for arg in args])
            case Count(args=args, low=low, high=high):
                return self.rulebook.count(hint, [self.literal(arg, hint) for arg in args], low, high)
            case ByReading():
                raise AssertionError("readings are resolved before rules are written")

    def fact(self, leaf: FactIs) -> Literal:
        """Booleans and choices are compared by the rules; of numbers and dates, the case says what holds."""
        fact, operand = self.linked.facts[leaf.fact], leaf.operand
        asked = Input(fact.name, fact.label, fact)
        if fact.type == "boolean":
            term = self.input(f"fact:{fact.name}", (TRUE, FALSE), asked)
            return term.among({TRUE if operand is True else FALSE})
        if fact.type == "choice":
            wanted = operand if isinstance(operand, tuple) else (operand,)
            term = self.input(f"fact:{fact.name}", tuple(f"c:{value}" for value, _ in fact.values), asked)
            return term.among(f"c:{value}" for value in wanted)
        key = f"fact:{fact.name} {leaf.test} {operand}"
        return self.input(key, (TRUE, FALSE), replace(asked, comparison=leaf)).among({TRUE})

    def input(self, key: str, values: tuple[str, ...], asked: Input) -> Term:
        """A term whose value comes from the case."""
        self.inputs.setdefault(key, asked)
        return Term(key, values, frozenset({asked.name}))

    def definition(self, name: str) -> Literal:
        """The definition holds."""
        if name not in self.definitions:
            when = self.linked.definitions[name].when
            self.definitions[name] = self.literal(when, f"definition:{self.prefix}{name}")
        return self.definitions[name]

    def dimension(self, name: str) -> Term:
        """Its value follows from the two poles, or is only ever stated."""
        if name not in self.dimensions:
            self.dimensions[name] = self._dimension(self.linked.dimensions[name])
        return self.dimensions[name]

    def _dimension(self, dimension: Dimension) -> Term:
        values = tuple(f"v:{value}" for value in DIMENSION_VALUES)
        if dimension.favourable is None or dimension.adverse is None:
            return self.input(f"finding:{dimension.name}", values, Input(dimension.name, dimension.label))
        hint = f"dimension:{self.prefix}{dimension.name}"
        good = self.literal(dimension.favourable.when, f"{hint}.favourable")
        bad = self.literal(dimension.adverse.when, f"{hint}.adverse")
        no_good, no_bad = good.negated(), bad.negated()
        conditions = ((good, no_bad), (no_good, bad), (good, bad), (no_good, no_bad))
        return self.rulebook.decide(hint, list(zip(conditions, values, strict=True)))

    # clauses -------------------------------------------------------------------------------------------

    def clause_applies(self, name: str) -> Literal:
        """The clause `id`, or `alias.id` of a ruleset used here, applies."""
        if "." in name:
            alias, local = name.split(".", 1)
            return self.other(alias).clause_applies(local)
        if name not in self.clauses:
            self.clauses[name] = self._applies(next(c for c in self.linked.clauses if c.id == name))
        return self.clauses[name]

    def _applies(self, clause: Clause) -> Literal:
        """Its `when` holds, its `unless` does not, and no applying exception disables it."""
        if not clause.exists_under(self.reading):
            return Term("", (FALSE,)).among({TRUE})
        hint = f"clause:{self.prefix}{clause.id}"
        conditions = [self.literal(clause.when, hint)]
        if clause.unless is not None:
            conditions.append(self.literal(clause.unless, hint).negated())
        disabling = [exception for exception in self.linked.clauses if clause.id in exception.disables]
        conditions += [self.clause_applies(exception.id).negated() for exception in disabling]
        return self.rulebook.all_of(hint, conditions)

    def other(self, alias: str) -> Provisions:
        """A ruleset used here, under the reading of the same name or else its first."""
        if alias not in self.used:
            linked = self.linked.uses[alias]
            reading = self.reading if self.reading in linked.readings else next(iter(linked.readings))
            self.used[alias] = Provisions(
                linked, reading, self.rulebook, self.inputs, f"{self.prefix}{alias}."
            )
        return self.used[alias]

    def declare(self) -> None:
        """All that is declared here, also what no clause asks: findings are checked against it, and the rulesets
        it asks are part of this one, their assumptions too."""
        shared = self.linked.vocabulary.definitions if self.linked.vocabulary else {}
        for name in (name for name in self.linked.definitions if name not in shared):
            self.definition(name)
        for name in self.linked.dimensions:
            self.dimension(name)
        for prop in self.linked.properties:
            if prop.when is not None:
                self.literal(prop.when, f"property:{prop.id}")

    def stated(self) -> dict[tuple[str, str | bool], Literal]:
        """Every finding that conditions can contradict."""
        stated: dict[tuple[str, str | bool], Literal] = {}
        for name, literal in self.definitions.items():
            stated |= {(name, True): literal, (name, False): literal.negated()}
        for name, dimension in self.linked.dimensions.items():
            if dimension.favourable is not None:
                term = self.dimension(name)
                stated |= {(name, value): term.among({f"v:{value}"}) for value in DIMENSION_VALUES}
        return stated

    def violations(self) -> Iterator[Literal]:
        """Each assumption, negated; those of rulesets that a condition here asks are binding too."""
        hint = f"assume:{self.prefix}"
        for assumption in self.linked.assume:
            if assumption.never is not None:
                yield self.literal(assumption.never, hint)
            elif assumption.condition is not None and assumption.then is not None:
                then = self.literal(assumption.then, hint)
                yield self.rulebook.all_of(hint, [self.literal(assumption.condition, hint), then.negated()])
        for used in self.used.values():
            yield from used.violations()
