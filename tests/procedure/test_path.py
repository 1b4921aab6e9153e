"""The path: from application to follow-up, with suspension, extension, decision, notice, lapse, review and replay."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.procedure.sample import (
    ACCEPTED,
    APPLIED,
    DECIDED,
    ESTABLISHED,
    FACTS,
    OPENED,
    PROCEDURE,
    RULES,
    TO_APPLIED,
    TO_CORRECTING,
    TO_DETERMINED,
    TO_VERIFYING,
    TOLD,
    event,
    played,
    refused,
    sample,
    with_steps,
)
from tolerance_engine.determine import determine
from tolerance_engine.procedure import Deadline, Event, Procedure
from tolerance_engine.ruleset import load_text

CORRECTED = event("corrected", "04-20", "owner", documents=["report"])
VISITED = event("visited", "05-06", "group")
WHOLE = (*TO_CORRECTING, CORRECTED, VISITED)


def limit(made: Procedure, step: str, today: str) -> Deadline:
    """The one limit of a step that is watched on a day of 2024."""
    (found,) = [each for each in made.due(date.fromisoformat(f"2024-{today}")) if each.event == step]
    return found


def test_from_application_to_follow_up() -> None:
    """A whole path ends closed; every entry says from where to where, and what was not specified is marked."""
    made = played(*WHOLE)
    assert (made.state.stage, made.state.end) == ("closed", "closed")
    assert [(entry.before, entry.after) for entry in made.history if entry.before != entry.after] == [
        (None, "applied"),
        ("applied", "verifying"),
        ("verifying", "determined"),
        ("determined", "correcting"),
        ("correcting", "corrected"),
        ("corrected", "closed"),
    ]
    marks = {entry.event.event: entry.marks for entry in made.history if entry.marks}
    assert marks == {"accepted": ("by_not_specified",), "visited": ("limit_not_specified",)}
    assert [entry.number for entry in made.history] == list(range(1, len(WHOLE) + 1))


def test_replay_gives_the_same_bytes() -> None:
    """The events as JSON, played again, give the same state, history and hashes, byte for byte."""
    made = played(*WHOLE)
    text = "\n".join(json.dumps(each.as_data(), ensure_ascii=False) for each in made.events)
    again = Procedure.replay(sample(), [json.loads(line) for line in text.split("\n")])
    today = date(2024, 6, 1)
    assert again.model_dump_json(today) == made.model_dump_json(today)
    assert json.loads(made.model_dump_json(today)) == made.model_dump(today)


def test_every_step_leaves_the_former_value_as_it_was() -> None:
    """Applying an event gives a new procedure; the old one can be gone on with in another way."""
    begun = played(*TO_APPLIED)
    before = begun.model_dump_json()
    accepted, withdrawn = begun.apply(ACCEPTED), begun.apply(event("withdrawn", "03-05", "unit"))
    assert (accepted.state.stage, withdrawn.state.end) == ("verifying", "withdrawn")
    assert begun.model_dump_json() == before


def test_before_the_start_a_duty_to_start_is_watched() -> None:
    """Once accountability is opened, the start that must be made is due, and without a number it says so."""
    assert played().due(date(2024, 3, 2)) == ()
    (found,) = played(OPENED).due(date(2024, 3, 2))
    assert (found.event, found.kind, found.start, found.overdue) == (
        "ex_officio",
        "promptly",
        date(2024, 3, 1),
        None,
    )
    assert found.words() == "时限：及时（来源未载明日数）"


def test_limits_count_from_the_stage_and_say_how_much_is_left() -> None:
    """Five working days from Monday: the rest counted on each day, zero on the last, overdue the day after."""
    made = played(*TO_APPLIED)
    first = limit(made, "accepted", "03-04")
    assert (first.start, first.due, first.left, first.overdue) == (
        date(2024, 3, 4),
        date(2024, 3, 11),
        5,
        False,
    )
    assert (limit(made, "accepted", "03-11").left, limit(made, "accepted", "03-11").overdue) == (0, False)
    late = limit(made, "accepted", "03-13")
    assert (late.left, late.overdue) == (-2, True)
    assert late.words() == "时限：5 个工作日，2024-03-11 届满，逾期 2 个工作日"
    assert late.words("en") == "limit: 5 working days, ends 2024-03-11, 2 working days overdue"
    assert made.apply({**ACCEPTED, "at": "2024-03-12T09:00:00+08:00"}).history[-1].marks == (
        "late",
        "by_not_specified",
    )


def test_what_the_source_does_not_say_is_shown_as_such() -> None:
    """A limit that is silent or unseen has no day, is never overdue, and says 来源未载明."""
    made = played(*TO_CORRECTING, CORRECTED)
    found = limit(made, "visited", "12-31")
    assert (found.kind, found.due, found.overdue, found.left) == ("unseen", None, None, None)
    assert "来源未载明" in found.words()
    assert "not specified by source" in found.words("en")


def test_a_suspension_stops_the_limits_that_run() -> None:
    """While papers are supplemented the limit stands still and shows what will be left; then it goes on."""
    asked = played(*TO_APPLIED, event("supplement_requested", "03-05", "group"))
    still = limit(asked, "accepted", "03-20")
    assert (still.suspended, still.due, still.left, still.overdue) == (True, None, 4, False)
    assert still.words() == "时限：5 个工作日，已中止，恢复后还有 4 个工作日"
    assert limit(asked, "supplemented", "03-06").due == date(2024, 3, 15), "its own limit runs"
    back = asked.apply(event("supplemented", "03-12", "unit"))
    assert (back.state.stage, back.state.suspension) == ("applied", None)
    assert limit(back, "accepted", "03-12").due == date(2024, 3, 18)
    assert not limit(back, "accepted", "03-12").suspended


def test_a_limit_that_is_counted_anew() -> None:
    """After a suspension with `restart` the whole limit runs again from that day."""
    made = played(*TO_VERIFYING, event("suspended", "03-10", "group"), event("resumed", "03-20", "group"))
    found = limit(made, "decided", "03-20")
    assert (found.start, found.due) == (date(2024, 3, 20), date(2024, 5, 19))


def test_an_extension_adds_to_the_limit_that_runs() -> None:
    """An extension in the same unit is added, and an event after the longer limit is late; not before."""
    longer = event("extended", "03-20", "committee", limit={"value": 30, "unit": "calendar_day"})
    made = played(*TO_VERIFYING, ESTABLISHED, longer)
    found = limit(made, "decided", "03-20")
    assert (found.due, found.extended, found.value) == (date(2024, 6, 3), True, 60)
    assert made.apply({**DECIDED, "at": "2024-06-03T09:00:00+08:00"}).history[-1].marks == ()
    assert made.apply({**DECIDED, "at": "2024-06-04T09:00:00+08:00"}).history[-1].marks == ("late",)
    too_late = {**longer, "at": "2024-05-05T09:00:00+08:00"}
    assert played(*TO_VERIFYING, too_late).history[-1].marks == ("extended_after_due",)


def test_an_extension_in_another_unit_counts_from_the_last_day() -> None:
    """Where the source lets a limit in months be extended by days, the days are counted from the day it was due."""
    ruleset = with_steps(
        "{event: extended, from: one, extends: {event: closed, at_most: unseen}}",
        "{event: closed, from: one, to: three, within: {value: 1, unit: calendar_month}}",
    )
    begun = played(event("application", "01-31", "unit"), ruleset=ruleset)
    for value, unit, due in (
        (10, "calendar_day", "03-10"),
        (3, "working_day", "03-05"),
        (1, "calendar_month", "03-31"),
    ):
        longer = event("extended", "02-01", "group", limit={"value": value, "unit": unit})
        assert limit(begun.apply(longer), "closed", "02-01").due == date.fromisoformat(f"2024-{due}")
    to_a_day = event("extended", "02-01", "group", limit={"until": "2024-04-01"})
    refused(begun, to_a_day, "F122")


def test_a_limit_set_in_the_case() -> None:
    """A limit set by an event runs from that event; as a day, it ends on that day."""
    assert limit(played(*TO_CORRECTING), "corrected", "03-22").due == date(2024, 4, 22)
    by_day = {**TO_CORRECTING[-1], "limit": {"until": "2024-05-31"}}
    found = limit(played(*TO_CORRECTING[:-1], by_day), "corrected", "05-30")
    assert (found.kind, found.due, found.left, found.value) == ("set", date(2024, 5, 31), 1, None)
    assert found.words() == "时限：2024-05-31 届满，还有 1 天"


def test_tolerance_lapses_when_correction_is_not_done() -> None:
    """Once the limit has passed an `overdue` event ends the effects; the decision and its verdict stand as they were."""
    made = played(*TO_CORRECTING)
    decision = made.state.decision
    lapsed = made.apply(event("overdue", "04-23"))
    assert (lapsed.state.stage, lapsed.state.end) == ("lapsed", "lapsed")
    assert {each.status for each in lapsed.state.effects} == {"ended"}
    assert lapsed.state.decision == decision
    assert lapsed.history[-1].marks == ("overdue",)
    assert lapsed.history[-1].label.zh == "逾期未完成整改"


def test_effects_become_due_with_the_determination() -> None:
    """Effects are due from the day of the decision; one that waits for an event is due from that event's day."""
    made = played(*TO_DETERMINED)
    assert [(each.topic, each.status, each.since) for each in made.state.effects] == [
        ("assessment", "due", date(2024, 3, 20)),
        ("promotion", "deferred", None),
    ]
    later = made.apply(event("influence_ended", "09-20"))
    assert [(each.topic, each.status, each.since) for each in later.state.effects] == [
        ("assessment", "due", date(2024, 3, 20)),
        ("promotion", "due", date(2024, 9, 20)),
    ]
    assert made.state.effects_known == "declared"
    milder = played(*TO_VERIFYING, ESTABLISHED, {**DECIDED, "outcome": "reduced", "reason": "另有情节"})
    assert (milder.state.effects, milder.state.effects_known) == ((), "unseen")
    worse = played(*TO_VERIFYING, ESTABLISHED, {**DECIDED, "outcome": "refused", "reason": "另有情节"})
    assert worse.state.effects_known == "not_declared"


