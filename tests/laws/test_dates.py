"""Facts derived from dates that are compared with each other are tied to one another, whatever the dates are."""

from __future__ import annotations

import pytest

from tests.drafter import Options
from tests.laws.support import Sample, how_many, samples
from tests.laws.test_brute_force import check

pytestmark = pytest.mark.laws


def _circles(sample: Sample) -> bool:
    """Whether more comparisons are made than a tree of dates would hold: some then follow from others."""
    derived = sum("derive" in fact for fact in sample.draft.document["facts"].values())
    ties = next(iter(sample.tables.values())).ties
    return derived > len(ties) - len({frozenset(tied) for tied in ties.values()})


def test_derived_facts_that_share_dates_hold_together() -> None:
    """Where one date feeds several derived facts, a verdict is what every order of the days says."""
    shared = 0
    for sample in samples(330_000, how_many(600), Options(cases=64, least=64, shared_dates=True, uses=False)):
        if _circles(sample):
            shared += 1
            for reading in sample.draft.readings:
                check(sample, sample.case(reading), reading)
                check(sample, sample.any_case(), reading)
    assert shared > how_many(100), "the sample holds too few shared dates to mean anything"
