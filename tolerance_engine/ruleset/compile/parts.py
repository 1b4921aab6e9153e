"""Parts: definitions, dimensions and clauses, and which need which. A circle is an error that names it."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import (
    ClauseApplies,
    DefinitionIs,
    DimensionIs,
    Expr,
    references,
)
from tolerance_engine.ruleset.model import Clause, Linked
from tolerance_engine.source import Words

SECTIONS = {"definition": "definitions", "dimension": "dimensions", "clause": "clauses"}

Part = tuple[str, str]
"""A named part of a ruleset: ("definition" | "dimension" | "clause", name)."""


def reading_for(linked: Linked, reading: str) -> str:
    """The reading under which another ruleset is asked: the same name, or else its first."""
    return reading if reading in linked.readings else next(iter(linked.readings))


def conditions_of(linked: Linked, part: Part) -> list[Expr]:
    """The conditions a named part is made of."""
    kind, name = part
    if kind == "definition":
        return [linked.definitions[name].when]
    if kind == "dimension":
        dimension = linked.dimensions[name]
        return [pole.when for pole in (dimension.favourable, dimension.adverse) if pole]
    _, clause = linked.clause(name)
    return [expr for expr in (clause.when, clause.unless) if expr is not None]


def _needs(linked: Linked, part: Part, reading: str) -> Iterator[Part]:
    for expr in conditions_of(linked, part):
        for leaf in references(expr, reading):
            match leaf:
                case DefinitionIs(definition=name):
                    yield "definition", name
                case DimensionIs(dimension=name):
                    yield "dimension", name
                case ClauseApplies(clause=name) if "." not in name:
                    yield "clause", name
                case _:
                    pass
    if part[0] == "clause":
        for other in disabling(linked, part[1], reading):
            yield "clause", other.id


def disabling(linked: Linked, clause: str, reading: str) -> tuple[Clause, ...]:
    """The exceptions that disable `clause` when they apply."""
    return tuple(c for c in linked.clauses if clause in c.disables and c.exists_under(reading))


def refuse_cycles(linked: Linked, reading: str) -> None:
    done: set[Part] = set()
    trail: list[Part] = []

    def visit(part: Part) -> None:
        if part in done:
            return
        if part in trail:
            names = [name for _, name in (*trail[trail.index(part) :], part)]
            circle = " → ".join(names)
            message = Words(
                f"条件互相依赖成环：{circle}", f"conditions depend on each other in a circle: {circle}"
            )
            help_ = Words("断开其中一处引用", "break one of the references")
            section, name = part
            place = linked.place_of(SECTIONS[section], name)
            raise RulesetError([Diagnostic("P002", message, place, help_)])
        trail.append(part)
        for needed in _needs(linked, part, reading):
            visit(needed)
        trail.pop()
        done.add(part)

    for name in linked.definitions:
        visit(("definition", name))
    for name in linked.dimensions:
        visit(("dimension", name))
    for clause in linked.clauses:
        visit(("clause", clause.id))
