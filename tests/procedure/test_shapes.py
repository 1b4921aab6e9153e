"""What is particular to each region's procedure comes out when it is played: starts, windows, deciders, limits, lapsing.

The shapes follow sources that were seen (each file says which); the rules of the places themselves are not tested
here, only that the language says them and the interpreter does them.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.paths import SHAPES, Way, name_of, shape

NAMED = {"changning", "songming", "anxiang", "dali", "shenzhen", "sichuan-ftz"}


def test_the_shapes_are_there() -> None:
    """The six shapes that were asked for by name are among those that are walked."""
    assert {name_of(str(path)) for path in SHAPES} >= NAMED


# Starts and windows (13) ------------------------------------------------------------------------------------


def test_changning_has_a_window() -> None:
    """An application is in time after accountability was opened and before the sanction; earlier or later is refused."""
    assert "opened" in Way(shape("changning")).refused("2024-03-01", "application", "person")
    way = Way(shape("changning")).on("2024-03-01", "opened").on("2024-04-01", "sanctioned")
    way.refused("2024-04-02", "application", "person")
    way = Way(shape("changning")).on("2024-03-01", "opened")
    assert way.on("2024-03-04", "application", "unit").stage == "applied"


def test_changning_answers_who_does_not_qualify() -> None:
    """A refusal comes with a written reply and leaves a duty to tell the applicant, who is the one that applied."""
    way = Way(shape("changning")).on("2024-03-01", "opened").on("2024-03-04", "application", "person")
    assert "reply" in way.refused("2024-03-05", "refused", "discipline", documents=[])
    way.on("2024-03-05", "refused", "discipline")
    assert way.procedure.state.end == "refused"
    assert [duty.party for duty in way.procedure.state.duties] == ["applicant"]
    way.on("2024-03-06", "notified", "discipline", notified=["applicant"])
    assert way.procedure.state.duties == ()


def test_dali_starts_both_ways() -> None:
    """The accountability body must look into tolerance of its own motion, and an application does as well."""
    declared = shape("dali").linked.procedure
    assert declared is not None
    modality = {start.event: start.modality for start in declared.starts}
    assert modality == {"application": None, "ex_officio": "must"}
    assert "opened" in Way(shape("dali")).refused("2024-03-01", "ex_officio", "accountability_body")
    way = Way(shape("dali")).on("2024-03-01", "opened")
    assert way.limit("ex_officio", "2024-03-02").kind == "promptly"
    assert way.on("2024-03-01", "ex_officio", "accountability_body").stage == "verifying"
    assert Way(shape("dali")).on("2024-03-01", "application", "unit").stage == "applied"


def test_dali_corrects_by_another_body() -> None:
    """Who tolerates does not order the correction; after it somebody comes to see."""
    way = Way(shape("dali")).on("2024-03-01", "application", "unit")
    for day, event in (("04", "accepted"), ("05", "verified")):
        way.on(f"2024-03-{day}", event, "accountability_body")
    way.on("2024-03-06", "decided", "accountability_body", outcome="exempted")
    assert {effect.status for effect in way.procedure.state.effects} == {"due"}
    assert len(way.procedure.state.effects) == 5
    assert "不由" in way.refused("2024-03-07", "ordered", "accountability_body")
    way.on("2024-03-07", "ordered", "correcting_body").on("2024-05-07", "corrected", "unit")
    assert way.on("2024-08-01", "visited", "handler").stage == "closed"


def test_songming_screens_in_one_working_day() -> None:
    """What was filed on the Friday before the Sunday of 28 April 2024 is screened on that working Sunday at the latest."""
    way = Way(shape("songming")).on("2024-04-26", "prior_filing", "person")
    assert way.limit("screened", "2024-04-26").due == date(2024, 4, 28)
    way.on("2024-04-28", "screened", "supervision").on("2024-05-20", "verified", "inquiry_group")
    way.on("2024-05-24", "decided", "conference", outcome="tolerated")
    assert [each.kind for each in way.procedure.events[-1].documents] == ["filing_acceptance"]


def test_xiangshan_admits_or_turns_away_before_the_act() -> None:
    """A project on the negative list is not recorded; of one that is recorded, only a loss is adjudicated."""
    turned = Way(shape("xiangshan"), on_negative_list=True).on("2024-03-01", "prior_filing", "owner")
    turned.on("2024-03-04", "assessed", "group")
    assert turned.offered() == {"refused": "open", "filed": "excluded"}
    way = Way(shape("xiangshan"), on_negative_list=False).on("2024-03-01", "prior_filing", "owner")
    way.on("2024-03-04", "assessed", "group").on("2024-03-05", "filed", "group")
    way.on("2025-03-05", "loss_reported", "owner")
    way.on("2025-03-10", "decided", "group", outcome="exempted", reason="示例")
    assert way.stage == "determined"
    assert way.procedure.state.effects_known == "not_declared"


def test_anshan_needs_a_form_and_a_written_opinion() -> None:
    """The filing comes with its form, the opinion in writing from one of two bodies, and the person is told."""
    assert "registration" in Way(shape("anshan")).refused(
        "2024-03-01", "prior_filing", "person", documents=[]
    )
    way = (
        Way(shape("anshan"))
        .on("2024-03-01", "prior_filing", "person")
        .on("2024-03-04", "studied", "leadership")
    )
    assert "opinion" in way.refused("2024-03-05", "recognised", "discipline", documents=[])
    way.on("2024-03-05", "recognised", "organisation")
    assert [duty.party for duty in way.procedure.state.duties] == ["person"]
    way.on("2024-09-05", "verified", "assessors").on("2024-09-06", "consulted", "assessors")
    for outcome in ("not_held", "waived", "lighter", "mitigated"):
        assert way.procedure.apply(
            {"event": "decided", "at": "2024-09-09T09:00:00+08:00", "actor": "discipline", "outcome": outcome}
        ).state.decision


# Who decides (14) -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("major", "decider", "other"),
    [(True, "party_committee", "discipline"), (False, "departments", "party_committee")],
)
def test_shenyang_leaves_major_matters_to_the_committee(major: bool, decider: str, other: str) -> None:
    """A major matter is for the Party committee alone, any other for the discipline body and the departments."""
    way = Way(shape("shenyang"), major=major, grave_accident=False).on(
        "2024-03-01", "ex_officio", "discipline"
    )
    assert "不由" in way.refused("2024-03-04", "decided", other, outcome="exempted")
    assert way.on("2024-03-04", "decided", decider, outcome="exempted").stage == "determined"


def test_shenyang_does_not_guess_what_is_major() -> None:
    """While it is open whether the matter is major, nobody decides it; and what must be established is asked first."""
    way = Way(shape("shenyang"), grave_accident=False).on("2024-03-01", "ex_officio", "discipline")
    assert "`major`" in way.refused("2024-03-04", "decided", "discipline", outcome="exempted")
    way = Way(shape("shenyang"), major=False).on("2024-03-01", "ex_officio", "discipline")
    assert "`grave_accident`" in way.refused("2024-03-04", "decided", "discipline", outcome="exempted")


def test_tianfu_asks_whoever_holds_accountable() -> None:
    """The body that holds accountable decides; the other one is refused."""
    for holder, other in (("discipline", "organisation"), ("organisation", "discipline")):
        way = (
            Way(shape("tianfu"), holder=holder)
            .on("2024-03-01", "opened")
            .on("2024-03-02", "application", "unit")
        )
        way.refused("2024-03-04", "decided", other, outcome="tolerated", reason="示例")
        assert (
            way.on("2024-03-04", "decided", holder, outcome="tolerated", reason="示例").stage == "determined"
        )


def test_a_report_against_a_provincial_cadre_goes_up() -> None:
    """Whether a report was a false accusation is found by the province when the person reported is its cadre."""
    facts = {"fabricated": True, "intent": True}
    way = Way(shape("sichuan-false-accusation"), provincial_cadre=True, **facts).on(
        "2024-03-01", "report", "handler"
    )
    way.refused("2024-03-04", "decided", "city", outcome="false_accusation")
    assert way.on("2024-03-04", "decided", "province", outcome="false_accusation").stage == "found"
    way = Way(shape("sichuan-false-accusation"), provincial_cadre=False, **facts).on(
        "2024-03-01", "report", "handler"
    )
    assert way.on("2024-03-04", "decided", "city", outcome="false_accusation").stage == "found"


def test_a_decision_that_branches_by_outcome_asks_for_it() -> None:
    """Where the way on depends on the outcome, a decision without one is asked for it, not called ambiguous."""
    way = Way(shape("sichuan-false-accusation"), fabricated=True, intent=True, provincial_cadre=False)
    told = way.on("2024-03-01", "report", "handler").refused("2024-03-04", "decided", "city")
    assert told.startswith("F120")
    assert "`false_accusation`" in told


def test_guiyang_lets_any_accountability_body_act() -> None:
    """Every body with accountability functions may run it; four parties are to be told of the determination."""
    for body in ("party_body", "discipline", "organisation", "other_body"):
        way = Way(shape("guiyang")).on("2024-03-01", "ex_officio", body).on("2024-03-02", "verified", body)
        way.on("2024-03-03", "decided", body, outcome="tolerated")
        assert len(way.procedure.state.duties) == 4
    assert way.limit("replied", "2024-03-04").kind == "unseen"


SIX = {
    "fits_deployment": True,
    "system_innovation": True,
    "diligent": True,
    "improper_benefit": False,
    "corrects": True,
}


def test_sichuan_decides_or_recommends() -> None:
    """The zone decides over those it manages, and only recommends for the others, whose own body then decides."""
    own = Way(shape("sichuan-ftz"), managed_by_body=True, due_procedure=True, **SIX).on(
        "2024-05-06", "ex_officio", "management"
    )
    assert own.offered() == {"decided": "open", "recommended": "excluded"}
    assert (
        own.on("2024-05-07", "decided", "management", outcome="tolerated").procedure.state.decision
        is not None
    )
    other = Way(shape("sichuan-ftz"), managed_by_body=False, due_procedure=True, **SIX).on(
        "2024-05-06", "ex_officio", "management"
    )
    other.refused("2024-05-07", "decided", "management", outcome="tolerated")
    other.on("2024-05-07", "recommended", "management", outcome="tolerated")
    assert other.procedure.state.decision is None
    assert other.procedure.state.recommendation is not None
    assert other.on("2024-05-08", "decided", "accountability_body", outcome="tolerated").stage == "determined"


def test_sichuan_decides_only_what_the_rules_decide() -> None:
    """While one of the six conditions is open, the zone cannot decide; the condition is named."""
    way = Way(shape("sichuan-ftz"), managed_by_body=True, due_procedure=True, **{**SIX, "diligent": None})
    way.on("2024-05-06", "ex_officio", "management")
    assert "`diligent`" in way.refused("2024-05-07", "decided", "management", outcome="tolerated")
    way.on(
        "2024-05-07", "decided", "management", outcome="tolerated", established={"facts": {"diligent": True}}
    )
    assert way.procedure.state.decision is not None
    assert way.procedure.state.decision.relation == "follows"


# Conditional steps (15) -------------------------------------------------------------------------------------


def test_shenzhen_invites_experts_when_major() -> None:
    """Experts may be heard where the matter is major, never otherwise, and the decision does not wait for them."""
    for major, status in ((True, "open"), (False, "excluded"), (None, "blocked")):
        way = Way(shape("shenzhen"), major=major).on("2024-03-01", "application", "unit")
        way.on("2024-03-02", "accepted", "group").on("2024-03-03", "heard", "group")
        assert way.offered() == {"consulted": status, "decided": "open"}
    way = (
        Way(shape("shenzhen"), major=True)
        .on("2024-03-01", "prior_filing", "unit")
        .on("2024-03-04", "reviewed", "superior_party_committee")
    )
    assert way.on("2025-03-04", "defence_submitted", "person").stage == "applied"


def test_taizhou_hears_before_it_decides() -> None:
    """The township committee decides only after the hearing, with minutes."""
    way = (
        Way(shape("taizhou"))
        .on("2024-03-01", "application", "person")
        .on("2024-03-04", "verified", "discipline")
    )
    assert "heard" in way.refused("2024-03-05", "decided", "party_committee", outcome="exempted")
    way.on("2024-03-05", "heard", "discipline")
    assert "minutes" in way.refused(
        "2024-03-06", "decided", "party_committee", outcome="exempted", documents=[]
    )
    assert way.on("2024-03-06", "decided", "party_committee", outcome="exempted").stage == "determined"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"found_by_audit": True, "borrowed_practice": True, "state_prohibits": False}, "excluded"),
        ({"found_by_audit": True, "borrowed_practice": True, "state_prohibits": True}, "open"),
        ({"found_by_audit": True, "borrowed_practice": False}, "open"),
        ({"found_by_audit": False}, "open"),
    ],
)
def test_shandong_auditors_do_not_forbid_what_the_state_does_not(facts: dict[str, bool], status: str) -> None:
    """A borrowed practice that the state has not prohibited is not ordered to be undone after an audit."""
    way = (
        Way(shape("shandong"), **facts)
        .on("2024-03-01", "opened")
        .on("2024-03-01", "ex_officio", "accountability_body")
    )
    way.on("2024-03-20", "decided", "accountability_body", outcome="mitigated")
    assert way.offered()["ordered"] == status
    assert {effect.status for effect in way.procedure.state.effects} == {"deferred"}
    way.on("2025-03-20", "influence_ended")
    assert {effect.status for effect in way.procedure.state.effects} == {"due"}
