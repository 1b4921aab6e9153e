"""Limits of every unit, their extension, relief and lapsing, as the shapes' sources have them (items 16 and 17)."""

from __future__ import annotations

import copy
from datetime import date

import tolerance_engine as te
from tests.procedure.paths import Way, shape, written

# Tolerance that depends on correction (16) ------------------------------------------------------------------


def tolerated_in_anxiang(ruleset: te.Ruleset | None = None) -> Way:
    """A case exempted, reported, and ordered to be put right within twenty working days."""
    way = Way(ruleset or shape("anxiang")).on("2024-03-01", "application", "person")
    way.on("2024-03-04", "accepted", "handler").on("2024-03-05", "verified", "handler")
    way.on("2024-03-06", "decided", "handler", outcome="exempted").on("2024-03-07", "reported", "handler")
    return way.on("2024-04-01", "ordered", "handler", limit={"value": 20, "unit": "working_day"})


def test_anxiang_takes_it_back_when_nothing_is_corrected() -> None:
    """When the limit has passed, and not a day earlier, the tolerance lapses: its effects end, the verdict stays."""
    way = tolerated_in_anxiang()
    due = way.limit("corrected", "2024-04-01").due
    assert due == date(2024, 4, 29)  # 4 and 5 April are holidays, Sundays 7 and 28 April are worked
    before = way.procedure.state.decision
    way.refused("2024-04-29", "overdue", "handler", of="corrected")
    way.on("2024-04-30", "overdue", "handler", of="corrected")
    state = way.procedure.state
    assert (way.stage, state.end, state.decision) == ("lapsed", "lapsed", before)
    assert {effect.status for effect in state.effects} == {"ended"}


def test_anxiang_keeps_it_when_corrected() -> None:
    """Corrected within the limit, with the report that is due, the tolerance stands and what waited for it is due."""
    way = tolerated_in_anxiang()
    assert "deferred" in {effect.status for effect in way.procedure.state.effects}
    way.on("2024-04-29", "corrected", "unit")
    assert way.procedure.state.end == "closed"
    assert {effect.status for effect in way.procedure.state.effects} == {"due"}
    assert "late" not in way.procedure.history[-1].marks


def test_an_effect_does_not_wait_for_what_has_happened() -> None:
    """When a later decision replaces the first after the correction was made, nothing of it waits for the correction."""
    data = copy.deepcopy(shape("anxiang").linked.located.data)  # type: ignore[union-attr]
    review = {"event": "reviewed", "from": ["closed"], "to": "closed", "by": "unseen", "decides": "decision"}
    data["procedure"]["transitions"].append(review)
    way = tolerated_in_anxiang(written(data)).on("2024-04-29", "corrected", "unit")
    way.on("2024-06-03", "reviewed", "handler", outcome="exempted")
    effects = way.procedure.state.effects
    assert [effect.status for effect in effects] == ["ended"] * 6 + ["due"] * 6


# Limits with units, extension and relief (17) ---------------------------------------------------------------


def test_calendar_days_of_the_civil_servants_law() -> None:
    """Thirty days to ask for review or appeal at once, fifteen to appeal, sixty to decide and thirty more if complex."""
    law = shape("civil-servant-review")
    way = Way(law, complex=True).on("2024-01-31", "learned")
    assert {limit.event: limit.due for limit in way.procedure.due(date(2024, 2, 1))} == {
        "review_application": date(2024, 3, 1),
        "direct_appeal": date(2024, 3, 1),
    }
    way.on("2024-03-01", "review_application", "person").on(
        "2024-03-29", "reviewed", "original/p-1", outcome="upheld", reason="示例"
    )
    assert way.limit("appealed", "2024-04-01").due == date(
        2024, 4, 13
    )  # a Saturday: the law does not move it
    way.on("2024-04-12", "appealed", "person").on("2024-04-15", "accepted", "upper")
    assert way.limit("decided", "2024-04-15").due == date(2024, 6, 14)
    assert "30" in way.refused("2024-06-01", "extended", "upper", limit={"value": 31, "unit": "calendar_day"})
    way.on("2024-06-01", "extended", "upper", limit={"value": 30, "unit": "calendar_day"})
    assert way.limit("decided", "2024-06-01").due == date(2024, 7, 14)
    assert "p-1" in way.refused("2024-07-01", "decided", "upper/p-1", outcome="varied", reason="示例")
    simple = Way(law, complex=False).on("2024-01-31", "learned").on("2024-02-01", "direct_appeal", "person")
    assert simple.on("2024-02-02", "accepted", "upper").offered()["extended"] == "excluded"


