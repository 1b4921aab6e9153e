"""The kernel: everything a result tells of a block of rows, as walks over planes.

Made once for a ruleset, a reading and the findings that a table states. It holds numbers and names only, so
that it can be sent to other processes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tolerance_engine.batch.bits import seen
from tolerance_engine.batch.extended import Extended, extend
from tolerance_engine.batch.walks import Planes, Walk, walk_of
from tolerance_engine.batch.wanted import Part
from tolerance_engine.ruleset.program import DEAD, Program, Ruleset


@dataclass(frozen=True, slots=True)
class ClauseWalk:
    """A clause that can give an outcome; it gives it where its walk cannot end in 0."""

    id: str
    terminal: int
    walk: Walk


@dataclass(frozen=True, slots=True)
class Kernel:
    """The walks of one reading."""

    planes: Planes
    outcome: Walk
    dimensions: Mapping[str, Walk]
    clauses: tuple[ClauseWalk, ...]
    readings: Mapping[str, Walk]

    def run(self, columns: Sequence[Sequence[int]], rows: int) -> Told:
        """What the rows of the plane `rows` come to. `columns` holds the cells of every column."""
        planes = self.planes.of(columns)
        reached = _living(self.outcome.run(planes, rows))
        once, twice = seen(reached.values())
        decided = {terminal: plane & ~twice for terminal, plane in reached.items()}
        applying = {}
        for clause in self.clauses:
            there = decided.get(clause.terminal, 0)
            if there:
                applying[clause.id] = there & ~clause.walk.run(planes, there).get(0, 0)
        return Told(
            possible=reached,
            decided=decided,
            impossible=rows & ~once,
            open=twice,
            dimensions={name: walk.run(planes, once) for name, walk in self.dimensions.items()},
            applies=applying,
            readings={name: _living(walk.run(planes, once)) for name, walk in self.readings.items()},
        )


@dataclass(frozen=True, slots=True)
class Told:
    """Planes: the rows in which each outcome is possible, each decides, none is possible, several are."""

    possible: Mapping[int, int]
    decided: Mapping[int, int]
    impossible: int
    open: int
    dimensions: Mapping[str, Mapping[int, int]]
    applies: Mapping[str, int]
    readings: Mapping[str, Mapping[int, int]]

    def __or__(self, other: Told) -> Told:
        """Two blocks of rows that share none, together."""
        return Told(
            possible=_both(self.possible, other.possible),
            decided=_both(self.decided, other.decided),
            impossible=self.impossible | other.impossible,
            open=self.open | other.open,
            dimensions=_each(self.dimensions, other.dimensions),
            applies=_both(self.applies, other.applies),
            readings=_each(self.readings, other.readings),
        )


NOTHING = Told({}, {}, 0, 0, {}, {}, {})


def _living(ends: Mapping[int, int]) -> dict[int, int]:
    return {terminal: plane for terminal, plane in ends.items() if terminal != DEAD}


K = TypeVar("K")


def _both(left: Mapping[K, int], right: Mapping[K, int]) -> dict[K, int]:
    return {key: left.get(key, 0) | right.get(key, 0) for key in {**left, **right}}


def _each(
    left: Mapping[str, Mapping[int, int]], right: Mapping[str, Mapping[int, int]]
) -> dict[str, dict[int, int]]:
    return {name: _both(left.get(name, {}), right.get(name, {})) for name in {**left, **right}}


def kernel_of(
    ruleset: Ruleset, program: Program, findings: Sequence[str], give: Sequence[Part], condition: int = 1
) -> Kernel:
    """The kernel for a table that states `findings`. `condition` is a function that is 1 in every completion.

    Raises BudgetExceeded when what is stated does not fit into one diagram.
    """
    planes = Planes()
    extended = extend(ruleset, program, findings, condition)
    walks = _Walks(extended, planes, findings)
    readings = {}
    if "readings" in give:
        for name, other in ruleset.programs.items():
            if other is program:
                continue
            readings[name] = _Walks(extend(ruleset, other, findings, condition), planes, findings).outcome()
    clauses = [
        ClauseWalk(clausal.id, clausal.then, walks.near(clausal.alone if clausal.mixed else clausal.applies))
        for clausal in (sorted(program.clausals, key=lambda each: each.id) if "applies" in give else ())
    ]
    dimensions = program.dimensions if "findings" in give else {}
    return Kernel(
        planes=planes,
        outcome=walks.outcome(),
        dimensions={name: walks.near(root) for name, root in dimensions.items()},
        clauses=tuple(clauses),
        readings=readings,
    )


@dataclass(frozen=True, slots=True)
class _Walks:
    extended: Extended
    planes: Planes
    findings: Sequence[str]

    def outcome(self) -> Walk:
        return self.walk(self.extended.outcome)

    def near(self, node: int) -> Walk:
        """The walk of another function, over the completions that its own variables' guards leave."""
        copied = self.extended.copy(node)
        return self.walk(self.extended.guarded(copied, self.extended.near(copied)))

    def walk(self, root: int) -> Walk:
        extended = self.extended
        columns = [0] * len(extended.diagram.arities)
        for level, place in enumerate(extended.levels):
            columns[place] = level
        for selector in extended.selectors.values():
            columns[selector.level] = len(extended.levels) + list(self.findings).index(selector.name)
        return walk_of(extended.diagram, root, columns, self.planes)
