"""The oracles against each other, so that what the engine is held to is itself held to something."""

from __future__ import annotations

import pytest

from tests.laws.support import Sample, how_many, samples
from tests.oracles import asp
from tests.oracles.vector import Grid
from tests.strategies import Case

pytestmark = pytest.mark.laws


def _cases(sample: Sample, reading: str | None) -> list[Case]:
    return [sample.case(reading), sample.case(reading), sample.any_case()]


def test_numpy_sees_the_possible_outcomes_that_brute_force_sees() -> None:
    """Two evaluators that share no code find the same possible outcomes, and the same contradictions."""
    for sample in samples(100_000, how_many(1_000)):
        for reading, table in sample.tables.items():
            grid = Grid(sample.draft.document, reading, sample.draft.uses)
            for case in _cases(sample, reading):
                answer = table.answer(case)
                expected = answer.possible if answer else set()
                assert grid.possible(case) == expected, sample.tell(case, reading=reading, brute=expected)


def test_clingo_sees_the_possible_outcomes_that_brute_force_sees() -> None:
    """A declarative reading of the design finds the same possible outcomes and findings."""
    for sample in samples(110_000, how_many(300)):
        for reading, table in sample.tables.items():
            for case in _cases(sample, reading):
                answer = table.answer(case)
                expected = answer.possible if answer else set()
                outcomes, findings = asp.solve(sample.draft.document, case, reading, sample.draft.uses)
                assert outcomes == expected, sample.tell(
                    case, reading=reading, brute=expected, clingo=outcomes
                )
                for name, values in findings.items():
                    assert answer, sample.tell(case, reading=reading)
                    assert values == answer.finding(name), sample.tell(case, reading=reading, finding=name)


def test_numpy_finds_the_missing_facts_that_the_definition_names() -> None:
    """A grid with one more cell per fact finds just the facts of minimal settling assignments."""
    for sample in samples(120_000, how_many(400)):
        for reading, table in sample.tables.items():
            case = sample.case(reading)
            answer = table.answer(case)
            assert answer
            if not table.ties and len(answer.rows) <= 48:
                grid = Grid(sample.draft.document, reading, sample.draft.uses)
                expected = table.missing(case)
                assert grid.missing(case) == expected, sample.tell(case, reading=reading, definition=expected)
