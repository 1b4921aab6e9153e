"""Proofs equal brute force: every feasible case of random rulesets, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from tests.drafter import Options
from tests.laws.support import NOTHING, Sample, determine, how_many, samples
from tests.oracles.brute_answers import Row, Table
from tests.strategies import draft
from tolerance_engine.analysis.prove import (
    Decided,
    Refuted,
    always,
    every_outcome_reachable,
    never,
    prove,
    reading_implies,
    worse_never_helps,
)

pytestmark = pytest.mark.laws
OPTIONS = Options(cases=192, derive=False)
OFF = ("not_applicable", "conflict", "not_specified")


def _given(sample: Sample) -> dict[str, Any] | None:
    """A condition over the facts of the sample, as a drafter would write it."""
    rng = sample.rng
    names = [n for n in sample.draft.pools if n in sample.draft.document["facts"]]
    if not names:
        return None
    name = rng.choice(names)
    fact, pool = sample.draft.document["facts"][name], sample.draft.pools[name]
    if fact["type"] in ("boolean", "choice"):
        leaf: dict[str, Any] = {name: rng.choice(pool)}
    else:
        # any threshold: proofs must not depend on where the clauses cut
        leaf = {name: {"at_most" if fact["type"] == "number" else "on_or_before": rng.choice(pool)}}
    return leaf if rng.random() < 0.6 else {"not": leaf}


def _meeting(rows: list[Row], given: dict[str, Any] | None) -> list[Row]:
    return rows if given is None else [row for row in rows if row.sight.holds(given)]


def _named(sample: Sample, reading: str | None) -> str:
    return reading or sample.ruleset.reading


def _stated(decided: Decided) -> int:
    return len(decided.case.facts) + len(decided.case.findings)


def _as_case(decided: Decided) -> dict[str, dict[str, Any]]:
    return {"facts": dict(decided.case.facts), "findings": dict(decided.case.findings)}


def _table(sample: Sample, reading: str | None, given: dict[str, Any] | None) -> Table:
    """Brute force that tries values on both sides of the condition's own threshold as well."""
    if given is None:
        return sample.tables[reading]
    beside = {**sample.draft.document.get("definitions", {}), "asked": {"when": given}}
    return Table({**sample.draft.document, "definitions": beside}, reading, sample.draft.uses)


def test_never_and_always_are_exact() -> None:
    """Proved iff no feasible case meeting the condition ends elsewhere; a refutation is such a case."""
    refutations = 0
    for sample in samples(520_000, how_many(120), OPTIONS):
        outcomes = [o["id"] for o in sample.draft.document["outcomes"]]
        for reading in sample.draft.readings:
            given = None if sample.rng.random() < 0.4 else _given(sample)
            table = _table(sample, reading, given)
            rows = _meeting(table.rows(table.days(NOTHING)), given)
            outcome = sample.rng.choice([*outcomes, *OFF])
            reached = {row.outcome for row in rows}
            for prop, broken in (
                (never(outcome, given, reading=_named(sample, reading)), outcome in reached),
                (always(outcome, given, reading=_named(sample, reading)), bool(reached - {outcome})),
            ):
                found = prove(sample.ruleset, prop)
                told = sample.tell(reading=reading, given=given, outcome=outcome, found=found.as_data())
                assert found.holds is not broken, told
                if isinstance(found, Refuted):
                    refutations += 1
                    assert found.found is not None
                    _shows(sample, table, found.found, given, told)
                    assert (found.outcome == outcome) is prop.never, told
                else:
                    assert bool(found.vacuous) is not bool(rows), told
    assert refutations > 50 or how_many(120) < 120


def _shows(sample: Sample, table: Table, decided: Decided, given: dict[str, Any] | None, told: str) -> None:
    """Every world that fits the case meets the condition and comes to the outcome."""
    answer = table.answer(_as_case(decided))
    assert answer is not None, told
    assert answer.possible == {decided.outcome}, told
    assert len(_meeting(answer.rows, given)) == len(answer.rows), told
    assert determine(sample.ruleset, _as_case(decided), table.law.reading).outcome == decided.outcome, told


