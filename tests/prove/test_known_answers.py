"""Published puzzles with published answers, told in our own words: a proof tool must give just these."""

from __future__ import annotations

from itertools import product
from typing import Any

import tolerance_engine as te
from tests.determine.small import NUMBER, choice, document, ground, rules
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.prove import Proved, Refuted, always, never, prove
from tolerance_engine.ruleset import load_text

ACTIONS, THINGS = ("read", "submit", "review"), ("paper", "report")
VERDICTS = {"outcomes": [{"id": "permit", "zh": "准许"}, {"id": "deny", "zh": "拒绝"}]}


def _conference(combine: str) -> te.Ruleset:
    """Who may read a paper: not if in conflict, yes if assigned; `combine` says which side wins."""
    reading = [{"action": "read"}, {"thing": "paper"}]
    return rules(
        ground("free-of-conflict", {"all": [*reading, {"conflicted": False}]}, "permit"),
        ground("assigned-to-it", {"all": [*reading, {"assigned": True}]}, "permit"),
        ground("in-conflict", {"all": [*reading, {"conflicted": True}]}, "deny"),
        facts={
            "action": choice(*ACTIONS), "thing": choice(*THINGS),
            "conflicted": {"type": "boolean", "zh": "有利害"}, "assigned": {"type": "boolean", "zh": "被指派"},
        },
        combine=combine,
        **VERDICTS,
    )  # fmt: skip


def test_k1_two_conference_policies_differ_in_one_of_24_cases() -> None:
    """Only a conflicted, assigned reader of a paper is treated differently: permitted before, denied after."""
    before, after = _conference("most_favourable"), _conference("least_favourable")
    differing = []
    cases = list(product(ACTIONS, THINGS, (True, False), (True, False)))
    for action, thing, conflicted, assigned in cases:
        facts = {"action": action, "thing": thing, "conflicted": conflicted, "assigned": assigned}
        outcomes = tuple(te.determine(each, {"facts": facts}).outcome for each in (before, after))
        if outcomes[0] != outcomes[1]:
            differing.append((facts, outcomes))
    assert len(cases) == 24
    [(facts, outcomes)] = differing
    assert facts == {"action": "read", "thing": "paper", "conflicted": True, "assigned": True}
    assert outcomes == ("permit", "deny")


def test_k1_the_property_behind_it_is_proved_and_refuted_by_that_case() -> None:
    """That a conflicted reader is never permitted holds of the second policy, and fails of the first there only."""
    prop = never("permit", {"conflicted": True})
    assert isinstance(prove(_conference("least_favourable"), prop), Proved)
    found = prove(_conference("most_favourable"), prop)
    assert isinstance(found, Refuted) and found.case is not None
    assert dict(found.case.facts) == {
        "action": "read",
        "thing": "paper",
        "conflicted": True,
        "assigned": True,
    }


def _table() -> te.Ruleset:
    """Three rules over two numbers that leave three regions to no rule."""
    number = {"first": NUMBER, "second": NUMBER}
    outcomes = [{"id": name, "zh": name} for name in ("one", "two", "three")]
    zero = {"all": [{"first": {"at_least": 0}}, {"first": {"at_most": 0}}]}
    return rules(
        ground("rule-1", {"all": [{"first": {"less_than": 0}}, {"second": {"at_most": 0}}]}, "one"),
        ground("rule-2", {"all": [zero, {"second": {"less_than": 0}}]}, "two"),
        ground("rule-3", {"all": [{"first": {"more_than": 0}}, {"second": {"at_least": 0}}]}, "three"),
        facts=number,
        outcomes=outcomes,
    )


GAPS: list[dict[str, Any]] = [
    {"all": [{"first": {"less_than": 0}}, {"second": {"more_than": 0}}]},
    {"all": [{"first": {"at_least": 0}}, {"first": {"at_most": 0}}, {"second": {"at_least": 0}}]},
    {"all": [{"first": {"more_than": 0}}, {"second": {"less_than": 0}}]},
]


def test_k4_the_table_has_just_its_three_gaps() -> None:
    """In each of three regions no rule applies, and outside them one always does."""
    ruleset = _table()
    for gap in GAPS:
        found = prove(ruleset, always("not_specified", gap))
        assert isinstance(found, Proved) and not found.vacuous
    assert isinstance(prove(ruleset, never("not_specified", {"not": {"any": GAPS}})), Proved)
    found = prove(ruleset, never("not_specified"))
    assert isinstance(found, Refuted) and found.outcome == "not_specified"


def test_k4_the_table_has_no_overlap() -> None:
    """No two rules meet in any case: where they differ, `must_agree` would say so."""
    assert isinstance(prove(_table(), never("conflict")), Proved)


def _menu(*without: str) -> te.Ruleset:
    """What to serve, first rule that fits; a later rule holds only where no earlier one applies."""
    winter = {"season": "winter"}
    small, middle = (
        {"guests": {"at_most": 8}},
        {"all": [{"guests": {"at_least": 5}}, {"guests": {"at_most": 8}}]},
    )
    rows: list[tuple[str, dict[str, Any], str]] = [
        ("row-1", {"all": [{"season": "fall"}, small]}, "spareribs"),
        ("row-2", {"all": [winter, small]}, "roast"),
        ("row-3", {"any": [{"season": "spring"}, {"not": {"season": "spring"}}]}, "stew"),
        ("row-4", {"all": [{"season": "spring"}, middle]}, "steak"),
    ]
    clauses: list[dict[str, Any]] = []
    earlier: list[str] = []
    for name, when, then in rows:
        if name in without:
            continue
        extra = {"unless": {"any": [{each: "applies"} for each in earlier]}} if earlier else {}
        clauses.append(ground(name, when, then, **extra))
        earlier.append(name)
    served = [{"id": name, "zh": name} for name in ("spareribs", "roast", "steak", "stew")]
    facts = {
        "season": choice("spring", "summer", "fall", "winter"),
        "guests": NUMBER | {"min": 0, "whole": True},
    }
    return load_text(to_yaml(document(*clauses, facts=facts, outcomes=served)))


def test_k6_the_row_behind_a_catch_all_is_never_used() -> None:
    """Row 4 never decides, every other row does, and without row 4 every case comes to the same."""
    ruleset, without = _menu(), _menu("row-4")
    assert isinstance(prove(ruleset, never("steak")), Proved)
    for outcome in ("spareribs", "roast", "stew"):
        assert isinstance(prove(ruleset, never(outcome)), Refuted)
    for season, guests in product(("spring", "summer", "fall", "winter"), (0, 4, 5, 8, 9)):
        facts = {"season": season, "guests": guests}
        assert (
            te.determine(ruleset, {"facts": facts}).outcome == te.determine(without, {"facts": facts}).outcome
        )


def test_k6_it_is_the_third_row_that_shadows_it() -> None:
    """Take the catch-all away and row 4 decides again."""
    found = prove(_menu("row-3"), never("steak"))
    assert isinstance(found, Refuted) and found.case is not None
    assert set(found.case.facts) == {"season", "guests"}
