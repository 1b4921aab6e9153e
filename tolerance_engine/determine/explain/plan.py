"""The plan of an explanation: every provision once, parts before the whole, worked out once per reading.

Explaining a case is then one pass over a list; leaves that need nothing from the case are made beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tolerance_engine.determine.explain.explanation import Derived, Node, Site
from tolerance_engine.determine.explain.makers import (
    Asked,
    Maker,
    TruthOf,
    clause_truth,
    counter,
    derived_maker,
    dimension_truth,
    fact_makers,
    matches,
    same_maker,
    stated_maker,
    stated_node,
)
from tolerance_engine.expr import (
    All,
    AnyOf,
    ByReading,
    ClauseApplies,
    Count,
    DefinitionIs,
    DimensionIs,
    Expr,
    FactIs,
    Not,
    resolve,
)
from tolerance_engine.ruleset.compile import disabling, reading_for
from tolerance_engine.ruleset.model import Clause, Linked
from tolerance_engine.ruleset.program import Program, Ruleset


@dataclass(frozen=True, slots=True)
class Plan:
    """The makers in order, and which make the clauses and the scope; `bare` ones for cases of plain facts only."""

    makers: tuple[Maker, ...]
    bare: tuple[Maker, ...]
    sites: tuple[Site, ...]
    clauses: tuple[int, ...]
    scope: int | None
    default: Derived
    root: Site


def plan_of(ruleset: Ruleset, reading: str) -> Plan:
    """The plan for one reading; made at the first explanation."""
    key = ("plan", reading)
    if key not in ruleset.cache:
        ruleset.cache[key] = _Planner(ruleset, ruleset.programs[reading]).plan()
    return ruleset.cache[key]  # type: ignore[no-any-return]


class _Planner:
    def __init__(self, ruleset: Ruleset, program: Program) -> None:
        self.ruleset, self.program = ruleset, program
        self.makers: list[Maker] = []
        self.bare: list[Maker] = []
        self.sites: list[Site] = []
        self.facts: list[tuple[str, ...]] = []
        self.done: dict[Any, int] = {}

    def plan(self) -> Plan:
        linked, reading = self.ruleset.linked, self.program.reading
        scope = None
        if linked.scope is not None:
            inner = self.expr(linked.scope.when, linked, reading, "")
            scope = self.same("scope", inner, label=linked.scope.label, ground=linked.scope.ground)
        clauses = [
            self.clause(clause, linked, reading, "")
            for clause in linked.clauses
            if clause.exists_under(reading)
        ]
        default = linked.default[reading]
        return Plan(
            makers=tuple(self.makers),
            bare=tuple(self.bare),
            sites=tuple(self.sites),
            clauses=tuple(clauses),
            scope=scope,
            default=Derived(
                Site("default", label=linked.outcome_label(default), extra={"outcome": default}), 2, ()
            ),
            root=Site("verdict", id_=linked.id, label=linked.title),
        )

    def add(self, site: Site, maker: Maker, bare: Maker | None = None) -> int:
        """`bare` is the maker for a case without findings, evidence or conflicts, where it can be quicker."""
        self.makers.append(maker)
        self.bare.append(bare or maker)
        self.sites.append(site)
        self.facts.append(site.facts)
        return len(self.makers) - 1

    def gather(self, parts: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for part in parts for fact in self.facts[part]))

    def derived(self, kind: str, parts: tuple[int, ...], truth: TruthOf, **details: Any) -> int:
        """A node whose truth is computed from the truths of its parts."""
        site = Site(kind, facts=self.gather(parts), **details)
        return self.add(site, derived_maker(site, parts, truth))

    def same(self, kind: str, part: int, **details: Any) -> int:
        """A node that is as true as its only part."""
        site = Site(kind, facts=self.gather((part,)), **details)
        return self.add(site, same_maker(site, part))

    # conditions ----------------------------------------------------------------------------------------

    def expr(self, written: Expr, linked: Linked, reading: str, prefix: str) -> int:
        key = (id(written), prefix)
        if key not in self.done:
            self.done[key] = self._expr(
                resolve(written, reading), linked, reading, prefix, self.program.conditions.get(id(written))
            )
        return self.done[key]

    def _expr(self, expr: Expr, linked: Linked, reading: str, prefix: str, node: int | None) -> int:
        def inner(args: Sequence[Expr]) -> tuple[int, ...]:
            return tuple(self.expr(arg, linked, reading, prefix) for arg in args)

        match expr:
            case All(args=args):
                return self.derived("all", inner(args), min, node=node)
            case AnyOf(args=args):
                return self.derived("any", inner(args), max, node=node)
            case Not(arg=arg):
                return self.derived("not", inner((arg,)), lambda truths: 2 - next(iter(truths)), node=node)
            case Count(args=args, low=low, high=high, word=word):
                extra = {"low": low, "high": high, "word": word}
                return self.derived("count", inner(args), counter(low, high), node=node, extra=extra)
            case FactIs():
                return self.fact(expr, linked, node)
            case DefinitionIs(definition=name, wanted=wanted):
                return self.definition(name, wanted, linked, reading, prefix, node)
            case DimensionIs(dimension=name, asked=asked):
                return self.dimension(name, asked, linked, reading, prefix, node)
            case ClauseApplies(clause=name):
                return self.clause_applies(name, linked, reading, prefix, node)
            case ByReading():
                raise AssertionError("readings are resolved before planning")

    def fact(self, leaf: FactIs, linked: Linked, node: int | None) -> int:
        variable = self.ruleset.by_name[leaf.fact]
        fact = linked.facts[leaf.fact]
        operand = list(leaf.operand) if isinstance(leaf.operand, tuple) else leaf.operand
        extra = {"fact": leaf.fact, "test": leaf.test, "operand": operand}
        site = Site("fact", label=fact.label, facts=(leaf.fact,), node=node, extra=extra)
        return self.add(site, *fact_makers(site, variable, frozenset(variable.accepted(leaf))))

    def definition(
        self, name: str, wanted: bool, linked: Linked, reading: str, prefix: str, node: int | None
    ) -> int:
        definition = linked.definitions[name]
        whole_key = ("definition", prefix + name)
        if whole_key not in self.done:
            part = self.expr(definition.when, linked, reading, prefix)
            self.done[whole_key] = part
        part = self.done[whole_key]
        extra = {"wanted": wanted}
        site = Site(
            "definition",
            id_=prefix + name,
            label=definition.label,
            ground=definition.ground,
            facts=self.facts[part],
            node=node,
            extra=extra,
        )
        given = Site(
            "finding",
            id_=prefix + name,
            label=definition.label,
            ground=definition.ground,
            node=node,
            extra=extra,
        )

        unstated = (
            same_maker(site, part) if wanted else derived_maker(site, (part,), lambda ts: 2 - next(iter(ts)))
        )

        def make(nodes: list[Node], asked: Asked) -> Node:
            stated = asked.bound.findings.get(name) if not prefix else None
            if stated is not None:
                hits = [value is wanted for value in stated]
                truth = 2 if all(hits) else 0 if not any(hits) else 1
                return stated_node(given, truth, stated, asked, name)
            return unstated(nodes, asked)

        return self.add(site, make, unstated)

    def dimension(
        self, name: str, asked_for: str, linked: Linked, reading: str, prefix: str, node: int | None
    ) -> int:
        dimension = linked.dimensions[name]
        extra = {"asked": asked_for}
        given = Site(
            "finding",
            id_=prefix + name,
            label=dimension.label,
            ground=dimension.ground,
            facts=(),
            node=node,
            extra=extra,
        )
        if dimension.favourable is None or dimension.adverse is None:
            return self.add(given, stated_maker(given, name, asked_for))
        parts = []
        for side, pole in (("favourable", dimension.favourable), ("adverse", dimension.adverse)):
            key = ("pole", prefix + name, side)
            if key not in self.done:
                inner = self.expr(pole.when, linked, reading, prefix)
                node_of_pole = self.program.conditions.get(id(pole.when))
                self.done[key] = self.same(
                    "pole",
                    inner,
                    id_=f"{prefix}{name}.{side}",
                    label=pole.label,
                    ground=pole.ground,
                    node=node_of_pole,
                )
            parts.append(self.done[key])
        favourable, adverse = parts
        site = Site(
            "dimension",
            id_=prefix + name,
            label=dimension.label,
            ground=dimension.ground,
            facts=self.gather(parts),
            node=node,
            extra=extra,
        )

        def make(nodes: list[Node], asked: Asked) -> Node:
            stated = asked.bound.findings.get(name) if not prefix else None
            if stated is not None:
                return stated_node(given, matches(asked_for, stated), stated, asked, name)
            return unstated(nodes, asked)

        def unstated(nodes: list[Node], _: Asked) -> Node:
            good, bad = nodes[favourable], nodes[adverse]
            return Derived(site, dimension_truth(asked_for, good[1], bad[1]), (good, bad))

        return self.add(site, make, unstated)

    # clauses -------------------------------------------------------------------------------------------

    def clause_applies(self, name: str, linked: Linked, reading: str, prefix: str, node: int | None) -> int:
        owner, clause = linked.clause(name)
        if owner is linked:
            there, inside = reading, prefix
        else:
            there, inside = reading_for(owner, reading), name.split(".", 1)[0] + "."
        if not clause.exists_under(there):
            return self.derived(
                "clause_applies", (), lambda _: 0, id_=inside + clause.id, label=clause.label, node=node
            )
        part = self.clause(clause, owner, there, inside)
        extra = {} if owner is linked else {"ruleset": owner.id}
        return self.same(
            "clause_applies", part, id_=inside + clause.id, label=clause.label, node=node, extra=extra
        )

    def clause(self, clause: Clause, linked: Linked, reading: str, prefix: str) -> int:
        key = ("clause", prefix + clause.id)
        if key in self.done:
            return self.done[key]
        parts = [self.same("when", self.expr(clause.when, linked, reading, prefix))]
        if clause.unless is not None:
            parts.append(self.same("unless", self.expr(clause.unless, linked, reading, prefix)))
        for exception in disabling(linked, clause.id, reading):
            part = self.clause(exception, linked, reading, prefix)
            parts.append(self.same("disabled_by", part, id_=prefix + exception.id, label=exception.label))
        extra = {"role": clause.kind, "then": clause.then, "modality": clause.modality}
        self.done[key] = self.derived(
            "clause",
            tuple(parts),
            clause_truth,
            id_=prefix + clause.id,
            label=clause.label,
            ground=clause.ground,
            node=self.program.clauses.get(prefix + clause.id),
            extra=extra,
        )
        return self.done[key]
