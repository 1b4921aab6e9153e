"""A million random rows: the batch beside the walk that every single verdict starts with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.laws.support import how_many
from tolerance_engine.diagram import UNKNOWN, Known, reach
from tolerance_engine.ruleset.program import DEAD

pytestmark = pytest.mark.laws
BENCH = str(Path(__file__).resolve().parents[2] / "benchmarks" / "tolerance27.yaml")


@pytest.mark.parametrize(
    ("name", "reading"), [(BENCH, "sole"), ("qinghai", "weighed")], ids=["bench", "qinghai"]
)
def test_a_million_rows(name: str, reading: str) -> None:
    """Half a million rows each of two rulesets: the batch has exactly the outcomes that the walk reaches."""
    ruleset = te.load_ruleset(name, reading=reading)
    rows, rng = how_many(500_000), np.random.default_rng(7)
    unknown = rng.choice([0.0, 0.02, 0.1, 0.6], rows, p=[0.3, 0.4, 0.2, 0.1])
    codes = np.empty((rows, len(ruleset.variables)), np.int8)
    columns = {}
    for variable in ruleset.variables:
        fact = variable.fact
        assert fact is not None
        adverse = 0.06 if fact.worse is True else 0.94 if fact.worse is False else 0.5
        if fact.type == "boolean":
            values = (rng.random(rows) < adverse).astype(np.int8)
        else:
            values = rng.integers(0, len(variable.cells), rows, dtype=np.int8)
        hidden = rng.random(rows) < unknown
        codes[:, variable.level] = np.where(hidden, UNKNOWN, values)
        if fact.type == "boolean":
            columns[variable.name] = pa.array(values.astype(bool), mask=hidden)
        else:
            words = pa.array([str(cell) for cell in variable.cells])
            columns[variable.name] = pa.DictionaryArray.from_arrays(pa.array(values, mask=hidden), words)
    result = te.determine_batch(ruleset, pa.table(columns), give=["possible"], keep=(), errors="column")
    sets = {
        "|".join(ruleset.outcomes[t - 1] for t in range(1, 64) if mask >> t & 1): mask
        for mask in range(0, 1 << len(ruleset.outcomes) + 1, 2)
    }
    told = [sets[text] if text is not None else 0 for text in result["possible"].to_pylist()]
    diagram, root = ruleset.diagram, ruleset.programs[reading].outcome
    alive = ~(1 << DEAD)
    differing = sum(
        mask != reach(diagram, root, Known(row)) & alive
        for mask, row in zip(told, codes.tolist(), strict=True)
    )
    assert differing == 0
    assert {mask.bit_count() for mask in told} >= {1, 2}
