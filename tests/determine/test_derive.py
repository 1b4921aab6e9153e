"""Derived facts: two dates compared, known, stated or squeezed between others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import BOOLEAN, DATE, ground, missing, possible, rules, verdict
from tolerance_engine.errors import CaseError

D1, D2, D3 = date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 3)
TESTS = ("before", "on_or_before", "after", "on_or_after")


def derived(test: str, left: str = "done", right: str = "due") -> dict[str, Any]:
    """A boolean that two dates decide."""
    return BOOLEAN | {"derive": {left: {test: right}}}


def ruleset(test: str = "on_or_before") -> te.Ruleset:
    """In time is good."""
    return rules(ground("g", {"timely": True}), facts={"done": DATE, "due": DATE, "timely": derived(test)})


@pytest.mark.parametrize(
    ("test", "holds"),
    [("before", [D1]), ("on_or_before", [D1, D2]), ("after", [D3]), ("on_or_after", [D2, D3])],
)
def test_two_known_dates_decide(test: str, holds: list[date]) -> None:
    """The comparison of two known dates is as its word says, on the day itself included."""
    for day in (D1, D2, D3):
        assert (possible(ruleset(test), done=day, due=D2) == ["good"]) == (day in holds)


@pytest.mark.parametrize(
    "facts", [{}, {"done": D1}, {"due": D2}, {"done": D1, "due": {"conflicting": [D1, D3]}}], ids=str
)
def test_an_unknown_date_leaves_it_open(facts: dict[str, Any]) -> None:
    """With a date not established the comparison is open, never assumed."""
    assert possible(ruleset(), **facts) == ["good", "not_specified"]


def test_a_date_that_can_only_be_some_days() -> None:
    """A narrowed date decides where every day left gives the same answer."""
    assert possible(ruleset(), done={"one_of": [D1, D2]}, due=D2) == ["good"]
    assert possible(ruleset(), done={"one_of": [D1, D3]}, due=D2) == ["good", "not_specified"]


def test_it_may_be_stated_directly() -> None:
    """An officer may state the comparison without either date."""
    assert possible(ruleset(), timely=True) == ["good"]
    assert possible(ruleset(), timely=False, done=D1) == ["not_specified"]


def test_stated_and_derived_that_differ_are_a_contradiction() -> None:
    """A stated comparison that its dates refute is an error naming all three."""
    with pytest.raises(CaseError) as raised:
        verdict(ruleset(), timely=False, done=D1, due=D2, a=True)
    assert raised.value.diagnostics[0].code == "K020"
    assert set(raised.value.contradiction) == {"timely", "done", "due"}


def test_the_clocks_are_date_facts() -> None:
    """The case's conduct and determination dates feed facts of those names."""
    made = rules(
        ground("g", {"old": True}),
        facts={
            "conduct_date": DATE,
            "determination_date": DATE,
            "old": derived("before", "conduct_date", "determination_date"),
        },
    )
    assert list(te.determine(made, te.Case(conduct_date=D1, determination_date=D2)).possible) == ["good"]
    assert list(te.determine(made, te.Case(conduct_date=D2, determination_date=D2)).possible) == [
        "not_specified"
    ]
    assert list(te.determine(made, te.Case(conduct_date=D1, facts={"determination_date": D3})).possible) == [
        "good"
    ]


def test_the_witnesses_of_an_open_comparison_decide() -> None:
    """Both completions shown for an open comparison are cases that decide differently."""
    found = verdict(ruleset(), done=D1)
    for witness in found.witnesses:
        again = te.determine(ruleset(), te.Case(facts=witness.facts, findings=witness.findings))
        assert again.outcome == witness.outcome
    assert len({witness.outcome for witness in found.witnesses}) == 2
    assert missing(ruleset(), done=D1) == ["timely"]


CHAIN = {
    "d1": DATE,
    "d2": DATE,
    "d3": DATE,
    "first": derived("before", "d1", "d2"),
    "second": derived("before", "d2", "d3"),
    "both": derived("before", "d1", "d3"),
}


def test_comparisons_that_share_dates_are_not_independent() -> None:
    """Before is transitive: two comparisons settle the third, and three that make a circle are a contradiction."""
    made = rules(
        ground("g", {"both": True}),
        ground("h", {"all": [{"first": True}, {"second": True}, {"both": False}]}, "bad"),
        facts=CHAIN,
    )
    assert possible(made, first=True, second=True) == ["good"]
    with pytest.raises(CaseError) as raised:
        verdict(made, first=True, second=True, both=False)
    assert set(raised.value.contradiction) == {"first", "second", "both"}
    assert possible(made, first=True) == ["good", "not_specified"]


def test_a_date_squeezed_between_known_dates() -> None:
    """An unknown date between two known ones can be no other day: what is left decides."""
    facts = {
        "d1": DATE,
        "d2": DATE,
        "d3": DATE,
        "late": derived("on_or_after", "d2", "d1"),
        "early": derived("on_or_before", "d2", "d3"),
        "more": derived("after", "d2", "d3"),
    }
    made = rules(
        ground("g", {"all": [{"late": True}, {"early": True}]}),
        ground("h", {"more": True}, "fair"),
        facts=facts,
    )
    assert possible(made, d1=D3, d3=D1) == ["fair", "not_specified"], (
        "no day is both on or after the third and on or before the first"
    )
    assert "good" in possible(made, d1=D1, d3=D3)
    with pytest.raises(CaseError):
        verdict(made, d1=D3, d3=D1, late=True, early=True)


@pytest.mark.parametrize("test", TESTS)
def test_a_comparison_is_told_with_its_value(test: str) -> None:
    """The explanation tells the derived fact as established by its dates."""
    found = verdict(ruleset(test), done=D2, due=D2)
    assert found.decided
    assert found.model_dump()["explanation"]["because"][0]["truth"] in ("true", "false")
