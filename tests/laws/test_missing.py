"""`missing` names a fact exactly if some minimal set of further facts that settles the outcome names it.

A fact derived from two dates stands for both: it is what is asked, and the dates answer it.
"""

from __future__ import annotations

import pytest

from tests.drafter import Options
from tests.laws.support import Sample, determine, how_many, samples
from tests.oracles.vector import Grid

pytestmark = pytest.mark.laws


def _check(sample: Sample, known: float) -> None:
    for reading, table in sample.tables.items():
        case = sample.case(reading, known)
        answer = table.answer(case)
        assert answer
        small = len(answer.rows) <= 16 and not table.ties
        right = (
            table.missing(case)
            if small
            else Grid(sample.draft.document, reading, sample.draft.uses).missing(case)
        )
        verdict = determine(sample.ruleset, case, reading)
        said = {item.fact for item in verdict.missing}
        told = sample.tell(case, reading=reading, engine=sorted(said), right=sorted(right))
        assert said == right, told
        assert len(said) == len(verdict.missing), told
        assert verdict.decided == (not said), told


@pytest.mark.parametrize("assume", [True, False])
@pytest.mark.parametrize("known", [0.2, 0.6])
def test_missing_is_exact(assume: bool, known: float) -> None:
    """With and without `assume`, the missing facts are those of the definition; none iff decided."""
    options = Options(cases=128, assume=assume)
    first = 220_000 + 10_000 * assume + int(5_000 * known)
    for sample in samples(first, how_many(700), options):
        _check(sample, known)
