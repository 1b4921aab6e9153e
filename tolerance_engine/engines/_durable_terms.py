"""Terms: what rules read and conclude. A term has one of a few values; exactly one of its rules holds.

Every value is a string with its kind in front (`b:true`, `c:collective`, `n:3`): durable-rules compares `1`,
`True` and `'1'` as equal, and a number with a text as if they had an order. Strings it compares right.

A rule is a conjunction of tests "term is (not) value"; what is concluded when no test of a kind holds is a rule
of its own. So nothing is concluded from silence, and a rule that failed to run is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

TRUE, FALSE = "b:true", "b:false"
WIDTH = 8
"""Conditions that one conjunction reads; longer ones are concluded group by group."""

Test = tuple[str, bool, str]
"""A term by key, whether it is or is not, and the value."""


@dataclass(frozen=True, slots=True)
class Term:
    """`needs` are the facts (and stated dimensions) it rests on; `level` is one above what its rules read."""

    key: str
    values: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    level: int = 0

    def among(self, values: Iterable[str]) -> Literal:
        """That the term has one of `values`."""
        return Literal(self, frozenset(values) & frozenset(self.values))


@dataclass(frozen=True, slots=True)
class Literal:
    """A term has one of the `allowed` values."""

    term: Term
    allowed: frozenset[str]

    @property
    def always(self) -> bool:
        """Whether every value is allowed."""
        return len(self.allowed) == len(self.term.values)

    def negated(self) -> Literal:
        """The term has one of the other values."""
        return replace(self, allowed=frozenset(self.term.values) - self.allowed)

    def tests(self) -> tuple[Test, ...]:
        """The same as a conjunction."""
        if self.always:
            return ()
        if len(self.allowed) == 1:
            (value,) = self.allowed
            return ((self.term.key, True, value),)
        return tuple((self.term.key, False, value) for value in self.term.values if value not in self.allowed)


@dataclass(frozen=True, slots=True)
class Rule:
    """When all `tests` hold, the term has `value`."""

    tests: tuple[Test, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A term with the rules that conclude its value: exclusive, and one of them holds in every case."""

    term: Term
    rules: tuple[Rule, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The terms that the rules read."""
        return frozenset(key for rule in self.rules for key, _, _ in rule.tests)


def _needs(literals: Iterable[Literal]) -> frozenset[str]:
    return frozenset(need for literal in literals for need in literal.term.needs)


@dataclass(slots=True)
class Rulebook:
    """Collects derivations; conditions that read the same and conclude the same are one term."""

    derivations: dict[str, Derivation] = field(default_factory=dict)
    _known: dict[tuple[Rule, ...], Term] = field(default_factory=dict)

    def decide(self, hint: str, branches: Sequence[tuple[Sequence[Literal], str]]) -> Term:
        """The term whose value is that of the one branch that holds; branches exclude each other."""
        literals = [literal for conditions, _ in branches for literal in conditions]
        needs = _needs(literals)
        rules = tuple(
            Rule(tuple(dict.fromkeys(test for literal in conditions for test in literal.tests())), value)
            for conditions, value in branches
            if all(literal.allowed for literal in conditions)
        )
        values = tuple(dict.fromkeys(rule.value for rule in rules))
        if len(values) == 1:
            return Term("", values, needs)
        if rules in self._known:
            return replace(self._known[rules], needs=self._known[rules].needs | needs)
        level = 1 + max(literal.term.level for literal in literals if not literal.always)
        key = hint if hint not in self.derivations else f"{hint}#{len(self.derivations)}"
        term = self._known[rules] = Term(key, values, needs, level)
        self.derivations[key] = Derivation(term, rules)
        return term

    def all_of(self, hint: str, literals: Sequence[Literal]) -> Literal:
        """All hold. The rules: the first that does not hold, or none such."""
        needs = _needs(literals)
        open_ = [literal for literal in dict.fromkeys(literals) if not literal.always]
        if len(open_) == 1:
            term = open_[0].term
            return replace(open_[0], term=replace(term, needs=term.needs | needs))
        if len(open_) > WIDTH:
            groups = [open_[i : i + WIDTH] for i in range(0, len(open_), WIDTH)]
            return self.all_of(hint, [self.all_of(hint, group) for group in groups])
        branches: list[tuple[list[Literal], str]] = [
            ([*open_[:i], literal.negated()], FALSE) for i, literal in enumerate(open_)
        ]
        term = self.decide(hint, [*branches, (open_, TRUE)])
        return replace(term, needs=term.needs | needs).among({TRUE})

    def any_of(self, hint: str, literals: Sequence[Literal]) -> Literal:
        """At least one holds."""
        return self.all_of(hint, [literal.negated() for literal in literals]).negated()

    def count(self, hint: str, literals: Sequence[Literal], low: int, high: int) -> Literal:
        """Between `low` and `high` hold. Counts are added in pairs: so many of the first half and of the second."""
        if high == 0:
            return self.all_of(hint, [literal.negated() for literal in literals])
        if high >= len(literals):
            if low == len(literals):
                return self.all_of(hint, literals)
            if low == 1:
                return self.any_of(hint, literals)
        return self._counted(hint, literals).among(f"n:{number}" for number in range(low, high + 1))

    def _counted(self, hint: str, literals: Sequence[Literal]) -> Term:
        if len(literals) == 1:
            (literal,) = literals
            return self.decide(hint, [([literal.negated()], "n:0"), ([literal], "n:1")])
        half = (len(literals) + 1) // 2
        first, second = (self._tally(hint, part) for part in (literals[:half], literals[half:]))
        return self.decide(
            hint,
            [([a, b], f"n:{i + j}") for i, a in enumerate(first) for j, b in enumerate(second)],
        )

    def _tally(self, hint: str, literals: Sequence[Literal]) -> list[Literal]:
        """For each number from 0: that so many of `literals` hold."""
        if len(literals) == 1:
            return [literals[0].negated(), literals[0]]
        counted = self._counted(hint, literals)
        return [counted.among({f"n:{number}"}) for number in range(len(literals) + 1)]


def value_in(term: Term, known: Mapping[str, str]) -> str | None:
    """The value of a term, None while it is not known; a term without rules has only one."""
    return known.get(term.key) if term.key else term.values[0]


def holds(literal: Literal, known: Mapping[str, str]) -> bool | None:
    """Whether the term has one of the allowed values, None while it is not known."""
    value = value_in(literal.term, known)
    return None if value is None else value in literal.allowed
