"""Properties: what must hold of every case is checked over all of them at once."""

from __future__ import annotations

import pytest

from tests.ruleset.writing import BASE
from tolerance_engine.ruleset import load_ruleset, load_text
from tolerance_engine.ruleset.properties import check_properties


@pytest.mark.parametrize(
    ("written", "reached"),
    [
        pytest.param("never: granted, when: {known: true}", {}, id="holds"),
        pytest.param(
            "never: granted, when: {joint: true}",
            {"literal": ("granted",), "broad": ("granted",)},
            id="fails",
        ),
        pytest.param(
            "never: [granted, reduced]",
            {"literal": ("granted", "reduced"), "broad": ("granted", "reduced")},
            id="fails-twice",
        ),
        pytest.param("always: refused, when: {known: true}", {}, id="always-holds"),
        pytest.param(
            "always: [refused, reduced]",
            {
                "literal": ("granted", "conflict", "not_specified"),
                "broad": ("granted", "conflict", "not_specified"),
            },
            id="always-fails",
        ),
        pytest.param("never: granted, reading: broad", {"broad": ("granted",)}, id="under-one-reading"),
        pytest.param(
            "never: not_specified, when: {any: [{known: true}, {small: true}, {purpose: favourable}]}",
            {},
            id="some-clause-answers",
        ),
        pytest.param(
            "never: conflict, when: {not: {all: [{small: true}, {purpose: favourable}]}}",
            {},
            id="where-conflict-comes-from",
        ),
    ],
)
def test_a_property_is_decided_over_every_case(written: str, reached: dict[str, tuple[str, ...]]) -> None:
    """A property holds exactly if no case reaches a forbidden outcome; otherwise the reached ones are named."""
    ruleset = load_text(f"{BASE}properties:\n  - {{id: p, {written}}}\n")
    found = {result.reading: result.reached for result in check_properties(ruleset) if not result.holds}
    assert found == reached


def test_what_assume_excludes_is_no_counterexample() -> None:
    """A case that cannot be does not break a property."""
    text = BASE + "properties:\n  - {id: p, never: granted, when: {damage: {more_than: 900}}}\n"
    assert not all(result.holds for result in check_properties(load_text(text)))
    assumed = text + "assume:\n  - {if: {damage: {more_than: 900}}, then: {known: true}}\n"
    assert all(result.holds for result in check_properties(load_text(assumed)))


@pytest.mark.parametrize("name", ["qinghai", "wenzhou"])
def test_properties_of_the_shipped_rulesets_hold(name: str) -> None:
    """Every property that a shipped ruleset declares holds under every reading it names."""
    results = list(check_properties(load_ruleset(name)))
    assert results, "a shipped ruleset states what must hold"
    assert [(r.declared.id, r.reading, r.reached) for r in results if not r.holds] == []
