"""An open verdict shows two completions that really differ."""

from __future__ import annotations

import pytest

from tests.laws.support import determine, how_many, samples
from tests.strategies import Case

pytestmark = pytest.mark.laws


def test_the_witnesses_of_an_open_verdict_decide_differently() -> None:
    """Two witnesses, fed back, decide the two different outcomes they carry; a decided verdict has none."""
    for sample in samples(210_000, how_many(1_500)):
        for reading, table in sample.tables.items():
            case = sample.case(reading, known=0.3)
            verdict = determine(sample.ruleset, case, reading)
            told = sample.tell(case, reading=reading, witnesses=verdict.witnesses)
            assert len(verdict.witnesses) == (0 if verdict.decided else 2), told
            assert len({witness.outcome for witness in verdict.witnesses}) == len(verdict.witnesses), told
            for witness in verdict.witnesses:
                full: Case = {"facts": dict(witness.facts), "findings": dict(witness.findings)}
                assert witness.outcome in verdict.possible, told
                assert determine(sample.ruleset, full, reading).outcome == witness.outcome, told
                answer, before = table.answer(full), table.answer(case)
                assert answer, told
                assert before, told
                assert answer.possible == {witness.outcome}, told
                if (
                    not table.ties
                ):  # with dates that are compared, the tables of two cases have rows of their own
                    assert {id(row) for row in answer.rows} <= {id(row) for row in before.rows}, told
