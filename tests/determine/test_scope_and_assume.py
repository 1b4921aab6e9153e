"""Scope and assumptions: whom a measure is for, and what cannot be otherwise."""

from __future__ import annotations

from itertools import product

import pytest

from tests.determine.small import NUMBER, choice, exclusion, ground, missing, possible, rules, verdict
from tolerance_engine.errors import CaseError

A, B, C = {"a": True}, {"b": True}, {"c": True}
SCOPE = {
    "when": {"rank": {"in": ["county", "township"]}},
    "zh": "县以下干部",
    "cite": {"source": "doc", "at": "第二条"},
}
RANK = {"rank": choice("province", "county", "township")}


def test_outside_the_scope_nothing_applies() -> None:
    """Outside the scope the outcome is `not_applicable`, whatever else holds."""
    ruleset = rules(exclusion("stop", A), ground("g", B), scope=SCOPE, facts=RANK)
    found = verdict(ruleset, rank="province", a=True, b=True)
    assert (found.outcome, found.applies) == ("not_applicable", ())
    assert "不属适用范围" in found.text() and "not applicable" in found.text("en")
    assert possible(ruleset, rank="county", a=True) == ["bad"]
    assert possible(ruleset, rank={"one_of": ["county", "township"]}, a=True) == ["bad"]


def test_an_open_scope_is_open() -> None:
    """Where it is not established that the measure applies, that is one of the possible outcomes, last."""
    ruleset = rules(exclusion("stop", A), ground("g", {"a": False}), scope=SCOPE, facts=RANK)
    assert possible(ruleset, a=True) == ["bad", "not_applicable"]
    assert missing(ruleset, a=True) == ["rank"]
    assert possible(ruleset) == ["good", "bad", "not_applicable"]


def test_the_scope_is_told_with_its_citation() -> None:
    """The explanation says whether the scope is met, and where it is written."""
    ruleset = rules(ground("g", A), scope=SCOPE, facts=RANK)
    first = verdict(ruleset, a=True).model_dump()["explanation"]["because"][0]
    assert (first["kind"], first["truth"], first["cite"][0]["at"]) == ("scope", "unknown", "第二条")
    assert "县以下干部" in verdict(ruleset, a=True).text()


@pytest.mark.parametrize(
    ("assume", "excluded"),
    [
        pytest.param({"if": A, "then": B}, {(True, False)}, id="if-then"),
        pytest.param({"never": {"all": [A, B]}}, {(True, True)}, id="never-both"),
        pytest.param({"never": {"not": {"any": [A, B]}}}, {(False, False)}, id="never-neither"),
        pytest.param({"if": {"not": A}, "then": {"not": B}}, {(False, True)}, id="if-not-then-not"),
    ],
)
def test_what_cannot_be_does_not_count(assume: dict[str, object], excluded: set[tuple[bool, bool]]) -> None:
    """A case that the assumptions exclude is a contradiction; all others are decided as without them."""
    clauses = [ground("g", {"all": [A, B]}), ground("h", {"not": {"any": [A, B]}}, "fair")]
    assumed, free = rules(*clauses, assume=[assume]), rules(*clauses)
    for a, b in product((True, False), repeat=2):
        if (a, b) in excluded:
            with pytest.raises(CaseError) as raised:
                verdict(assumed, a=a, b=b)
            assert set(raised.value.contradiction) == {"a", "b"}
        else:
            assert possible(assumed, a=a, b=b) == possible(free, a=a, b=b)


def test_an_assumption_settles_what_follows_from_it() -> None:
    """What an assumption implies is known without being stated, and is not asked for."""
    ruleset = rules(ground("g", B), assume=[{"if": A, "then": B}])
    assert possible(ruleset, a=True) == ["good"]
    assert missing(ruleset, a=True) == []
    assert possible(ruleset, a=False) == ["good", "not_specified"]
    assert possible(ruleset, b=False) == ["not_specified"]
    assert sorted(missing(ruleset)) == ["a", "b"], "either settles it: a true implies b"


def test_what_follows_is_told_as_settled() -> None:
    """Where the exact answer knows more than the provision alone, the node says what settles it."""
    found = verdict(rules(ground("g", B), assume=[{"if": A, "then": B}]), a=True)
    clause = found.model_dump()["explanation"]["because"][0]
    assert (clause["id"], clause["truth"], clause["settled"]) == ("g", "unknown", "true")
    assert "无论未查明的事实如何" in found.text()


def test_several_assumptions_hold_together() -> None:
    """Assumptions chain: each further one narrows what can be."""
    chain = [{"if": A, "then": B}, {"if": B, "then": C}]
    ruleset = rules(ground("g", C), assume=chain)
    assert possible(ruleset, a=True) == ["good"]
    with pytest.raises(CaseError) as raised:
        verdict(ruleset, a=True, c=False)
    assert set(raised.value.contradiction) == {"a", "c"}


def test_assumptions_may_speak_of_numbers_and_definitions() -> None:
    """An assumption may compare numbers and use definitions."""
    ruleset = rules(
        ground("g", {"small": True}),
        facts={"damage": NUMBER | {"min": 0}},
        definitions={"small": {"zh": "小", "when": {"damage": {"at_most": 100}}}},
        assume=[{"if": {"a": False}, "then": {"small": True}}],
    )
    assert possible(ruleset, a=False) == ["good"]
    assert possible(ruleset, damage=101) == ["not_specified"]
    with pytest.raises(CaseError):
        verdict(ruleset, a=False, damage=101)


def test_a_finding_and_an_assumption_can_clash() -> None:
    """A stated finding that the assumptions exclude is a contradiction that names it."""
    ruleset = rules(
        ground("g", {"small": True}),
        definitions={"small": {"zh": "小", "when": A}},
        assume=[{"if": A, "then": B}],
    )
    with pytest.raises(CaseError) as raised:
        verdict(ruleset, findings={"small": True}, b=False, c=True)
    assert set(raised.value.contradiction) == {"small", "b"}


def test_assumptions_that_leave_no_case_are_said() -> None:
    """Where the assumptions themselves contradict each other, the error blames the ruleset, not the case."""
    ruleset = rules(ground("g", A), assume=[{"never": A}, {"never": {"a": False}}])
    with pytest.raises(CaseError) as raised:
        verdict(ruleset, b=True)
    (found,) = raised.value.diagnostics
    assert (found.code, raised.value.contradiction) == ("K021", ())
    assert "`small`" in found.message.zh and "contradict each other" in found.message.en
