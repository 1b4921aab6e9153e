"""Outcomes that are named otherwise are compared through a declared mapping, and not at all without one."""

from __future__ import annotations

from typing import Any

import pytest

import tolerance_engine as te
from tests.determine.small import document, exclusion, ground
from tests.oracles.yaml_text import to_yaml
from tolerance_engine.analysis.compare import diff
from tolerance_engine.ruleset import load_text

OTHERS = [{"id": name, "zh": name} for name in ("exempted", "lighter", "refused")]
MAPPING = {"exempted": "good", "lighter": "fair", "refused": "bad"}


def ruleset(
    id_: str, outcomes: Any = None, then: tuple[str, str] = ("good", "bad"), **sections: Any
) -> te.Ruleset:
    """A small measure of its own id."""
    clauses = [ground("mild", {"a": True}, then[0]), exclusion("grave", {"b": True}, then[1])]
    written = document(*clauses, **({"outcomes": outcomes} if outcomes else {}), **sections)
    return load_text(to_yaml(written | {"id": id_}))


FIRST = ruleset("first")


def test_the_same_list_needs_no_mapping() -> None:
    """Outcomes of the same names in the same order are the same outcomes."""
    assert diff(FIRST, ruleset("second")).relation == "equal"


@pytest.mark.parametrize("declared_by", ["first", "second", "caller"])
def test_a_mapping_from_either_side(declared_by: str) -> None:
    """The mapping may stand in either ruleset or be given; the relation is the same."""
    turned = {other: name for name, other in MAPPING.items()}
    declares = declared_by == "second"
    second = ruleset(
        "second", OTHERS, ("lighter", "refused"), **({"outcome_map": {"first": MAPPING}} if declares else {})
    )
    first = ruleset("first", outcome_map={"second": turned}) if declared_by == "first" else FIRST
    found = diff(first, second, outcome_map=turned if declared_by == "caller" else None)
    assert (found.relation, found.stricter, found.differing) == ("stricter", 1, 1)
    back = diff(second, first, outcome_map=MAPPING if declared_by == "caller" else None)
    assert (back.relation, back.looser) == ("looser", 1)


def test_two_outcomes_onto_one() -> None:
    """Outcomes that map to one are one: moving between them is no difference."""
    second = ruleset("second", OTHERS, ("lighter", "refused"))
    many = {"exempted": "good", "lighter": "good", "refused": "bad"}
    assert diff(second, FIRST, outcome_map=many).relation == "equal"


def test_no_counterpart_is_refused() -> None:
    """Without a mapping the outcomes left over are named, with the line to write."""
    with pytest.raises(te.RulesetError) as caught:
        diff(FIRST, ruleset("second", OTHERS, ("lighter", "refused")))
    [problem] = caught.value.diagnostics
    assert problem.code == "V002"
    assert "`good`" in problem.message.zh
    assert problem.help is not None
    assert "outcome_map: {second: {good: …" in problem.help.zh


@pytest.mark.parametrize("mapping", [{"exempt": "good"}, {"exempted": "god"}])
def test_a_mapping_that_names_nothing(mapping: dict[str, str]) -> None:
    """A mapping from or to an outcome that is none is refused, also where a file declares it."""
    second = ruleset("second", OTHERS, ("lighter", "refused"))
    with pytest.raises(te.RulesetError) as caught:
        diff(second, FIRST, outcome_map=MAPPING | mapping)
    assert [problem.code for problem in caught.value.diagnostics] == ["V001"]
    declaring = ruleset("second", OTHERS, ("lighter", "refused"), outcome_map={"first": MAPPING | mapping})
    with pytest.raises(te.RulesetError) as caught:
        diff(FIRST, declaring)
    assert [problem.code for problem in caught.value.diagnostics] == ["V001"]
    assert caught.value.diagnostics[0].span is not None


def test_another_order_is_refused() -> None:
    """Where two lists rank the same outcomes differently, nothing is called stricter."""
    swapped = [{"id": name, "zh": name} for name in ("fair", "good", "bad")]
    with pytest.raises(te.RulesetError) as caught:
        diff(FIRST, ruleset("second", swapped))
    assert [problem.code for problem in caught.value.diagnostics] == ["V003"]


def test_an_edit_may_add_an_outcome() -> None:
    """Within one measure a new outcome takes its place on the scale; what neither list orders is incomparable."""
    finer = [{"id": name, "zh": name} for name in ("good", "light", "fair", "bad")]
    assert diff(ruleset("one"), ruleset("one", finer, ("light", "bad"))).relation == "stricter"
    one = [{"id": name, "zh": name} for name in ("good", "light", "bad")]
    other = [{"id": name, "zh": name} for name in ("good", "mild-ish", "bad")]
    found = diff(ruleset("one", one, ("light", "bad")), ruleset("one", other, ("mild-ish", "bad")))
    assert (found.relation, found.differing) == ("incomparable", 1)
    upper, lower = (
        [{"id": name, "zh": name} for name in names] for names in (("good", "fair"), ("fair", "bad"))
    )
    joined = diff(ruleset("one", upper, ("good", "fair")), ruleset("one", lower, ("bad", "bad")))
    assert (joined.stricter, joined.incomparable) == (3, 0)


def test_unknown_reading_is_refused() -> None:
    """A reading that one of the two does not have is an error that lists those there are."""
    with pytest.raises(te.RulesetError) as caught:
        diff(FIRST, FIRST, reading=("sole", "strict"))
    assert [problem.code for problem in caught.value.diagnostics] == ["P001"]
