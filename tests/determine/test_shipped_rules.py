"""What shipped rulesets say of one another, which the rule tests of one of them cannot say."""

from __future__ import annotations

import pytest

import tolerance_engine as te


def test_what_was_a_must_became_a_may() -> None:
    """The sanctions law of 2020 decides much as the regulation of 2007 did, but only may where that must."""
    found = te.diff(te.load_ruleset("chufen-2007"), te.load_ruleset("zhengwu-2020")).as_data()["modality"]
    counts = {(change["before"], change["after"]): int(change["count"]) for change in found}
    assert counts["must", "may"] > 0
    assert not any(after == "must" for before, after in counts if before != "must")


def test_the_county_tolerates_nothing_that_the_province_does_not() -> None:
    """The layer of Hancheng takes from what Shaanxi tolerates and adds nothing to it."""
    found = te.diff(te.load_ruleset("shaanxi"), te.load_ruleset("hancheng")).as_data()
    changes = {(row["from"], row["to"]) for row in found["matrix"] if row["from"] != row["to"]}
    assert changes == {
        ("tolerated", "not_specified"),
        ("tolerated", "not_tolerated"),
        ("not_specified", "not_tolerated"),
    }


@pytest.mark.parametrize("diligent", [True, False, None])
def test_what_is_deemed_needs_no_proof_and_bears_no_rebuttal(diligent: bool | None) -> None:
    """With the three things done the Shanghai clause applies, whatever is found on diligence itself."""
    facts = {"tech_transfer_work": True, "value_changed_after_transfer": True, "illegal_gain": False}
    done = {"decision_form": "collective", "reasonable_care": True, "supervision_performed": True}
    case = te.Case(facts={**facts, **done, "diligent": diligent})
    assert te.determine(te.load_ruleset("shanghai-chengguo"), case).outcome == "no_decision_liability"


def test_the_reach_of_the_proviso_is_left_open() -> None:
    """Where paragraph 1 and the proviso of art 17 meet, each reading answers for itself and none for the text."""
    facts = {"party_org_or_leading_cadre": True, "advanced_work": True, "intentional": False}
    order = {"executed_superior_decision": True, "order_obviously_unlawful": True}
    verdict = te.determine(te.load_ruleset("wenze-2019"), te.Case(facts={**facts, **order}))
    assert {name: each.outcome for name, each in verdict.readings.items()} == {
        "as_written": "conflict",
        "strict": "accountable",
        "lenient": "not_accountable",
    }
    assert not verdict.robust
