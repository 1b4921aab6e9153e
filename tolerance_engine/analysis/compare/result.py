"""Diff: two rulesets over all cases both accept at once. Exact counts, one case for every transition, no estimate.

The result is a frozen value; what is asked of it is worked out when it is first asked for, and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tolerance_engine.analysis.compare.compared import Compared
from tolerance_engine.analysis.compare.deciding import Cell, Deciding, ModalityChange
from tolerance_engine.analysis.compare.edits import Edit, edits_of
from tolerance_engine.analysis.compare.impact import Impact, impact_rows
from tolerance_engine.analysis.compare.joint import Joint, joint
from tolerance_engine.analysis.compare.materials import (
    Axis,
    DataChange,
    Sided,
    Silent,
    axes,
    declared,
    sided,
    silences,
)
from tolerance_engine.analysis.compare.nearest import nearest_cases
from tolerance_engine.analysis.compare.options import Options
from tolerance_engine.analysis.compare.scale import Relation, Scale
from tolerance_engine.analysis.compare.space import Space
from tolerance_engine.analysis.compare.tally import Overall, Tally, tally
from tolerance_engine.analysis.compare.witness import Typical, Witness, typical_of, witness_of
from tolerance_engine.determine import Case
from tolerance_engine.errors import CaseError
from tolerance_engine.render.page import Page
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang


@dataclass(frozen=True, eq=False)
class Transition:
    """In `count` cells the first gives `before` and the second `after`. A witness where they differ."""

    before: str
    after: str
    relation: Relation
    count: int
    witness: Witness | None

    def as_data(self, *, full: bool = False) -> dict[str, Any]:
        """Plain data for JSON; the count is text, it may be larger than JSON readers can hold."""
        return {
            "from": self.before,
            "to": self.after,
            "relation": self.relation,
            "count": str(self.count),
            "witness": self.witness.as_data(full=full) if self.witness else None,
        }


@dataclass(frozen=True, eq=False)
class Diff(Compared):
    """What it means to decide by `b` what was decided by `a`, each under its reading in `reading`."""

    a: Ruleset
    b: Ruleset
    reading: tuple[str, str]
    scale: Scale
    options: Options = field(repr=False)

    def __repr__(self) -> str:
        return f"<Diff {self.a.id}/{self.reading[0]} {self.b.id}/{self.reading[1]} {self.relation}>"

    # counting ------------------------------------------------------------------------------------------

    @cached_property
    def _joint(self) -> Joint:
        return joint(self.a, self.b, self.reading, self.options.budget)

    @property
    def _space(self) -> Space:
        return self._joint.counting.space

    @property
    def _counts(self) -> Mapping[tuple[int, int], int]:
        return self._joint.counting.counts

    @cached_property
    def _tally(self) -> Tally:
        return tally(self._counts, (self.a.outcomes, self.b.outcomes), self.scale)

    @property
    def cases(self) -> int:
        """The denominator: cells of the facts either outcome depends on that both rulesets accept."""
        return self._tally.cases

    @property
    def differing(self) -> int:
        """In how many of them the outcome is another one."""
        return self._tally.differing

    @property
    def equal(self) -> bool:
        """Whether every case both accept has the same outcome under both."""
        return self.differing == 0

    @property
    def stricter(self) -> int:
        """In how many the second is stricter."""
        return self._tally.stricter

    @property
    def looser(self) -> int:
        """In how many the second is looser."""
        return self._tally.looser

    @property
    def incomparable(self) -> int:
        """In how many a different outcome is neither: one of the two is off the scale, or no order is known."""
        return self._tally.incomparable

    @property
    def relation(self) -> Overall:
        """How the second stands to the first as a whole; `incomparable` where it is not the same everywhere."""
        return self._tally.relation

    def _relation(self, a: int, b: int) -> Relation:
        return self.scale.relation(self.a.outcomes[a - 1], self.b.outcomes[b - 1])

    @cached_property
    def matrix(self) -> tuple[Transition, ...]:
        """Every combination of outcomes that occurs, old outcome to new, best first. Counts add up to `cases`."""
        both = self._joint
        nearest = (
            nearest_cases(
                both.diagram,
                *both.outcomes,
                self.typical.world,
                lambda a, b: self._relation(a, b) != "equal",
            )
            if self.differing
            else {}
        )
        found = []
        for (a, b), count in sorted(self._counts.items()):
            names = self.a.outcomes[a - 1], self.b.outcomes[b - 1]
            world = nearest.get((a, b))
            witness = (
                witness_of(both, (self.a, self.b), self.typical, world[1], names)
                if world is not None
                else None
            )
            found.append(Transition(*names, self._relation(a, b), count, witness))
        return tuple(found)

    @cached_property
    def typical(self) -> Typical:
        """The case that witnesses stay as near to as they can."""
        return typical_of(self._joint, (self.a, self.b), self.options.typical)

    # attribution ---------------------------------------------------------------------------------------

    @cached_property
    def _deciding(self) -> Deciding:
        return Deciding(self._joint, self._space, self.scale)

    @cached_property
    def deciding(self) -> tuple[Cell, ...]:
        """Old deciding clause to new deciding clause, over the differing cells; most cells first."""
        return self._deciding.cells(pair for pair in sorted(self._counts) if self._relation(*pair) != "equal")

    @cached_property
    def settled(self) -> int:
        """In how many cells a clause that is in both, with the same effect, decides before and after."""
        return self._deciding.settled()

    @cached_property
    def modality(self) -> tuple[ModalityChange, ...]:
        """Where the outcome is the same and its wording (must, generally, may) is not."""
        return self._deciding.modality()

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What is written otherwise, and how many cells each edit changes alone. Empty between two measures of
        which neither is built on the other: there, clauses that share an id are no edits, unless one says so."""
        wanted, a, b = self.options.edits, self.a.linked, self.b.linked
        built = {layer.id for linked in (a, b) for layer in linked.layers}
        related = a.id == b.id or bool(built & {a.id, b.id})
        if wanted is False or (wanted is None and not related):
            return ()
        return edits_of(a, b, self._joint, self._space, self._joint.counting.spare)

    # what both rest on ---------------------------------------------------------------------------------

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """What the cells are made of: each fact, into how many it falls, and whose outcome depends on it."""
        return axes(self._joint, self._space)

    @property
    def facts(self) -> Sided:
        """The facts that both outcomes depend on under these readings, and those only one depends on."""
        first = [axis.name for axis in self.axes if axis.side in ("both", "first")]
        return sided(first, [axis.name for axis in self.axes if axis.side in ("both", "second")])

    @property
    def findings(self) -> Sided:
        """The dimensions both judge by, and those only one does."""
        return sided(self.a.linked.dimensions, self.b.linked.dimensions)

    @cached_property
    def silent(self) -> tuple[Silent, ...]:
        """What each source leaves open."""
        return silences(self.a.linked, self.b.linked)

    @cached_property
    def declared(self) -> tuple[DataChange, ...]:
        """Where procedure, effects and presumptions differ, compared as data."""
        return declared(self.a.linked, self.b.linked)

    @cached_property
    def accepted_by_one(self) -> tuple[bool, bool]:
        """Whether the first, and the second, accepts cases that the other's assumptions or bounds rule out."""
        both, diagram = self._joint, self._joint.diagram
        rest = diagram.negate(both.feasible)
        first, second = (diagram.conj([accepted, rest]) != 0 for accepted in both.accepts)
        return first, second

    @cached_property
    def by_reading(self) -> Mapping[str, Diff]:
        """The same comparison under every reading that both have; empty where two readings are compared."""
        if self.reading[0] != self.reading[1]:
            return {}
        return {
            name: self
            if name == self.reading[0]
            else Diff(self.a, self.b, (name, name), self.scale, self.options)
            for name in self.a.readings
            if name in self.b.readings
        }

    def impact(self, cases: Iterable[tuple[str, Case | CaseError]]) -> Impact:
        """What the change means for real cases, each given with its name. `read_cases` reads a folder or table."""
        return Impact(self, impact_rows(self, cases))

    # showing -------------------------------------------------------------------------------------------

    def as_data(self, *, full: bool = False) -> dict[str, Any]:
        """Plain data for JSON; `full` adds both explanations of every witness."""
        from tolerance_engine.analysis.compare.diff_data import diff_data

        return diff_data(self, full=full)

    def page(self, lang: Lang = "zh", *, full: bool = False) -> Page:
        """The comparison laid out for reading; `full` has both explanations of every witness to the last leaf."""
        from tolerance_engine.analysis.compare.diff_page import diff_page

        return diff_page(self, lang, full=full)
