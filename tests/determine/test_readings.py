"""Readings: wording that can be read in more than one way is decided under each, side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.determine.small import exclusion, ground, possible, rules, verdict
from tolerance_engine.errors import RulesetError

READINGS = {"strict": {"zh": "从严"}, "broad": {"zh": "从宽"}}
A, B = {"a": True}, {"b": True}


def by(strict: Any, broad: Any) -> dict[str, Any]:
    """One thing under each reading."""
    return {"by_reading": {"strict": strict, "broad": broad}}


def test_a_condition_by_reading() -> None:
    """AND or OR: each reading has its own condition, and the verdict tells both."""
    ruleset = rules(ground("g", by({"all": [A, B]}, {"any": [A, B]})), readings=READINGS)
    found = verdict(ruleset, a=True, b=False)
    assert (found.reading, found.outcome) == ("strict", "not_specified")
    assert {name: each.outcome for name, each in found.readings.items()} == {
        "strict": "not_specified",
        "broad": "good",
    }
    assert not found.robust
    assert verdict(ruleset, "broad", a=True, b=False).outcome == "good"


@pytest.mark.parametrize(
    ("facts", "robust"),
    [
        ({"a": True, "b": True}, True),
        ({"a": False, "b": False}, True),
        ({"a": True, "b": False}, False),
        ({"a": True}, False),
        ({}, False),
    ],
    ids=str,
)
def test_robust_means_decided_and_agreed_everywhere(facts: dict[str, bool], robust: bool) -> None:
    """Robust is a verdict that every reading has decided, and all alike."""
    ruleset = rules(ground("g", by({"all": [A, B]}, {"any": [A, B]})), readings=READINGS)
    assert verdict(ruleset, **facts).robust is robust


def test_combine_and_default_by_reading() -> None:
    """How grounds combine, and what follows when none applies, may differ by reading."""
    ruleset = rules(
        ground("g", A),
        ground("h", B, "fair"),
        readings=READINGS,
        combine=by("least_favourable", "most_favourable"),
        default=by("bad", "not_specified"),
    )
    assert [possible(ruleset, reading, a=True, b=True) for reading in READINGS] == [["fair"], ["good"]]
    assert [possible(ruleset, reading, a=False, b=False) for reading in READINGS] == [
        ["bad"],
        ["not_specified"],
    ]


def test_a_clause_of_some_readings_does_not_exist_under_the_others() -> None:
    """A limited clause neither decides, nor disables, nor can be met, under the other readings."""
    ruleset = rules(
        exclusion("stop", A, readings=["strict"]),
        ground("g", {"a": True}),
        ground("h", {"not": {"stop": "applies"}}, "good", unless={"a": False}),
        readings=READINGS,
    )
    assert possible(ruleset, "strict", a=True) == ["bad"]
    assert verdict(ruleset, "broad", a=True).applies == ("g", "h")
    ids = [
        node.get("id") for node in verdict(ruleset, "broad", a=True).model_dump()["explanation"]["because"]
    ]
    assert "stop" not in ids


def test_readings_inside_definitions_and_poles() -> None:
    """A reading may differ deep inside a definition or a pole."""
    ruleset = rules(
        ground("g", {"all": [{"clean": True}, {"purpose": "favourable"}]}),
        readings=READINGS,
        definitions={"clean": {"zh": "清白", "when": by({"all": [A, B]}, A)}},
        dimensions={
            "purpose": {
                "zh": "目的",
                "favourable": {"zh": "公", "when": by(B, A)},
                "adverse": {"zh": "私", "when": {"c": True}},
            }
        },
    )
    assert [possible(ruleset, reading, a=True, b=False, c=False) for reading in READINGS] == [
        ["not_specified"],
        ["good"],
    ]


def test_one_reading_is_always_robust_when_decided() -> None:
    """A ruleset that declares no readings has one, and a decided verdict of it is robust."""
    found = verdict(rules(ground("g", A)), a=True)
    assert len(found.readings) == 1 and found.robust
    assert not verdict(rules(ground("g", A))).robust


def test_an_unknown_reading_is_refused() -> None:
    """A reading nobody declared is our error with the readings there are."""
    with pytest.raises(RulesetError) as raised:
        verdict(rules(ground("g", A), readings=READINGS), "wide", a=True)
    (found,) = raised.value.diagnostics
    assert found.code == "P001"
    assert found.help is not None and "`strict`" in found.help.zh and "`broad`" in found.help.en


def test_a_case_that_contradicts_one_reading_only() -> None:
    """Where the case cannot be under another reading, that reading shows no outcome and nothing is robust."""
    ruleset = rules(
        ground("g", A), readings=READINGS, definitions={"clean": {"zh": "清白", "when": by(A, B)}}
    )
    found = verdict(ruleset, findings={"clean": True}, a=True, b=False)
    assert found.outcome == "good"
    assert found.readings["broad"].possible == ()
    assert not found.robust
    assert "矛盾" in found.text() and "contradicts" in found.text("en")
