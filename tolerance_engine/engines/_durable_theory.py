"""Theory: a ruleset under one reading as rules for forward chaining, straight from the provisions.

It reads `Linked` alone and shares nothing with the compiler of diagrams: two roads from the same text are what
makes the second opinion one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_engine.engines._durable_terms import FALSE, TRUE, Derivation, Literal, Rulebook, Term
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
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE, Clause, Dimension, Fact, Linked

NONE = "o:"
"""No outcome given."""

_SHADES = {
    "some_favourable": ("favourable", "mixed"),
    "some_adverse": ("adverse", "mixed"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """What a case is asked for: the value of `fact`, whether `comparison` holds of it, or a stated dimension."""

    name: str
    fact: Fact | None = None
    comparison: FactIs | None = None


@dataclass(frozen=True, slots=True)
class Theory:
    """Everything one reading concludes. `violated` holds where an assumption does not."""

    inputs: Mapping[str, Input]
    derivations: Mapping[str, Derivation]
    outcome: Term
    violated: Literal
    deciding: Mapping[str, Literal]
    """By clause: that it gives the outcome."""
    dimensions: Mapping[str, Term]
    """The dimensions with poles."""
    definitions: Mapping[str, Literal]


def theory_of(linked: Linked, reading: str) -> Theory:
    """The theory of a ruleset under one reading."""
    author = _Author(linked, reading, Rulebook(), {}, "")
    inside = author.inside()
    excluded, granted = author.excluded(), author.granted()
    outcome = author.outcome(inside, excluded, granted)
    dimensions = {name: author.dimension(name) for name, d in linked.dimensions.items() if d.favourable}
    shared = linked.vocabulary.definitions if linked.vocabulary else {}
    for name in linked.definitions:
        if name not in shared:
            author.definition(name)
    violated = author.rulebook.any_of("assume", list(author.violations()))
    return Theory(
        author.inputs,
        author.rulebook.derivations,
        outcome,
        violated,
        author.deciding(inside, excluded, granted),
        dimensions,
        author.definitions,
    )


class _Author:
    """Writes the rules of one ruleset under one reading; another author writes those of each ruleset it uses."""

    def __init__(
        self, linked: Linked, reading: str, rulebook: Rulebook, inputs: dict[str, Input], prefix: str
    ) -> None:
        self.linked, self.reading, self.prefix = linked, reading, prefix
        self.rulebook, self.inputs = rulebook, inputs
        self.definitions: dict[str, Literal] = {}
        self.dimensions: dict[str, Term] = {}
        self.clauses: dict[str, Literal] = {}
        self.used: dict[str, _Author] = {}

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
        if fact.type == "boolean":
            return self.input(f"fact:{fact.name}", (TRUE, FALSE), Input(fact.name, fact)).among(
                {TRUE if operand is True else FALSE}
            )
        if fact.type == "choice":
            values = tuple(f"c:{value}" for value, _ in fact.values)
            wanted = operand if isinstance(operand, tuple) else (operand,)
            term = self.input(f"fact:{fact.name}", values, Input(fact.name, fact))
            return term.among(f"c:{value}" for value in wanted)
        key = f"fact:{fact.name} {leaf.test} {operand}"
        return self.input(key, (TRUE, FALSE), Input(fact.name, fact, leaf)).among({TRUE})

    def input(self, key: str, values: tuple[str, ...], asked: Input) -> Term:
        self.inputs.setdefault(key, asked)
        return Term(key, values, frozenset({asked.name}))

    def definition(self, name: str) -> Literal:
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
            return self.input(f"finding:{dimension.name}", values, Input(dimension.name))
        hint = f"dimension:{self.prefix}{dimension.name}"
        good = self.literal(dimension.favourable.when, f"{hint}.favourable")
        bad = self.literal(dimension.adverse.when, f"{hint}.adverse")
        no_good, no_bad = good.negated(), bad.negated()
        conditions = ((good, no_bad), (no_good, bad), (good, bad), (no_good, no_bad))
        return self.rulebook.decide(hint, list(zip(conditions, values, strict=True)))

    # clauses -------------------------------------------------------------------------------------------

    def clause_applies(self, name: str) -> Literal:
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
        for other in self.linked.clauses:
            if clause.id in other.disables and other.exists_under(self.reading):
                conditions.append(self.clause_applies(other.id).negated())
        return self.rulebook.all_of(hint, conditions)

    def other(self, alias: str) -> _Author:
        """The author of a ruleset used here, under the reading of the same name or else its first."""
        if alias not in self.used:
            linked = self.linked.uses[alias]
            reading = self.reading if self.reading in linked.readings else next(iter(linked.readings))
            self.used[alias] = _Author(linked, reading, self.rulebook, self.inputs, f"{self.prefix}{alias}.")
        return self.used[alias]

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

    # the outcome ---------------------------------------------------------------------------------------

    def inside(self) -> Literal:
        """The case is within the scope."""
        scope = self.linked.scope
        return self.literal(scope.when, "scope") if scope else Term("", (TRUE,)).among({TRUE})

    def giving(self, kind: str) -> Iterator[tuple[Clause, Literal]]:
        for clause in self.linked.clauses:
            if clause.kind == kind and clause.then is not None and clause.exists_under(self.reading):
                yield clause, self.clause_applies(clause.id)

    def given(self, kind: str, *, best_first: bool) -> list[tuple[Literal, str]]:
        """For each outcome that clauses of a kind can give: that one of them applies."""
        applying: dict[str, list[Literal]] = {}
        for clause, applies in self.giving(kind):
            applying.setdefault(clause.then or "", []).append(applies)
        ranked = sorted(self.linked.outcomes, key=lambda outcome: outcome.rank, reverse=not best_first)
        return [
            (self.rulebook.any_of(f"{kind}:{outcome.id}", applying[outcome.id]), f"o:{outcome.id}")
            for outcome in ranked
            if outcome.id in applying
        ]

    def first(self, hint: str, given: list[tuple[Literal, str]]) -> Term:
        """The outcome of the first that holds, or none."""
        earlier = [literal.negated() for literal, _ in given]
        branches = [([*earlier[:i], literal], value) for i, (literal, value) in enumerate(given)]
        return self.rulebook.decide(hint, [*branches, (earlier, NONE)])

    def excluded(self) -> Term:
        """The worst outcome of the applying exclusions."""
        return self.first("excluded", self.given("exclusion", best_first=False))

    def granted(self) -> Term:
        """The outcome of the applying grounds taken together."""
        combine = self.linked.combine[self.reading]
        given = self.given("ground", best_first=combine != "least_favourable")
        if combine == "must_agree" and len(given) > 1:
            several = self.rulebook.count("conflict", [literal for literal, _ in given], 2, len(given))
            given.insert(0, (several, f"o:{CONFLICT}"))
        return self.first("granted", given)

    def outcome(self, inside: Literal, excluded: Term, granted: Term) -> Term:
        """Outside the scope not applicable; else what exclusions give; else the grounds; else the default."""
        within = [inside, excluded.among({NONE})]
        branches: list[tuple[list[Literal], str]] = [([inside.negated()], f"o:{NOT_APPLICABLE}")]
        branches += [([inside, excluded.among({o})], o) for o in excluded.values if o != NONE]
        branches += [([*within, granted.among({o})], o) for o in granted.values if o != NONE]
        default = f"o:{self.linked.default[self.reading]}"
        return self.rulebook.decide("outcome", [*branches, ([*within, granted.among({NONE})], default)])

    def deciding(self, inside: Literal, excluded: Term, granted: Term) -> dict[str, Literal]:
        """A clause gives the outcome when it applies and its outcome is the one of its kind that counts."""
        deciding: dict[str, Literal] = {}
        for kind, counts, wanted in (
            ("exclusion", excluded, [inside]),
            ("ground", granted, [inside, excluded.among({NONE})]),
        ):
            for clause, applies in self.giving(kind):
                conditions = [*wanted, counts.among({f"o:{clause.then}"}), applies]
                deciding[clause.id] = self.rulebook.all_of(f"decides:{clause.id}", conditions)
        return deciding
