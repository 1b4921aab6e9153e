"""Open questions: which facts a decision still waits for, and two ways the case could turn out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.explain.plan import plan_of
from tolerance_engine.determine.statements import Stated
from tolerance_engine.diagram import UNKNOWN, Diagram, Known
from tolerance_engine.diagram.ask import Path, deciding_levels, split, support
from tolerance_engine.diagram.walk import restrict
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset
from tolerance_engine.source import Label


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact in some smallest set of further facts that settles the outcome.

    `kind` is `fact`, or `finding` for a dimension that only an officer can state. `why` names the clauses
    that ask for it; `conflicting` says the evidence on it disagrees.
    """

    fact: str
    kind: str
    label: Label
    question: Label | None
    who: tuple[str, ...]
    nature: str | None
    why: tuple[str, ...]
    conflicting: bool

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "fact": self.fact,
            "kind": self.kind,
            "label": self.label.zh,
            "question": self.question.zh if self.question else None,
            "who": list(self.who),
            "nature": self.nature,
            "why": list(self.why),
            "conflicting": self.conflicting,
        }


@dataclass(frozen=True, slots=True)
class Witness:
    """One way the case could turn out: fed back as a case, it decides `outcome`."""

    facts: dict[str, Any]
    findings: dict[str, Any]
    outcome: str


def missing(
    ruleset: Ruleset, program: Program, bound: Bound, conditions: Sequence[int], left: tuple[Diagram, int]
) -> tuple[Missing, ...]:
    """Exact: empty if and only if the outcome is decided. Facts on which the evidence disagrees come first.

    `left` is the function that what is known leaves open, in a store of its own.
    """
    open_, root = left
    plan = plan_of(ruleset, program.reading)
    found = []
    groups = _tied(ruleset.diagram, [*program.constraints, *conditions], bound.known)
    for level in deciding_levels(open_, root, DEAD, groups):
        variable = ruleset.variables[level]
        fact, name = variable.fact, variable.name
        details = bound.details.get(name)
        clauses = [plan.sites[index] for index in plan.clauses]
        found.append(
            Missing(
                fact=name,
                kind="fact" if fact else "finding",
                label=fact.label if fact else ruleset.linked.dimensions[name].label,
                question=fact.question if fact else None,
                who=fact.who if fact else (),
                nature=fact.nature if fact else None,
                why=tuple(sorted(site.id for site in clauses if name in site.facts)),
                conflicting=bool(details and details.conflicting),
            )
        )
    return tuple(sorted(found, key=lambda item: not item.conflicting))


def _tied(diagram: Diagram, constraints: Sequence[int], known: Known) -> list[set[int]]:
    """The levels that constraints tie together, given what is known; a narrowed fact is tied to itself."""
    groups = [{level} for level, code in enumerate(known.codes) if code < UNKNOWN]
    for constraint in constraints:
        rest, root = restrict(diagram, constraint, (), known, DEAD)
        levels = set(support(rest, root))
        if levels:
            groups = [
                *(group for group in groups if not group & levels),
                levels.union(*(group for group in groups if group & levels)),
            ]
    return groups


def witnesses(ruleset: Ruleset, case: Case, left: tuple[Diagram, int]) -> tuple[Witness, ...]:
    """Two completions, as short as they can be, that end in different outcomes; none when decided."""
    open_, root = left
    paths = split(open_, root, DEAD)
    if paths is None:
        return ()
    made = [_witness(ruleset, open_, root, case, path) for path in paths]
    return tuple(sorted(made, key=lambda witness: ruleset.outcomes.index(witness.outcome)))


def _witness(ruleset: Ruleset, open_: Diagram, root: int, case: Case, path: Path) -> Witness:
    node = root
    facts = {name: _kept(raw) for name, raw in case.facts.items() if _kept(raw) is not None}
    findings = {name: _kept(raw) for name, raw in case.findings.items() if _kept(raw) is not None}
    for clock in ("conduct_date", "determination_date"):
        day = getattr(case, clock)
        if day is not None and clock in ruleset.linked.facts:
            facts[clock] = day
    for level, value in path:
        node = open_.kids[node][value]
        variable = ruleset.variables[level]
        (facts if variable.fact else findings)[variable.name] = variable.sample(value)
    return Witness(facts, findings, ruleset.outcomes[node - 1])


def _kept(raw: Any) -> Any:
    """A statement as a witness repeats it: without evidence, and not at all where it is open."""
    if not isinstance(raw, Stated):
        return raw
    if raw.value is not None:
        return raw.value
    return {"one_of": list(raw.one_of)} if raw.one_of else None
