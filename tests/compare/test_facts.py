"""Facts: shared by name, cut where either cuts, and only cases that both accept are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import BOOLEAN, DATE, choice, exclusion, ground, rules
from tolerance_engine.analysis.compare import Diff, diff


def counted(found: Diff) -> dict[tuple[str, str], int]:
    """The matrix by its two outcomes."""
    return {(row.before, row.after): row.count for row in found.matrix}


def test_one_sided_facts_stand_apart() -> None:
    """A fact that only one outcome depends on is cut in its cells, and listed as one-sided."""
    found = diff(
        rules(ground("g", {"all": [{"a": True}, {"b": True}]})),
        rules(ground("g", {"all": [{"a": True}, {"c": True}]})),
    )
    assert sorted((axis.name, axis.side, axis.cells) for axis in found.axes) == [
        ("a", "both", 2),
        ("b", "first", 2),
        ("c", "second", 2),
    ]
    assert (found.facts.both, found.facts.only_first, found.facts.only_second) == (("a",), ("b",), ("c",))
    assert (found.cases, found.differing) == (8, 2)
    data = found.as_data()["denominator"]
    assert data["facts"] == [{"fact": "a", "cells": "2"}]
    assert data["one_sided"] == {"a": [{"fact": "b", "cells": "2"}], "b": [{"fact": "c", "cells": "2"}]}


def test_what_only_one_ruleset_declares() -> None:
    """A witness says which of its names the other ruleset never heard of; without these it can be asked."""
    first = rules(ground("g", {"mine": True}), facts={"mine": BOOLEAN})
    second = rules(ground("g", {"yours": True}), facts={"yours": BOOLEAN})
    found = diff(first, second)
    assert counted(found)["good", "not_specified"] == 1
    for row in found.matrix:
        if row.witness is not None:
            assert row.witness.unknown_to == (("yours",), ("mine",))
            for ruleset, unknown, outcome in zip(
                (first, second), row.witness.unknown_to, (row.before, row.after), strict=True
            ):
                facts = {name: value for name, value in row.witness.facts.items() if name not in unknown}
                assert te.determine(ruleset, {"facts": facts}).outcome == outcome


def test_dates_are_cut_in_both() -> None:
    """A date limit that moves by a year leaves one band in between."""
    first, second = (
        rules(ground("g", {"done_on": {"before": day}}), facts={"done_on": DATE})
        for day in (date(2020, 1, 1), date(2021, 1, 1))
    )
    found = diff(first, second)
    assert counted(found) == {
        ("good", "good"): 1,
        ("not_specified", "good"): 1,
        ("not_specified", "not_specified"): 1,
    }


def bounded(low: int, high: int, limit: int) -> te.Ruleset:
    """A ruleset on one whole number with bounds."""
    number = {"type": "number", "zh": "数", "min": low, "max": high, "whole": True}
    return rules(ground("g", {"number": {"at_most": limit}}), facts={"number": number})


def test_only_values_both_accept() -> None:
    """Bounds that differ leave the values within both; that one accepts more is said."""
    found = diff(bounded(0, 10, 3), bounded(2, 20, 12))
    # within 2..10: up to 3 both grant, above only the second
    assert counted(found) == {("good", "good"): 1, ("not_specified", "good"): 1}
    assert found.accepted_by_one == (True, True)
    [row] = [row for row in found.matrix if row.witness]
    assert row.witness is not None
    assert 3 < row.witness.facts["number"] <= 10


def test_a_choice_with_one_value_more() -> None:
    """A new value of a choice belongs to one ruleset only, so no case of the comparison has it."""
    first = rules(ground("g", {"form": "x1"}), facts={"form": choice("x1", "x2")})
    second = rules(ground("g", {"form": {"in": ["x1", "x3"]}}), facts={"form": choice("x1", "x2", "x3")})
    found = diff(first, second)
    assert (found.equal, found.accepted_by_one) == (True, (False, True))
    edits = {edit.id: edit for edit in found.edits}
    assert edits["form"].fields == ("values",)
    assert edits["form"].count is None


def test_assumptions_of_both_hold() -> None:
    """A case that either rules out is no case of the comparison."""
    clauses = [ground("g", {"a": True}), exclusion("x", {"b": True})]
    free, tied = rules(*clauses), rules(*clauses, assume=[{"never": {"all": [{"a": True}, {"b": True}]}}])
    found = diff(free, tied)
    assert (found.cases, found.equal, found.accepted_by_one) == (3, True, (True, False))


def test_a_dimension_judged_here_and_worked_out_there() -> None:
    """A dimension that one only takes as stated has the value that the other works out."""
    pole: dict[str, Any] = {"zh": "面", "basis": "stated"}
    stated = rules(ground("g", {"dim": "favourable"}), dimensions={"dim": {"zh": "维"}})
    poles = {"favourable": pole | {"when": {"a": True}}, "adverse": pole | {"when": {"b": True}}}
    worked = rules(ground("g", {"dim": "favourable"}), dimensions={"dim": {"zh": "维"} | poles})
    found = diff(stated, worked)
    assert (found.equal, found.cases) == (True, 4)
    other = diff(
        stated, rules(ground("g", {"dim": "some_favourable"}), dimensions={"dim": {"zh": "维"} | poles})
    )
    [row] = [row for row in other.matrix if row.witness]
    assert row.witness is not None
    assert (row.witness.findings, row.count) == ({"dim": "mixed"}, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BOOLEAN, choice("x1", "x2")),
        ({"type": "number", "zh": "数", "unit": "CNY"}, {"type": "number", "zh": "数", "unit": "day"}),
    ],
)
def test_facts_that_mean_something_else(first: Any, second: Any) -> None:
    """Facts of one name and another type or unit are refused by name, with what to do."""

    def asking(fact: Any) -> te.Ruleset:
        leaf: Any = {"boolean": True, "choice": "x1"}.get(fact["type"], {"at_most": 5})
        return rules(ground("g", {"thing": leaf}), facts={"thing": fact})

    with pytest.raises(te.RulesetError) as caught:
        diff(asking(first), asking(second)).cases  # noqa: B018
    [problem] = caught.value.diagnostics
    assert (problem.code, "`thing`" in problem.message.zh) == ("V004", True)
    assert problem.span is not None


def test_no_case_that_both_accept() -> None:
    """Assumptions that leave nothing in common end in an error, not in "equal"."""
    first = rules(ground("g", {"a": True}), assume=[{"never": {"b": True}}])
    second = rules(ground("g", {"a": True}), assume=[{"never": {"b": False}}])
    with pytest.raises(te.CaseError) as caught:
        diff(first, second).as_data()
    assert [problem.code for problem in caught.value.diagnostics] == ["V020"]


def test_the_budget_is_kept() -> None:
    """Past the budget there is an error and no number."""
    first, second = (
        te.load_ruleset("qinghai", reading="weighed"),
        te.load_ruleset("wenzhou", reading="weighed"),
    )
    with pytest.raises(te.BudgetExceeded):
        diff(first, second, budget=2000).cases  # noqa: B018


def test_not_more_facts_than_can_be_walked() -> None:
    """Two rulesets that share nothing and are too large together are refused, like one that is too large."""

    def many(prefix: str) -> te.Ruleset:
        names = [f"{prefix}{number}" for number in range(160)]
        return rules(
            ground("g", {"any": [{name: True} for name in names]}), facts=dict.fromkeys(names, BOOLEAN)
        )

    with pytest.raises(te.RulesetError) as caught:
        diff(many("one"), many("other")).cases  # noqa: B018
    assert [problem.code for problem in caught.value.diagnostics] == ["P006"]


def test_dates_that_hang_together_only_jointly() -> None:
    """Derived facts that share dates only once both rulesets are taken together are still limited in number."""

    def chain(first: int, last: int) -> te.Ruleset:
        days = {f"day{number}": DATE for number in range(first, last + 2)}
        ties = {
            f"tie{number}": BOOLEAN | {"derive": {f"day{number}": {"before": f"day{number + 1}"}}}
            for number in range(first, last + 1)
        }
        return rules(ground("g", {"any": [{name: True} for name in ties]}), facts=days | ties)

    with pytest.raises(te.RulesetError) as caught:
        diff(chain(0, 5), chain(6, 11)).cases  # noqa: B018
    assert [problem.code for problem in caught.value.diagnostics] == ["P004"]