def test_refutations_state_the_fewest_facts() -> None:
    """No set of fewer statements, whatever they are, forces a forbidden outcome."""
    checked = 0
    for sample in samples(530_000, how_many(120), Options(cases=64, derive=False)):
        for reading in sample.draft.readings:
            rows = sample.rows(reading)
            outcome = sample.rng.choice(rows).outcome
            found = prove(sample.ruleset, never(outcome, reading=_named(sample, reading)))
            assert isinstance(found, Refuted)
            assert found.found is not None and found.found.fewest
            told = sample.tell(reading=reading, found=found.as_data())
            assert _stated(found.found) == _fewest(rows, outcome), told
            checked += 1
    assert checked


def _fewest(rows: list[Row], outcome: str) -> int:
    """The size of the smallest set of `fact = value` that leaves only the outcome."""
    names = list(rows[0].sight.world)
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            left: dict[tuple[Any, ...], set[str]] = {}
            for row in rows:
                left.setdefault(tuple(row.sight.world[name] for name in chosen), set()).add(row.outcome)
            if {outcome} in left.values():
                return size
    raise AssertionError("no such case")


def _worse_samples() -> Iterator[Sample]:
    """Samples in which every fact says which way is worse."""
    for sample in samples(540_000, how_many(200), Options(cases=96, derive=False)):
        rng = Random(sample.draft.text)
        for fact in sample.draft.document["facts"].values():
            fact["worse"] = {
                "boolean": rng.random() < 0.5,
                "choice": rng.sample(list(fact.get("values", {})), len(fact.get("values", {}))),
                "number": rng.choice(["more", "less"]),
                "date": rng.choice(["earlier", "later"]),
            }[fact["type"]]
        if not sample.draft.uses:
            yield sample


def test_worse_never_helps_is_exact() -> None:
    """Proved iff no pair of cases that differ only in the fact gets better as the fact gets worse."""
    seen = {True: 0, False: 0}
    for sample in _worse_samples():
        rank = {o["id"]: place for place, o in enumerate(sample.draft.document["outcomes"])}
        for reading, name in product(sample.draft.readings, sample.draft.document["facts"]):
            worse = sample.draft.document["facts"][name]["worse"]
            found = prove(sample.ruleset, worse_never_helps(name, reading=_named(sample, reading)))
            told = sample.tell(reading=reading, fact=name, found=found.as_data())
            groups: dict[tuple[Any, ...], list[Row]] = {}
            for row in sample.rows(reading):
                rest = tuple(v for n, v in row.sight.world.items() if n != name)
                groups.setdefault(rest, []).append(row)
            pairs = [
                (a.outcome, b.outcome)
                for rows in groups.values()
                for a in rows
                for b in rows
                if _is_worse(worse, a.sight.world[name], b.sight.world[name])
            ]
            broken = any(a in rank and b in rank and rank[b] < rank[a] for a, b in pairs)
            assert found.holds is not broken, told
            seen[found.holds] += 1
            if isinstance(found, Refuted):
                assert found.found and found.other
                _differ_in_one(sample, reading, name, worse, found.found, found.other, rank, told)
            else:
                assert found.incomparable == any((a in rank) != (b in rank) for a, b in pairs), told
    assert all(seen.values())


def _differ_in_one(
    sample: Sample, reading: str | None, name: str, worse: Any, one: Decided, other: Decided,
    rank: dict[str, int], told: str,
) -> None:  # fmt: skip
    for decided in (one, other):
        _shows(sample, sample.tables[reading], decided, None, told)
    assert {n: v for n, v in one.case.facts.items() if n != name} == {
        n: v for n, v in other.case.facts.items() if n != name
    }, told
    assert one.case.findings == other.case.findings, told
    assert _is_worse(worse, one.case.facts[name], other.case.facts[name]), told
    assert rank[other.outcome] < rank[one.outcome], told


