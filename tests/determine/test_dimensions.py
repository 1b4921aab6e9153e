"""Dimensions: two poles, four values, what is still possible, and findings that officers state."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import exclusion, ground, possible, rules, verdict
from tolerance_engine.errors import CaseError

POLES = {
    "purpose": {
        "zh": "目的",
        "favourable": {"zh": "为公", "when": {"a": True}},
        "adverse": {"zh": "为私", "when": {"b": True}},
    },
    "attitude": {"zh": "态度"},
}
VALUES = ("favourable", "adverse", "mixed", "neither")
HOLDS = {
    "favourable": {"favourable"},
    "adverse": {"adverse"},
    "mixed": {"mixed"},
    "neither": {"neither"},
    "some_favourable": {"favourable", "mixed"},
    "some_adverse": {"adverse", "mixed"},
}
CLAUSE = ground("g", {"c": True})


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [(True, False, "favourable"), (False, True, "adverse"), (True, True, "mixed"), (False, False, "neither")],
)
def test_the_value_follows_from_the_poles(a: bool, b: bool, value: str) -> None:
    """Favourable only, adverse only, both, neither."""
    found = verdict(rules(CLAUSE, dimensions=POLES), a=a, b=b).findings["purpose"]
    assert (found.value, found.possible, found.stated) == (value, (value,), False)


@pytest.mark.parametrize(
    ("facts", "still"),
    [
        ({}, VALUES),
        ({"a": True}, ("favourable", "mixed")),
        ({"a": False}, ("adverse", "neither")),
        ({"b": True}, ("adverse", "mixed")),
        ({"b": False}, ("favourable", "neither")),
    ],
    ids=str,
)
def test_what_is_open_says_what_it_still_can_be(facts: dict[str, Any], still: tuple[str, ...]) -> None:
    """A dimension that is not established says which values are left."""
    found = verdict(rules(CLAUSE, dimensions=POLES), **facts).findings["purpose"]
    assert (found.value, found.possible) == ("not_established", still)


@pytest.mark.parametrize("asked", HOLDS)
@pytest.mark.parametrize("dimension", ["purpose", "attitude"])
def test_tests_of_a_dimension(dimension: str, asked: str) -> None:
    """`adverse` leaves out `mixed`, `some_adverse` has it; with poles and without alike."""
    ruleset = rules(ground("g", {dimension: asked}), dimensions=POLES)
    for value in VALUES:
        assert (possible(ruleset, findings={dimension: value}) == ["good"]) == (value in HOLDS[asked])


def test_every_dimension_is_always_told() -> None:
    """All dimensions stand in the verdict, also where an exclusion has already decided."""
    ruleset = rules(exclusion("stop", {"f": True}), ground("g", {"purpose": "favourable"}), dimensions=POLES)
    found = verdict(ruleset, f=True)
    assert found.outcome == "bad"
    assert list(found.findings) == ["purpose", "attitude"]
    assert [finding.value for finding in found.findings.values()] == ["not_established", "not_established"]


def test_a_finding_is_knowledge() -> None:
    """A stated finding leaves only the completions in which the poles give that value."""
    ruleset = rules(ground("g", {"a": True}), dimensions=POLES)
    found = verdict(ruleset, findings={"purpose": "mixed"})
    assert found.outcome == "good"
    assert (
        found.findings["purpose"]
        == te.determine(ruleset, {"findings": {"purpose": "mixed"}}).findings["purpose"]
    )
    assert found.findings["purpose"].stated
    assert possible(ruleset, findings={"purpose": "neither"}) == ["not_specified"]


def test_a_finding_is_told_as_a_finding() -> None:
    """The text and the explanation show a stated finding as stated, not as derived from facts."""
    ruleset = rules(
        ground("g", {"all": [{"purpose": "favourable"}, {"attitude": "favourable"}]}), dimensions=POLES
    )
    found = verdict(ruleset, findings={"purpose": {"value": "favourable", "evidence": ["笔录"]}}, a=True)
    assert "认定意见" in found.text() and "stated by an officer" in found.text("en")
    nodes = str(found.model_dump()["explanation"])
    assert "'state': 'stated'" in nodes and "笔录" in nodes
    assert "尚未认定" in found.text()


def test_a_definition_may_be_stated() -> None:
    """An officer may state a definition true or false without its facts."""
    definitions = {"clean": {"zh": "清白", "when": {"all": [{"a": False}, {"b": False}]}}}
    ruleset = rules(ground("g", {"clean": True}), definitions=definitions)
    assert possible(ruleset, findings={"clean": True}) == ["good"]
    assert possible(ruleset, findings={"clean": False}) == ["not_specified"]
    assert verdict(ruleset, findings={"clean": True}).findings["clean"].stated
    assert possible(ruleset, findings={"clean": False}, a=False) == ["not_specified"]


@pytest.mark.parametrize(
    ("findings", "facts", "clash"),
    [
        ({"purpose": "favourable"}, {"a": False}, {"purpose", "a"}),
        ({"purpose": "favourable"}, {"a": True, "b": True, "c": True}, {"purpose", "b"}),
        ({"purpose": "mixed"}, {"a": True, "b": False, "d": True}, {"purpose", "b"}),
        ({"purpose": "neither", "attitude": "mixed"}, {"b": True}, {"purpose", "b"}),
        ({"clean": True}, {"a": True, "b": True}, None),
        ({"clean": False}, {"a": False, "b": False}, {"clean", "a", "b"}),
        ({"clean": True, "purpose": "adverse"}, {}, {"clean", "purpose"}),
    ],
    ids=lambda value: "-".join(sorted(value)) if value else "any",
)
def test_a_contradiction_names_a_minimal_set(
    findings: dict[str, Any], facts: dict[str, Any], clash: set[str] | None
) -> None:
    """Statements that cannot hold together are an error that names a smallest clashing set, never a verdict."""
    definitions = {"clean": {"zh": "清白", "when": {"all": [{"a": False}, {"b": False}]}}}
    ruleset = rules(
        ground("g", {"clean": True}),
        ground("h", {"purpose": "mixed"}),
        dimensions=POLES,
        definitions=definitions,
    )
    with pytest.raises(CaseError) as raised:
        verdict(ruleset, findings=findings, **facts)
    named = raised.value.contradiction
    assert [problem.code for problem in raised.value.diagnostics] == ["K020"]
    assert clash is None or set(named) == clash
    kept = {
        "facts": {n: v for n, v in facts.items() if n in named},
        "findings": {n: v for n, v in findings.items() if n in named},
    }
    for name in named:
        less = {part: {n: v for n, v in values.items() if n != name} for part, values in kept.items()}
        assert te.determine(ruleset, less).possible, "leave one out, and the rest can hold"
    for name in named:
        assert f"`{name}`" in raised.value.diagnostics[0].message.zh


def test_a_finding_without_poles_is_the_only_source() -> None:
    """A dimension without poles is open until an officer states it, and is asked for as a finding."""
    ruleset = rules(ground("g", {"attitude": "favourable"}), dimensions=POLES)
    found = verdict(ruleset)
    assert list(found.possible) == ["good", "not_specified"]
    assert [(item.fact, item.kind) for item in found.missing] == [("attitude", "finding")]
    assert possible(ruleset, findings={"attitude": "mixed"}) == ["not_specified"]
    witnesses = {witness.outcome: witness.findings for witness in found.witnesses}
    assert witnesses["good"] == {"attitude": "favourable"}


@pytest.mark.parametrize("dimension", ["purpose", "attitude"])
def test_a_narrowed_finding(dimension: str) -> None:
    """A finding may be narrowed to some values; a conflicting one establishes nothing."""
    ruleset = rules(ground("g", {dimension: "some_favourable"}), dimensions=POLES)
    assert possible(ruleset, findings={dimension: {"one_of": ["favourable", "mixed"]}}) == ["good"]
    assert possible(ruleset, findings={dimension: {"one_of": ["favourable", "adverse"]}}) == [
        "good",
        "not_specified",
    ]
    assert possible(ruleset, findings={dimension: {"conflicting": ["favourable", "mixed"]}}) == [
        "good",
        "not_specified",
    ]
    found = verdict(ruleset, findings={dimension: {"one_of": ["favourable", "mixed"]}}).findings[dimension]
    assert (found.value, found.possible, found.stated) == ("not_established", ("favourable", "mixed"), True)


def test_findings_decide_as_their_facts_would() -> None:
    """For every value, the finding gives what facts with that value give."""
    ruleset = rules(
        exclusion("stop", {"purpose": "adverse"}),
        ground("g", {"purpose": "favourable"}),
        ground("h", {"purpose": "mixed"}, "fair"),
        dimensions=POLES,
    )
    for a, b in product((True, False), repeat=2):
        by_facts = verdict(ruleset, a=a, b=b)
        by_finding = verdict(ruleset, findings={"purpose": by_facts.findings["purpose"].value})
        assert (by_facts.possible, by_facts.applies) == (by_finding.possible, by_finding.applies)
