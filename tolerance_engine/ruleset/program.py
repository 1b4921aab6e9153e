"""A compiled ruleset: one diagram store, and for each reading the roots that answer questions.

Terminals of outcome functions: 0 none, 1.. the ranked outcomes best first, then the reserved outcomes,
and `DEAD` for assignments that `assume` rules out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.ruleset.model import OFF_SCALE, Linked
from tolerance_engine.ruleset.variables import Variable

NONE = 0
DEAD = TERMINALS - 1

DIMENSION_CODES: Mapping[str, int] = {"favourable": 1, "adverse": 2, "mixed": 3, "neither": 4}
"""Terminals of dimension functions."""


@dataclass(frozen=True, slots=True)
class Clausal:
    """A clause that can give an outcome, with the function that says where it applies."""

    id: str
    kind: str
    then: int
    applies: int
    alone: int
    """Where it applies and, being a ground, no exclusion does."""
    mixed: bool
    """A ground whose outcome some exclusion gives as well."""


@dataclass(frozen=True)
class Program:
    """The roots under one reading. Nodes are ids in the ruleset's one `Diagram`."""

    reading: str
    outcome: int
    feasible: int
    constraints: tuple[int, ...]
    """What `feasible` is made of: each assumption, and each group of dates, by itself."""
    clausals: tuple[Clausal, ...]
    dimensions: Mapping[str, int]
    definitions: Mapping[str, int]
    clauses: Mapping[str, int]
    conditions: Mapping[int, int]
    properties: Mapping[str, int]
    poles: Mapping[str, tuple[int, int]]
    stated: Mapping[tuple[str, str | bool], int]
    """Where a finding that an officer may state would hold: (dimension, value) or (definition, truth)."""

    @cached_property
    def by_outcome(self) -> Mapping[int, tuple[Clausal, ...]]:
        """The clauses that give each outcome terminal, by id."""
        found: dict[int, list[Clausal]] = {}
        for clausal in self.clausals:
            found.setdefault(clausal.then, []).append(clausal)
        return {
            terminal: tuple(sorted(clausals, key=lambda clausal: clausal.id))
            for terminal, clausals in found.items()
        }


@dataclass(frozen=True)
class Ruleset:
    """A region's measure, ready to decide: `te.load_ruleset` makes it, `te.determine` asks it.

    `reading` is the one verdicts are given under unless another is asked for.
    """

    linked: Linked
    diagram: Diagram = field(repr=False)
    variables: tuple[Variable, ...] = field(repr=False)
    programs: Mapping[str, Program] = field(repr=False)
    reading: str
    cache: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Memo of values derived from this ruleset alone (explanation plans, encoders); never read by callers."""

    @property
    def id(self) -> str:
        """The identifier, such as `qinghai`."""
        return self.linked.id

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings; the first is the default."""
        return tuple(self.linked.readings)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Outcome ids by terminal number, starting at terminal 1: ranked ones best first, reserved ones last."""
        return (*(outcome.id for outcome in self.linked.outcomes), *OFF_SCALE)

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        """The variables by the name of their fact or dimension."""
        return {variable.name: variable for variable in self.variables}

    @property
    def nodes(self) -> int:
        """How many diagram nodes decide the outcomes of all readings together."""
        return self.diagram.size(*(program.outcome for program in self.programs.values()))

    def __repr__(self) -> str:
        return f"<Ruleset {self.id} reading={self.reading} facts={len(self.variables)} nodes={self.nodes}>"
