"""Unknown is a value: nothing is assumed, a comparison with an unknown is unknown, and learning only narrows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import DATE, NUMBER, choice, exclusion, ground, missing, possible, rules, verdict

FACTS = {"amount": NUMBER, "day": DATE, "form": choice("p", "q", "r")}

NEEDS = [
    pytest.param({"a": True}, id="boolean-true"),
    pytest.param({"a": False}, id="boolean-false"),
    pytest.param({"not": {"a": True}}, id="not"),
    pytest.param({"not": {"not": {"a": True}}}, id="not-not"),
    pytest.param({"form": "p"}, id="choice"),
    pytest.param({"not": {"form": "p"}}, id="not-choice"),
    pytest.param({"form": {"in": ["p", "q"]}}, id="choice-in"),
    pytest.param({"amount": {"at_most": 5}}, id="at-most"),
    pytest.param({"amount": {"at_least": 5}}, id="at-least"),
    pytest.param({"amount": {"more_than": 5}}, id="more-than"),
    pytest.param({"amount": {"less_than": 5}}, id="less-than"),
    pytest.param({"not": {"amount": {"at_most": 5}}}, id="not-at-most"),
    pytest.param({"day": {"before": date(2020, 1, 1)}}, id="before"),
    pytest.param({"day": {"on_or_before": date(2020, 1, 1)}}, id="on-or-before"),
    pytest.param({"day": {"after": date(2020, 1, 1)}}, id="after"),
    pytest.param({"day": {"on_or_after": date(2020, 1, 1)}}, id="on-or-after"),
    pytest.param({"not": {"day": {"after": date(2020, 1, 1)}}}, id="not-after"),
    pytest.param({"all": [{"a": True}, {"b": True}]}, id="all"),
    pytest.param({"any": [{"a": False}, {"b": False}]}, id="any"),
    pytest.param({"at_least": 1, "of": [{"a": True}, {"b": True}]}, id="at-least-of"),
    pytest.param({"at_most": 0, "of": [{"a": True}, {"b": True}]}, id="at-most-of"),
    pytest.param({"exactly": 1, "of": [{"a": True}, {"b": True}]}, id="exactly-of"),
    pytest.param({"private": False}, id="definition-false"),
    pytest.param({"purpose": "favourable"}, id="dimension"),
    pytest.param({"purpose": "neither"}, id="neither"),
    pytest.param({"not": {"purpose": "some_adverse"}}, id="not-some-adverse"),
    pytest.param({"judged": "favourable"}, id="dimension-without-poles"),
    pytest.param({"not": {"judged": "adverse"}}, id="not-dimension-without-poles"),
]
SECTIONS: dict[str, Any] = {
    "facts": FACTS,
    "definitions": {"private": {"zh": "谋私", "when": {"any": [{"c": True}, {"d": True}]}}},
    "dimensions": {
        "purpose": {
            "zh": "目的",
            "favourable": {"zh": "为公", "when": {"e": True}},
            "adverse": {"zh": "为私", "when": {"f": True}},
        },
        "judged": {"zh": "态度"},
    },
}
NOTHING_SAID: list[Any] = [
    pytest.param({}, id="absent"),
    pytest.param(dict.fromkeys("abcdef") | {"amount": None, "day": None, "form": None}, id="null"),
    pytest.param(
        dict.fromkeys("abcdef", "unknown") | {"amount": "unknown", "day": "unknown", "form": "unknown"},
        id="unknown",
    ),
    pytest.param(
        {"a": {"evidence": ["谈话"]}, "c": {"conflicting": [True, False]}}, id="evidence-without-a-value"
    ),
]


@pytest.mark.parametrize("facts", NOTHING_SAID)
@pytest.mark.parametrize("kind", ["ground", "exclusion"])
@pytest.mark.parametrize("when", NEEDS)
def test_an_empty_case_never_decides_what_needs_a_fact(
    when: dict[str, Any], kind: str, facts: dict[str, Any]
) -> None:
    """Absent, null, unknown and conflicting facts leave both the clause's outcome and the default possible."""
    clause = ground("g", when) if kind == "ground" else exclusion("stop", when)
    found = te.determine(rules(clause, **SECTIONS), te.Case(facts=facts))
    assert found.outcome is None and not found.decided
    assert list(found.possible) == ["good" if kind == "ground" else "bad", "not_specified"]
    assert found.applies == () and found.may_apply == (clause["id"],)
    assert found.missing, "an open outcome waits for something"
    assert {witness.outcome for witness in found.witnesses} == set(found.possible)


