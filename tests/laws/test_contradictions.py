"""A case that no completion satisfies is refused with a minimal contradictory set."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.drafter import Options
from tests.laws.support import determine, how_many, samples
from tests.oracles.brute_answers import only

pytestmark = pytest.mark.laws


def test_a_contradiction_names_a_minimal_set() -> None:
    """The names cannot be together, any one fewer can, and a possible case is never refused."""
    contradictions = 0
    for sample in samples(240_000, how_many(1_200), Options(cases=128, items=10)):
        for reading, table in sample.tables.items():
            case = sample.any_case()
            if table.answer(case) is not None:
                determine(sample.ruleset, case, reading)
                continue
            contradictions += 1
            with pytest.raises(te.CaseError) as caught:
                determine(sample.ruleset, case, reading)
            names = caught.value.contradiction
            told = sample.tell(case, reading=reading, named=names)
            assert len(set(names)) == len(names) > 0, told
            assert table.answer(only(case, names)) is None, told
            for name in names:
                assert table.answer(only(case, set(names) - {name})) is not None, told
    assert contradictions > how_many(300), "the sample holds too few contradictions to mean anything"
