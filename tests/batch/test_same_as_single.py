"""Batch equals single: every column of every row is what `determine` says of that row."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tolerance_engine as te
from tests.batch.tables import EVERYTHING, as_told, singly, table_of
from tests.drafter import Options
from tests.laws.support import Sample, how_many, sample, sample_of
from tolerance_engine.batch import extended

pytestmark = pytest.mark.laws
ROWS = 24


def check(drawn: Sample, rng: Random, count: int = ROWS) -> None:
    """A table of cases of the sample, some of which cannot be, beside the same cases one by one."""
    ruleset = drawn.ruleset
    reading = rng.choice(drawn.draft.readings)
    cases = [drawn.case(reading) if rng.random() < 0.75 else drawn.any_case() for _ in range(count)]
    names = [*drawn.draft.pools, *drawn.draft.findings]
    table = table_of(list(dict.fromkeys(names)), cases)
    result = te.determine_batch(
        ruleset, table, reading=reading, give=EVERYTHING, keep=(), errors="column"
    ).to_pylist()
    assert len(result) == len(cases)
    for case, row in zip(cases, result, strict=True):
        facts = {name: _without_evidence(value) for name, value in case["facts"].items()}
        alone = singly(ruleset, te.Case(facts=facts, findings=case["findings"]), reading)
        assert as_told(row) == alone, drawn.tell(case, reading=reading)


def _without_evidence(value: object) -> object:
    if isinstance(value, dict) and "conflicting" in value:
        return None
    return value


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_random_rulesets(first: int) -> None:
    """Outcome, possible, findings, clauses, missing and readings are those of `determine`, contradictions included."""
    for seed in range(first, first + how_many(25)):
        check(sample(70_000 + seed), Random(seed))


@given(st.randoms(use_true_random=False))
@settings(max_examples=how_many(40), suppress_health_check=list(HealthCheck))
def test_hypothesis_finds_no_difference(rng: Random) -> None:
    """The same for rulesets that hypothesis draws and can shrink."""
    check(sample_of(rng), rng, 4)


def test_dates_that_squeeze_each_other() -> None:
    """Comparisons that share dates are squeezed by the days known, as they are row by row."""
    for seed in range(how_many(60)):
        check(sample(72_000 + seed, Options(shared_dates=True)), Random(seed))


def test_too_large_for_one_diagram(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where findings do not fit into one diagram, the rows are asked one by one, with the same answers."""
    monkeypatch.setattr(extended, "BUDGET", 3)
    for seed in range(5):
        check(sample(71_000 + seed), Random(seed))
