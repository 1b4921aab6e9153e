"""Tally: what the counts of two outcome functions come to on a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tolerance_engine.analysis.compare.scale import Relation, Scale
from tolerance_engine.ruleset.model import OFF_SCALE

Overall = Literal["equal", "stricter", "looser", "incomparable"]
"""How the second stands to the first over many cases; `incomparable` where it is not the same everywhere."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells by how the second stands to the first. The `concluded` ones are those in which both give an outcome."""

    cases: int
    """All cells that both rulesets accept."""
    stricter: int
    looser: int
    incomparable: int
    """Cells with another outcome that is neither: one of the two is off the scale, or no order is known."""
    concluded: int
    """Cells in which neither outcome is off the scale (not specified, in conflict, not applicable)."""
    crossing: int
    """Those of them whose outcomes differ and no order is known."""

    @property
    def differing(self) -> int:
        """In how many the outcome is another one."""
        return self.stricter + self.looser + self.incomparable

    @property
    def relation(self) -> Overall:
        """How the second stands to the first over all cells."""
        return _overall(self.stricter, self.looser, self.incomparable)

    @property
    def where_concluded(self) -> Overall | None:
        """The same over the cells in which both give an outcome; None where there is no such cell."""
        return _overall(self.stricter, self.looser, self.crossing) if self.concluded else None

    def turned(self) -> Tally:
        """The same with the first and the second exchanged."""
        return replace(self, stricter=self.looser, looser=self.stricter)


def tally(
    counts: Mapping[tuple[int, int], int], names: tuple[Sequence[str], Sequence[str]], scale: Scale
) -> Tally:
    """The counts of transitions (terminals of both), with the outcomes' names by terminal, added up."""
    found: dict[Relation, int] = dict.fromkeys(("equal", "stricter", "looser", "incomparable"), 0)
    concluded = crossing = 0
    for (a, b), count in counts.items():
        one, other = names[0][a - 1], names[1][b - 1]
        relation = scale.relation(one, other)
        found[relation] += count
        if one not in OFF_SCALE and other not in OFF_SCALE:
            concluded += count
            crossing += count if relation == "incomparable" else 0
    return Tally(
        sum(found.values()), found["stricter"], found["looser"], found["incomparable"], concluded, crossing
    )


def _overall(stricter: int, looser: int, incomparable: int) -> Overall:
    if not (stricter or looser or incomparable):
        return "equal"
    if stricter and not (looser or incomparable):
        return "stricter"
    return "looser" if looser and not (stricter or incomparable) else "incomparable"