@pytest.mark.parametrize(
    ("when", "always"),
    [
        pytest.param({"any": [{"a": True}, {"not": {"a": True}}]}, True, id="p-or-not-p"),
        pytest.param({"any": [{"a": True}, {"a": False}]}, True, id="true-or-false"),
        pytest.param({"all": [{"a": True}, {"a": False}]}, False, id="p-and-not-p"),
        pytest.param(
            {"any": [{"amount": {"at_most": 5}}, {"amount": {"more_than": 5}}]},
            True,
            id="both-sides-of-a-threshold",
        ),
        pytest.param({"form": {"in": ["p", "q", "r"]}}, True, id="every-choice"),
        pytest.param({"at_least": 0, "of": [{"a": True}]}, True, id="at-least-none"),
        pytest.param({"exactly": 1, "of": [{"a": True}, {"a": False}]}, True, id="exactly-one-of-two-sides"),
    ],
)
def test_exact_is_more_than_three_valued(when: dict[str, Any], always: bool) -> None:
    """What holds in every completion is decided without knowing the fact, and asks for nothing."""
    ruleset = rules(ground("g", when), **SECTIONS)
    assert possible(ruleset) == (["good"] if always else ["not_specified"])
    assert missing(ruleset) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"one_of": ["p", "q"]}, ["good"], id="both-do"),
        pytest.param({"one_of": ["p", "r"]}, ["good", "not_specified"], id="one-does"),
        pytest.param(
            {"conflicting": ["p", "q"]}, ["good", "not_specified"], id="conflicting-leaves-every-value-open"
        ),
        pytest.param({"value": "r"}, ["not_specified"], id="established"),
    ],
)
def test_narrowed_and_conflicting_values(value: Any, expected: list[str]) -> None:
    """A narrowed fact has the values listed; conflicting evidence establishes nothing at all."""
    ruleset = rules(ground("g", {"form": {"in": ["p", "q"]}}), facts=FACTS)
    assert possible(ruleset, form=value) == expected


def test_a_conflicting_fact_is_asked_first_and_marked() -> None:
    """What the evidence disagrees about comes first among the open questions, and says so."""
    ruleset = rules(ground("g", {"all": [{"a": True}, {"b": True}, {"c": True}]}))
    found = verdict(ruleset, c={"conflicting": [True, False], "evidence": ["谈话1", "谈话4"]})
    assert next((item.fact, item.conflicting) for item in found.missing) == ("c", True)
    assert sorted(item.fact for item in found.missing) == ["a", "b", "c"]
    assert "证据不一致" in found.text()


def test_a_fact_that_cannot_matter_is_not_missing() -> None:
    """Only facts that some settling set needs are asked for."""
    ruleset = rules(
        exclusion("stop", {"a": True}),
        ground("g", {"any": [{"b": True}, {"all": [{"c": True}, {"a": True}]}]}),
    )
    assert missing(ruleset) == ["a", "b"]
    assert missing(ruleset, a=False) == ["b"]
    assert missing(ruleset, a=True) == []


def test_numbers_are_compared_as_written() -> None:
    """Decimals are exact: a hundredth above a limit is above it, and written zeros change nothing."""
    from decimal import Decimal

    ruleset = rules(ground("g", {"amount": {"at_most": Decimal("500000.10")}}), facts=FACTS)
    for value, expected in (
        (Decimal("500000.10"), "good"),
        ("500000.1", "good"),
        ("500000.11", "not_specified"),
        (Decimal("500000.1000000000000000000000000001"), "not_specified"),
        (500000, "good"),
        (0.1 + 0.2, "good"),
        (-1, "good"),
    ):
        assert possible(ruleset, amount=value) == [expected], value


@pytest.mark.parametrize(
    ("test", "inside"),
    [("at_most", [4, 5]), ("less_than", [4]), ("at_least", [5, 6]), ("more_than", [6])],
)
def test_thresholds_of_numbers(test: str, inside: list[int]) -> None:
    """Each comparison includes or leaves out its threshold as its word says."""
    for whole in (False, True):
        ruleset = rules(ground("g", {"amount": {test: 5}}), facts={"amount": NUMBER | {"whole": whole}})
        assert [n for n in (4, 5, 6) if possible(ruleset, amount=n) == ["good"]] == inside


@pytest.mark.parametrize(
    ("test", "inside"),
    [("on_or_before", [1, 2]), ("before", [1]), ("on_or_after", [2, 3]), ("after", [3])],
)
def test_thresholds_of_dates(test: str, inside: list[int]) -> None:
    """Each comparison of days includes or leaves out its day as its word says."""
    ruleset = rules(ground("g", {"day": {test: date(2020, 1, 2)}}), facts=FACTS)
    assert [d for d in (1, 2, 3) if possible(ruleset, day=date(2020, 1, d)) == ["good"]] == inside


def test_bounds_narrow_what_is_open() -> None:
    """A number that must lie within its declared bounds is not open where the bounds decide."""
    ruleset = rules(
        ground("g", {"amount": {"at_least": 0}}), facts={"amount": NUMBER | {"min": 0, "max": 10}}
    )
    assert possible(ruleset) == ["good"]
    tight = rules(
        ground("g", {"amount": {"more_than": 2}}),
        facts={"amount": NUMBER | {"min": 2, "max": 3, "whole": True}},
    )
    assert possible(tight) == ["good", "not_specified"]
    assert possible(tight, amount=3) == ["good"]


def test_learning_never_widens() -> None:
    """Along any order of learning the facts, the possible outcomes only shrink and end in one."""
    ruleset = rules(
        exclusion("stop", {"all": [{"a": True}, {"b": False}]}),
        ground("g", {"any": [{"c": True}, {"d": False}]}),
        ground("h", {"exactly": 1, "of": [{"c": True}, {"e": True}]}, "fair", unless={"f": True}),
    )
    world = {"a": True, "b": True, "c": False, "d": True, "e": True, "f": False}
    for order in ("abcdef", "fedcba", "cafebd"):
        known: dict[str, Any] = {}
        before = set(possible(ruleset))
        for name in order:
            known[name] = world[name]
            after = set(possible(ruleset, **known))
            assert after <= before
            before = after
        assert before == {"fair"}
