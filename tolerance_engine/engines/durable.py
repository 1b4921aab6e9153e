"""Durable: a second opinion on a case, by forward chaining on durable-rules.

The rules come from the provisions as linked, never from the diagram: definitions, poles, dimensions, clauses and
the outcome are concluded level by level from facts that are all established. Whoever doubts the diagram can ask
here; the tests ask both about every kind of case.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tolerance_engine.determine.bind import CLOCKS, Bound, bind, conditions
from tolerance_engine.determine.case import Case, Stated, case_from
from tolerance_engine.determine.contradiction import contradiction
from tolerance_engine.determine.decide import program_for
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines._durable_dates import dates_fit
from tolerance_engine.engines._durable_rete import Part, broken, engine, register
from tolerance_engine.engines._durable_terms import FALSE, TRUE, Derivation, Literal, holds, value_in
from tolerance_engine.engines._durable_theory import Input, Theory, theory_of
from tolerance_engine.errors import EngineUnavailable
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.ruleset.model import Fact, Value
from tolerance_engine.ruleset.values import typed_value
from tolerance_engine.source import Words

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_most": operator.le,
    "on_or_before": operator.le,
    "at_least": operator.ge,
    "on_or_after": operator.ge,
    "more_than": operator.gt,
    "after": operator.gt,
    "less_than": operator.lt,
    "before": operator.lt,
}


def determine_durable(
    ruleset: Ruleset, case: Case | Mapping[str, Any], *, reading: str | None = None
) -> Verdict:
    """The verdict by durable-rules, for a case in which every fact that the reading's conditions reach is established.

    `outcome`, `possible` and `applies` are what durable-rules concluded; whatever explains them is made as for
    any verdict. Raises CaseError and RulesetError as `determine` does; EngineUnavailable where durable-rules is
    not installed, facts are not established (the error names them), or the rules pass a bound of the engine.
    """
    engine()
    if not isinstance(case, Case):
        case = case_from(case)
    program = program_for(ruleset, reading)
    bound = bind(ruleset, case)
    machine = machine_of(ruleset, program.reading)
    derived = [v.fact for v in ruleset.variables if v.fact is not None and v.fact.derive is not None]
    told = _Told(case, bound, {fact.name: fact for fact in derived})
    if bound.impossible or not dates_fit(derived, told.truths(), bound.dates):
        raise contradiction(ruleset, program, case)
    targets = {name: values for name, values in bound.findings.items() if name in machine.checked}
    known = told.known(machine.theory, [machine.checked[name] for name in targets])
    for part in machine.parts(targets):
        known |= part.conclude(known)
    if _sure(machine.theory.violated, known) or not all(
        _sure(_stated(machine.checked[name], values), known) for name, values in targets.items()
    ):
        raise contradiction(ruleset, program, case)
    outcome = value_in(machine.theory.outcome, known)
    if outcome is None:
        raise broken(machine.theory.outcome.key)
    needed = conditions(ruleset, program, bound) if bound.findings or bound.dates else []
    mask = 1 << ruleset.outcomes.index(outcome.removeprefix("o:")) + 1
    verdict = Verdict(ruleset, program, case, bound, needed, mask, engine="durable")
    deciding = machine.theory.deciding.items()
    verdict.__dict__["applies"] = tuple(sorted(clause for clause, gives in deciding if _sure(gives, known)))
    verdict.__dict__["may_apply"] = ()
    return verdict


# the rules of a reading ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Machine:
    """A theory, registered. Terms that the outcome does not rest on are concluded only to check a finding."""

    theory: Theory
    core: tuple[Part, ...]
    rest: tuple[Part, ...]
    checked: Mapping[str, Literal]
    """By name of a dimension with poles: that it is favourable; of a definition: that it holds."""

    def parts(self, targets: Mapping[str, Any]) -> tuple[Part, ...]:
        """The parts to run, parts before the whole."""
        concluded = {key for part in self.core for key in part.terms} | self.theory.inputs.keys()
        outside = any(self.checked[name].term.key not in concluded for name in targets)
        return (*self.core, *self.rest) if outside else self.core


def machine_of(ruleset: Ruleset, reading: str) -> Machine:
    """The rules of one reading; made at the first case."""
    machine = ruleset.cache.get(("durable", reading))
    if machine is None:
        theory = theory_of(ruleset.linked, reading)
        roots = [theory.outcome.key, theory.violated.term.key]
        roots += [literal.term.key for literal in theory.deciding.values()]
        core = dict(_closure(theory.derivations, roots))
        rest = {key: d for key, d in theory.derivations.items() if key not in core}
        checked = {name: term.among({"v:favourable"}) for name, term in theory.dimensions.items()}
        machine = ruleset.cache["durable", reading] = Machine(
            theory, register(core.values()), register(rest.values()), checked | dict(theory.definitions)
        )
    return machine  # type: ignore[no-any-return]


def _closure(
    derivations: Mapping[str, Derivation], roots: list[str]
) -> Iterator[tuple[str, Derivation]]:
    """The derivations that `roots` rest on."""
    seen: set[str] = set()
    while roots:
        key = roots.pop()
        if key not in seen and key in derivations:
            seen.add(key)
            yield key, derivations[key]
            roots.extend(derivations[key].keys)


def _stated(checked: Literal, values: tuple[Any, ...]) -> Literal:
    """That a dimension or definition has one of the values an officer stated."""
    if all(isinstance(value, str) for value in values):
        return checked.term.among(f"v:{value}" for value in values)
    if len(set(values)) > 1:
        return checked.term.among(checked.term.values)
    return checked if values[0] is True else checked.negated()


def _sure(literal: Literal, known: Mapping[str, str]) -> bool:
    truth = holds(literal, known)
    if truth is None:
        raise broken(literal.term.key)
    return truth


# the case --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What a case establishes."""

    case: Case
    bound: Bound
    derived: Mapping[str, Fact]

    def value(self, fact: Fact) -> Value | None:
        """The fact's value; narrowed and conflicting statements establish none."""
        raw = _single(self.case.facts.get(fact.name))
        if raw is None and fact.name in CLOCKS and self.case.facts.get(fact.name) is None:
            raw = getattr(self.case, fact.name)
        if raw is not None:
            return typed_value(fact, raw)
        return self.from_dates(fact)

    def from_dates(self, fact: Fact) -> bool | None:
        """The truth of a derived boolean whose two dates are established."""
        if fact.derive is None:
            return None
        left, right = (self.day(name) for name in (fact.derive.left, fact.derive.right))
        return None if left is None or right is None else _COMPARE[fact.derive.test](left, right)

    def day(self, name: str) -> date | None:
        days = self.bound.dates.get(name, ())
        return days[0] if len(days) == 1 else None

    def truths(self) -> dict[str, bool]:
        """The derived booleans that are established."""
        found = ((name, self.value(fact)) for name, fact in self.derived.items())
        return {name: value is True for name, value in found if value is not None}

    def known(self, theory: Theory, targets: list[Literal]) -> dict[str, str]:
        """The inputs as tagged strings. Raises EngineUnavailable when one that matters is not established."""
        needs = theory.outcome.needs | theory.violated.term.needs
        for literal in (*theory.deciding.values(), *targets):
            needs |= literal.term.needs
        known, missing = {}, {}
        for key, asked in theory.inputs.items():
            value = self.value(asked.fact) if asked.fact else _single(self.case.findings.get(asked.name))
            if value is not None:
                known[key] = _tagged(asked, value)
            elif asked.name in needs:
                missing[asked.name] = asked
        if missing:
            raise _not_established(missing.values())
        return known


def _single(raw: Any) -> Any:
    return raw.value if isinstance(raw, Stated) else raw


def _tagged(asked: Input, value: Any) -> str:
    """The value with its kind in front, so that no two kinds are ever equal."""
    if asked.comparison is not None:
        value = _COMPARE[asked.comparison.test](value, asked.comparison.operand)
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return f"c:{value}" if asked.fact else f"v:{value}"
