"""clingo, from a declarative encoding, allows just the outcomes that the engine allows."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.laws.support import determine, how_many, samples
from tests.oracles import asp

pytestmark = pytest.mark.laws


def test_clingo_agrees() -> None:
    """On 500 rulesets, in every reading, outcomes and findings are the brave consequences of the program."""
    for sample in samples(320_000, how_many(500)):
        for reading in sample.draft.readings:
            for case in (sample.case(reading), sample.any_case()):
                outcomes, findings = asp.solve(sample.draft.document, case, reading, sample.draft.uses)
                told = sample.tell(case, reading=reading, clingo=outcomes)
                try:
                    verdict = determine(sample.ruleset, case, reading)
                except te.CaseError:
                    assert not outcomes, told
                    continue
                assert set(verdict.possible) == outcomes, told
                assert {name: set(verdict.findings[name].possible) for name in findings} == findings, told
