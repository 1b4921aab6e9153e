"""Learning only narrows: what is decided stays decided, what is excluded stays excluded."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.support import NOTHING, Sample, determine, how_many, sample_of, samples
from tests.oracles.brute_answers import Row
from tests.strategies import Case

pytestmark = pytest.mark.laws


def _steps(sample: Sample, row: Row) -> list[tuple[str, str, Any]]:
    """Everything that is so in one world, in some order: facts, findings, and facts first narrowed only."""
    dimensions = sample.draft.document.get("dimensions", {})
    facts = [("findings" if n in dimensions else "facts", n, row.sight.world[n]) for n in sample.draft.pools]
    judged = [
        ("findings", name, row.finding(name))
        for name in sample.draft.findings
        if name not in sample.draft.pools
    ]
    steps = sample.rng.sample(facts + judged, len(facts) + len(judged))
    narrowed = [
        (part, name, {"one_of": [value, next(v for v in sample.draft.pools[name] if v != value)]})
        for part, name, value in sample.rng.sample(facts, min(2, len(facts)))
        if part == "facts" and len(sample.draft.pools[name]) > 1
    ]
    return narrowed + steps


def _learn(sample: Sample, reading: str | None) -> None:
    row = sample.rng.choice(sample.rows(reading))
    case: Case = {part: dict(given) for part, given in NOTHING.items()}
    before = determine(sample.ruleset, case, reading)
    for part, name, value in _steps(sample, row):
        case[part][name] = value
        after = determine(sample.ruleset, case, reading)
        told = sample.tell(case, reading=reading, learned=name, before=before.possible, after=after.possible)
        assert set(after.possible) <= set(before.possible), told
        assert not before.decided or after.outcome == before.outcome, told
        assert row.outcome in after.possible, told
        before = after
    assert before.outcome == row.outcome, sample.tell(case, reading=reading, brute=row.outcome)


def test_learning_only_shrinks_what_is_possible() -> None:
    """Fact by fact and finding by finding, no outcome comes back and no decided verdict changes."""
    for sample in samples(200_000, how_many(600)):
        for reading in sample.draft.readings:
            _learn(sample, reading)


@settings(max_examples=how_many(60), deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_learning_only_shrinks_whatever_hypothesis_draws(rng: Any) -> None:
    """The same, drawn by hypothesis, which would show the smallest ruleset that breaks it."""
    sample = sample_of(rng)
    _learn(sample, sample.draft.readings[0])
