"""The typical case: what witnesses stay near to, declared by default and named when given."""

from __future__ import annotations

import pytest

import tolerance_engine as te
from tests.determine.small import BOOLEAN, DATE, NUMBER, ground, rules
from tolerance_engine.analysis.compare import Transition, diff

FACTS = {
    "bad_thing": BOOLEAN | {"worse": True},
    "good_thing": BOOLEAN | {"worse": False},
    "loss": NUMBER | {"min": 0, "worse": "more"},
    "days": NUMBER | {"min": 0, "worse": "less"},
}
ALL = {
    "all": [{"bad_thing": False}, {"good_thing": True}, {"loss": {"at_most": 5}}, {"days": {"at_least": 9}}]
}


def changed(row: Transition) -> tuple[str, ...]:
    """What a witness says is not as in the typical case."""
    assert row.witness is not None
    return row.witness.differs


def test_the_ordinary_case_is_at_the_better_end() -> None:
    """Facts that say which way is worse stand at their better end; the others are no."""
    found = diff(
        rules(ground("g", ALL), facts=FACTS), rules(ground("g", {"all": [ALL, {"a": True}]}), facts=FACTS)
    )
    [row] = [row for row in found.matrix if row.witness]
    assert changed(row) == ()
    assert row.witness is not None
    assert (row.witness.facts["bad_thing"], row.witness.facts["good_thing"], row.witness.facts["a"]) == (
        False,
        True,
        False,
    )
    assert row.witness.facts["loss"] <= 5
    assert row.witness.facts["days"] >= 9


def test_a_given_case_is_the_one_to_stay_near() -> None:
    """Witnesses keep what the given case says, as far as a transition allows."""
    before = rules(ground("g", {"any": [{"a": True}, {"b": True}]}))
    after = rules(ground("g", {"all": [{"a": True}, {"b": True}]}))
    [row] = [row for row in diff(before, after).matrix if row.witness]
    assert changed(row) == ("b",)
    given = diff(before, after, typical={"facts": {"a": True, "c": True}})
    [row] = [row for row in given.matrix if row.witness]
    assert row.witness is not None
    assert (changed(row), row.witness.facts["a"], given.typical.name.zh) == ((), True, "所给的案件")
    titled = diff(before, after, typical=te.Case(title="抢险", facts={"a": True}))
    assert titled.typical.name.zh == "抢险"
    assert "抢险" in titled.text()


def test_findings_and_dates_of_the_given_case() -> None:
    """A finding narrows the given case to those in which it holds; two dates give the fact derived from them."""
    definition = {"zh": "定", "when": {"all": [{"a": True}, {"b": True}]}, "basis": "stated"}
    facts = {
        "done_on": DATE,
        "due_on": DATE,
        "in_time": BOOLEAN | {"derive": {"done_on": {"on_or_before": "due_on"}}},
    }
    before = rules(
        ground("g", {"all": [{"d1": True}, {"in_time": True}]}), definitions={"d1": definition}, facts=facts
    )
    after = rules(ground("g", {"in_time": True}), definitions={"d1": definition}, facts=facts)
    dates = {"done_on": "2020-01-01", "due_on": "2020-02-01"}
    found = diff(before, after, typical={"facts": dates, "findings": {"d1": True}})
    values = {v.name: v.sample(found.typical.world[v.level]) for v in found._joint.variables}
    assert values == {"a": True, "b": True, "in_time": True}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"facts": {"nothing": True}}, "K010"),
        ({"facts": {"a": 3}}, "K011"),
        ({"facts": {"a": True, "b": True}}, "V020"),
    ],
)
def test_a_given_case_that_cannot_be(case: dict[str, dict[str, object]], code: str) -> None:
    """A name neither knows, a wrong value, or what an assumption rules out is refused."""
    ruled = rules(ground("g", {"a": True}), assume=[{"never": {"all": [{"a": True}, {"b": True}]}}])
    with pytest.raises(te.CaseError) as caught:
        diff(ruled, rules(ground("g", {"b": True})), typical=case).matrix  # noqa: B018
    assert caught.value.diagnostics[0].code == code