def test_months_of_the_supervision_law() -> None:
    """A month from the last of January ends on the last of February; a right whose month has passed is refused."""
    way = Way(shape("supervision-review"), decision_wrong=True).on("2024-01-31", "received")
    assert way.limit("reexamination_application", "2024-02-01").due == date(2024, 2, 29)
    late = Way(shape("supervision-review")).on("2024-01-31", "received")
    late.refused("2024-03-01", "reexamination_application", "person")
    way.on("2024-02-29", "reexamination_application", "person").on(
        "2024-03-29", "reexamined", "original/p-1", outcome="upheld", reason="示例"
    )
    way.on("2024-04-29", "objected", "person")
    assert way.limit("reviewed", "2024-05-01").due == date(2024, 6, 29)
    assert way.on("2024-06-28", "reviewed", "upper/p-2", outcome="corrected").stage == "determined"


def test_relief_is_counted_in_working_days_where_all_else_is_months() -> None:
    """Who was kept from objecting has ten working days after the obstacle ended, across a holiday; no day more."""

    def sanctioned() -> Way:
        way = Way(shape("soe-sanction"), minor=False, from_trial=True).on(
            "2024-04-01", "ex_officio", "deciding"
        )
        return way.on("2024-07-12", "decided", "deciding/p-1", outcome="mitigated")

    way = sanctioned()
    assert way.limit("objected", "2024-07-12").due == date(2024, 8, 12)
    assert way.offered()["relief_sought"] == "blocked"
    way.on("2024-09-27", "obstacle_ended")
    assert way.limit("relief_sought", "2024-09-27").due == date(
        2024, 10, 16
    )  # 29 September and 12 October are worked
    sanctioned().on("2024-09-27", "obstacle_ended").refused("2024-10-17", "relief_sought", "person")
    way.on("2024-10-16", "relief_sought", "person")
    way.on("2024-10-21", "relief_granted", "deciding", limit={"value": 1, "unit": "calendar_month"})
    way.on("2024-10-22", "objected", "person")
    assert "p-1" in way.refused("2024-11-01", "reviewed", "deciding/p-1", outcome="waived", reason="示例")
    assert (
        way.on("2024-11-01", "reviewed", "deciding/p-3", outcome="waived", reason="示例").stage == "reviewed"
    )


def test_six_months_may_be_six_more() -> None:
    """A sanction is decided within six months, extended once by at most six."""
    way = Way(shape("soe-sanction")).on("2024-08-31", "ex_officio", "deciding")
    assert way.limit("decided", "2024-09-01").due == date(2025, 2, 28)
    way.on("2025-02-01", "extended", "head", limit={"value": 6, "unit": "calendar_month"})
    assert way.limit("decided", "2025-02-01").due == date(2025, 8, 31)
    way.refused("2025-03-01", "extended", "head", limit={"value": 1, "unit": "calendar_month"})


def test_a_procedure_does_not_touch_a_verdict() -> None:
    """Every shape decides the same cases with and without its procedure: it is about the way, not the outcome."""
    ruleset = shape("changning")
    facts = {"duty_lawful": True, "grave_incident": False, "private_gain": False, "listed": True}
    verdict = te.determine(ruleset, {"facts": facts})
    way = Way(ruleset, **facts).on("2024-03-01", "opened").on("2024-03-02", "application", "unit")
    for event, by in (("accepted", "discipline"), ("verified", "review_office")):
        way.on("2024-03-04", event, by)
    way.on("2024-03-05", "decided", "standing_committee", outcome="tolerated")
    assert way.procedure.state.decision is not None
    assert way.procedure.state.decision.verdict["receipt"] == dict(verdict.receipt)
