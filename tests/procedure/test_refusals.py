"""Refusals: every way in which an event cannot happen, told with all reasons at once and with the alternatives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.procedure.sample import (
    APPLIED,
    DECIDED,
    ESTABLISHED,
    FACTS,
    OPENED,
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
from tolerance_engine.errors import CaseError, ProcedureError
from tolerance_engine.procedure import Procedure
from tolerance_engine.ruleset import load_text

LIMIT = {"value": 10, "unit": "calendar_day"}
H1 = {"role": "group", "id": "H1"}


@pytest.mark.parametrize(
    ("before", "wrong", "codes"),
    [
        pytest.param((), event("accepted", "03-01", "group"), ["F110"], id="before-anything-started"),
        pytest.param(TO_APPLIED, event("decided", "03-05", "group"), ["F110"], id="not-at-this-stage"),
        pytest.param(TO_APPLIED, event("application", "03-05", "unit"), ["F110"], id="started-twice"),
        pytest.param(TO_APPLIED, event("acepted", "03-05", "group"), ["F111"], id="no-such-event"),
        pytest.param(
            TO_APPLIED, event("notified", "03-05", "group", notified=["unit"]), ["F110"], id="nobody-to-tell"
        ),
        pytest.param(
            (OPENED,),
            event("established", "03-02", "unit", established={"facts": FACTS}),
            ["F110"],
            id="facts-before-the-start",
        ),
        pytest.param(TO_APPLIED, event("overdue", "03-05"), ["F110"], id="nothing-can-lapse"),
        pytest.param(TO_APPLIED, event("accepted", "03-03", "group"), ["F112"], id="earlier-than-the-last"),
        pytest.param(
            TO_VERIFYING,
            {**ESTABLISHED, "at": "2024-03-04T09:00:00+08:00"},
            ["F112"],
            id="facts-earlier-than-the-last",
        ),
        pytest.param(
            TO_APPLIED,
            event("refused", "03-05", "committee", documents=["reply"]),
            ["F113"],
            id="another-body",
        ),
        pytest.param(
            TO_APPLIED, event("refused", "03-05", "grup", documents=["reply"]), ["F113"], id="an-unknown-body"
        ),
        pytest.param(
            (*TO_VERIFYING, ESTABLISHED), {**DECIDED, "actor": "committee"}, ["F113"], id="routed-to-another"
        ),
        pytest.param(TO_APPLIED, event("accepted", "03-05"), ["F114"], id="nobody-did-it"),
        pytest.param(
            TO_VERIFYING,
            event("established", "03-06", established={"facts": FACTS}),
            ["F114"],
            id="nobody-established-it",
        ),
        pytest.param((), APPLIED, ["F115"], id="before-the-window-opens"),
        pytest.param((OPENED, event("sanctioned", "03-02")), APPLIED, ["F115"], id="after-the-window-closed"),
        pytest.param((event("opened", "03-10"),), APPLIED, ["F115"], id="opened-only-later"),
        pytest.param(
            TO_VERIFYING,
            event("consulted", "03-07", "expert", established={"facts": FACTS}),
            ["F116"],
            id="condition-false",
        ),
        pytest.param(TO_DETERMINED, event("closed", "03-22", "group"), ["F116"], id="not-for-this-decision"),
        pytest.param(TO_VERIFYING, event("consulted", "03-07", "expert"), ["F117"], id="condition-open"),
        pytest.param(TO_VERIFYING, DECIDED, ["F117", "F118"], id="route-open-and-nothing-established"),
        pytest.param(
            (*TO_VERIFYING, ESTABLISHED),
            event("reviewed", "03-20", {"role": "committee", "id": "C1"}, outcome="granted"),
            ["F118"],
            id="no-objection-to-review",
        ),
        pytest.param((OPENED,), event("application", "03-04", "unit"), ["F119"], id="paper-missing"),
        pytest.param(
            TO_APPLIED,
            event("accepted", "03-05", "group", documents=["proff"]),
            ["F119"],
            id="an-unknown-paper",
        ),
        pytest.param(
            (*TO_VERIFYING, ESTABLISHED),
            {k: v for k, v in DECIDED.items() if k != "outcome"},
            ["F120"],
            id="no-outcome",
        ),
        pytest.param(
            (*TO_VERIFYING, ESTABLISHED), {**DECIDED, "outcome": "pardoned"}, ["F120"], id="no-such-outcome"
        ),
        pytest.param(
            (*TO_VERIFYING, ESTABLISHED),
            {**DECIDED, "outcome": "refused"},
            ["F121"],
            id="against-the-verdict",
        ),
        pytest.param(
            TO_DETERMINED,
            event("ordered", "03-22", "group", documents=["order"]),
            ["F122"],
            id="no-limit-set",
        ),
        pytest.param(
            TO_VERIFYING, event("extended", "03-06", "committee"), ["F122"], id="extended-by-nothing"
        ),
        pytest.param(
            TO_VERIFYING,
            event("extended", "03-06", "committee", limit={"value": 31, "unit": "calendar_day"}),
            ["F122"],
            id="extended-too-far",
        ),
        pytest.param(
            TO_VERIFYING,
            event("extended", "03-06", "committee", limit={"value": 1, "unit": "working_day"}),
            ["F122"],
            id="extended-in-another-unit",
        ),
        pytest.param(
            TO_VERIFYING,
            event("extended", "03-06", "committee", limit={"until": "2024-12-01"}),
            ["F122"],
            id="extended-to-a-day",
        ),
        pytest.param(
            (*TO_VERIFYING, event("extended", "03-06", "committee", limit=LIMIT)),
            event("extended", "03-07", "committee", limit=LIMIT),
            ["F122"],
            id="extended-twice",
        ),
        pytest.param(
            (*TO_VERIFYING, event("suspended", "03-06", "group")),
            event("suspended", "03-07", "group"),
            ["F122"],
            id="suspended-twice",
        ),
        pytest.param(TO_VERIFYING, event("recused", "03-06", "handler"), ["F123"], id="who-steps-aside"),
        pytest.param(
            (*TO_VERIFYING, event("recused", "03-06", "handler", recuses="H1")),
            event("suspended", "03-07", H1),
            ["F123"],
            id="recused",
        ),
        pytest.param(
            (*TO_VERIFYING, event("recused", "03-06", "handler", recuses="H1")),
            {**ESTABLISHED, "actor": H1},
            ["F123"],
            id="recused-from-facts",
        ),
        pytest.param(
            (*TO_DETERMINED, TOLD), event("objected", "04-22", "unit"), ["F124"], id="a-right-that-expired"
        ),
        pytest.param(TO_CORRECTING, event("overdue", "04-22"), ["F125"], id="not-overdue-on-the-last-day"),
        pytest.param(
            TO_APPLIED,
            event("accepted", "03-05", "group", outcome="granted"),
            ["F128"],
            id="an-outcome-for-nothing",
        ),
        pytest.param(
            TO_APPLIED, event("accepted", "03-05", "group", limit=LIMIT), ["F128"], id="a-limit-for-nothing"
        ),
        pytest.param(
            TO_APPLIED, event("accepted", "03-05", "group", of="accepted"), ["F128"], id="of-for-nothing"
        ),
        pytest.param(
            TO_APPLIED, event("opened", "03-05", outcome="granted"), ["F128"], id="an-outcome-from-outside"
        ),
        pytest.param(TO_VERIFYING, {**ESTABLISHED, "notified": ["unit"]}, ["F128"], id="notice-with-facts"),
        pytest.param(
            TO_VERIFYING, event("established", "03-06", "handler"), ["F129"], id="nothing-established"
        ),
        pytest.param(TO_DETERMINED, event("notified", "03-21", "group"), ["F129"], id="nobody-told"),
        pytest.param(
            TO_DETERMINED,
            event("notified", "03-21", "group", notified=["superior"]),
            ["F129"],
            id="nothing-to-tell-them",
        ),
        pytest.param(
            (OPENED,),
            event("application", "02-20", "superior", limit=LIMIT, outcome="granted"),
            ["F113", "F115", "F119", "F128", "F128"],
            id="everything-wrong-at-once",
        ),
    ],
)
def test_refused(before: tuple[dict[str, Any], ...], wrong: dict[str, Any], codes: list[str]) -> None:
    """The event is refused with exactly these reasons; the state stays, and what can happen instead is listed."""
    refused(played(*before), wrong, *codes)


def test_what_a_refusal_says() -> None:
    """Wrong stage: the stage, the event and the open alternatives by name; a slip: the nearest name."""
    made = played(*TO_APPLIED)
    wrong = refused(made, event("decided", "03-05", "group"), "F110")
    (found,) = wrong.diagnostics
    assert found.message.zh == "阶段“已申请”不能有 `decided`（认定）"
    assert found.help is not None
    assert "`accepted`（受理）" in found.help.zh and "`withdrawn`" in found.help.en
    slip = refused(made, event("acepted", "03-05", "group"), "F111").diagnostics[0]
    assert slip.help is not None and "`accepted`" in slip.help.zh
    blocked = refused(played(*TO_VERIFYING), event("consulted", "03-07", "expert"), "F117").diagnostics[0]
    assert blocked.help is not None and "`major`" in blocked.help.zh and "`loss`" in blocked.help.zh
    end = played(*TO_APPLIED, event("withdrawn", "03-05", "unit"))
    over = refused(end, event("accepted", "03-06", "group"), "F110")
    assert {each.event for each in over.legal} == {"opened", "sanctioned", "influence_ended"}


def test_a_right_is_never_refused_on_a_guess() -> None:
    """A last day in an unpublished year may still move: the event is taken, and marked as not certain."""
    right = with_steps(
        "{event: objected, from: one, to: two, by: unit, within: {value: 5, unit: working_day}, late: refused}",
        "{event: closed, from: two, to: three}",
    )
    last = max(played(ruleset=right).calendar.published)
    begun = played(event("application", f"{last}-12-30", "unit"), ruleset=right)
    taken = begun.apply(event("objected", f"{last + 1}-03-30", "unit"))
    assert taken.history[-1].marks == ("late_not_established",)
    in_time = begun.apply(event("objected", f"{last + 1}-01-02", "unit"))
    assert in_time.history[-1].marks == ("provisional",)


def test_nothing_lapses_on_a_guess() -> None:
    """`overdue` needs a limit that has certainly passed: a number that is not specified, or may move, is not enough."""
    last = max(played().calendar.published)
    for within in ("unseen", "promptly", "{value: 5, unit: working_day}"):
        ruleset = with_steps(
            f"{{event: corrected, from: one, to: two, within: {within}, else: three}}",
            "{event: closed, from: two, to: three}",
        )
        begun = played(event("application", f"{last}-12-30", "unit"), ruleset=ruleset)
        refused(begun, event("overdue", f"{last + 1}-06-30"), "F125")


def test_two_limits_passed_ask_which() -> None:
    """Where two steps are overdue at once, the event has to say which; one that is named is taken."""
    ruleset = with_steps(
        "{event: corrected, from: one, within: {value: 5, unit: calendar_day}, else: two, times: 1}",
        "{event: filed, from: one, within: {value: 6, unit: calendar_day}, else: three, times: 1}",
        "{event: closed, from: two, to: three}",
    )
    begun = played(event("application", "03-01", "unit"), ruleset=ruleset)
    refused(begun, event("overdue", "03-20"), "F125")
    assert begun.apply(event("overdue", "03-20", of="filed")).state.stage == "three"
    assert begun.apply(event("overdue", "03-07")).state.stage == "two", "only the first has passed"


def test_who_did_it_may_not_review_it() -> None:
    """A review needs an actor whose id is not the one that decided; without an id it cannot be told."""
    made = played(*TO_DETERMINED, TOLD, event("objected", "04-01", "unit"))
    review = event("reviewed", "04-10", "committee", outcome="granted")
    refused(made, review, "F123")
    refused(made, {**review, "actor": {"role": "committee", "id": "H1"}}, "F123")
    assert made.apply({**review, "actor": {"role": "committee", "id": "C1"}}).state.stage == "determined"


def test_a_step_has_its_times() -> None:
    """A step with `times: 1` is closed after it was taken once."""
    grave = event("consulted", "03-06", "expert", established={"facts": {"major": True}})
    made = played(*TO_VERIFYING, grave)
    wrong = refused(made, event("consulted", "03-07", "expert"), "F116")
    assert "至多 1 次" in wrong.diagnostics[0].message.zh


def test_conditions_that_hold_together_are_not_chosen_between() -> None:
    """Two steps for one event that both hold are an error of the ruleset, told as such; one that holds is taken."""
    ruleset = with_steps(
        "{event: heard, from: one, to: two, when: {major: true}}",
        "{event: heard, from: one, to: three, when: {urgent: true}}",
        "{event: closed, from: two, to: three}",
    )
    begun = played(event("application", "03-01", "unit"), ruleset=ruleset)

    def heard(**facts: bool) -> dict[str, Any]:
        return event("heard", "03-02", "group", established={"facts": facts})

    refused(begun, heard(major=True), "F117")
    wrong = refused(begun, heard(major=True, urgent=True), "F117")
    assert "两步" in wrong.diagnostics[0].message.zh
    refused(begun, heard(major=False, urgent=False), "F116")
    assert begun.apply(heard(major=False, urgent=True)).state.stage == "three"


def test_nobody_is_named_for_such_a_case() -> None:
    """Where no route holds, nobody may act, and the step is not on offer."""
    ruleset = with_steps("{event: closed, from: one, to: three, by: [{when: {major: true}, body: group}]}")
    begun = played(
        event("application", "03-01", "unit", established={"facts": {"major": False}}), ruleset=ruleset
    )
    assert [each.status for each in begun.allowed if each.event == "closed"] == ["excluded"]
    refused(begun, event("closed", "03-02", "group"), "F113")


def test_an_outcome_without_a_step_of_its_own() -> None:
    """A decision for an outcome that no step leads to is refused with those that have one."""
    ruleset = with_steps(
        "{event: decided, from: one, to: three, decides: decision, outcome: [granted, reduced]}"
    )
    begun = played(event("application", "03-01", "unit"), ruleset=ruleset)
    wrong = refused(begun, event("decided", "03-02", "group", outcome="refused", reason="不容"), "F120")
    assert wrong.diagnostics[0].help is not None and "`reduced`" in wrong.diagnostics[0].help.zh


def test_a_verdict_that_is_required() -> None:
    """`requires: {verdict: decided}` blocks while the rules leave several outcomes, and names what is missing."""
    ruleset = with_steps(
        "{event: decided, from: one, to: three, decides: decision, requires: {verdict: decided}}"
    )
    begun = played(event("application", "03-01", "unit"), ruleset=ruleset)
    (offer,) = [each for each in begun.allowed if each.event == "decided"]
    assert (offer.status, set(offer.facts)) == ("blocked", {"known", "joint"})
    decided = event("decided", "03-02", "group", outcome="granted")
    refused(begun, decided, "F118")
    known = {**decided, "established": {"facts": {"known": False, "joint": True}}}
    assert begun.apply(known).state.decision is not None


def test_a_ruleset_without_a_procedure() -> None:
    """Nothing can be started where no procedure is declared, and the message says what to do."""
    with pytest.raises(ProcedureError) as raised:
        Procedure.start(load_text(RULES_ONLY))
    assert [found.code for found in raised.value.diagnostics] == ["F127"]


RULES_ONLY = """\
format: 1
id: bare
title: {zh: 例规}
in_force: {from: 2018, to: not_specified}
facts: {joint: {type: boolean, zh: 集体研究}}
outcomes: [{id: granted, zh: 免责}]
clauses: [{id: one, kind: ground, when: {joint: true}, then: granted, basis: stated, zh: 可容}]
"""


def test_facts_that_do_not_fit_the_case() -> None:
    """What an event establishes is checked like a case: unknown names, wrong values and contradictions are CaseError."""
    made = played(*TO_VERIFYING, ESTABLISHED)
    for facts in ({"nobody_knows": True}, {"loss": "much"}, {"loss": -1}):
        with pytest.raises(CaseError):
            made.apply({**ESTABLISHED, "established": {"facts": facts}})
    with pytest.raises(CaseError) as raised:
        made.apply({**ESTABLISHED, "established": {"findings": {"purpose": "adverse"}}})
    assert raised.value.contradiction
    with pytest.raises(CaseError):
        Procedure.start(sample(), {"facts": {"nobody_knows": True}})


def test_a_refusal_is_a_value() -> None:
    """The error can be copied and still lists what can happen."""
    import pickle

    wrong = refused(played(*TO_APPLIED), event("decided", "03-05", "group"), "F110")
    again = pickle.loads(pickle.dumps(wrong))
    assert (str(again), [each.event for each in again.legal]) == (
        str(wrong),
        [each.event for each in wrong.legal],
    )
