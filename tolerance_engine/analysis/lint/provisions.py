"""Provisions: the parts of a ruleset that have conditions of their own, and what those conditions name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.expr import ClauseApplies, DefinitionIs, DimensionIs, Expr, FactIs, leaves
from tolerance_engine.expr.nodes import Path
from tolerance_engine.ruleset.model import Clause, Ground, Linked
from tolerance_engine.source import Position, Words


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause, an own definition, a pole or the scope, with its condition."""

    section: str
    name: str
    side: str | None
    when: Expr
    unless: Expr | None
    ground: Ground
    clause: Clause | None = None

    @property
    def path(self) -> Path:
        """Where it stands in the file; clauses are found by `Linked.place_of`."""
        if self.section == "scope":
            return ("scope",)
        return (self.section, self.name, self.side) if self.side else (self.section, self.name)

    @property
    def words(self) -> Words:
        """What it is, in a message."""
        if self.section == "scope":
            return Words("适用范围", "the scope")
        kind = {
            "clauses": Words("条款", "the clause"),
            "definitions": Words("定义", "the definition"),
            "dimensions": Words("维度", "the dimension"),
        }[self.section]
        side = {"favourable": Words("有利的一面", "favourable"), "adverse": Words("不利的一面", "adverse")}
        if self.side is None:
            return Words(f"{kind.zh} `{self.name}`", f"{kind.en} `{self.name}`")
        return Words(
            f"{kind.zh} `{self.name}` {side[self.side].zh}", f"the {self.side} pole of `{self.name}`"
        )

    @property
    def of(self) -> str:
        """The Chinese words as the start of a phrase: a name in backticks is set off by a space."""
        zh = self.words.zh
        return f"{zh} 的" if zh.endswith("`") else f"{zh}的"

    @property
    def conditions(self) -> tuple[Expr, ...]:
        """Its conditions as written."""
        return (self.when,) if self.unless is None else (self.when, self.unless)

    def exists_under(self, reading: str) -> bool:
        """Whether it is part of the ruleset as read so."""
        return self.clause is None or self.clause.exists_under(reading)

    def holds(self, view: View) -> int:
        """Where its own condition is met; exceptions that disable it left aside."""
        met = view.node(self.when)
        return met if self.unless is None else view.minus(met, view.node(self.unless))


def provisions(linked: Linked) -> Iterator[Provision]:
    """Every provision of the file itself; what a vocabulary brings belongs to the vocabulary."""
    if linked.scope is not None:
        yield Provision("scope", "scope", None, linked.scope.when, None, linked.scope.ground)
    for definition in own_definitions(linked):
        part = linked.definitions[definition]
        yield Provision("definitions", definition, None, part.when, None, part.ground)
    for name, dimension in linked.dimensions.items():
        for side, pole in (("favourable", dimension.favourable), ("adverse", dimension.adverse)):
            if pole is not None:
                yield Provision("dimensions", name, side, pole.when, None, pole.ground)
    for clause in linked.clauses:
        yield Provision("clauses", clause.id, None, clause.when, clause.unless, clause.ground, clause)


def own_definitions(linked: Linked) -> tuple[str, ...]:
    """The definitions that the file itself declares."""
    shared = linked.vocabulary.definitions if linked.vocabulary else {}
    return tuple(name for name in linked.definitions if name not in shared)


def named_by(linked: Linked, expr: Expr) -> frozenset[tuple[str, str]]:
    """Everything a condition asks for, directly or through what it names, as (kind, name); all readings."""
    found: set[tuple[str, str]] = set()
    queue = [expr]
    while queue:
        for leaf in leaves(queue.pop()):
            match leaf:
                case FactIs(fact=name):
                    found.add(("fact", name))
                case DefinitionIs(definition=name):
                    if ("definition", name) not in found:
                        found.add(("definition", name))
                        queue.append(linked.definitions[name].when)
                case DimensionIs(dimension=name):
                    if ("dimension", name) not in found:
                        found.add(("dimension", name))
                        dimension = linked.dimensions[name]
                        queue.extend(p.when for p in (dimension.favourable, dimension.adverse) if p)
                case ClauseApplies(clause=name):
                    if ("clause", name) not in found:
                        found.add(("clause", name))
                        queue.extend(_conditions_of(linked, name))
                case _:
                    pass
    return frozenset(found)


def procedure_asks(linked: Linked) -> tuple[tuple[Expr, ...], frozenset[str]]:
    """What the declared procedure asks for: its conditions, and the names that must be established for a step."""
    steps = linked.procedure.transitions if linked.procedure is not None else ()
    routes = [route for step in steps if isinstance(step.by, tuple) for route in step.by]
    asked = [*(step.when for step in steps), *(route.when for route in routes)]
    conditions = [expr for expr in asked if expr is not None]
    return tuple(conditions), frozenset(name for step in steps for name in step.requires.established)


def _conditions_of(linked: Linked, name: str) -> list[Expr]:
    owner, clause = linked.clause(name)
    if owner is not linked:
        return []  # another ruleset's clause: linted there
    disabling = [other for other in linked.clauses if clause.id in other.disables]
    return [e for c in (clause, *disabling) for e in (c.when, c.unless) if e is not None]


def asked_clauses(linked: Linked) -> frozenset[str]:
    """The clauses that some condition asks for by name."""
    asked = {
        leaf.clause
        for provision in provisions(linked)
        for expr in provision.conditions
        for leaf in leaves(expr)
        if isinstance(leaf, ClauseApplies)
    }
    asked |= {
        leaf.clause
        for prop in linked.properties
        if prop.when is not None
        for leaf in leaves(prop.when)
        if isinstance(leaf, ClauseApplies)
    }
    return frozenset(asked)


def place_of(space: Space, provision: Provision) -> Position | None:
    """Where a provision stands."""
    if provision.section == "clauses":
        return space.linked.place_of("clauses", provision.name)
    return space.at(provision.path, key=True)
