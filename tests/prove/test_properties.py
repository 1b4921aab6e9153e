"""Properties as people use them: on the shipped rulesets, wrongly written, empty, and how the answers are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import BOOLEAN, CITE, NUMBER, choice, exclusion, ground, rules
from tolerance_engine.analysis.prove import (
    Property,
    Proved,
    Refuted,
    always,
    every_outcome_reachable,
    never,
    prove,
    reading_implies,
    refuted,
    search,
    worse_never_helps,
)
from tolerance_engine.diagram import Diagram
from tolerance_engine.ruleset.properties import check_properties


@pytest.fixture(params=["qinghai", "wenzhou"], scope="module")
def shipped(request: Any) -> te.Ruleset:
    """A shipped ruleset."""
    return te.load_ruleset(request.param)


def _refuted(ruleset: te.Ruleset, prop: Property) -> Refuted:
    found = prove(ruleset, prop)
    assert isinstance(found, Refuted)
    return found


def test_declared_properties_hold(shipped: te.Ruleset) -> None:
    """Every property a shipped ruleset declares is proved, by id, and none of them says nothing."""
    for declared in shipped.linked.properties:
        found = prove(shipped, declared.id)
        assert isinstance(found, Proved)
        assert found.vacuous == ()


def test_red_lines_are_never_tolerated(shipped: te.Ruleset) -> None:
    """Crossing a red line is proved never to be tolerated, under every reading."""
    found = prove(shipped, never(("tolerated", "mitigated"), given={"no_red_line": False}))
    assert isinstance(found, Proved)
    assert found.readings == shipped.readings


def test_every_fact_that_says_what_is_worse_keeps_it(shipped: te.Ruleset) -> None:
    """No shipped ruleset rewards a worse fact, whichever fact and reading."""
    declared = [v.name for v in shipped.variables if v.fact and v.fact.worse is not None]
    assert len(declared) > 20
    assert [name for name in declared if not prove(shipped, worse_never_helps(name)).holds] == []


def test_every_outcome_of_the_shipped_rulesets_is_reached(shipped: te.Ruleset) -> None:
    """Each outcome has an example, and the run-time engine decides it."""
    found = prove(shipped, every_outcome_reachable())
    assert isinstance(found, Proved)
    for example in found.examples:
        assert te.determine(shipped, example.case, reading=example.reading).outcome == example.outcome


def test_the_strict_reading_tolerates_no_more_than_the_weighed_one(shipped: te.Ruleset) -> None:
    """What is tolerated strictly is tolerated when weighed; the other way round a case shows it is not."""
    assert prove(shipped, reading_implies("strict", "weighed", "tolerated")).holds
    found = _refuted(shipped, reading_implies("weighed", "strict", "tolerated"))
    assert found.other is not None
    assert (found.outcome, found.other.outcome != "tolerated") == ("tolerated", True)


def test_a_threshold_no_clause_asks_for_still_counts() -> None:
    """A condition on a number cuts it anew, so a proof speaks about the threshold as given."""
    ruleset = rules(ground("low", {"sum": {"at_most": 100}}), facts={"sum": NUMBER | {"min": 0}})
    assert prove(ruleset, always("good", {"sum": {"at_most": 99.5}})).holds
    found = _refuted(ruleset, always("good", {"sum": {"at_most": 101}}))
    assert found.case is not None and 100 < found.case.facts["sum"] <= 101


def test_a_condition_may_name_facts_the_clauses_do_not() -> None:
    """A fact that no clause asks for is stated in the refutation, as the condition needs it."""
    ruleset = rules(ground("one", {"a": True}))
    found = _refuted(ruleset, never("good", {"b": True}))
    assert found.case is not None and dict(found.case.facts) == {"a": True, "b": True}


def test_a_condition_may_name_definitions_dimensions_and_clauses() -> None:
    """Whatever a condition of a rule file may name, the condition of a property may."""
    ruleset = rules(
        ground("one", {"fine": True}),
        exclusion("two", {"judged": "adverse"}),
        definitions={"fine": {"zh": "好", "when": {"a": True}, "cite": CITE, "basis": "stated"}},
        dimensions={"judged": {"zh": "研判"}},
    )
    assert prove(ruleset, always("bad", {"two": "applies"})).holds
    assert prove(ruleset, never("good", {"fine": False})).holds
    found = _refuted(ruleset, never("good", {"not": {"judged": "adverse"}}))
    assert found.case is not None
    assert (dict(found.case.facts), set(found.case.findings)) == ({"a": True}, {"judged"})


def test_a_condition_no_case_meets_is_told() -> None:
    """A proof over no cases says so, instead of looking like one over all."""
    ruleset = rules(ground("one", {"a": True}), assume=[{"never": {"b": True}}])
    found = prove(ruleset, never("good", {"b": True}))
    assert isinstance(found, Proved)
    assert found.vacuous == ruleset.readings
    assert "什么也没有证明" in found.text()
    assert "nothing is said" in found.text("en")


def test_a_helping_worse_value_is_shown_by_two_cases() -> None:
    """The two cases differ in one fact; the worse one does better."""
    ruleset = rules(
        ground("one", {"all": [{"late": True}, {"a": True}]}),
        ground("two", {"all": [{"late": False}, {"a": True}]}, "fair"),
        facts={"late": BOOLEAN | {"worse": True}},
    )
    found = _refuted(ruleset, worse_never_helps("late"))
    assert found.case is not None and found.other is not None
    assert dict(found.case.facts) == {"late": False, "a": True}
    assert dict(found.other.case.facts) == {"late": True, "a": True}
    assert (found.outcome, found.other.outcome) == ("fair", "good")


@pytest.mark.parametrize(
    ("fact", "test"),
    [
        (NUMBER | {"worse": "more"}, {"at_least": 10}),
        (NUMBER | {"worse": "less"}, {"at_most": 10}),
        ({"type": "date", "zh": "日", "worse": "later"}, {"on_or_after": "2020-01-01"}),
        ({"type": "date", "zh": "日", "worse": "earlier"}, {"before": "2020-01-01"}),
        (choice("p", "q", "r") | {"worse": ["r", "p", "q"]}, "q"),
    ],
)
def test_worse_is_understood_for_every_type(fact: dict[str, Any], test: Any) -> None:
    """Numbers, dates and choices know their worse side: rewarding it is refuted, punishing it is proved."""
    from datetime import date

    if isinstance(test, dict):
        test = {w: date(2020, 1, 1) if isinstance(v, str) else v for w, v in test.items()}
    rewarding = rules(ground("one", {"worth": test}), facts={"worth": fact}, default="bad")
    punishing = rules(
        exclusion("one", {"worth": test}), ground("two", {"a": True}), facts={"worth": fact}, default="bad"
    )
    assert not prove(rewarding, worse_never_helps("worth")).holds
    assert prove(punishing, worse_never_helps("worth")).holds


def test_steps_off_the_scale_are_told_not_judged() -> None:
    """From a bad outcome to none given is neither better nor worse; the proof says such steps exist."""
    ruleset = rules(ground("one", {"late": False}, "bad"), facts={"late": BOOLEAN | {"worse": True}})
    found = prove(ruleset, worse_never_helps("late"))
    assert isinstance(found, Proved) and found.incomparable
    assert "不在所证之内" in found.text()


def test_a_fact_nobody_asks_for_proves_nothing() -> None:
    """Worse-never-helps of an unused fact holds, and is told to be empty."""
    ruleset = rules(ground("one", {"a": True}), facts={"late": BOOLEAN | {"worse": True}})
    found = prove(ruleset, worse_never_helps("late"))
    assert isinstance(found, Proved) and found.vacuous == ruleset.readings


def test_an_outcome_no_case_reaches_is_named() -> None:
    """The ruleset with an outcome that no clause can give is told which."""
    ruleset = rules(
        ground("one", {"a": True}), ground("two", {"all": [{"b": True}, {"b": False}]}, "fair"), default="bad"
    )
    found = _refuted(ruleset, every_outcome_reachable())
    assert found.unreachable == ("fair",)
    assert found.case is None
    assert "从轻" in found.text()


@pytest.mark.parametrize(
    ("prop", "code"),
    [
        (never("excellent"), "Q001"),
        (never("good", reading="loose"), "Q001"),
        (worse_never_helps("nothing"), "Q001"),
        (worse_never_helps("a"), "Q002"),
        (reading_implies("one", "two", "good"), "Q001"),
        (never("good", {"nothing": True}), "C010"),
        (never("good", {"a": 3}), "C020"),
        (never("good", {}), "C001"),
        ("undeclared", "Q001"),
    ],
)
def test_what_a_property_names_must_exist(prop: Property | str, code: str) -> None:
    """A property about what the ruleset does not have is our error, with its code and a hint."""
    with pytest.raises(te.RulesetError) as caught:
        prove(rules(ground("one", {"a": True})), prop)
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.code == code
    assert diagnostic.text("zh") and diagnostic.text("en")


def _broken() -> te.Ruleset:
    return rules(
        ground("one", {"any": [{"all": [{"a": True}, {"b": True}]}, {"c": True}]}),
        exclusion("two", {"d": True}),
        properties=[
            {"id": "not-for-c", "zh": "丙不免责", "never": "good", "when": {"c": True}},
            {"id": "fine", "zh": "丁必不容", "always": "bad", "when": {"d": True}},
        ],
    )


def test_a_declared_property_that_fails_has_a_witness() -> None:
    """What `tolerance test` finds broken comes with the smallest case; what holds has none."""
    ruleset = _broken()
    results = {result.declared.id: result for result in check_properties(ruleset)}
    found = refuted(ruleset, results["not-for-c"])
    assert found is not None and found.case is not None
    assert dict(found.case.facts) == {"c": True, "d": False}
    assert refuted(ruleset, results["fine"]) is None


def test_answers_are_told_as_data_and_as_pages() -> None:
    """Proofs and refutations are plain data, and pages in both languages within 100 columns."""
    from tolerance_engine.render.width import display_width

    ruleset = _broken()
    for found in (
        prove(ruleset, "fine"),
        prove(ruleset, "not-for-c"),
        prove(ruleset, every_outcome_reachable()),
        prove(ruleset, never("good", {"c": True})),
    ):
        assert json.loads(json.dumps(found.as_data(), ensure_ascii=False))["holds"] is found.holds
        for lang in ("zh", "en"):
            lines = found.text(lang).splitlines()
            assert max(map(display_width, lines)) <= 100
        assert found._repr_html_()
    assert "丙" not in prove(ruleset, never("good", {"c": True})).text("en")


def test_a_search_that_is_given_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past its bound the search still ends in a case from which nothing can be left out, and says which it is."""
    ruleset = te.load_ruleset("wenzhou")
    prop = never("mitigated", reading="weighed")
    fewest = _refuted(ruleset, prop).found
    monkeypatch.setattr(search, "STATES", 5)
    found = _refuted(ruleset, prop).found
    assert fewest is not None and found is not None
    assert fewest.fewest and not found.fewest
    assert len(found.case.facts) >= len(fewest.case.facts)
    for name in found.case.facts:
        fewer = {fact: value for fact, value in found.case.facts.items() if fact != name}
        assert not te.determine(ruleset, {"facts": fewer}, reading="weighed").decided
    assert "未必最少" in _refuted(ruleset, prop).text()


def test_proving_leaves_the_ruleset_as_it_was() -> None:
    """No node is added to the shared diagram, which others may be reading."""
    ruleset = _broken()
    before = len(ruleset.diagram)
    prove(ruleset, never("good", {"c": True}))
    prove(ruleset, every_outcome_reachable())
    prove(ruleset, "fine")
    assert len(ruleset.diagram) == before
    assert isinstance(ruleset.diagram, Diagram)
