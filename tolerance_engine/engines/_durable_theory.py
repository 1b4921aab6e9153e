"""Theory: all that a ruleset concludes under one reading, up to the outcome and the clauses that give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tolerance_engine.engines._durable_provisions import Input, Provisions
from tolerance_engine.engines._durable_terms import TRUE, Derivation, Literal, Rulebook, Term
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE, Linked

NONE = "o:"
"""No outcome given."""

Given = Sequence[tuple[Literal, str]]
"""Outcomes, each with the condition under which some clause gives it."""


@dataclass(frozen=True, slots=True)
class Theory:
    """Everything one reading concludes. `violated` holds where an assumption does not."""

    inputs: Mapping[str, Input]
    derivations: Mapping[str, Derivation]
    outcome: Term
    violated: Literal
    deciding: Mapping[str, Literal]
    """By clause: that it gives the outcome."""
    stated: Mapping[tuple[str, str | bool], Literal]
    """Where a finding that an officer may state holds: (dimension with poles, value) or (definition, truth)."""


def theory_of(linked: Linked, reading: str) -> Theory:
    """The theory of a ruleset under one reading."""
    rulebook = Rulebook()
    provisions = Provisions(linked, reading, rulebook, {}, "")
    applies = {
        clause.id: provisions.clause_applies(clause.id)
        for clause in linked.clauses
        if clause.then is not None and clause.exists_under(reading)
    }
    conclusion = _Conclusion(linked, reading, rulebook, applies)
    scope = linked.scope
    inside = provisions.literal(scope.when, "scope") if scope else Term("", (TRUE,)).among({TRUE})
    excluded, granted = conclusion.excluded(), conclusion.granted()
    outcome = conclusion.outcome(inside, excluded, granted)
    deciding = conclusion.deciding(inside, excluded, granted)
    provisions.declare()
    violated = rulebook.any_of("assume", [*provisions.violations()])
    return Theory(provisions.inputs, rulebook.derivations, outcome, violated, deciding, provisions.stated())


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """From clauses that apply to the outcome."""

    linked: Linked
    reading: str
    rulebook: Rulebook
    applies: Mapping[str, Literal]

    def excluded(self) -> Term:
        """The worst outcome of the applying exclusions."""
        return self.first("excluded", self.given("exclusion", best_first=False))

    def granted(self) -> Term:
        """The outcome of the applying grounds taken together."""
        combine = self.linked.combine[self.reading]
        given = self.given("ground", best_first=combine != "least_favourable")
        return self.agreed("granted", given) if combine == "must_agree" else self.first("granted", given)

    def given(self, kind: str, *, best_first: bool) -> Given:
        """For each outcome that clauses of a kind can give: that one of them applies."""
        applying: dict[str | None, list[Literal]] = {}
        for clause in self.linked.clauses:
            if clause.kind == kind and clause.id in self.applies:
                applying.setdefault(clause.then, []).append(self.applies[clause.id])
        ranked = sorted(self.linked.outcomes, key=lambda outcome: outcome.rank, reverse=not best_first)
        return [
            (self.rulebook.any_of(f"{kind}:{outcome.id}", applying[outcome.id]), f"o:{outcome.id}")
            for outcome in ranked
            if outcome.id in applying
        ]

    def first(self, hint: str, given: Given) -> Term:
        """The outcome of the first that holds, or none."""
        failing = [literal.negated() for literal, _ in given]
        branches = [([*failing[:i], literal], value) for i, (literal, value) in enumerate(given)]
        return self.rulebook.decide(hint, [*branches, (failing, NONE)])

    def agreed(self, hint: str, given: Given) -> Term:
        """The outcome of the only one that holds, a conflict as soon as a second holds, or none."""
        failing = [literal.negated() for literal, _ in given]
        branches: list[tuple[list[Literal], str]] = [(failing, NONE)]
        for i, (first, value) in enumerate(given):
            only_first = [*failing[:i], first, *failing[i + 1 :]]
            branches.append((only_first, value))
            branches += [
                ([*only_first[: i + 1 + j], second], f"o:{CONFLICT}")
                for j, (second, _) in enumerate(given[i + 1 :])
            ]
        return self.rulebook.decide(hint, branches)

    def outcome(self, inside: Literal, excluded: Term, granted: Term) -> Term:
        """Outside the scope not applicable; else what exclusions give; else the grounds; else the default."""
        spared = [inside, excluded.among({NONE})]
        default = f"o:{self.linked.default[self.reading]}"
        branches = [
            ([inside.negated()], f"o:{NOT_APPLICABLE}"),
            *(([inside, excluded.among({o})], o) for o in excluded.values if o != NONE),
            *(([*spared, granted.among({o})], o) for o in granted.values if o != NONE),
            ([*spared, granted.among({NONE})], default),
        ]
        return self.rulebook.decide("outcome", branches)

    def deciding(self, inside: Literal, excluded: Term, granted: Term) -> dict[str, Literal]:
        """A clause gives the outcome when it applies and its outcome is the one of its kind that counts."""
        deciding: dict[str, Literal] = {}
        for clause in self.linked.clauses:
            if clause.id in self.applies:
                wanted = f"o:{clause.then}"
                counts = (
                    [excluded.among({wanted})]
                    if clause.kind == "exclusion"
                    else [excluded.among({NONE}), granted.among({wanted})]
                )
                conditions = [inside, *counts, self.applies[clause.id]]
                deciding[clause.id] = self.rulebook.all_of(f"decides:{clause.id}", conditions)
        return deciding
