"""All worlds of a ruleset: every combination of values that any test can tell apart.

Numbers and dates stand at representative points: at, just below and just above every value some test
compares with, within `min`, `max` and `whole`. Dates that are compared with each other stand on enough days
for any order.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.oracles.brute import COMPARE, POLES, Law, World, fact_test

DAY = dt.timedelta(days=1)
Days = Mapping[str, tuple[dt.date, ...]]  # for each date that is compared with another: the days to try


def tests_of(part: Any, name: str) -> Iterator[Any]:
    """Every test of this name anywhere in a document."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == name:
                yield value
            yield from tests_of(value, name)
    elif isinstance(part, list):
        for item in part:
            yield from tests_of(item, name)


def law_tests(law: Law, name: str) -> list[Any]:
    """Every test of a fact in the conditions of a law and of those it uses."""
    keys = ("scope", "assume", "definitions", "dimensions", "clauses")
    parts = [one.document[key] for one in (law, *law.used.values()) for key in keys if key in one.document]
    return list(tests_of(parts, name))


def compared(law: Law) -> dict[str, set[str]]:
    """The date facts that derived facts compare, each with those it is tied to, itself included."""
    ties: dict[str, set[str]] = {}
    for pair in (fact["derive"] for fact in law.facts.values() if "derive" in fact):
        [(first, test)] = pair.items()
        [second] = test.values()
        together = {first, second} | ties.get(first, set()) | ties.get(second, set())
        ties |= dict.fromkeys(together, together)
    return ties


def points(law: Law, name: str, days: Days) -> list[Any]:
    """Values that stand for all values of a fact: two that answer every test alike share one point."""
    fact = law.facts[name]
    if fact["type"] == "boolean":
        return [True, False]
    if fact["type"] == "choice":
        return list(fact["values"])
    if name in days:
        return list(days[name])
    tests = law_tests(law, name)
    if fact["type"] == "date":
        cuts = {constant for test in tests for constant in test.values()} or {dt.date(2020, 1, 1)}
        near: set[Any] = {cut + DAY * by for cut in cuts for by in (-1, 0, 1)}
    else:
        low, high = fact.get("min"), fact.get("max")
        limits = {Decimal(limit) for limit in (low, high) if limit is not None}
        ordered = sorted({Decimal(c) for test in tests for c in test.values()} | limits) or [Decimal(0)]
        between = [(a + b) / 2 for a, b in itertools.pairwise(ordered)]
        near = {*ordered, ordered[0] - 1, ordered[-1] + 1}
        near |= {cut + by for cut in ordered for by in (-1, 1)} if fact.get("whole") else set(between)
        near = {v for v in near if (low is None or v >= low) and (high is None or v <= high)}
    return list({signature(tests, value): value for value in sorted(near)}.values())


def signature(tests: list[Any], value: Any) -> tuple[bool, ...]:
    return tuple(fact_test(test, value) for test in tests)


def worlds(law: Law, days: Days) -> Iterator[World]:
    """Every combination of points in which derived facts are what their dates make them."""
    derived = {name: fact["derive"] for name, fact in law.facts.items() if "derive" in fact}
    axes = {name: points(law, name, days) for name in law.facts if name not in derived}
    for name, poles in law.document.get("dimensions", {}).items():
        if "favourable" not in poles:
            axes[name] = list(POLES)
    for values in itertools.product(*axes.values()):
        world = dict(zip(axes, values, strict=True))
        for name, pair in derived.items():
            [(first, asked)] = pair.items()
            [(test, second)] = asked.items()
            world[name] = COMPARE[test](world[first], world[second])
        yield world
