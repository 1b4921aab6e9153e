"""Counts, witnesses and attributions equal brute force on random rulesets and random edits of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.compare.brute import Both, Cells
from tests.compare.edits import pair
from tests.laws.support import how_many
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.compare import Diff, Transition, diff
from tolerance_engine.ruleset import load_text

pytestmark = pytest.mark.laws


def compared(first: int, count: int) -> Iterator[tuple[Diff, Both]]:
    """Drawn rulesets and their edits, compared by the engine and listed by hand; some case is always possible."""
    for seed in range(first, first + count):
        drawn, after = pair(seed)
        for reading in drawn.readings:
            both = Both(drawn.document, after, (reading, reading), drawn.uses)
            if any(row.outcomes for row in both.rows):
                a = load_text(drawn.text, uses=drawn.used_texts)
                b = load_text(to_yaml(after), uses=drawn.used_texts)
                yield diff(a, b, reading=reading or a.reading), both


def test_counts_equal_brute_force() -> None:
    """The matrix, its sum and its parts are what listing every cell by hand gives; no fact of it can be left out."""
    differing = 0
    for found, both in compared(700_000, how_many(100)):
        names = [axis.name for axis in found.axes]
        cells = Cells(both, names)
        assert cells.suffice, found.a.linked.located
        assert not any(Cells(both, [n for n in names if n != left]).suffice for left in names)
        assert {(row.before, row.after): row.count for row in found.matrix} == cells.matrix()
        assert found.cases == len(cells.cells)
        differing += not found.equal
    assert differing >= how_many(100) // 8


def test_witnesses_are_nearest() -> None:
    """Each witness differs, in just the named facts, from the typical case; no differing case is nearer to it."""
    for found, both in compared(710_000, how_many(60)):
        variables = found._joint.variables
        typical = found.typical.world
        nearest: dict[tuple[str, str], int] = {}
        for row in both.rows:
            if row.outcomes is not None:
                away = sum(v.cell_of(row.world[v.name]) != typical[v.level] for v in variables)
                nearest[row.outcomes] = min(away, nearest.get(row.outcomes, away))
        assert min(nearest.values()) == 0, "the typical case is one that can be"
        for each in found.matrix:
            assert (each.witness is None) == (each.relation == "equal")
            if each.witness is not None:
                assert len(each.witness.differs) == nearest[each.before, each.after]


def test_attributions_equal_brute_force() -> None:
    """Deciding clauses, changes of wording and what is settled are counted as listing every cell counts them."""
    for found, both in compared(720_000, how_many(60)):
        cells = Cells(both, [axis.name for axis in found.axes])
        counted = {(c.before, c.after, c.first, c.second): c.count for c in found.deciding}
        assert counted == cells.deciding()
        assert {(m.before, m.after): m.count for m in found.modality} == cells.modality()
        assert found.settled == cells.settled()


def test_the_other_way_round() -> None:
    """Comparing the other way round turns the matrix over and shows the same cases."""
    for found, _ in compared(730_000, how_many(50)):
        turned = diff(found.b, found.a, reading=(found.reading[1], found.reading[0]))
        opposite = {"stricter": "looser", "looser": "stricter"}
        assert {
            (row.after, row.before, opposite.get(row.relation, row.relation), row.count, _case(row))
            for row in turned.matrix
        } == {(row.before, row.after, row.relation, row.count, _case(row)) for row in found.matrix}
        assert turned.cases == found.cases


def _case(row: Transition) -> object:
    return row.witness and (tuple(row.witness.facts.items()), tuple(row.witness.findings.items()))


def test_nothing_differs_from_itself() -> None:
    """A ruleset compared with itself has no differing case, no edit and no change of wording."""
    for found, _ in compared(740_000, how_many(20)):
        same = diff(found.a, found.a, reading=found.reading)
        assert (same.equal, same.relation, same.differing, same.edits, same.modality) == (
            True,
            "equal",
            0,
            (),
            (),
        )
        assert all(row.before == row.after for row in same.matrix)
