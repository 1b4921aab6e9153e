"""The shipped procedures: what their sources say is played, and what they leave open is shown as open."""

from __future__ import annotations

import pytest

from tests.procedure.paths import SHAPES, Way, loaded, name_of
from tolerance_engine.ruleset.procedure import Limit, SetIn


@pytest.mark.parametrize("declared", ["qinghai", "wenzhou", *map(str, SHAPES)], ids=name_of)
def test_every_step_says_what_it_rests_on(declared: str) -> None:
    """Each step has its basis; one that a source states cites it, one that it does not state says why it is there."""
    ruleset = loaded(declared).linked
    assert ruleset.procedure is not None
    for step in ruleset.procedure.transitions:
        ground = step.ground
        assert ground.basis is not None, step.event
        assert ground.cite if ground.basis == "stated" else ground.reason, step.event


@pytest.mark.parametrize("region", ["qinghai", "wenzhou"])
def test_no_number_of_days_is_made_up(region: str) -> None:
    """The shipped regions carry no limit in days: their sources gave none that could be seen."""
    declared = loaded(region).linked.procedure
    assert declared is not None
    assert not [step.event for step in declared.transitions if isinstance(step.within, Limit | SetIn)]


# Qinghai and Wenzhou ----------------------------------------------------------------------------------------


def test_qinghai_says_that_limit_and_body_were_not_seen() -> None:
    """The acceptance has a limit and a body that the source names without giving them: shown so, never guessed."""
    way = Way(loaded("qinghai")).on("2024-03-01", "application", "person")
    limit = way.limit("accepted", "2030-01-01")
    assert (limit.kind, limit.due, limit.overdue) == ("unseen", None, None)
    assert limit.words().startswith("时限：来源未载明")
    way.on("2024-03-04", "accepted", "accepting_body")
    assert "limit_not_specified" in way.procedure.history[-1].marks
    way.on("2024-03-05", "verified", "handler").on("2024-03-06", "decided", "handler", outcome="tolerated")
    assert way.procedure.state.effects_known == "unseen"
    assert way.on("2024-03-07", "replied", "handler").on("2024-03-08", "filed", "handler").stage == "filed"


def test_wenzhou_files_risks_before_the_act() -> None:
    """A filed risk is assessed, and either nothing goes wrong or it is taken up; the joint body may consider it."""
    way = (
        Way(loaded("wenzhou"))
        .on("2024-03-01", "prior_filing", "unit")
        .on("2024-03-04", "assessed", "handler")
    )
    assert way.offered() == {"taken_up": "open", "closed": "open"}
    way.on("2024-09-02", "taken_up", "handler")
    assert "不由" in way.refused("2024-09-03", "coordinated", "person")
    assert way.on("2024-09-03", "coordinated", "joint_office").stage == "verifying"
    assert way.on("2024-09-04", "decided", "handler", outcome="mitigated").stage == "determined"


WENZHOU_REPORT = {"clue_specific": True, "clue_verifiable": True}
TIERS = {
    "deliberate, not serious": (
        {"report_fabricated": True, "report_malicious": True, "accusation_serious": False},
        "criticised",
    ),
    "rumours, serious": ({"rumour_spread": True, "accusation_serious": True}, "sanctioned_reporter"),
    "disrupting reform": ({"reform_disrupted": True, "accusation_serious": False}, "criticised"),
    "mistaken": ({"report_fabricated": False, "rumour_spread": False, "reform_disrupted": False}, "closed"),
}


@pytest.mark.parametrize("name", TIERS)
def test_wenzhou_clears_and_answers_in_two_tiers(name: str) -> None:
    """After a false report is cleared up, exactly one answer to the reporter is open: the tier the facts give."""
    facts, answer = TIERS[name]
    way = Way(loaded("wenzhou"), **WENZHOU_REPORT, report_untrue=True, **facts)
    way.on("2024-03-01", "report", "handler").on("2024-03-04", "verified", "handler").on(
        "2024-03-05", "clarified", "handler"
    )
    assert [event for event, status in way.offered().items() if status == "open"] == [answer]
    assert way.on("2024-03-06", answer, "handler").stage == "settled"


def test_wenzhou_waits_until_the_clue_is_judged() -> None:
    """While it is not known whether the clue can be verified, nothing happens to the report, and that is named."""
    way = Way(loaded("wenzhou"), clue_specific=True).on("2024-03-01", "report", "reporter")
    assert set(way.offered().values()) == {"blocked"}
    assert "`clue_verifiable`" in way.refused("2024-03-04", "verified", "handler")
