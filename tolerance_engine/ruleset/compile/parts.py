"""Parts: definitions, dimensions and clauses, and which need which. A circle is an error that names it."""

from __future__ import annotations

from tolerance_engine.expr import (
    Expr,
)
from tolerance_engine.ruleset.model import Clause, Linked

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


def disabling(linked: Linked, clause: str, reading: str) -> tuple[Clause, ...]:
    """The exceptions that disable `clause` when they apply."""
    return tuple(c for c in linked.clauses if clause in c.disables and c.exists_under(reading))
