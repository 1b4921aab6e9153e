"""Builder: the functions of one ruleset under one reading, as roots of the diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tolerance_engine.diagram import Diagram, Operation
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
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.compile.derive import consistent, linked_groups
from tolerance_engine.ruleset.compile.parts import Part, disabling, reading_for
from tolerance_engine.ruleset.model import CONFLICT, NOT_APPLICABLE, NOT_SPECIFIED, Clause, Linked
from tolerance_engine.ruleset.program import DEAD, DIMENSION_CODES, NONE, Clausal, Program
from tolerance_engine.ruleset.variables import Variable

OVERRIDE = Operation(lambda a, b: b if a == NONE else a, neutral=NONE, idempotent=True, symmetric=False)
"""The left function wherever it says something, else the right one."""

WORST = Operation(max, neutral=NONE)


class Builder:
    """Builds the functions of one ruleset under one reading; another builder stands in for each ruleset used."""

    def __init__(
        self, linked: Linked, reading: str, diagram: Diagram, variables: dict[str, Variable]
    ) -> None:
        self.linked = linked
        self.reading = reading
        self.diagram = diagram
        self.variables = variables
        self.conditions: dict[int, int] = {}
        self.parts: dict[Part, int] = {}
        self.poles: dict[str, tuple[int, int]] = {}
        self.used: dict[str, Builder] = {}

    def node(self, expr: Expr) -> int:
        """1 where the condition holds."""
        key = id(expr)
        if key not in self.conditions:
            self.conditions[key] = self._node(resolve(expr, self.reading))
        return self.conditions[key]

    def _node(self, expr: Expr) -> int:
        diagram = self.diagram
        match expr:
            case FactIs(fact=name):
                variable = self.variables[name]
                return diagram.cells(variable.level, variable.accepted(expr))
            case DefinitionIs(definition=name, wanted=wanted):
                node = self.definition(name)
                return node if wanted else diagram.negate(node)
            case DimensionIs(dimension=name, asked=asked):
                return self.dimension_is(name, asked)
            case ClauseApplies(clause=name):
                if "." in name:
                    alias, local = name.split(".", 1)
                    return self.foreign(alias).applies(local)
                return self.applies(name)
            case All(args=args):
                return diagram.conj([self.node(arg) for arg in args])
            case AnyOf(args=args):
                return diagram.disj([self.node(arg) for arg in args])
            case Not(arg=arg):
                return diagram.negate(self.node(arg))
            case Count(args=args, low=low, high=high):
                return diagram.count_between([self.node(arg) for arg in args], low, high)
            case ByReading():
                raise AssertionError("readings are resolved before building")

    def foreign(self, alias: str) -> Builder:
        """The builder of a ruleset used here."""
        if alias not in self.used:
            other = self.linked.uses[alias]
            self.used[alias] = Builder(other, reading_for(other, self.reading), self.diagram, self.variables)
        return self.used[alias]

    def _part(self, part: Part, make: Callable[[], int]) -> int:
        if part not in self.parts:
            self.parts[part] = make()
        return self.parts[part]

    def definition(self, name: str) -> int:
        """1 where the definition holds."""
        return self._part(("definition", name), lambda: self.node(self.linked.definitions[name].when))

    def pole_nodes(self, name: str) -> tuple[int, int]:
        """Where the favourable and the adverse pole of a dimension hold."""
        if name not in self.poles:
            dimension = self.linked.dimensions[name]
            if dimension.favourable is not None and dimension.adverse is not None:
                self.poles[name] = self.node(dimension.favourable.when), self.node(dimension.adverse.when)
            else:
                level = self.variables[name].level
                values = DIMENSION_VALUES
                self.poles[name] = (
                    self.diagram.cells(level, (values.index("favourable"), values.index("mixed"))),
                    self.diagram.cells(level, (values.index("adverse"), values.index("mixed"))),
                )
        return self.poles[name]

    def dimension_is(self, name: str, asked: str) -> int:
        """1 where the dimension has the value asked for."""
        favourable, adverse = self.pole_nodes(name)
        diagram = self.diagram
        match asked:
            case "some_favourable":
                return favourable
            case "some_adverse":
                return adverse
            case "favourable":
                return diagram.conj([favourable, diagram.negate(adverse)])
            case "adverse":
                return diagram.conj([adverse, diagram.negate(favourable)])
            case "mixed":
                return diagram.conj([favourable, adverse])
            case _:
                return diagram.negate(diagram.disj([favourable, adverse]))

    def applies(self, name: str) -> int:
        """1 where the clause applies: `when`, not `unless`, and no applying exception disables it."""
        _, clause = self.linked.clause(name)
        return self._part(("clause", name), lambda: self._applies(clause))

    def _applies(self, clause: Clause) -> int:
        if not clause.exists_under(self.reading):
            return 0
        diagram = self.diagram
        conditions = [self.node(clause.when)]
        if clause.unless is not None:
            conditions.append(diagram.negate(self.node(clause.unless)))
        disabled = (self.applies(e.id) for e in disabling(self.linked, clause.id, self.reading))
        conditions.extend(diagram.negate(node) for node in disabled)
        return diagram.conj(conditions)

    def assumed(self) -> list[int]:
        """Where each assumption holds, those of every ruleset used included."""
        diagram = self.diagram
        nodes = []
        for assumption in self.linked.assume:
            if assumption.never is not None:
                nodes.append(diagram.negate(self.node(assumption.never)))
            elif assumption.condition is not None and assumption.then is not None:
                nodes.append(
                    diagram.disj(
                        [diagram.negate(self.node(assumption.condition)), self.node(assumption.then)]
                    )
                )
        for alias in self.linked.uses:  # also where no clause of this reading asks: it binds all the same
            nodes.extend(self.foreign(alias).assumed())
        return nodes

    def dates_agree(self) -> list[int]:
        """Where derived booleans that share dates can hold together, whatever the dates are."""
        groups = [group for group in linked_groups(tuple(self.variables.values())) if len(group) > 1]
        return [consistent(self.diagram, group, {}) for group in groups]

    def terminals(self) -> dict[str, int]:
        """The terminal of every outcome, reserved ones included."""
        found = {outcome.id: outcome.rank + 1 for outcome in self.linked.outcomes}
        reserved = len(found)
        return found | {
            CONFLICT: reserved + 1,
            NOT_SPECIFIED: reserved + 2,
            NOT_APPLICABLE: reserved + 3,
        }

    def combined(self, giving: Sequence[Clause]) -> tuple[int, int, int]:
        """What the clauses `giving` come to alone: excluded, granted, and the outcome of both with default and scope."""
        linked, diagram, reading = self.linked, self.diagram, self.reading
        terminal = self.terminals()

        def given(kind: str) -> list[int]:
            return [
                diagram.relabel(self.applies(c.id), {0: NONE, 1: terminal[c.then or ""]})
                for c in giving
                if c.kind == kind
            ]

        excluded = diagram.fold(WORST, given("exclusion"))
        granted = diagram.fold(_combination(linked.combine[reading], terminal[CONFLICT]), given("ground"))
        default = terminal[linked.default[reading]]
        decided = diagram.apply(OVERRIDE, excluded, diagram.apply(OVERRIDE, granted, default))
        if linked.scope is not None:
            outside = diagram.relabel(self.node(linked.scope.when), {0: terminal[NOT_APPLICABLE], 1: NONE})
            decided = diagram.apply(OVERRIDE, outside, decided)
        return excluded, granted, decided

    def giving(self) -> list[Clause]:
        """The clauses of this reading that can give an outcome."""
        return [c for c in self.linked.clauses if c.then is not None and c.exists_under(self.reading)]

    def alive(self, feasible: int, node: int) -> int:
        """The function, and `DEAD` for what cannot be."""
        diagram = self.diagram
        return diagram.apply(OVERRIDE, diagram.relabel(feasible, {0: DEAD, 1: NONE}), node)

    def outcome(self) -> int:
        """The outcome of this reading, alone: what `program` has as its outcome."""
        feasible = self.diagram.conj([*self.assumed(), *self.dates_agree()])
        return self.alive(feasible, self.combined(self.giving())[2])

    def program(self) -> Program:
        """All roots of this reading."""
        linked, diagram, reading = self.linked, self.diagram, self.reading
        terminal, giving = self.terminals(), self.giving()
        for clause in linked.clauses:
            self.applies(clause.id)
        for name in linked.dimensions:
            self.pole_nodes(name)
        for name in linked.definitions:
            if linked.vocabulary is None or name not in linked.vocabulary.definitions:
                self.definition(name)
        asked = {p.id: self.node(p.when) for p in linked.properties if p.when is not None}
        excluded, _, decided = self.combined(giving)
        constraints = [*self.assumed(), *self.dates_agree()]
        feasible = diagram.conj(constraints)
        unbarred = diagram.relabel(excluded, {NONE: 1} | dict.fromkeys(terminal.values(), 0))
        barring = {c.then for c in giving if c.kind == "exclusion"}
        codes = DIMENSION_CODES
        return Program(
            reading=reading,
            outcome=self.alive(feasible, decided),
            feasible=feasible,
            constraints=tuple(constraints),
            clausals=tuple(
                Clausal(
                    id=c.id,
                    kind=c.kind,
                    then=terminal[c.then or ""],
                    applies=self.applies(c.id),
                    alone=self.applies(c.id)
                    if c.kind == "exclusion"
                    else diagram.conj([self.applies(c.id), unbarred]),
                    mixed=c.kind == "ground" and c.then in barring,
                )
                for c in giving
            ),
            dimensions={
                name: diagram.fold(
                    WORST,
                    [
                        diagram.relabel(self.dimension_is(name, value), {1: codes[value]})
                        for value in DIMENSION_VALUES
                    ],
                )
                for name in linked.dimensions
            },
            definitions={name: node for (kind, name), node in self.parts.items() if kind == "definition"},
            clauses={name: node for (kind, name), node in self._all_parts() if kind == "clause"},
            conditions=self._all_conditions(),
            properties=asked,
            poles=dict(self.poles),
            stated=self._stated(),
        )

    def _stated(self) -> dict[tuple[str, str | bool], int]:
        stated: dict[tuple[str, str | bool], int] = {}
        for (kind, name), node in list(self.parts.items()):
            if kind == "definition":
                stated[name, True], stated[name, False] = node, self.diagram.negate(node)
        for name, dimension in self.linked.dimensions.items():
            if dimension.favourable is not None:
                stated |= {(name, value): self.dimension_is(name, value) for value in DIMENSION_VALUES}
        return stated

    def _all_parts(self) -> Iterator[tuple[Part, int]]:
        yield from self.parts.items()
        for alias, used in self.used.items():
            for (kind, name), node in used._all_parts():
                yield (kind, f"{alias}.{name}"), node

    def _all_conditions(self) -> dict[int, int]:
        found = dict(self.conditions)
        for used in self.used.values():
            found |= used._all_conditions()
        return found


def _combination(combine: str, conflict: int) -> Operation:
    """How applying grounds are combined."""
    if combine == "most_favourable":
        return Operation(lambda a, b: min(a, b) if a and b else a or b, neutral=NONE)
    if combine == "least_favourable":
        return Operation(max, neutral=NONE)
    return Operation(
        lambda a, b: a if a == b or not b else b if not a else conflict, neutral=NONE, absorbing=conflict
    )