def test_an_effect_may_wait_for_a_step() -> None:
    """An effect that waits for correction is due from the day of the step, not from the decision."""
    text = (RULES + PROCEDURE).replace("after: influence_ended}", "after: corrected}")
    made = played(*TO_CORRECTING, ruleset=load_text(text))
    assert [each.status for each in made.state.effects] == ["due", "deferred"]
    assert [each.since for each in made.apply(CORRECTED).state.effects] == [
        date(2024, 3, 20),
        date(2024, 4, 20),
    ]


def test_an_effect_waits_for_an_event_after_the_decision() -> None:
    """An event from outside that was recorded before the decision is not the one the effect waits for."""
    made = played(OPENED, event("influence_ended", "03-02"), *TO_DETERMINED[1:])
    assert [each.status for each in made.state.effects] == ["due", "deferred"]


@pytest.mark.parametrize(
    ("facts", "outcome", "relation", "mark"),
    [
        ({"known": False, "joint": True}, "granted", "follows", None),
        ({"known": False, "joint": True}, "refused", "against", "against_verdict"),
        ({"known": False}, "granted", "open", "verdict_open"),
        ({"known": False, "joint": False}, "granted", "left_open", "verdict_left_open"),
        ({"known": True}, "granted", "against", "against_verdict"),
        ({"known": True}, "refused", "follows", None),
    ],
    ids=[
        "follows",
        "against",
        "still-open",
        "left-open-by-the-rules",
        "against-an-exclusion",
        "follows-an-exclusion",
    ],
)
def test_a_decision_beside_the_verdict(
    facts: dict[str, bool], outcome: str, relation: str, mark: str | None
) -> None:
    """A decision is kept beside the verdict of its moment with the receipt, and marked when it is not the same."""
    ruleset = with_steps("{event: decided, from: one, to: three, decides: decision}")
    stated = event("application", "03-01", "unit", established={"facts": facts})
    decided = event("decided", "03-02", "group", outcome=outcome, reason="集体研究")
    made = played(stated, decided, ruleset=ruleset)
    decision = made.state.decision
    assert decision is not None
    verdict = determine(ruleset, {"facts": facts})
    assert (decision.relation, decision.verdict["outcome"]) == (relation, verdict.outcome)
    assert decision.verdict["possible"] == list(verdict.possible)
    assert decision.verdict["receipt"] == verdict.receipt
    assert made.history[-1].marks == ((mark,) if mark else ())
    assert made.state.as_data()["decision"]["reason"] == "集体研究"


