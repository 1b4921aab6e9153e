"""The walk-through of the examples: one published case from its application to the follow-up visit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import tolerance_engine as te
from tests.procedure.paths import ROOT, WALKTHROUGH, loaded

EVENTS = [
    json.loads(line)
    for line in (ROOT / "examples" / "procedure" / "P02.jsonl").read_text("utf-8").splitlines()
]
STAGES = [
    "applied",
    "verifying",
    "verified",
    "determined",
    "replied",
    "filed",
    "correcting",
    "visiting",
    "closed",
]


def walked(events: list[dict[str, Any]]) -> te.Procedure:
    """The procedure after these events."""
    return te.Procedure.replay(loaded(str(WALKTHROUGH)), events)


def limit(procedure: te.Procedure, event: str, today: date) -> date | None:
    """The last day of a step's limit."""
    return next(each.due for each in procedure.due(today) if each.event == event)


def test_it_goes_from_application_to_follow_up() -> None:
    """Every event of the file is accepted; the case goes through all stages in order and ends closed, nothing late."""
    procedure = walked(EVENTS)
    assert [event.event for event in procedure.events] == [event["event"] for event in EVENTS]
    assert {"application", "decided", "corrected", "visited"} <= {event["event"] for event in EVENTS}
    stages = list(dict.fromkeys(entry.after for entry in procedure.history if entry.after))
    assert stages == STAGES
    assert procedure.state.end == "closed"
    assert [entry.marks for entry in procedure.history if "late" in entry.marks] == []
    assert {effect.status for effect in procedure.state.effects} == {"due"}
    assert procedure.state.duties == ()


def test_the_working_sundays_of_2019_count() -> None:
    """28 April and 5 May 2019 are worked: the limit of acceptance runs to 9 May, with the supplement's days left out."""
    applied = walked(EVENTS[:2])
    assert limit(applied, "accepted", date(2019, 4, 26)) == date(2019, 5, 6)
    supplemented = walked(EVENTS[:4])
    assert limit(supplemented, "accepted", date(2019, 5, 5)) == date(2019, 5, 9)
    assert [date.fromisoformat(EVENTS[index]["at"][:10]).isoweekday() for index in (2, 3)] == [7, 7]


def test_the_decision_stands_beside_an_open_verdict() -> None:
    """The rules do not decide on what the report says; the decision is allowed, marked so, and keeps the verdict."""
    decided = next(entry for entry in walked(EVENTS).history if entry.decision is not None)
    assert decided.decision is not None
    assert decided.decision.relation == "open"
    assert "verdict_open" in decided.marks
    assert set(decided.decision.verdict["possible"]) == {"tolerated", "mitigated", "not_tolerated"}
    assert decided.decision.verdict["receipt"]


def test_it_lapses_when_nothing_is_corrected() -> None:
    """Had the correction not been made by the last of October, the effects would have ended and the decision stood."""
    ordered = walked(EVENTS[:12])
    overdue = {"event": "overdue", "of": "corrected", "actor": "group"}
    with pytest.raises(te.ProcedureError):
        ordered.apply(overdue | {"at": "2019-10-31T23:59:00+08:00"})
    lapsed = ordered.apply(overdue | {"at": "2019-11-01T00:00:00+08:00"}).state
    assert (lapsed.stage, lapsed.decision) == ("lapsed", ordered.state.decision)
    assert {effect.status for effect in lapsed.effects} == {"ended"}


def stated(value: Any) -> Any:
    """The value of a fact, with or without its evidence."""
    return value["value"] if isinstance(value, dict) else value


def established() -> Iterator[tuple[str, Any]]:
    """Every fact that an event establishes."""
    for event in EVENTS:
        yield from event.get("established", {}).get("facts", {}).items()


def test_nothing_is_established_that_the_report_does_not_say() -> None:
    """The facts are those of the published case's file, with the same values; all of them, and no finding."""
    published = te.load_case(ROOT / "examples" / "P02-facts.yaml").as_data()["facts"]
    assert {name: stated(value) for name, value in established()} == {
        name: stated(value) for name, value in published.items()
    }
    assert not [event for event in EVENTS if "findings" in event.get("established", {})]


def test_each_event_says_whether_it_was_reported() -> None:
    """The note of every event says that the report has it, or that it was set for the walk-through."""
    assert [event["event"] for event in EVENTS if not event["note"].startswith(("报道：", "设定"))] == []


def test_no_person_can_be_told() -> None:
    """No number of a person stands in the file, and whoever acts goes by a made-up sign."""
    text = json.dumps(EVENTS, ensure_ascii=False)
    assert te.redact(text).found == ()
    signs = {event["actor"]["id"] for event in EVENTS if "id" in event.get("actor", {})}
    assert signs == {"person-1", "handler-1", "handler-2", "unit-1", "visitor-1"}


def test_the_record_gives_the_same_state() -> None:
    """Written down as JSON Lines, read again and replayed, the case is the same byte for byte, verdicts included."""
    ruleset = loaded(str(WALKTHROUGH))
    dossier = te.Dossier.start("P02", ruleset)
    for event in EVENTS:
        dossier = dossier.apply(event)
    again = te.Dossier.resume(te.read_log(dossier.log.lines().encode(), "P02.jsonl"), ruleset)
    assert again.procedure.model_dump_json() == dossier.procedure.model_dump_json()
    assert again.log.lines() == dossier.log.lines()
    assert walked(EVENTS).model_dump_json() == dossier.procedure.model_dump_json()
