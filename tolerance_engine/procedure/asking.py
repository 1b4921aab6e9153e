"""Asking: what a procedure wants to know of a case. Exact, like a verdict: true or false in every completion, or open.

The conditions of a procedure stand in a diagram of their own, made when first asked: the diagram that decides
outcomes does not grow by them, and a verdict never depends on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from tolerance_engine.determine import Case, Verdict, determine
from tolerance_engine.determine.bind import CLOCKS, bind
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.contradiction import contradiction
from tolerance_engine.determine.decide import program_for
from tolerance_engine.determine.statements import bare
from tolerance_engine.diagram import reach_joint, touching
from tolerance_engine.diagram.ask import deciding_levels, support
from tolerance_engine.diagram.walk import restrict
from tolerance_engine.expr import DefinitionIs, Expr
from tolerance_engine.ruleset.compile import compile_ruleset
from tolerance_engine.ruleset.model import Property
from tolerance_engine.ruleset.procedure import DeclaredProcedure
from tolerance_engine.ruleset.program import DEAD, Ruleset
from tolerance_engine.truth import Truth

_KEY = "procedure questions"


class Answer(NamedTuple):
    """Whether a condition holds, and the facts on which that still depends (none once it is known)."""

    truth: Truth
    facts: tuple[str, ...] = ()


HOLDS = Answer(Truth.TRUE)


@dataclass(frozen=True, slots=True)
class Questions:
    """The ruleset with the procedure's conditions compiled in, and the name each of them goes by."""

    ruleset: Ruleset
    names: Mapping[int, str]


class Asking:
    """Answers for one case under one reading."""

    def __init__(self, ruleset: Ruleset, declared: DeclaredProcedure, reading: str, case: Case) -> None:
        self.ruleset, self.declared, self.reading, self.case = ruleset, declared, reading, case

    def holds(self, expr: Expr | None) -> Answer:
        """Whether a condition of the procedure holds; no condition always does."""
        if expr is None:
            return HOLDS
        questions = questions_of(self.ruleset, self.declared)
        return self._ask(questions, questions.names[id(expr)])

    def established(self, name: str) -> Answer:
        """Whether a fact, dimension or definition is established for this case: TRUE or FALSE, never open."""
        linked = self.ruleset.linked
        if name in linked.facts:
            known = self._fact(name)
        elif name in linked.dimensions:
            finding = self.verdict().findings[name]
            known = finding.value != "not_established"
        else:
            answer = self._ask(questions_of(self.ruleset, self.declared), f"definition {name}")
            known = answer.truth is not Truth.UNKNOWN
        return HOLDS if known else Answer(Truth.FALSE, (name,))

    def verdict(self) -> Verdict:
        """What the rules say of the case now."""
        return determine(self.ruleset, self.case, reading=self.reading)

    def decided(self) -> bool:
        """Whether the rules leave one outcome."""
        return self.verdict().decided

    def missing(self) -> tuple[str, ...]:
        """The facts that a verdict still needs."""
        return tuple(each.fact for each in self.verdict().missing)

    def _fact(self, name: str) -> bool:
        raw = self.case.facts.get(name)
        value = bare(raw)
        if value is not None or (name in CLOCKS and getattr(self.case, name) is not None):
            return True
        if self.ruleset.linked.facts[name].derive is None:
            return False
        variable = self.ruleset.by_name.get(name)
        return variable is not None and bind(self.ruleset, self.case).known.codes[variable.level] >= 0

    def _ask(self, questions: Questions, name: str) -> Answer:
        asked = questions.ruleset
        program, bound = program_for(asked, self.reading), bind(asked, self.case)
        if bound.impossible:
            raise contradiction(asked, program, self.case)
        node, diagram = program.properties[name], asked.diagram
        under = [*conditions(asked, program, bound), *program.constraints]
        near = touching(diagram, node, under, bound.open_levels)
        mask = reach_joint(diagram, node, near, bound.known)
        if mask in (1, 2):
            return Answer(Truth.TRUE if mask == 2 else Truth.FALSE)
        if not mask:
            raise contradiction(asked, program, self.case)
        left, root = restrict(diagram, node, near, bound.known, DEAD)
        levels = deciding_levels(left, root, DEAD) or support(left, root)
        return Answer(Truth.UNKNOWN, tuple(asked.variables[level].name for level in levels))


def questions_of(ruleset: Ruleset, declared: DeclaredProcedure) -> Questions:
    """The questions of a ruleset's procedure, compiled once."""
    made: Questions | None = ruleset.cache.get(_KEY)
    if made is None:
        made = ruleset.cache[_KEY] = _compiled(ruleset, declared)
    return made


def _compiled(ruleset: Ruleset, declared: DeclaredProcedure) -> Questions:
    linked = ruleset.linked
    asked = [expr for step in declared.transitions for expr in step.conditions]
    names = {id(expr): f"condition {index}" for index, expr in enumerate(asked)}
    wanted: dict[str, Expr] = {names[id(expr)]: expr for expr in asked}
    for step in declared.transitions:
        for name in step.requires.established:
            if name in linked.definitions:
                wanted[f"definition {name}"] = DefinitionIs(name, wanted=True)
    everything = tuple(linked.readings)
    properties = tuple(Property(name, None, frozenset(), expr, everything) for name, expr in wanted.items())
    budget = ruleset.diagram.budget
    compiled = compile_ruleset(replace(linked, properties=properties), reading=ruleset.reading, budget=budget)
    return Questions(compiled, names)