def test_a_recommendation_decides_nothing() -> None:
    """A recommendation is kept apart: no decision stands by it and no effect is due."""
    made = played(*TO_VERIFYING, ESTABLISHED, event("recommended", "03-10", "group", outcome="granted"))
    assert made.state.recommendation is not None
    assert (made.state.recommendation.relation, made.state.decision, made.state.effects) == (
        "follows",
        None,
        (),
    )
    assert made.state.stage == "verifying"


def test_a_review_replaces_the_decision() -> None:
    """After an objection another person decides; the former decision's effects end and those of the new one are due."""
    made = played(*TO_DETERMINED, TOLD, event("objected", "04-20", "unit"))
    assert made.state.stage == "verifying"
    reviewed = made.apply(
        event(
            "reviewed", "05-10", {"role": "committee", "id": "C1"}, outcome="granted", documents=["minutes"]
        )
    )
    statuses = [(each.topic, each.status) for each in reviewed.state.effects]
    assert statuses == [
        ("assessment", "ended"),
        ("promotion", "ended"),
        ("assessment", "due"),
        ("promotion", "deferred"),
    ]
    assert reviewed.state.decision is not None and reviewed.state.decision.number == reviewed.state.number


def test_being_told_starts_the_limit_of_who_was_told() -> None:
    """The limit to object runs from the notice to who may object, not from a notice to others."""
    made = played(*TO_DETERMINED)
    assert limit(made, "objected", "03-21").kind == "not_started"
    other = made.apply(event("notified", "03-21", "group", notified=["unit"]))
    assert limit(other, "objected", "03-21").due == date(2024, 4, 21), "the unit is who applied"
    person = {**APPLIED, "actor": "person"}
    by_person = played(
        OPENED, person, ACCEPTED, ESTABLISHED, DECIDED, event("notified", "03-21", "group", notified=["unit"])
    )
    assert limit(by_person, "objected", "03-21").kind == "not_started"
    told = by_person.apply(event("notified", "03-25", "group", notified=["applicant"]))
    assert limit(told, "objected", "03-25").due == date(2024, 4, 25)
    assert [duty.party for duty in by_person.state.duties] == ["applicant"]
    assert told.state.duties == ()
    assert told.due(date(2024, 4, 26)) == (), "a right that has expired is nobody's duty"


