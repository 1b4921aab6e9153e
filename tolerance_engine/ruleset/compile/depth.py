"""Depth: no circle among the parts of a ruleset, and no chain so long that walking it would not end well."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RulesetError
from tolerance_engine.expr import ClauseApplies, DefinitionIs, DimensionIs, Expr, children, resolve
from tolerance_engine.ruleset.compile.parts import SECTIONS, Part, conditions_of, disabling, reading_for
from tolerance_engine.ruleset.model import Linked
from tolerance_engine.source import Words

MAX_DEPTH = 100
"""Levels of conditions within conditions, counted through the definitions, dimensions and clauses they name."""

Place = tuple[str, str, Part]
"""A part of a ruleset (by id) under one reading."""


def refuse_circles(linked: Linked, reading: str) -> None:
    """Raises RulesetError where parts need each other in a circle, or through more than MAX_DEPTH levels."""
    _Walk().ruleset(linked, reading)


class _Walk:
    """One walk over everything a ruleset reaches, the rulesets it uses included."""

    def __init__(self) -> None:
        self.depth: dict[Place, int] = {}
        self.trail: list[Place] = []

    def ruleset(self, linked: Linked, reading: str) -> None:
        for name in linked.definitions:
            self.part(linked, reading, ("definition", name))
        for name in linked.dimensions:
            self.part(linked, reading, ("dimension", name))
        for clause in linked.clauses:
            self.part(linked, reading, ("clause", clause.id))
        for used in linked.uses.values():
            self.ruleset(used, reading_for(used, reading))

    def part(self, linked: Linked, reading: str, part: Part) -> int:
        place = (linked.id, reading, part)
        if place in self.depth:
            return self.depth[place]
        if place in self.trail:
            self._circle(linked, place)
        self.trail.append(place)
        if len(self.trail) > MAX_DEPTH:
            self._too_deep(linked, part)
        levels = [self.expr(linked, reading, expr) for expr in conditions_of(linked, part)]
        if part[0] == "clause":
            levels += [
                self.part(linked, reading, ("clause", e.id)) for e in disabling(linked, part[1], reading)
            ]
        self.trail.pop()
        self.depth[place] = deepest = 1 + max(levels, default=0)
        if deepest > MAX_DEPTH:
            self._too_deep(linked, part)
        return deepest

    def expr(self, linked: Linked, reading: str, written: Expr) -> int:
        here = resolve(written, reading)
        below = list(self._named(linked, reading, here))
        below += [self.expr(linked, reading, child) for child in children(here)]
        return 1 + max(below, default=0)

    def _named(self, linked: Linked, reading: str, leaf: Expr) -> Iterator[int]:
        match leaf:
            case DefinitionIs(definition=name):
                yield self.part(linked, reading, ("definition", name))
            case DimensionIs(dimension=name):
                yield self.part(linked, reading, ("dimension", name))
            case ClauseApplies(clause=name):
                owner, clause = linked.clause(name)
                there = reading if owner is linked else reading_for(owner, reading)
                yield self.part(owner, there, ("clause", clause.id))
            case _:
                pass

    def _circle(self, linked: Linked, place: Place) -> None:
        names = [part[1] for _, _, part in (*self.trail[self.trail.index(place) :], place)]
        circle = " → ".join(names)
        message = Words(
            f"条件互相依赖成环：{circle}", f"conditions depend on each other in a circle: {circle}"
        )
        section, name = SECTIONS[place[2][0]], place[2][1]
        help_ = Words("断开其中一处引用", "break one of the references")
        raise RulesetError([Diagnostic("P002", message, linked.place_of(section, name), help_)])

    def _too_deep(self, linked: Linked, part: Part) -> None:
        message = Words(
            f"条件连同引用超过 {MAX_DEPTH} 层",
            f"conditions and what they name go deeper than {MAX_DEPTH} levels",
        )
        place = linked.place_of(SECTIONS[part[0]], part[1])
        raise RulesetError(
            [Diagnostic("P005", message, place, Words("合并几层定义", "join some of the definitions"))]
        )
