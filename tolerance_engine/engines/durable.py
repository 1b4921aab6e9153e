"""Durable: a second opinion on a case, by forward chaining on durable-rules.

The rules come from the provisions as linked, never from the diagram: definitions, poles, dimensions, clauses and
the outcome are concluded level by level from facts that are all established. Whoever doubts the diagram can ask
here; the tests ask both about every kind of case.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tolerance_engine.determine.bind import CLOCKS, Bound, bind
from tolerance_engine.determine.case import Case, case_from
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.contradiction import contradiction
from tolerance_engine.determine.decide import program_for
from tolerance_engine.determine.statements import bare
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.engines._durable_dates import dates_fit
from tolerance_engine.engines._durable_provisions import Input
from tolerance_engine.engines._durable_rete import Part, broken, engine, register
from tolerance_engine.engines._durable_terms import FALSE, TRUE, Derivation, Literal, Term, holds, value_in
from tolerance_engine.engines._durable_theory import Theory, theory_of
from tolerance_engine.errors import EngineUnavailable
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.ruleset.model import Fact, Value
from tolerance_engine.ruleset.values import typed_value
from tolerance_engine.source import Label, Words

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

    `outcome`, `possible` and `applies` are what durable-rules concluded; what explains them, and the other readings
    beside them, are made as for any verdict. Raises CaseError and RulesetError as `determine` does; EngineUnavailable where durable-rules is
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
    stated = [
        [machine.theory.stated[name, value] for value in values]
        for name, values in bound.findings.items()
        if (name, values[0]) in machine.theory.stated
    ]
    known = told.known(ruleset, machine, [options[0].term for options in stated])
    for part in machine.parts(options[0].term for options in stated):
        known |= part.conclude(known)
    fitting = [any(_sure(option, known) for option in options) for options in stated]
    if _sure(machine.theory.violated, known) or not all(fitting):
        raise contradiction(ruleset, program, case)
    outcome = value_in(machine.theory.outcome, known)
    if outcome is None:
        raise broken(machine.theory.outcome.key, "-")
    needed = conditions(ruleset, program, bound) if bound.findings or bound.dates else []
    mask = 1 << ruleset.outcomes.index(outcome.removeprefix("o:")) + 1
    verdict = Verdict(ruleset, program, case, bound, needed, mask, engine="durable")
    deciding = machine.theory.deciding.items()
    verdict._applies = tuple(sorted(clause for clause, gives in deciding if _sure(gives, known)))
    verdict.__dict__["may_apply"] = ()
    return verdict


# the rules of a reading ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Machine:
    """A theory, registered. `rest` is what the outcome does not rest on, concluded only to check a finding."""

    theory: Theory
    needs: frozenset[str]
    core: tuple[Part, ...]
    rest: tuple[Part, ...]

    def parts(self, checked: Iterable[Term]) -> tuple[Part, ...]:
        """The parts to run, lower levels first."""
        outside = {key for part in self.rest for key in part.terms}
        return (*self.core, *self.rest) if any(term.key in outside for term in checked) else self.core


def machine_of(ruleset: Ruleset, reading: str) -> Machine:
    """The rules of one reading; made at the first case."""
    machine = ruleset.cache.get(("durable", reading))
    if machine is None:
        theory = theory_of(ruleset.linked, reading)
        roots = [theory.outcome, theory.violated.term, *(gives.term for gives in theory.deciding.values())]
        core = dict(_closure(theory.derivations, [root.key for root in roots]))
        rest = [derivation for key, derivation in theory.derivations.items() if key not in core]
        needs = frozenset(need for root in roots for need in root.needs)
        machine = Machine(theory, needs, register(core.values()), register(rest))
        ruleset.cache["durable", reading] = machine
    return machine


def _closure(derivations: Mapping[str, Derivation], roots: list[str]) -> Iterator[tuple[str, Derivation]]:
    """The derivations that `roots` rest on."""
    seen: set[str] = set()
    while roots:
        key = roots.pop()
        if key not in seen and key in derivations:
            seen.add(key)
            yield key, derivations[key]
            roots.extend(derivations[key].keys)


def _sure(literal: Literal, known: Mapping[str, str]) -> bool:
    truth = holds(literal, known)
    if truth is None:
        raise broken(literal.term.key, "-")
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
        raw = bare(self.case.facts.get(fact.name))
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
        """The one day that a date is known to be."""
        days = self.bound.dates.get(name, ())
        return days[0] if len(days) == 1 else None

    def truths(self) -> dict[str, bool]:
        """The derived booleans that are established."""
        found = ((name, self.value(fact)) for name, fact in self.derived.items())
        return {name: value is True for name, value in found if value is not None}

    def known(self, ruleset: Ruleset, machine: Machine, checked: Iterable[Term]) -> dict[str, str]:
        """The inputs as tagged strings. Raises EngineUnavailable when one that matters is not established."""
        needs = machine.needs.union(*(term.needs for term in checked))
        known: dict[str, str] = {}
        missing: dict[str, Label] = {}
        for key, asked in machine.theory.inputs.items():
            value = self.value(asked.fact) if asked.fact else bare(self.case.findings.get(asked.name))
            if value is not None:
                known[key] = _tagged(asked, value)
            elif asked.name in needs:
                missing[asked.name] = asked.label
        if missing:
            raise _not_established(ruleset, missing)
        return known


def _tagged(asked: Input, value: Any) -> str:
    """The value with its kind in front, so that no two kinds are ever equal."""
    if asked.comparison is not None:
        value = _COMPARE[asked.comparison.test](value, asked.comparison.operand)
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return f"c:{value}" if asked.fact else f"v:{value}"


def _not_established(ruleset: Ruleset, missing: Mapping[str, Label]) -> EngineUnavailable:
    names = sorted(missing, key=[*ruleset.by_name].index)
    listed = "、".join(f"`{name}`（{missing[name].zh}）" for name in names)
    english = ", ".join(f"`{name}`" for name in names)
    message = Words(
        f"第二引擎只判事实都已查明的案件，还有 {len(names)} 项尚未查明：{listed}",
        f"the second engine decides cases whose facts are all established; {len(names)} are not: {english}",
    )
    help_ = Words(
        '查明之后再问，或者用 engine="diagram"：它给出仍然可能的全部结论',
        'ask again when they are, or use engine="diagram", which gives every outcome still possible',
    )
    return EngineUnavailable([Diagnostic("E002", message, help=help_)])