def test_who_applied_may_act_as_the_applicant() -> None:
    """Where the applicant may act, so may whoever applied, and nobody else."""
    made = played(*TO_APPLIED)
    assert made.apply(event("withdrawn", "03-05", "unit")).state.end == "withdrawn"
    assert made.apply(event("withdrawn", "03-05", "applicant")).state.end == "withdrawn"
    refused(made, event("withdrawn", "03-05", "person"), "F113")


def test_reopening_is_marked() -> None:
    """A step out of an end stage is marked, and the stage is waited in again."""
    made = played(*WHOLE).apply(event("reopened", "06-01", "committee"))
    assert (made.state.stage, made.state.end) == ("verifying", None)
    assert made.history[-1].marks == ("reopened",)
    assert limit(made, "decided", "06-01").due == date(2024, 7, 31)


def test_what_is_recorded_late_of_other_proceedings() -> None:
    """A sanction recorded only now, but decided before the application, marks that the window had closed."""
    made = played(*TO_APPLIED)
    assert made.apply(event("sanctioned", "03-02")).history[-1].marks == ("outside_window",)
    assert made.apply(event("sanctioned", "03-20")).history[-1].marks == ()
    assert made.apply(event("sanctioned", "03-02")).state.last == made.state.last


def test_a_late_record_does_not_close_a_window_that_was_open() -> None:
    """A sanction that came after the application does not bar it, whenever the two are recorded."""
    made = played(OPENED, event("sanctioned", "03-20"), APPLIED)
    assert made.state.stage == "applied"


