"""At the standard size (32 facts, 60 clauses) clingo and numpy agree with reasons and nearest changes, on samples."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import Any

import pytest

import tolerance_engine as te
from tests.laws.support import how_many
from tests.oracles import asp
from tests.oracles.vector import Grid
from tests.oracles.vector_axes import Axis, all_axes
from tests.oracles.yaml_text import to_yaml
from tests.synthetic import OUTCOMES, standard, whole_case
from tolerance_engine.analysis.change import counterfactuals
from tolerance_engine.determine.ask.reasons import reasons
from tolerance_engine.determine.ask.why_not import why_not
from tolerance_engine.ruleset import load_text

pytestmark = pytest.mark.laws
DOCUMENT = standard(0)
Facts = dict[str, Any]


@lru_cache
def _ruleset() -> te.Ruleset:
    return load_text(to_yaml(DOCUMENT))


def _clingo(facts: Facts) -> set[str]:
    return asp.solve(DOCUMENT, {"facts": facts, "findings": {}})[0]


def _cases(seed: int, number: int) -> list[Facts]:
    rng = Random(seed)
    return [whole_case(rng, DOCUMENT) for _ in range(number)]


def _axes(facts: Facts, open_: tuple[str, ...]) -> list[Axis]:
    """The axes of a grid in which all but `open_` are as the case says."""
    axes = all_axes([DOCUMENT])
    for axis in axes:
        if axis.name not in open_:
            axis.cells = [axis.cells[axis.indices([facts[axis.name]])[0]]]
    return axes


def test_it_has_the_standard_size() -> None:
    """32 facts, 60 clauses, more than 10^16 cases, every outcome within reach of the samples."""
    ruleset = _ruleset()
    product = 1
    for variable in ruleset.variables:
        product *= len(variable.cells)
    assert (len(ruleset.variables), len(DOCUMENT["clauses"])) == (32, 60)
    assert product > 10**16


def test_clingo_finds_each_reason_enough_and_minimal() -> None:
    """With the facts of a reason alone one outcome is left; without any of them more are."""
    for facts in _cases(1, how_many(6)):
        found = reasons(te.determine(_ruleset(), {"facts": facts}))
        assert found.sets
        for cited in found.sets[:2]:
            assert _clingo({name: facts[name] for name in cited}) == {found.outcome}
            for spared in cited[:4]:
                assert len(_clingo({name: facts[name] for name in cited if name != spared})) > 1


def test_clingo_finds_what_is_given_up_enough() -> None:
    """Without a blocking set the outcome is possible, and with any one of its facts it is not."""
    for facts in _cases(2, how_many(4)):
        verdict = te.determine(_ruleset(), {"facts": facts})
        for outcome in OUTCOMES:
            for given_up in why_not(verdict, outcome).blocking[:1]:
                rest = {name: value for name, value in facts.items() if name not in given_up}
                assert outcome in _clingo(rest)
                kept = given_up[0]
                assert outcome not in _clingo(rest | {kept: facts[kept]})


def test_numpy_finds_the_same_smallest_changes() -> None:
    """Every change of one or two facts, tried in grids, reaches what the nearest changes say."""
    for facts in _cases(3, 1):
        right: dict[str, set[frozenset[tuple[str, Any]]]] = {outcome: set() for outcome in OUTCOMES}
        for pair in combinations(facts, 2):
            grid = Grid(DOCUMENT, None, None, _axes(facts, pair))
            axes = [axis for axis in grid.axes if axis.name in pair]
            flat = grid.outcome.reshape([len(axis.cells) for axis in axes])
            for i, first in enumerate(axes[0].cells):
                for j, second in enumerate(axes[1].cells):
                    cells = ((axes[0], first), (axes[1], second))
                    change = frozenset(_told(axis, cell, facts) for axis, cell in cells) - {None}
                    right[grid.names[flat[i, j]]].add(change)  # type: ignore[arg-type]
        for outcome, sets in right.items():
            smallest = {s for s in sets if s and not any(other < s for other in sets)}
            found = counterfactuals(_ruleset(), {"facts": facts}, outcome, size=2, limit=100_000)
            if not found.already:
                said = {frozenset((s.name, _place(s.name, s.value)) for s in c.steps) for c in found.changes}
                assert said == smallest
    assert any(right.values())


def _told(axis: Axis, cell: Any, facts: Facts) -> tuple[str, Any] | None:
    """The fact with the band of the ruleset that the cell lies in; None where that is as the case has it."""
    value = _value(axis, cell)
    place = _place(axis.name, value)
    return None if place == _place(axis.name, facts[axis.name]) else (axis.name, place)


def _value(axis: Axis, cell: Any) -> Any:
    if axis.kind != "number":
        return cell
    if cell % 2:
        return axis.cuts[cell // 2]
    return axis.cuts[0] - Decimal("0.5") if cell == 0 else axis.cuts[cell // 2 - 1] + Decimal("0.5")


def _place(name: str, value: Any) -> int:
    return _ruleset().by_name[name].cell_of(value)
