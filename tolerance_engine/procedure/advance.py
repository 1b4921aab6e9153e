"""Advance: the next state, once an event is known to be legal. Nothing here refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from tolerance_engine.procedure.allowed import Rules
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.state import (
    Decision,
    Duty,
    EffectState,
    Entered,
    Extension,
    Happening,
    Restart,
    State,
    Suspension,
)
from tolerance_engine.ruleset.procedure import Transition


def plain(state: State, event: Event) -> State:
    """One more event; the stage stays."""
    return replace(outside(state, event), last=event.at)


def outside(state: State, event: Event) -> State:
    """An event of other proceedings: it may lie in the past, so the next event may be earlier."""
    return _happened(state, event)


def take(rules: Rules, state: State, step: Transition, event: Event, decision: Decision | None) -> State:
    """The state after a declared step."""
    after = plain(state, event)
    number = after.number
    if step.is_start:
        after = replace(after, started=step.event, applicant=event.actor.role if event.actor else None)
    if event.limit is not None and step.extends is None:
        after = replace(after, limits=_with(after.limits, step.event, (number, event.limit)))
    if event.limit is not None and step.extends is not None:
        longer = Extension(number, step.extends.event, event.limit)
        after = replace(after, extensions=(*after.extensions, longer))
    if event.recuses is not None:
        after = replace(after, recused=tuple(dict.fromkeys((*after.recused, event.recuses))))
    duties = tuple(Duty(party, step.event, event.day, number) for party in step.notify)
    after = _clock(replace(after, duties=(*after.duties, *duties)), step, event)
    if decision is not None:
        after = _decided(rules, after, decision, event)
    return _enter(rules, after, step.to, event, anew=step.clock != "resume")


def lapse(rules: Rules, state: State, step: Transition, event: Event) -> State:
    """Where a limit leads that has passed."""
    return _enter(rules, plain(state, event), step.otherwise, event, anew=True)


def _happened(state: State, event: Event) -> State:
    number = state.number + 1
    this = Happening(number, event.at, event.day, event.actor, event.notified)
    times = (*state.happened.get(event.event, ()), this)
    effects = tuple(
        replace(each, status="due", since=event.day)
        if each.status == "deferred" and each.after == event.event
        else each
        for each in state.effects
    )
    return replace(state, number=number, effects=effects, happened=_with(state.happened, event.event, times))


def _with(mapping: Mapping[str, Any], key: str, value: Any) -> Mapping[str, Any]:
    return MappingProxyType({**mapping, key: value})


def _clock(state: State, step: Transition, event: Event) -> State:
    if step.clock is None:
        return state
    number = state.number
    if step.clock == "suspend":
        this = Suspension(number, state.stage or "", event.day)
        return replace(state, suspensions=(*state.suspensions, this))
    on = state.suspension
    closed = tuple(replace(each, through=event.day) if each is on else each for each in state.suspensions)
    state = replace(state, suspensions=closed)
    if step.clock == "restart":
        this_time = Restart(on.number if on else number, number, event.day)
        state = replace(state, restarts=(*state.restarts, this_time))
    return state


def _decided(rules: Rules, state: State, decision: Decision, event: Event) -> State:
    if decision.kind == "recommendation":
        return replace(state, recommendation=decision)
    declared = rules.ruleset.linked.effects.get(decision.outcome)
    known: Any = "not_declared" if declared is None else declared if isinstance(declared, str) else "declared"
    ended = tuple(replace(each, status="ended") for each in state.effects)
    day = event.day

    def waits(name: str | None) -> bool:
        # a step already taken will not come again; an event of other proceedings may yet come for this decision
        return name is not None and (name in rules.declared.outside or state.last_of(name) is None)

    new = tuple(
        EffectState(
            rule.topic,
            decision.outcome,
            "deferred" if waits(rule.after) else "due",
            None if waits(rule.after) else day,
            rule.after,
        )
        for rule in (declared if isinstance(declared, tuple) else ())
    )
    return replace(state, decision=decision, effects=(*ended, *new), effects_known=known)


def _enter(rules: Rules, state: State, stage: str | None, event: Event, *, anew: bool) -> State:
    """In another stage; a stage re-entered after a suspension keeps the day it was first entered."""
    if stage is None or stage == state.stage:
        return state
    end = rules.declared.stages[stage].end
    if anew or stage not in state.entered:
        state = replace(state, entered=_with(state.entered, stage, Entered(state.number, event.day)))
    if end == "lapsed":
        state = replace(state, effects=tuple(replace(each, status="ended") for each in state.effects))
    return replace(state, stage=stage, end=end)
