"""Brute force for comparisons: every world both rulesets accept, one by one, and counts made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from tests.drafter import FIRST_DAY, Document
from tests.oracles.brute import Law, Sight, World
from tests.oracles.brute_worlds import DAY, Days, compared, points, worlds

PARTS = ("scope", "assume", "definitions", "dimensions", "clauses")
MODALITIES = ("must", "generally", "may")


NO_ONE: frozenset[str] = frozenset()


class Row(NamedTuple):
    """A world, and outcome and deciding clauses of both; None where one of them says that it cannot be."""

    world: World
    outcomes: tuple[str, str] | None
    deciding: tuple[frozenset[str], frozenset[str]]
    applying: tuple[frozenset[str], frozenset[str]]
    modality: tuple[str | None, str | None]


@dataclass(frozen=True)
class Both:
    """Two documents over the same facts, each under a reading."""

    a: Document
    b: Document
    readings: tuple[str | None, str | None]
    uses: Mapping[str, Document]

    @cached_property
    def laws(self) -> tuple[Law, Law]:
        first, second = (
            Law.of(document, reading, self.uses)
            for document, reading in zip((self.a, self.b), self.readings, strict=True)
        )
        return first, second

    @cached_property
    def _joined(self) -> Law:
        """Not to be decided by: it only knows every test of both, so that values are tried on every side."""
        parts = [{key: each[key] for key in PARTS if key in each} for each in (self.a, self.b)]
        document = {
            "facts": {**self.a["facts"], **self.b["facts"]},
            "dimensions": {
                name: poles
                for each in (self.a, self.b)
                for name, poles in each.get("dimensions", {}).items()
                if "favourable" not in poles
            },
            "clauses": parts,
        }
        return Law(document, None, {**self.laws[0].used, **self.laws[1].used})

    @cached_property
    def days(self) -> Days:
        """Enough days for any order of the dates that are compared with each other."""
        ties = compared(self._joined)
        return {name: tuple(FIRST_DAY + DAY * i for i in range(len(tied))) for name, tied in ties.items()}

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(world) for world in worlds(self._joined, self.days)]

    def _row(self, world: World) -> Row:
        first, second = (Sight(law, world) for law in self.laws)
        if not (first.assumed() and second.assumed()):
            return Row(world, None, (NO_ONE, NO_ONE), (NO_ONE, NO_ONE), (None, None))
        (one, by), (other, then) = first.decide(), second.decide()
        words = tuple(
            next((m for m in MODALITIES if any(law.clauses[c].get("modality") == m for c in clauses)), None)
            for law, clauses in zip(self.laws, (by, then), strict=True)
        )
        applying = tuple(
            frozenset(
                name for name, clause in law.clauses.items() if "then" in clause and sight.applies(name)
            )
            for law, sight in zip(self.laws, (first, second), strict=True)
        )
        return Row(world, (one, other), (by, then), (applying[0], applying[1]), (words[0], words[1]))

    def values(self, name: str) -> list[Any]:
        """The points of a fact, in order."""
        return (
            points(self._joined, name, self.days)
            if name in self._joined.facts
            else ["favourable", "adverse", "mixed", "neither"]
        )


@dataclass(frozen=True)
class Cells:
    """The cells over some facts: what is inside each, with neighbouring points that nothing tells apart as one."""

    both: Both
    names: Sequence[str]

    @cached_property
    def inside(self) -> dict[tuple[Any, ...], list[Row]]:
        """The possible rows of every combination of values; none where the combination cannot be."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.both.rows:
            rows = found.setdefault(tuple(row.world[name] for name in self.names), [])
            if row.outcomes is not None:
                rows.append(row)
        return found

    def outcome(self, key: tuple[Any, ...]) -> Any:
        """The outcomes within a combination: one pair, none, or (then the facts do not suffice) several."""
        found = {row.outcomes for row in self.inside.get(key, ())}
        return found.pop() if len(found) == 1 else frozenset(found)

    @property
    def suffice(self) -> bool:
        """Whether these facts alone say what the outcomes are."""
        return all(len({row.outcomes for row in rows}) <= 1 for rows in self.inside.values())

    @cached_property
    def bands(self) -> dict[str, dict[Any, int]]:
        """For each fact: the band each of its points belongs to."""
        found = {}
        for place, name in enumerate(self.names):
            ordered = self.both.values(name)
            numbers = list(range(len(ordered)))
            fact = self.both.a["facts"].get(name) or self.both.b["facts"].get(name) or {}
            if fact.get("type") in ("number", "date"):
                others = [
                    sorted({key[i] for key in self.inside}, key=str)
                    for i in range(len(self.names))
                    if i != place
                ]
                for here in range(1, len(ordered)):
                    same = all(
                        self.outcome(_with(rest, place, ordered[here]))
                        == self.outcome(_with(rest, place, ordered[here - 1]))
                        for rest in product(*others)
                    )
                    numbers[here] = numbers[here - 1] if same else here
            found[name] = dict(zip(ordered, numbers, strict=True))
        return found

    @cached_property
    def cells(self) -> dict[tuple[int, ...], list[Row]]:
        found: dict[tuple[int, ...], list[Row]] = {}
        for key, rows in self.inside.items():
            cell = tuple(self.bands[name][value] for name, value in zip(self.names, key, strict=True))
            if rows:
                found.setdefault(cell, []).extend(rows)
        return found

    def matrix(self) -> Counter[tuple[str, str]]:
        return Counter(rows[0].outcomes for rows in self.cells.values() if rows[0].outcomes is not None)

    def deciding(self) -> Counter[tuple[str | None, str | None, str, str]]:
        """Per pair of deciding clauses, in how many cells they decide some differing case."""
        found: Counter[tuple[str | None, str | None, str, str]] = Counter()
        for rows in self.cells.values():
            found.update({each for row in rows for each in _pairs(row)})
        return found

    def settled(self) -> int:
        """In how many cells, in every case of the cell, a clause decides on both sides that is the same clause.

        The same is what applies in just the same possible cases and gives the same outcome, whatever it is called.
        """
        first, second = self.both.laws
        rows = [row for row in self.both.rows if row.outcomes is not None]
        same = [
            (one, other)
            for one, clause in first.clauses.items()
            for other, counterpart in second.clauses.items()
            if "then" in clause
            and clause["then"] == counterpart.get("then")
            and all((one in row.applying[0]) == (other in row.applying[1]) for row in rows)
        ]
        return sum(
            all(any(a in row.deciding[0] and b in row.deciding[1] for a, b in same) for row in inside)
            for inside in self.cells.values()
        )

    def modality(self) -> Counter[tuple[str | None, str | None]]:
        found: Counter[tuple[str | None, str | None]] = Counter()
        for rows in self.cells.values():
            found.update(
                {
                    row.modality
                    for row in rows
                    if row.outcomes is not None
                    and row.outcomes[0] == row.outcomes[1]
                    and row.modality[0] != row.modality[1]
                }
            )
        return found


def _with(rest: Sequence[Any], place: int, value: Any) -> tuple[Any, ...]:
    return (*rest[:place], value, *rest[place:])


def _pairs(row: Row) -> Iterator[tuple[str | None, str | None, str, str]]:
    assert row.outcomes is not None
    one, other = row.outcomes
    if one != other:
        for before in row.deciding[0] or {None}:
            for after in row.deciding[1] or {None}:
                yield before, after, one, other
