"""What the second engine says by itself: its own verdict, from the provisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import tolerance_engine as te
from tests.engines.support import BOOLEAN, agreed, needs_durable, small, small_text
from tolerance_engine.ruleset import load_ruleset

AB = {"a": BOOLEAN, "b": BOOLEAN}


@needs_durable
def test_the_verdict_is_an_ordinary_one() -> None:
    """A verdict of the second engine explains and shows itself, and its receipt says who decided."""
    ruleset = load_ruleset("qinghai")
    facts = {variable.name: variable.sample(0) for variable in ruleset.variables}
    first, second = (
        te.determine(ruleset, {"facts": facts}, engine=engine) for engine in ("diagram", "durable")
    )
    told, checked = first.model_dump(), second.model_dump()
    assert checked.pop("receipt")["engine"]["decided_by"] == "durable"
    assert told.pop("receipt")["engine"]["decided_by"] == "diagram"
    assert checked == told
    assert second.text() and second.decided and second.may_apply == ()


@needs_durable
def test_it_decides_from_the_provisions_and_not_from_the_diagram() -> None:
    """Where the diagram belongs to other rules than the provisions do, the two engines disagree and it shows."""
    clauses = [{"id": "asked", "when": {"a": True}, "then": "good"}]
    ruleset = small(clauses, AB)
    other = small([{**clauses[0], "then": "bad"}, {"id": "more", "when": {"a": True}, "then": "bad"}], AB)
    mixed = replace(ruleset, linked=other.linked, cache={})
    case = te.Case(facts={"a": True, "b": True})
    verdict = te.determine(mixed, case, engine="durable")
    assert (verdict.outcome, verdict.possible, verdict.applies) == ("bad", ("bad",), ("asked", "more"))
    assert te.determine(mixed, case).outcome == "good"


@needs_durable
def test_exceptions_to_exceptions_compose() -> None:
    """Three layers of exceptions, and an `unless`, take turns as they should in every case."""
    clauses: list[dict[str, Any]] = [
        {"id": "bar", "kind": "exclusion", "when": {"a": True}, "then": "bad"},
        {"id": "first", "kind": "exception", "when": {"b": True}, "disables": ["bar"]},
        {
            "id": "second",
            "kind": "exception",
            "when": {"c": True},
            "disables": ["first"],
            "unless": {"d": True},
        },
        {"id": "grant", "when": {"bar": "applies"}, "then": "fair"},
        {"id": "spared", "when": {"not": {"bar": "applies"}}, "then": "good"},
    ]
    ruleset = small(clauses, dict.fromkeys("abcd", BOOLEAN))
    for bits in range(16):
        facts = {name: bool(bits >> place & 1) for place, name in enumerate("abcd")}
        barred = facts["a"] and (not facts["b"] or (facts["c"] and not facts["d"]))
        said = agreed(ruleset, te.Case(facts=facts))
        assert (said.outcome, said.applies) == (("bad", ("bar",)) if barred else ("good", ("spared",)))


@needs_durable
@pytest.mark.parametrize(
    ("combine", "outcome", "applies"),
    [
        ("most_favourable", "good", ("one",)),
        ("least_favourable", "fair", ("two",)),
        ("must_agree", "conflict", ()),
    ],
)
def test_grounds_that_differ_are_combined(combine: str, outcome: str, applies: tuple[str, ...]) -> None:
    """Grounds that differ are combined as the ruleset says; in conflict, none of them decides."""
    clauses = [
        {"id": "one", "when": {"a": True}, "then": "good"},
        {"id": "two", "when": {"b": True}, "then": "fair"},
        {"id": "three", "when": {"all": [{"a": False}, {"b": True}]}, "then": "fair"},
    ]
    ruleset = small(clauses, AB, combine=combine)
    said = agreed(ruleset, te.Case(facts={"a": True, "b": True}))
    assert (said.outcome, said.applies) == (outcome, applies)
    assert agreed(ruleset, te.Case(facts={"a": False, "b": True})).applies == ("three", "two")
    assert agreed(ruleset, te.Case(facts={"a": False, "b": False})).outcome == "not_specified"


@needs_durable
def test_another_ruleset_is_asked_for_a_clause_alone() -> None:
    """A clause of a used ruleset is asked under its own first reading, without its scope; its assumption binds."""
    clauses = [{"id": "asked", "when": {"ally.art-1": "applies"}, "then": "good"}]
    other = small_text(
        [
            {
                "id": "art-1",
                "when": {"by_reading": {"narrow": {"a": True}, "wide": {"b": True}}},
                "then": "bad",
            }
        ],
        AB,
        id="other",
        readings={"narrow": {"zh": "窄"}, "wide": {"zh": "宽"}},
        assume=[{"never": {"all": [{"a": True}, {"b": True}]}}],
        scope={"when": {"a": False}, "cite": {"source": "doc", "at": "第二条"}},
    )
    ruleset = small(clauses, AB, uses={"ally": "other"}, used={"other": other})
    assert agreed(ruleset, te.Case(facts={"a": True, "b": False})).applies == ("asked",)
    assert agreed(ruleset, te.Case(facts={"a": False, "b": True})).applies == ()
    assert agreed(ruleset, te.Case(facts={"a": True, "b": True})).contradiction == ("a", "b")


@needs_durable
def test_another_ruleset_is_asked_under_the_reading_of_the_same_name() -> None:
    """Where the used ruleset has a reading of that name it is asked under it, and else under its first."""
    readings = {name: {"zh": name} for name in ("narrow", "wide")}
    when = {"by_reading": {"narrow": {"a": True}, "wide": {"b": True}}}
    other = small_text([{"id": "art-1", "when": when, "then": "bad"}], AB, id="other", readings=readings)
    ruleset = small(
        [{"id": "asked", "when": {"ally.art-1": "applies"}, "then": "good"}],
        AB,
        uses={"ally": "other"},
        readings={"strict": {"zh": "严"}, "wide": {"zh": "宽"}},
        used={"other": other},
    )
    assert agreed(ruleset, te.Case(facts={"b": True, "a": False}), "wide").applies == ("asked",)
    assert agreed(ruleset, te.Case(facts={"b": True, "a": False}), "strict").applies == ()


@needs_durable
def test_dimensions_without_poles_come_from_findings() -> None:
    """A dimension that no condition decides is read from its finding, in all four values and both shades."""
    clauses = [
        {"id": "fine", "when": {"purpose": "some_favourable"}, "then": "good"},
        {"id": "not-fine", "kind": "exclusion", "when": {"purpose": "some_adverse"}, "then": "bad"},
    ]
    ruleset = small(clauses, AB, dimensions={"purpose": {"zh": "目的"}})
    wanted = {"favourable": "good", "adverse": "bad", "mixed": "bad", "neither": "not_specified"}
    for value, outcome in wanted.items():
        assert agreed(ruleset, te.Case(findings={"purpose": value})).outcome == outcome


DATED = {
    "done_on": {"type": "date"},
    "due_on": {"type": "date"},
    "told_on": {"type": "date"},
    "in_time": {"type": "boolean", "derive": {"done_on": {"on_or_before": "due_on"}}},
    "told_first": {"type": "boolean", "derive": {"told_on": {"before": "done_on"}}},
    "told_late": {"type": "boolean", "derive": {"told_on": {"after": "due_on"}}},
}


@needs_durable
@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"done_on": "2020-01-02", "due_on": "2020-01-02", "told_on": "2020-01-01"}, True),
        ({"in_time": True, "told_first": True, "told_late": False}, True),
        ({"in_time": True, "told_first": True, "told_late": True}, False),
        ({"in_time": True, "told_first": False, "told_late": False, "done_on": "2020-01-05"}, True),
        ({"in_time": True, "told_first": True, "told_late": True, "done_on": "2020-01-05"}, False),
        ({"in_time": False, "told_first": True, "told_late": True, "due_on": "2020-01-01"}, True),
        ({"in_time": True, "done_on": "2020-01-02", "due_on": "2020-01-01", "told_on": "2020-01-01"}, False),
        ({"in_time": False, "told_first": False, "told_late": True, "due_on": "2020-01-05"}, True),
        ({"in_time": False, "told_first": False, "told_late": False, "told_on": "2020-01-05"}, False),
    ],
)
def test_booleans_that_compare_dates_fit_together(facts: dict[str, Any], possible: bool) -> None:
    """What two dates decide is derived; booleans that no dates could make true together are a contradiction."""
    clauses = [
        {"id": name.replace("_", "-"), "when": {name: True}, "then": "good"}
        for name in ("in_time", "told_first", "told_late")
    ]
    said = agreed(small(clauses, DATED), te.Case(facts=facts))
    assert (said.contradiction is None) is possible
