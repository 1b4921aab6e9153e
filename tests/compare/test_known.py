"""Published examples with published answers, encoded anew; and the laws of a single edit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.determine.small import BOOLEAN, choice, exclusion, ground, rules
from tolerance_engine.analysis.compare import Diff, diff

READ_PAPER = [{"action": "read"}, {"resource": "paper"}]
FACTS = {
    "action": choice("read", "submit", "withdraw"),
    "resource": choice("paper", "review"),
    "conflicted": BOOLEAN,
    "assigned": BOOLEAN,
}
OUTCOMES = [{"id": "permit", "zh": "准许"}, {"id": "deny", "zh": "拒绝"}]


def conference(deny_first: bool) -> Any:
    """Who may read a paper: those without a conflict and those assigned; which of two rules comes first varies."""
    conflict: dict[str, Any] = {"when": {"all": [*READ_PAPER, {"conflicted": True}]}, "then": "deny"}
    if not deny_first:
        conflict["unless"] = {"assigned": True}
    return rules(
        ground("no-conflict", {"all": [*READ_PAPER, {"conflicted": False}]}, "permit"),
        ground("those-assigned", {"all": [*READ_PAPER, {"assigned": True}]}, "permit"),
        exclusion("in-conflict", **conflict),
        facts=FACTS,
        outcomes=OUTCOMES,
    )


def test_the_conference_example() -> None:
    """K1: of 24 requests one differs, reading a paper when conflicted and assigned: permitted, then denied."""
    found = diff(conference(False), conference(True))
    assert (found.cases, found.differing, found.relation) == (24, 1, "stricter")
    [row] = [row for row in found.matrix if row.relation != "equal"]
    assert (row.before, row.after, row.count) == ("permit", "deny", 1)
    assert row.witness is not None
    assert row.witness.facts == {
        "action": "read",
        "resource": "paper",
        "conflicted": True,
        "assigned": True,
    }
    assert row.witness.applies == (("those-assigned",), ("in-conflict",))
    [edit] = found.edits
    assert (edit.section, edit.id, edit.change, edit.fields, edit.count) == (
        "clauses",
        "in-conflict",
        "changed",
        ("unless",),
        1,
    )


def counted(found: Diff) -> dict[tuple[str, str], int]:
    """The matrix by its two outcomes."""
    return {(row.before, row.after): row.count for row in found.matrix}


def test_exact_numbers_by_hand() -> None:
    """Three facts, two clauses and one moved threshold give the numbers one counts on paper."""
    facts = {"loss": {"type": "number", "zh": "损失", "min": 0}}
    first = rules(ground("small", {"loss": {"at_most": 100}}), exclusion("known", {"a": True}), facts=facts)
    second = rules(ground("small", {"loss": {"at_most": 50}}), exclusion("known", {"a": True}), facts=facts)
    found = diff(first, second)
    # three bands (up to 50, up to 100, above) times known or not
    assert counted(found) == {
        ("bad", "bad"): 3,
        ("good", "good"): 1,
        ("good", "not_specified"): 1,
        ("not_specified", "not_specified"): 1,
    }
    assert (found.cases, found.settled, found.relation) == (6, 3, "incomparable")
    [row] = [row for row in found.matrix if row.witness]
    assert row.witness is not None
    assert 50 < row.witness.facts["loss"] <= 100


def test_turning_one_clause_changes_what_it_decides() -> None:
    """Another outcome for one clause changes exactly the cases in which it was a deciding clause."""
    clauses = [
        exclusion("barred", {"a": True}),
        ground("two", {"at_least": 2, "of": [{"b": True}, {"c": True}, {"d": True}]}, "fair"),
    ]
    before = rules(*clauses)
    after = rules(clauses[0], {**clauses[1], "then": "good"})
    found = diff(before, after)
    assert counted(found) == {("bad", "bad"): 8, ("fair", "good"): 4, ("not_specified", "not_specified"): 4}
    assert [(cell.before, cell.after, cell.count) for cell in found.deciding] == [("two", "two", 4)]
    assert (found.relation, found.settled, found.edits[0].fields) == ("looser", 8, ("then",))


def test_a_threshold_split_in_ten_says_the_same() -> None:
    """Bands that nothing tells apart count as one: neither numbers nor shares change when they are cut finer."""
    facts = {"loss": {"type": "number", "zh": "损失", "min": 0, "max": 1000}}
    whole = [ground("small", {"loss": {"at_most": 500}}), exclusion("x", {"a": True})]
    cut = [
        ground(f"small-{i}", {"all": [{"loss": {"at_least": 50 * i}}, {"loss": {"at_most": 50 * i + 50}}]})
        for i in range(10)
    ] + [whole[1]]
    later = [ground("small", {"loss": {"at_most": 400}}), exclusion("x", {"a": True})]
    same, finer = diff(rules(*whole, facts=facts), rules(*cut, facts=facts)), None
    assert (same.cases, same.differing) == (4, 0)
    finer = diff(rules(*cut, facts=facts), rules(*later, facts=facts))
    plain = diff(rules(*whole, facts=facts), rules(*later, facts=facts))
    assert (finer.cases, finer.differing, counted(finer)) == (plain.cases, plain.differing, counted(plain))


def test_clauses_within_one_band() -> None:
    """A limit that only parts two clauses of one outcome makes no second band; both clauses decide in the one."""
    facts = {"loss": {"type": "number", "zh": "损失", "min": 0, "max": 1000}}
    parted = [
        ground("little", {"loss": {"at_most": 50}}),
        ground("more", {"all": [{"loss": {"more_than": 50}}, {"loss": {"at_most": 100}}]}),
    ]
    found = diff(
        rules(*parted, facts=facts), rules(exclusion("whole", {"loss": {"at_most": 100}}), facts=facts)
    )
    assert counted(found) == {("good", "bad"): 1, ("not_specified", "not_specified"): 1}
    assert {(cell.before, cell.after): cell.count for cell in found.deciding} == {
        ("little", "whole"): 1,
        ("more", "whole"): 1,
    }


@pytest.mark.parametrize("early", ["a", "b", "c"])
def test_the_nearest_way_is_taken(early: str) -> None:
    """One change is nearer than two, whichever fact stands first."""
    two = {"all": [{name: True} for name in "abc" if name != early]}
    either = {"any": [{early: True}, two]}
    found = diff(rules(ground("g", either)), rules(exclusion("x", either)))
    [row] = [row for row in found.matrix if row.witness]
    assert row.witness is not None
    assert row.witness.differs == (early,)


@pytest.mark.parametrize(("then", "relation"), [("good", "looser"), ("fair", "equal"), ("bad", "stricter")])
def test_relations(then: str, relation: str) -> None:
    """The second is looser, equal or stricter as its outcome stands on the scale."""
    found = diff(rules(ground("x", {"a": True}, "fair")), rules(ground("x", {"a": True}, then)))
    assert found.relation == relation
    assert (found.looser, found.stricter, found.incomparable) == (
        int(relation == "looser"),
        int(relation == "stricter"),
        0,
    )


def test_off_the_scale_is_incomparable() -> None:
    """Entering an outcome off the scale is neither stricter nor looser."""
    found = diff(rules(ground("x", {"a": True})), rules(ground("x", {"all": [{"a": True}, {"b": True}]})))
    assert (found.relation, found.incomparable, found.differing) == ("incomparable", 1, 1)
