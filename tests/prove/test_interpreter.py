"""The interpreter decides every full case as brute force does: it is a reading of the rules of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drafter import Options
from tests.laws.support import how_many, samples
from tolerance_engine.analysis.prove.interpreter import Interpreter
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.ruleset.model import Value
from tolerance_engine.ruleset.values import typed_value

pytestmark = pytest.mark.laws


def _world(ruleset: Ruleset, values: dict[str, Any]) -> dict[str, Value]:
    facts = {v.name: v.fact for v in ruleset.variables}
    return {n: typed_value(facts[n], v) if facts.get(n) else v for n, v in values.items() if n in facts}  # type: ignore[arg-type]


def test_every_full_case_comes_to_the_same() -> None:
    """Exclusions, grounds, exceptions, scope, readings and used rulesets, over all worlds of 100 rulesets."""
    for sample in samples(500_000, how_many(100), Options(cases=96)):
        for reading in sample.draft.readings:
            for row in sample.rows(reading):
                world = _world(sample.ruleset, row.sight.world)
                name = reading or sample.ruleset.reading
                told = sample.tell(reading=reading, world=world)
                assert Interpreter(sample.ruleset.linked, name, world).outcome() == row.outcome, told


def test_worlds_that_cannot_be_come_to_nothing() -> None:
    """Where an assumption of the ruleset or of one it uses fails, there is no outcome."""
    refused = 0
    for sample in samples(510_000, how_many(100), Options(cases=96)):
        for reading, table in sample.tables.items():
            feasible = {tuple(sorted(row.sight.world.items(), key=str)) for row in sample.rows(reading)}
            days = table.days({"facts": {}, "findings": {}})
            for world in _all_worlds(table, days):
                if tuple(sorted(world.items(), key=str)) in feasible:
                    continue
                refused += 1
                typed = _world(sample.ruleset, world)
                name = reading or sample.ruleset.reading
                assert Interpreter(sample.ruleset.linked, name, typed).outcome() is None, sample.tell(
                    world=world
                )
    assert refused > 100 or how_many(100) < 150


def _all_worlds(table: Any, days: Any) -> Any:
    from tests.oracles.brute_worlds import worlds

    return worlds(table.law, days)