def _is_worse(worse: Any, before: Any, after: Any) -> bool:
    """Whether `after` is the worse value of the two."""
    if isinstance(worse, bool):
        return before is not worse and after is worse
    if isinstance(worse, list):
        return worse.index(before) < worse.index(after)
    return bool(before < after) if worse in ("more", "later") else bool(before > after)


def test_reading_implies_is_exact() -> None:
    """Proved iff every case that can be under both readings keeps the outcome."""
    seen = {True: 0, False: 0}
    for sample in samples(550_000, how_many(150), OPTIONS):
        readings = [reading for reading in sample.draft.readings if reading]
        for first, second in combinations(readings, 2):
            worlds = {_key(row): row.outcome for row in sample.rows(second)}
            for outcome in [o["id"] for o in sample.draft.document["outcomes"]][:2]:
                found = prove(sample.ruleset, reading_implies(first, second, outcome))
                kept = [
                    worlds[_key(row)] == outcome
                    for row in sample.rows(first)
                    if row.outcome == outcome and _key(row) in worlds
                ]
                told = sample.tell(first=first, second=second, outcome=outcome, found=found.as_data())
                assert found.holds is all(kept), told
                seen[found.holds] += 1
                if isinstance(found, Refuted):
                    assert found.found and found.other
                    assert found.found.case == found.other.case, told
                    _shows(sample, sample.tables[first], found.found, None, told)
                    _shows(sample, sample.tables[second], found.other, None, told)
    assert all(seen.values()) or how_many(150) < 150


def _key(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in row.sight.world.items()))


def test_every_outcome_reachable_is_exact() -> None:
    """The unreachable outcomes are those that no feasible case has under any reading."""
    for sample in samples(560_000, how_many(120), OPTIONS):
        found = prove(sample.ruleset, every_outcome_reachable())
        outcomes = [o["id"] for o in sample.draft.document["outcomes"]]
        reached = {row.outcome for reading in sample.draft.readings for row in sample.rows(reading)}
        told = sample.tell(found=found.as_data())
        if isinstance(found, Refuted):
            assert list(found.unreachable) == [o for o in outcomes if o not in reached], told
        else:
            assert set(outcomes) <= reached, told
            assert [example.outcome for example in found.examples] == outcomes, told


def test_dates_that_are_compared_are_proved_too() -> None:
    """Facts derived from dates that they share never refute by an order of days that cannot be."""
    for sample in samples(570_000, how_many(80), Options(cases=64, shared_dates=True)):
        for reading in sample.draft.readings:
            reached = {row.outcome for row in sample.rows(reading)}
            for outcome in [o["id"] for o in sample.draft.document["outcomes"]]:
                found = prove(sample.ruleset, never(outcome, reading=_named(sample, reading)))
                assert found.holds is (outcome not in reached), sample.tell(reading=reading, outcome=outcome)


def test_fourteen_facts_in_a_million_cases() -> None:
    """On rulesets of a million cases and at least fourteen facts numpy reaches just what is not proved away."""
    import numpy as np

    from tests.oracles.vector import Grid

    large = Options(cases=1_000_000, least=1_000_000, items=20, depth=3, derive=False, uses=False)
    done, seed = 0, 580_000
    while done < how_many(12):
        drawn = draft(Random(seed), large)
        seed += 1
        grid = Grid(drawn.document)
        if len(grid.axes) < 14 or not grid.feasible.any():
            continue
        done += 1
        sample = Sample(drawn, Random(seed))
        reached = {grid.names[code] for code in np.unique(grid.outcome[grid.feasible])}
        for outcome in grid.names:
            found = prove(sample.ruleset, never(outcome, reading=sample.ruleset.readings[0]))
            assert found.holds is (outcome not in reached), sample.tell(outcome=outcome)
            if isinstance(found, Refuted):
                assert found.found
                assert grid.possible(_as_case(found.found)) == {outcome}, sample.tell(outcome=outcome)
