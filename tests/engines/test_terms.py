"""Production rules by themselves: of every term exactly one rule holds, and it concludes the right value."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from tolerance_engine.engines._durable_terms import FALSE, TRUE, Literal, Rulebook, Term, holds

NUMBERS = range(11)


def run(rulebook: Rulebook, known: Mapping[str, str]) -> dict[str, str]:
    """Forward chaining in ten lines: every rule of every term is tried, exactly one must hold."""
    values = dict(known)
    for derivation in sorted(rulebook.derivations.values(), key=lambda each: each.term.level):
        concluded = [
            rule.value
            for rule in derivation.rules
            if all((values[key] == value) is equal for key, equal, value in rule.tests)
        ]
        assert len(concluded) == 1, (derivation.term.key, concluded)
        values[derivation.term.key] = concluded[0]
    return values


def boolean(name: str) -> Literal:
    """A boolean input, wanted true."""
    return Term(name, (TRUE, FALSE), frozenset({name})).among({TRUE})


def worlds(names: list[str]) -> list[dict[str, str]]:
    """Every assignment of booleans."""
    return [dict(zip(names, values, strict=True)) for values in product((TRUE, FALSE), repeat=len(names))]


@pytest.mark.parametrize("size", NUMBERS)
def test_all_and_any_conclude_what_they_say(size: int) -> None:
    """All of, and any of, up to ten conditions are right in every world, wider than one rule reads included."""
    names = [f"a{i}" for i in range(size)]
    rulebook = Rulebook()
    every = rulebook.all_of("every", [boolean(name) for name in names])
    some = rulebook.any_of("some", [boolean(name) for name in names])
    for world in worlds(names):
        values = run(rulebook, world)
        assert holds(every, values) is all(value == TRUE for value in world.values())
        assert holds(some, values) is any(value == TRUE for value in world.values())


@pytest.mark.parametrize("size", range(1, 8))
def test_counts_conclude_what_they_say(size: int) -> None:
    """Every lower and upper bound on up to seven conditions is right in every world."""
    names = [f"a{i}" for i in range(size)]
    rulebook = Rulebook()
    asked = {
        (low, high): rulebook.count("count", [boolean(name) for name in names], low, high)
        for low in range(size + 1)
        for high in range(low, size + 1)
    }
    for world in worlds(names):
        values = run(rulebook, world)
        number = sum(value == TRUE for value in world.values())
        for (low, high), literal in asked.items():
            assert holds(literal, values) is (low <= number <= high), (low, high, world)


def test_a_condition_counts_as_often_as_it_is_listed() -> None:
    """A condition that is listed twice weighs double, as a drafter who lists it twice means it."""
    rulebook = Rulebook()
    a, b = boolean("a"), boolean("b")
    literal = rulebook.count("count", [a, a, b, a.negated()], 2, 3)
    for world in worlds(["a", "b"]):
        number = 2 * (world["a"] == TRUE) + (world["b"] == TRUE) + (world["a"] == FALSE)
        assert holds(literal, run(rulebook, world)) is (2 <= number <= 3)


def test_conditions_that_always_or_never_hold_are_no_rules() -> None:
    """What is settled by itself is concluded without a rule, and still says which facts it was asked of."""
    rulebook = Rulebook()
    a = boolean("a")
    sure = a.term.among({TRUE, FALSE})
    assert holds(rulebook.all_of("x", [sure, sure]), {}) is True
    assert holds(rulebook.any_of("x", [a, sure]), {}) is True
    assert holds(rulebook.all_of("x", [a, sure.negated()]), {}) is False
    assert rulebook.any_of("x", [boolean("b"), sure]).term.needs == {"a", "b"}
    assert not rulebook.derivations


def test_the_same_conditions_are_one_term() -> None:
    """Two provisions that ask the same are concluded once."""
    rulebook = Rulebook()
    first = rulebook.all_of("first", [boolean("a"), boolean("b")])
    second = rulebook.all_of("second", [boolean("a"), boolean("b")])
    assert first == second
    assert [*rulebook.derivations] == ["first"]


def test_a_test_of_several_values_is_a_conjunction() -> None:
    """One of several values is told as none of the others, so that no rule needs an `or`."""
    term = Term("form", ("c:a", "c:b", "c:c", "c:d"))
    assert term.among({"c:a"}).tests() == (("form", True, "c:a"),)
    assert term.among({"c:a", "c:b"}).tests() == (("form", False, "c:c"), ("form", False, "c:d"))
    assert term.among(term.values).tests() == ()


def test_short_names_of_keys_do_not_collide_in_the_hash_of_durable_rules() -> None:
    """durable-rules tells keys apart by FNV-1a in 32 bits only; the names we give them all differ there."""

    def fnv(text: str) -> int:
        value = 2166136261
        for byte in text.encode():
            value = ((value ^ byte) * 16777619) % 2**32
        return value

    names = ["id", "sid", "$s", "$forward", "m", *(f"k{number}" for number in range(2000))]
    assert len({fnv(name) for name in names}) == len(names)
