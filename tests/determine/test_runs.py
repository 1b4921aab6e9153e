"""Nodes of an explanation that are looked up are those that would have been made."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.determine.small import ground, rules
from tests.laws.support import determine, how_many, samples
from tolerance_engine.determine.explain import runs
from tolerance_engine.determine.explain.explain import explain
from tolerance_engine.determine.explain.explanation import as_data
from tolerance_engine.determine.explain.plan import plan_of
from tolerance_engine.determine.explain.runs import MOST, runs_of


@pytest.mark.laws
def test_what_is_looked_up_is_what_would_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without runs, again and again over the same ruleset, the explanation is the same to the last reference."""
    looked_up = 0
    for sample in samples(310_000, how_many(60)):
        for reading in sample.draft.readings:
            told = [determine(sample.ruleset, sample.case(reading, known=0.8), reading) for _ in range(6)]
            first = [as_data(verdict.explanation) for verdict in told]
            again = [as_data(_explained(verdict)) for verdict in told]
            with monkeypatch.context() as patch:
                patch.setattr(runs, "runs_of", _single)
                alone = [as_data(_explained(verdict)) for verdict in told]
            assert first == again == alone
            looked_up += sum(run.key is not None for run in runs_of(sample.ruleset, told[0].reading))
    assert looked_up > 0


def test_a_run_keeps_no_more_than_it_may() -> None:
    """However many cases are explained, a run holds at most one entry for each combination of its facts."""
    facts = {name: {"type": "boolean", "zh": name} for name in "abcdefgh"}
    clauses = [
        ground("x", {"all": [{"a": True}, {"any": [{n: True} for n in "bcdefgh"]}]}),
        ground("z", {"b": False}),
    ]
    ruleset = rules(*clauses, facts=facts)
    for code in range(3**8):
        values = dict(zip("abcdefgh", ((None, True, False)[code // 3**n % 3] for n in range(8)), strict=True))
        assert te.determine(ruleset, {"facts": values}).explanation.possible
    cut = runs_of(ruleset, ruleset.reading)
    assert any(run.key is None for run in cut) and any(run.kept for run in cut)
    assert all(len(run.kept) <= MOST for run in cut)


def _explained(verdict: te.Verdict) -> te.Explanation:
    return explain(
        verdict.ruleset, verdict._program, verdict.case, verdict._bound, verdict._needed, verdict.possible
    )


def _single(ruleset: te.Ruleset, reading: str) -> tuple[runs.Run, ...]:
    """Every node by itself, nothing kept."""
    count = len(plan_of(ruleset, reading).sites)
    return tuple(runs.Run(index, index + 1, None, ()) for index in range(count))
