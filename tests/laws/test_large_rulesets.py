"""Rulesets of about a million cases: numpy decides every one, the engine is asked until all are covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

import tolerance_engine as te
from tests.drafter import Options
from tests.laws.support import Sample, determine, how_many, without_assume
from tests.oracles.vector import Grid
from tests.oracles.vector_axes import Axis
from tests.strategies import Case, draft, random_case

pytestmark = pytest.mark.laws
LARGE = Options(cases=4_000_000, least=4_000_000, items=30, depth=3, derive=False)
PARTS = range(5)
NUMBER = max(1, how_many(10) // len(PARTS))


def _grids(part: int) -> Iterator[tuple[Sample, Grid]]:
    """Large rulesets that really branch: a million cases within a factor of three, three outcomes or more."""
    seed = 300_000 + 1_000 * part
    while True:
        rng = Random(seed)
        drawn = draft(rng, LARGE)
        if drawn.document.get("assume") and not Grid(drawn.document, None, drawn.uses).feasible.any():
            uses = {name: without_assume(used) for name, used in drawn.uses.items()}
            drawn = replace(drawn, document=without_assume(drawn.document), uses=uses)
        grid = Grid(drawn.document, None, drawn.uses)
        if 400_000 <= grid.outcome.size <= 3_000_000 and len(np.unique(grid.outcome[grid.feasible])) > 2:
            yield Sample(drawn, rng), grid
        seed += 1


def _world(sample: Sample, grid: Grid, place: int) -> dict[str, Any]:
    """Values to give that lie in one cell of the grid."""
    cells = np.unravel_index(place, grid.shape)
    return {axis.name: _value(sample, axis, int(cell)) for axis, cell in zip(grid.axes, cells, strict=True)}


def _value(sample: Sample, axis: Axis, cell: int) -> Any:
    return next(value for value in sample.draft.pools[axis.name] if axis.indices([value]) == [cell])


def _split(sample: Sample, case: Case, axis: Axis) -> list[Case]:
    part = "findings" if axis.kind == "judged" else "facts"
    values = [_value(sample, axis, cell) for cell in range(len(axis.cells))]
    return [{**case, part: {**case[part], axis.name: value}} for value in values]


def _check(sample: Sample, grid: Grid, case: Case) -> tuple[str, ...]:
    expected = grid.possible(case)
    try:
        verdict = determine(sample.ruleset, case)
    except te.CaseError:
        assert not expected, sample.tell(case, engine="no completion", numpy=expected)
        return ()
    assert set(verdict.possible) == expected, sample.tell(case, engine=verdict.possible, numpy=expected)
    return () if verdict.decided else tuple(item.fact for item in verdict.missing)


@pytest.mark.parametrize("part", PARTS)
def test_a_million_cases_come_to_what_numpy_says(part: int) -> None:
    """In ten rulesets, blocks split on a missing fact until each is decided come to what the grid holds."""
    for _, (sample, grid) in zip(range(NUMBER), _grids(part), strict=False):
        axes = {axis.name: axis for axis in grid.axes}
        waiting: list[Case] = [{"facts": {}, "findings": {}}]
        while waiting:
            case = waiting.pop()
            missing = _check(sample, grid, case)
            if missing:
                waiting += _split(sample, case, axes[missing[0]])


@pytest.mark.parametrize("part", PARTS)
def test_partial_cases_of_large_rulesets_come_to_what_numpy_says(part: int) -> None:
    """Random partial cases, `one_of` and findings included, come to what the cells that fit them hold."""
    for _, (sample, grid) in zip(range(NUMBER), _grids(part), strict=False):
        for place in sample.rng.choices(np.flatnonzero(grid.feasible).tolist(), k=60):
            findings = grid.findings_at(place)
            _check(sample, grid, random_case(sample.rng, sample.draft, _world(sample, grid, place), findings))
