"""Deciding: which clause gave the outcome before and which gives it now, and what no edit touched.

Counts are over cells of the comparison's space. Several clauses may give one outcome in one case, so the rows
of such a table may add up to more than the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tolerance_engine.analysis.compare.joint import Joint, Side
from tolerance_engine.analysis.compare.scale import Scale
from tolerance_engine.analysis.compare.space import Space
from tolerance_engine.analysis.prove.search import where
from tolerance_engine.diagram import Operation
from tolerance_engine.ruleset.program import DEAD, Clausal

_MODALITIES = (None, "may", "generally", "must")
_STRONGEST = Operation(max, neutral=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """In `count` cells `before` gave one outcome and `after` gives the other; None where no clause does."""

    before: str | None
    after: str | None
    first: str
    second: str
    count: int


@dataclass(frozen=True, slots=True)
class ModalityChange:
    """In `count` cells the outcome is the same and its wording (must, generally, may, none) is not."""

    before: str | None
    after: str | None
    count: int


@dataclass(frozen=True, eq=False)
class Deciding:
    """The deciding clauses of both sides as functions, and the counts made of them."""

    joint: Joint
    space: Space
    scale: Scale

    @cached_property
    def _first(self) -> Mapping[str, int]:
        return self._decides(self.joint.first, self.joint.outcomes[0])

    @cached_property
    def _second(self) -> Mapping[str, int]:
        return self._decides(self.joint.second, self.joint.outcomes[1])

    def _decides(self, side: Side, outcome: int) -> dict[str, int]:
        """For each clause: 1 where it applies and its outcome is the outcome."""
        diagram = self.joint.diagram
        given = {c.then: where(self.joint.diagram, outcome, c.then) for c in side.program.clausals}
        return {c.id: diagram.conj([c.alone, given[c.then]]) for c in side.program.clausals}

    def cells(self, transitions: Iterable[tuple[int, int]]) -> tuple[Cell, ...]:
        """Old deciding clause to new deciding clause, for each of the transitions; most cells first."""
        found = [cell for transition in transitions for cell in self._cells(*transition)]
        return tuple(
            sorted(found, key=lambda c: (-c.count, c.first, c.second, c.before or "", c.after or ""))
        )

    def _cells(self, a: int, b: int) -> Iterator[Cell]:
        diagram, joint = self.joint.diagram, self.joint
        region = diagram.conj(
            [where(self.joint.diagram, joint.outcomes[0], a), where(self.joint.diagram, joint.outcomes[1], b)]
        )
        names = joint.first.outcomes[a - 1], joint.second.outcomes[b - 1]
        for before, part in self._parts(region, joint.first, self._first, a):
            for after, smaller in self._parts(part, joint.second, self._second, b):
                count = self.space.count(self.space.somewhere(smaller))
                yield Cell(before, after, *names, count)

    def _parts(
        self, region: int, side: Side, decides: Mapping[str, int], terminal: int
    ) -> Iterator[tuple[str | None, int]]:
        """The region by deciding clause; None for what no clause decides."""
        diagram = self.joint.diagram
        clauses = side.program.by_outcome.get(terminal, ())
        for clausal in clauses:
            part = diagram.conj([region, decides[clausal.id]])
            if part != 0:
                yield clausal.id, part
        rest = diagram.conj([region, diagram.negate(diagram.disj([decides[c.id] for c in clauses]))])
        if rest != 0:
            yield None, rest

    def settled(self) -> int:
        """In how many cells an unchanged clause decides both before and after, whatever else the case is."""
        diagram = self.joint.diagram
        both = [diagram.conj([self._first[old.id], self._second[new.id]]) for old, new in self._unchanged()]
        alive = where(self.joint.diagram, self.joint.outcomes[0], DEAD)
        open_ = diagram.conj([diagram.negate(alive), diagram.negate(diagram.disj(both))])
        total = sum(self.space.pairs(self.space.nodes[0], self.space.nodes[1]).values())
        return total - self.space.count(self.space.somewhere(open_))

    def _unchanged(self) -> Iterator[tuple[Clausal, Clausal]]:
        """Clauses that apply in the very same cases and give the same outcome, whatever they are called."""
        joint, diagram = self.joint, self.joint.diagram
        first, second = joint.first, joint.second
        by_function: dict[int, list[Clausal]] = {}
        for clausal in second.program.clausals:
            by_function.setdefault(diagram.conj([clausal.applies, joint.feasible]), []).append(clausal)
        for old in first.program.clausals:
            for new in by_function.get(diagram.conj([old.applies, joint.feasible]), ()):
                names = first.outcomes[old.then - 1], second.outcomes[new.then - 1]
                if self.scale.relation(*names) == "equal":
                    yield old, new

    def modality(self) -> tuple[ModalityChange, ...]:
        """Where the outcome stays and the strongest wording among the deciding clauses does not."""
        joint, diagram = self.joint, self.joint.diagram
        first = self._modality(joint.first, self._first)
        second = self._modality(joint.second, self._second)
        if first == second:
            return ()
        same = diagram.disj(
            [
                diagram.conj(
                    [
                        where(self.joint.diagram, joint.outcomes[0], a),
                        where(self.joint.diagram, joint.outcomes[1], b),
                    ]
                )
                for a, one in enumerate(joint.first.outcomes, start=1)
                for b, other in enumerate(joint.second.outcomes, start=1)
                if self.scale.relation(one, other) == "equal"
            ]
        )
        found = []
        for before, old in enumerate(_MODALITIES):
            for after, new in enumerate(_MODALITIES):
                region = diagram.conj(
                    [same, where(self.joint.diagram, first, before), where(self.joint.diagram, second, after)]
                )
                if before != after and region != 0:
                    found.append(ModalityChange(old, new, self.space.count(self.space.somewhere(region))))
        return tuple(sorted(found, key=lambda each: -each.count))

    def _modality(self, side: Side, decides: Mapping[str, int]) -> int:
        ranks = {clause.id: _MODALITIES.index(clause.modality) for clause in side.linked.clauses}
        diagram = self.joint.diagram
        return diagram.fold(
            _STRONGEST, [diagram.relabel(node, {1: ranks[name]}) for name, node in decides.items()]
        )
