"""Worlds: one complete case for every way in which the conditions of a procedure can turn out together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine import Case
from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.diagram import Diagram
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.asking import questions_of
from tolerance_engine.ruleset.procedure import DeclaredProcedure
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.variables import variable_of
from tolerance_engine.source import Words

MAX_WORLDS = 1024
"""More combinations than people would look through; a procedure with that many conditions is several procedures."""


@dataclass(frozen=True, slots=True)
class World:
    """A case in which everything is established. `asked` is what of it the procedure's conditions look at."""

    case: Case
    asked: tuple[str, ...]

    def text(self) -> str:
        """What the conditions look at, in a line; empty where they look at nothing."""
        stated = {**self.case.facts, **self.case.findings}
        return "、".join(f"{name}: {_shown(stated[name])}" for name in self.asked)


def worlds(ruleset: Ruleset, declared: DeclaredProcedure, reading: str) -> tuple[World, ...]:
    """All of them, in a fixed order. Raises ProcedureError (F310) when there are more than MAX_WORLDS."""
    asking = questions_of(ruleset, declared)
    program, diagram = asking.ruleset.programs[reading], asking.ruleset.diagram
    names = [asking.names[id(expr)] for step in declared.transitions for expr in step.conditions]
    nodes = tuple(dict.fromkeys(program.properties[name] for name in names))
    with diagram.lock:
        found = []
        for held in _apart(diagram, nodes, program.feasible):
            found.append(held)
            if len(found) > MAX_WORLDS:
                raise ProcedureError([_too_many(len(nodes))])
    levels = sorted({level for node in nodes for level in _levels(diagram, node)})
    looked_at = tuple(asking.ruleset.variables[level].name for level in levels)
    return tuple(World(_case(ruleset, asking.ruleset, declared, held), looked_at) for held in found)


def _apart(diagram: Diagram, nodes: Sequence[int], held: int) -> Iterator[int]:
    """The part of `held` in which the conditions turn out in one way, for every way that can be."""
    if held == 0:
        return
    if not nodes:
        yield held
        return
    first, rest = nodes[0], nodes[1:]
    yield from _apart(diagram, rest, diagram.conj([held, first]))
    yield from _apart(diagram, rest, diagram.conj([held, diagram.negate(first)]))


def _levels(diagram: Diagram, node: int) -> Iterator[int]:
    return (level for level in range(len(diagram.arities)) if diagram.supports[node] >> level & 1)


def _case(ruleset: Ruleset, asked: Ruleset, declared: DeclaredProcedure, held: int) -> Case:
    """The first complete case inside `held`, with everything that a step wants established."""
    facts: dict[str, Any] = {}
    findings: dict[str, Any] = {}
    diagram, node = asked.diagram, held
    for variable in asked.variables:
        cell = 0
        if diagram.level[node] == variable.level:
            cell = next(i for i, kid in enumerate(diagram.kids[node]) if diagram.masks[kid] & 0b10)
            node = diagram.kids[node][cell]
        (facts if variable.fact else findings)[variable.name] = variable.sample(cell)
    for name in (name for step in declared.transitions for name in step.requires.established):
        fact = ruleset.linked.facts.get(name)
        if fact is not None and name not in facts and fact.derive is None:
            facts[name] = variable_of(fact, 0, ()).sample(0)
    return Case(facts=facts, findings=findings)


def _shown(value: Any) -> str:
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _too_many(conditions: int) -> Diagnostic:
    return Diagnostic(
        "F310",
        Words(
            f"程序里有 {conditions} 个条件，合起来的情形超过 {MAX_WORLDS} 种，没有逐一走遍",
            f"the procedure has {conditions} conditions that combine in more than {MAX_WORLDS} ways; not explored",
        ),
        help=Words("把互不相干的部分分成几个程序", "split what is unrelated into several procedures"),
    )
