"""Using another ruleset: one of its clauses is asked, alone, under the fitting reading, its assumptions binding."""

from __future__ import annotations

from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import document, exception, exclusion, ground, possible, rules, verdict
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.errors import CaseError, RulesetError

A, B, C, D = ({name: True} for name in "abcd")


def using(
    *theirs: dict[str, Any],
    mine: list[dict[str, Any]],
    their_sections: dict[str, Any] | None = None,
    **sections: Any,
) -> te.Ruleset:
    """A ruleset of the clauses `mine` that may ask those of another under the alias `it`."""
    other = document(*theirs, **(their_sections or {})) | {"id": "other"}
    return rules(*mine, uses={"it": "other"}, uses_texts={"other": to_yaml(other)}, **sections)


def test_the_clause_is_asked_alone() -> None:
    """Only the clause itself counts: not the other's scope, default or how it combines."""
    sections = {"scope": {"when": {"f": True}}, "default": "good", "combine": "most_favourable"}
    made = using(
        ground("g", A, "fair"),
        ground("h", B),
        mine=[ground("mine", {"it.g": "applies"})],
        their_sections=sections,
    )
    assert possible(made, a=True, b=True, f=False) == ["good"]
    assert possible(made, a=False, b=True, f=False) == ["not_specified"]
    assert possible(made, a=True) == ["good"], "their scope is not asked about"


def test_their_exceptions_count() -> None:
    """Exceptions and provisos of the other ruleset decide whether its clause applies."""
    made = using(
        exclusion("stop", A, unless=B),
        exception("but", C, "stop"),
        mine=[ground("mine", {"it.stop": "applies"})],
    )
    assert possible(made, a=True, b=False, c=False) == ["good"]
    assert possible(made, a=True, b=True, c=False) == ["not_specified"]
    assert possible(made, a=True, b=False, c=True) == ["not_specified"]
    assert possible(made, a=True, b=False) == ["good", "not_specified"]


def test_facts_are_shared_by_name() -> None:
    """One fact stated once serves both rulesets, and facts only the other knows may be stated too."""
    made = using(
        ground("g", {"all": [A, {"theirs": True}]}),
        mine=[ground("mine", {"all": [A, {"it.g": "applies"}]})],
        their_sections={"facts": {"theirs": {"type": "boolean", "zh": "他"}}},
    )
    assert possible(made, a=True, theirs=True) == ["good"]
    assert [item.fact for item in verdict(made, a=True).missing] == ["theirs"]


def test_their_assumptions_bind() -> None:
    """What cannot be in the other ruleset cannot be here either."""
    made = using(
        ground("g", A),
        mine=[ground("mine", {"it.g": "applies"}), ground("own", B, "fair")],
        their_sections={"assume": [{"if": B, "then": A}]},
    )
    assert possible(made, b=True, c=True) == ["conflict"]
    with pytest.raises(CaseError) as raised:
        verdict(made, a=False, b=True)
    assert set(raised.value.contradiction) == {"a", "b"}


@pytest.mark.parametrize(
    ("mine", "expected"), [("strict", ["not_specified"]), ("broad", ["good"]), ("own", ["not_specified"])]
)
def test_the_reading_of_the_same_name_or_else_the_first(mine: str, expected: list[str]) -> None:
    """The other ruleset is read under the reading of the same name, or else under its first."""
    by = {"by_reading": {"strict": {"all": [A, B]}, "broad": {"any": [A, B]}}}
    made = using(
        ground("g", by),
        mine=[ground("mine", {"it.g": "applies"})],
        their_sections={"readings": {"strict": {"zh": "严"}, "broad": {"zh": "宽"}}},
        readings={name: {"zh": name} for name in ("own", "strict", "broad")},
    )
    assert possible(made, mine, a=True, b=False) == expected


def test_the_explanation_goes_on_into_the_other() -> None:
    """The clause of the other ruleset is explained with its own condition and citation."""
    cite = {"source": "doc", "at": "第十七条"}
    made = using(ground("g", {"all": [A, B]}, cite=cite), mine=[ground("mine", {"it.g": "applies"})])
    nodes = str(verdict(made, a=True, b=False).model_dump()["explanation"])
    assert "it.g" in nodes and "第十七条" in nodes
    assert "第十七条" in verdict(made, a=True, b=False).why()


def test_definitions_and_dimensions_of_the_other_stay_its_own() -> None:
    """Definitions of one name in both rulesets do not mix."""
    theirs = {"definitions": {"clean": {"zh": "他的清白", "when": A}}}
    made = using(
        ground("g", {"clean": True}),
        mine=[ground("mine", {"all": [{"it.g": "applies"}, {"clean": True}]})],
        their_sections=theirs,
        definitions={"clean": {"zh": "我的清白", "when": B}},
    )
    assert possible(made, a=True, b=True) == ["good"]
    assert possible(made, a=True, b=False) == ["not_specified"]
    assert possible(made, a=False, b=True) == ["not_specified"]


def test_the_receipt_names_the_stack() -> None:
    """The receipt has the digest of every ruleset that took part."""
    made = using(ground("g", A), mine=[ground("mine", {"it.g": "applies"})])
    stack = verdict(made, a=True).receipt["rulesets"]
    assert [each["id"] for each in stack] == ["small", "other"]
    assert all(len(each["sha256"]) == 64 for each in stack)


def test_an_unknown_clause_of_the_other_is_refused() -> None:
    """Asking a clause the other ruleset does not have is an error with the nearest."""
    with pytest.raises(RulesetError) as raised:
        using(ground("good-faith", A), mine=[ground("mine", {"it.good-fath": "applies"})])
    (found,) = raised.value.diagnostics
    assert found.code == "C010" and found.help is not None and "it.good-faith" in found.help.zh


def test_a_faulty_ruleset_used_is_said_where_it_is_used() -> None:
    """An error inside the other ruleset is told where it is used, once, and points at the other's file."""
    with pytest.raises(RulesetError) as raised:
        using(ground("g", {"nobody": True}), mine=[ground("mine", {"it.g": "applies"})])
    (found,) = raised.value.diagnostics
    assert found.code == "P016"
    assert "nobody" in found.message.zh and "nobody" in found.message.en
    assert found.underlined == "other"


def test_rulesets_given_as_text_that_use_each_other() -> None:
    """A circle of rulesets given as texts is refused as well, and ends."""
    other = to_yaml(document(ground("g", {"back.mine": "applies"}), uses={"back": "small"}) | {"id": "other"})
    mine = document(ground("mine", {"it.g": "applies"}), uses={"it": "other"})
    with pytest.raises(RulesetError) as raised:
        rules(
            ground("mine", {"it.g": "applies"}),
            uses={"it": "other"},
            uses_texts={"other": other, "small": to_yaml(mine)},
        )
    assert "成环" in str(raised.value)
