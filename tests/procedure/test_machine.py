"""The interpreter under random events: whatever is sent, in whatever order, certain things stay true."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.procedure.sample import (
    ESTABLISHED,
    TO_APPLIED,
    TO_CORRECTING,
    TO_DETERMINED,
    TO_VERIFYING,
    TOLD,
    sample,
)
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure import Allowed, Procedure
from tolerance_engine.procedure.events import BEIJING
from tolerance_engine.ruleset.procedure import SetIn

DECLARED = sample().linked.procedure
assert DECLARED is not None
IDS = st.sampled_from([None, "H1", "H2", "C1"])
ROLES = st.sampled_from(
    ["unit", "person", "applicant", "handler", "expert", "group", "committee", "owner", "nobody"]
)
OUTCOMES = st.sampled_from(["granted", "reduced", "refused"])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "known": st.sampled_from([True, False, None]),
        "joint": st.sampled_from([True, False, None]),
        "major": st.sampled_from([True, False, None]),
        "loss": st.sampled_from([0, 50, 500, None]),
    },
)
LIMITS = st.sampled_from(
    [
        {"value": 5, "unit": "working_day"},
        {"value": 20, "unit": "calendar_day"},
        {"value": 1, "unit": "calendar_month"},
        {"until": "2026-12-31"},
    ]
)
NAMES = [*DECLARED.events, "established", "notified", "overdue"]
ANYTHING = st.fixed_dictionaries(
    {"event": st.sampled_from([*NAMES, "unheard_of"])},
    optional={
        "actor": st.builds(lambda role, id_: {"role": role, **({"id": id_} if id_ else {})}, ROLES, IDS),
        "documents": st.lists(
            st.sampled_from(["application", "decision", "order", "report", "unheard_of"]), max_size=2
        ),
        "outcome": OUTCOMES,
        "reason": st.just("另有情节"),
        "limit": LIMITS,
        "recuses": st.sampled_from(["H1", "H2"]),
        "notified": st.lists(st.sampled_from(["applicant", "unit"]), max_size=2, unique=True),
        "established": FACTS.filter(bool).map(lambda facts: {"facts": facts}),
        "of": st.sampled_from(["corrected", "decided"]),
    },
)
STEPS = DECLARED.transitions
BEGINNINGS = ((), TO_APPLIED, (*TO_VERIFYING, ESTABLISHED), (*TO_DETERMINED, TOLD), TO_CORRECTING)


class Machine(RuleBasedStateMachine):
    """One case, to which anything may happen; time only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.procedure = Procedure.start(sample())
        self.now = datetime(2024, 5, 1, 9, tzinfo=BEIJING)

    @initialize(begun=st.sampled_from(BEGINNINGS))
    def begin(self, begun: tuple[dict[str, Any], ...]) -> None:
        """Somewhere on the way: what comes early must not keep us from what comes late."""
        self.procedure = Procedure.replay(sample(), begun)

    @rule(days=st.integers(0, 45))
    def time_passes(self, days: int) -> None:
        """Days go by and nothing is recorded."""
        self.now += timedelta(days=days)

    @rule(event=ANYTHING)
    def anything(self, event: dict[str, Any]) -> None:
        """Some event, sensible or not: taken, or refused without a trace and with what can happen instead."""
        self.send(event)

    @rule(data=st.data())
    def something_on_offer_that_goes_on(self, data: st.DataObject) -> None:
        """As below, but not out of the procedure."""
        self.take(
            data,
            lambda offer: offer.event not in ("withdrawn", "refused", "closed") and offer.kind != "outside",
        )

    @rule(data=st.data())
    def something_on_offer(self, data: st.DataObject) -> None:
        """An open event with all that it asks for is taken; only who is barred, or too late, is still refused."""
        self.take(data, lambda _: True)

    def take(self, data: st.DataObject, wanted: Callable[[Allowed], bool]) -> None:
        """One of the open events that are wanted."""
        offers = [
            each
            for each in self.procedure.allowed
            if each.status == "open" and each.event != "overdue" and wanted(each)
        ]
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        event = self.complete(offer, data)
        refusal = self.send(event)
        if refusal is not None:
            assert {found.code for found in refusal.diagnostics} <= {"F122", "F124"}, str(refusal)

    @rule()
    def limit_runs_out(self) -> None:
        """An `overdue` event is taken exactly where a step that can lapse is overdue."""
        overdue = [each for each in self.procedure.due(self.now.date()) if each.overdue and each.otherwise]
        refusal = self.send({"event": "overdue"})
        assert (refusal is None) == (len(overdue) == 1)

    def complete(self, offer: Allowed, data: st.DataObject) -> dict[str, Any]:
        """The event on offer with everything it asks for."""
        event: dict[str, Any] = {"event": offer.event}
        parties = offer.parties if isinstance(offer.parties, tuple) else ("handler",)
        if offer.kind != "outside":
            event["actor"] = {
                "role": data.draw(st.sampled_from(parties)),
                "id": f"P{len(self.procedure.history)}",
            }
        event["documents"] = list(offer.documents)
        step = offer.step
        if step is not None and step.decides:
            event |= {"outcome": data.draw(OUTCOMES), "reason": "另有情节"}
        sets = {each.within.event for each in STEPS if isinstance(each.within, SetIn)}
        if offer.event in sets or (step is not None and step.extends):
            event["limit"] = data.draw(LIMITS)
        if step is not None and step.recuses:
            event["recuses"] = data.draw(st.sampled_from(["H1", "H2"]))
        if offer.event == "notified":
            event["notified"] = [self.procedure.state.duties[0].party]
        if offer.event == "established":
            event["established"] = {
                "facts": {"known": False, "joint": True, "major": data.draw(st.booleans()), "loss": 0}
            }
        return event

    def send(self, event: dict[str, Any]) -> ProcedureError | None:
        """Apply an event now; a refusal must leave no trace and list what can happen."""
        before, state = self.procedure, self.procedure.state
        try:
            self.procedure = before.apply({**event, "at": self.now.isoformat()})
        except ProcedureError as refusal:
            assert refusal.diagnostics
            open_ones = [each.event for each in before.allowed if each.status == "open"]
            assert [each.event for each in refusal.legal] == open_ones
            assert before.state is state
            return refusal
        assert len(self.procedure.history) == len(before.history) + 1
        return None

    @invariant()
    def replay_is_equal(self) -> None:
        """The events as JSON, played again, give the same bytes."""
        events = json.loads(json.dumps([each.as_data() for each in self.procedure.events]))
        today = self.now.date()
        again = Procedure.replay(sample(), events)
        assert again.model_dump_json(today) == self.procedure.model_dump_json(today)

    @invariant()
    def history_hangs_together(self) -> None:
        """Each entry begins where the one before ended, and the last where the case stands."""
        history = self.procedure.history
        stages = [None, *(entry.after for entry in history)]
        assert [entry.before for entry in history] == stages[:-1]
        assert stages[-1] == self.procedure.state.stage

    @invariant()
    def limits_make_sense(self) -> None:
        """No limit ends before it starts; overdue, left and the day agree; what has no number is never overdue."""
        today: date = self.now.date()
        for each in self.procedure.due(today):
            if each.due is None:
                assert each.overdue is not True or each.suspended
                assert each.suspended or each.left is None
                continue
            assert each.start is None or each.kind == "set" or each.start < each.due
            if not each.provisional:
                assert each.overdue == (today > each.due)
            assert each.left is not None and (each.left < 0) <= (today > each.due)

    @invariant()
    def a_lapsed_case_has_no_effects(self) -> None:
        """Lapsing ends effects and leaves the decision; before a decision nothing follows."""
        state = self.procedure.state
        if state.end == "lapsed":
            assert all(each.status == "ended" for each in state.effects)
            assert state.decision is not None
        if state.decision is None:
            assert state.effects == ()
        else:
            kept = next(
                e.decision
                for e in reversed(self.procedure.history)
                if e.decision and e.decision.kind == "decision"
            )
            assert state.decision == kept

    @invariant()
    def nothing_recused_acts(self) -> None:
        """Who has stepped aside does nothing afterwards."""
        barred: set[str] = set()
        for entry in self.procedure.history:
            actor = entry.event.actor
            assert entry.label.zh
            if actor is not None and entry.event.event not in ("opened", "sanctioned", "influence_ended"):
                assert actor.id not in barred or actor.id is None
            if entry.event.recuses:
                barred.add(entry.event.recuses)


Machine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


TestMachine = Machine.TestCase
