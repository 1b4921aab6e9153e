"""durable-rules takes 1, True and '1' for the same and orders texts among numbers; none of that reaches a verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import tolerance_engine as te
from tests.engines.support import BOOLEAN, agreed, needs_durable, small

pytestmark = needs_durable

NUMBERS = [
    "-1",
    "0",
    "0.00001",
    "2.999",
    "3",
    "3.0",
    "3.001",
    "9",
    "10",
    "100000000000000000000",
    "1E-7",
    "1E+20",
]
ALIKE = ["a", "a1", "a10", "true1", "b", "one"]


def number_of(when: dict[str, Any]) -> te.Ruleset:
    """A ruleset that asks one thing of a number."""
    return small([{"id": "asked", "when": when, "then": "good"}], {"amount": {"type": "number"}})


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("test", ["at_most", "at_least", "more_than", "less_than"])
def test_numbers_are_compared_as_decimals(test: str, value: str) -> None:
    """Numbers that a text or a float would order otherwise, exponents and twenty digits included, stand where they should."""
    number = Decimal(value)
    wanted = {
        "at_most": number <= 3,
        "at_least": number >= 3,
        "more_than": number > 3,
        "less_than": number < 3,
    }
    said = agreed(number_of({"amount": {test: 3}}), te.Case(facts={"amount": number}))
    assert said.applies == (("asked",) if wanted[test] else ())


def test_a_long_number_is_not_rounded() -> None:
    """Two numbers that agree in their first twenty-eight digits are still two."""
    edge = "123456789012345678901234567.1"
    ruleset = number_of({"amount": {"more_than": Decimal(edge)}})
    assert agreed(ruleset, te.Case(facts={"amount": edge})).applies == ()
    assert agreed(ruleset, te.Case(facts={"amount": edge + "1"})).applies == ("asked",)


@pytest.mark.parametrize("value", ["1", 1, "true", "甲", Decimal(1), "b:true"])
def test_what_looks_like_true_is_no_boolean(value: Any) -> None:
    """A boolean fact takes nothing that durable-rules would take for true."""
    ruleset = small([{"id": "asked", "when": {"a": True}, "then": "good"}], {"a": BOOLEAN})
    with pytest.raises(te.CaseError) as caught:
        te.determine(ruleset, te.Case(facts={"a": value}), engine="durable")
    assert [problem.code for problem in caught.value.diagnostics] == ["K011"]


@pytest.mark.parametrize("value", ["甲", True, "1e3", "2020-01-01"])
def test_what_is_no_number_has_no_place_among_numbers(value: Any) -> None:
    """A text is not greater than three, though durable-rules says so."""
    with pytest.raises(te.CaseError) as caught:
        te.determine(
            number_of({"amount": {"more_than": 3}}), te.Case(facts={"amount": value}), engine="durable"
        )
    assert [problem.code for problem in caught.value.diagnostics] == ["K011"]


@pytest.mark.parametrize("value", ALIKE)
def test_choices_that_begin_alike_are_told_apart(value: str) -> None:
    """A value that is the beginning of another, or reads like a boolean, is only itself."""
    facts = {"form": {"type": "choice", "values": {name: {"zh": name} for name in ALIKE}}}
    clauses = [{"id": f"is-{name}", "when": {"form": name}, "then": "good"} for name in ALIKE]
    clauses.append({"id": "several", "when": {"form": {"in": ["a", "true1", "one"]}}, "then": "good"})
    clauses.append({"id": "others", "when": {"not": {"form": {"in": ["a1", "b"]}}}, "then": "good"})
    several = {"several"} if value in ("a", "true1", "one") else set()
    others = set() if value in ("a1", "b") else {"others"}
    said = agreed(small(clauses, facts), te.Case(facts={"form": value}))
    assert set(said.applies) == {f"is-{value}"} | several | others


@pytest.mark.parametrize("day", ["2019-12-31", "2020-01-01", "2020-01-02", "0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("test", ["before", "on_or_before", "after", "on_or_after"])
def test_dates_are_compared_as_days(test: str, day: str) -> None:
    """Dates, which durable-rules does not have, are compared as whole days at both ends of the calendar."""
    when = {"done_on": {test: date(2020, 1, 1)}}
    ruleset = small([{"id": "asked", "when": when, "then": "good"}], {"done_on": {"type": "date"}})
    wanted = {
        "before": day < "2020-01-01",
        "on_or_before": day <= "2020-01-01",
        "after": day > "2020-01-01",
        "on_or_after": day >= "2020-01-01",
    }
    assert agreed(ruleset, te.Case(facts={"done_on": day})).applies == (("asked",) if wanted[test] else ())


@pytest.mark.parametrize("name", ["id", "sid", "m", "s"])
def test_facts_may_be_named_as_durable_rules_names_its_own_keys(name: str) -> None:
    """A fact called `sid` is a fact, not a session."""
    ruleset = small([{"id": "asked", "when": {name: True}, "then": "good"}], {name: BOOLEAN})
    assert agreed(ruleset, te.Case(facts={name: True})).applies == ("asked",)
    assert agreed(ruleset, te.Case(facts={name: False})).outcome == "not_specified"