def test_what_can_happen_next() -> None:
    """Every event the stage knows is listed: open, blocked with the facts that are missing, or excluded with the reason."""
    made = played(*TO_VERIFYING)
    found = {each.event: each for each in made.allowed}
    assert (found["decided"].status, set(found["decided"].facts)) == (
        "blocked",
        {"major", "purpose", "grave"},
    )
    assert found["decided"].parties == ("committee", "group")
    assert (found["consulted"].status, set(found["consulted"].facts)) == ("blocked", {"major", "loss"})
    assert found["resumed"].status == "open"
    assert (found["established"].kind, found["opened"].kind) == ("reserved", "outside")
    ready = {each.event: each for each in made.apply(ESTABLISHED).allowed}
    assert (ready["decided"].status, ready["decided"].parties, ready["decided"].documents) == (
        "open",
        ("group",),
        ("decision",),
    )
    assert ready["consulted"].status == "excluded"
    data = ready["consulted"].as_data()
    assert data["why"] == "条件不成立" and json.dumps(data)


def test_conditions_are_exact() -> None:
    """A condition that holds either way holds: `p or not p` does not wait for p."""
    ruleset = with_steps(
        "{event: closed, from: one, to: three, when: {any: [{major: true}, {major: false}]}}"
    )
    begun = played(event("application", "03-01", "unit"), ruleset=ruleset)
    assert begun.apply(event("closed", "03-02", "group")).state.end == "closed"


def test_conditions_may_ask_of_findings_definitions_dimensions_and_clauses() -> None:
    """What a condition of the rule format may name, a procedure may ask."""
    for condition, established in (
        ("{grave: true}", {"findings": {"grave": True}}),
        ("{purpose: favourable}", {"findings": {"purpose": "favourable"}}),
        ("{good-faith: applies}", {"facts": {"joint": True, "known": False}}),
        ("{loss: {more_than: 5}}", {"facts": {"loss": 6}}),
    ):
        ruleset = with_steps(f"{{event: closed, from: one, to: three, when: {condition}}}")
        begun = played(event("application", "03-01", "unit"), ruleset=ruleset)
        refused(begun, event("closed", "03-02", "group"), "F117")
        told = event("closed", "03-02", "group", established=established)
        assert begun.apply(told).state.end == "closed", condition


def test_the_verdict_does_not_depend_on_the_procedure() -> None:
    """The same case has the same verdict and receipt under the ruleset with and without its procedure."""
    bare = load_text(RULES)
    case = {"facts": FACTS}
    with_it, without = determine(sample(), case), determine(bare, case)
    assert with_it.model_dump_json() == without.model_dump_json()


def test_the_state_holds_the_case_as_it_became() -> None:
    """Facts established on the way replace earlier ones; null takes one back."""
    made = played(*TO_VERIFYING, ESTABLISHED)
    corrected = made.apply(
        {
            **ESTABLISHED,
            "established": {"facts": {"joint": None, "loss": 5}, "determination_date": "2024-03-19"},
        }
    )
    data = corrected.state.as_data()["case"]
    assert data["facts"] == {**FACTS, "joint": None, "loss": 5} or data["facts"] == {
        k: v for k, v in {**FACTS, "loss": 5}.items() if k != "joint"
    }
    assert data["determination_date"] == "2024-03-19"
    assert corrected.initial.facts == {}


def test_events_may_be_made_in_python() -> None:
    """An `Event` and its plain data are taken alike."""
    made = played(OPENED)
    assert made.apply(Event.from_data(APPLIED)).model_dump_json() == made.apply(APPLIED).model_dump_json()


def test_another_reading_asks_otherwise() -> None:
    """Conditions and verdicts are those of the reading the procedure was started under."""
    text = RULES + (
        "readings: {narrow: {zh: 从严}, wide: {zh: 从宽}}\n"
        "procedure:\n  stages: {one: {zh: 一}, three: {zh: 三, end: closed}}\n"
        "  start: [{how: application, to: one}]\n"
        "  transitions:\n    - {event: closed, from: one, to: three,"
        " when: {by_reading: {narrow: {major: false}, wide: {all: [{major: false}]}}}}\n"
    ).replace("wide: {all: [{major: false}]}", "wide: {any: [{major: true}, {major: false}]}")
    ruleset = load_text(text)
    applied: dict[str, Any] = event("application", "03-01", "unit")
    wide = Procedure.start(ruleset, reading="wide").apply(applied)
    narrow = Procedure.start(ruleset).apply(applied)
    assert (wide.reading, narrow.reading) == ("wide", "narrow")
    assert wide.apply(event("closed", "03-02", "group")).state.end == "closed"
    refused(narrow, event("closed", "03-02", "group"), "F117")
