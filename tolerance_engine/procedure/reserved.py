"""Reserved: the events that every procedure has - facts established, notices, limits passed - and those from outside."""

from __future__ import annotations

from dataclasses import replace

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure import advance, refusals
from tolerance_engine.procedure.allowed import Rules, overdue_label, watched
from tolerance_engine.procedure.entry import Entry
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.limits import deadline
from tolerance_engine.procedure.state import State
from tolerance_engine.ruleset.procedure_words import ESTABLISHED, NOTIFIED, OVERDUE, RESERVED
from tolerance_engine.source import Words


def outside(rules: Rules, state: State, event: Event) -> tuple[State, Entry]:
    """Something happened in other proceedings."""
    extra = refusals.extras(event)
    if extra:
        raise ProcedureError(extra)
    after = advance.outside(state, event)
    begun = state.last_of(state.started) if state.started else None
    closes = [
        each for each in rules.declared.starts if each.event == state.started and each.before == event.event
    ]
    marks = ("outside_window",) if begun is not None and closes and event.at <= begun.at else ()
    label = rules.declared.outside[event.event]
    return after, Entry(after.number, event, state.stage, after.stage, label, marks)


def _shared(state: State, event: Event, found: list[Diagnostic], *keys: str) -> None:
    """What the three reserved events share: order, an actor, and no parts that mean nothing."""
    if state.last is not None and event.at < state.last:
        found.append(refusals.out_of_order(event, state))
    if event.actor is None and event.event != OVERDUE:
        found.append(refusals.no_actor(event))
    if event.actor is not None and event.actor.id in state.recused:
        found.append(refusals.recused(event))
    found += refusals.extras(event, *keys)
    if found:
        raise ProcedureError(found)


def established(state: State, event: Event) -> tuple[State, Entry]:
    """Facts were established; the case already has them."""
    found = []
    if event.established is None:
        found.append(
            refusals.lacks("F129", event, Words("要写查明了什么：established", "says what: `established`"))
        )
    _shared(state, event, found)
    after = advance.plain(state, event)
    return after, Entry(after.number, event, state.stage, after.stage, RESERVED[ESTABLISHED])


def notified(state: State, event: Event) -> tuple[State, Entry]:
    """Somebody was told who had to be."""
    waiting_for = list(dict.fromkeys(duty.party for duty in state.duties))
    found = []
    if not event.notified:
        found.append(
            refusals.lacks("F129", event, Words("要写告知了谁：notified", "says who was told: `notified`"))
        )
    for party in event.notified:
        if party not in waiting_for:
            shown = "、".join(f"`{name}`" for name in waiting_for)
            message = Words(f"`{party}` 并无待告知事项", f"owes no notice to `{party}`")
            found.append(
                refusals.lacks(
                    "F129", event, message, Words(f"待告知的有 {shown}", f"still to be told: {shown}")
                )
            )
    _shared(state, event, found, "notified")
    told = set(event.notified)
    after = advance.plain(state, event)
    after = replace(after, duties=tuple(duty for duty in state.duties if duty.party not in told))
    return after, Entry(after.number, event, state.stage, after.stage, RESERVED[NOTIFIED])


def overdue(rules: Rules, state: State, event: Event) -> tuple[State, Entry]:
    """A limit has passed: where the step leads that was not taken."""
    steps = [
        each
        for each in watched(rules, state)
        if each.otherwise is not None and event.of in (None, each.event)
    ]
    if not steps:
        raise ProcedureError([refusals.not_here(rules, state, event)])
    found: list[Diagnostic] = []
    limits = [(each, deadline(each, state, rules.calendar, event.day)) for each in steps]
    passed = [(each, limit) for each, limit in limits if limit is not None and limit.overdue]
    if not passed:
        _, limit = limits[0]
        words = limit.words("zh") if limit else "", limit.words("en") if limit else ""
        message = Words(
            f"不能认定 `{steps[0].event}` 逾期（{words[0]}）",
            f"is not certain for `{steps[0].event}` ({words[1]})",
        )
        found.append(refusals.lacks("F125", event, message))
    elif len(passed) > 1:
        shown = "、".join(f"`{each.event}`" for each, _ in passed)
        found.append(
            refusals.lacks(
                "F125", event, Words(f"要写哪一步逾期（of）：{shown}", f"says which step (`of`): {shown}")
            )
        )
    _shared(state, event, found, "of")
    step_, limit = passed[0]
    answer = rules.asking(state).holds(step_.when)
    if answer.facts:
        raise ProcedureError([refusals.unknown(event, answer.facts, None)])
    after = advance.lapse(rules, state, step_, event)
    label = overdue_label(step_)
    return after, Entry(after.number, event, state.stage, after.stage, label, ("overdue",), deadline=limit)
