"""The interpreter: one state and one event in, the next state out - or a refusal that says why and what else can be.

The same for every region: what differs between regions is data.
"""

from __future__ import annotations

from dataclasses import replace

from tolerance_engine.determine import determine
from tolerance_engine.determine.case import case_from
from tolerance_engine.diagnostics import choices
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure import advance, refusals, reserved
from tolerance_engine.procedure.allowed import Rules, closed_to, watched
from tolerance_engine.procedure.checks import decision_problems, problems
from tolerance_engine.procedure.entry import Entry
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.limits import Deadline, deadline
from tolerance_engine.procedure.state import Decision, State
from tolerance_engine.ruleset.model import CONFLICT, NOT_SPECIFIED
from tolerance_engine.ruleset.procedure import Transition
from tolerance_engine.ruleset.procedure_words import ESTABLISHED, NOTIFIED, OVERDUE
from tolerance_engine.source import Words
from tolerance_engine.truth import Truth


def step(rules: Rules, state: State, event: Event) -> tuple[State, Entry]:
    """The state after `event`, and what is recorded of it.

    Raises ProcedureError with every reason why the event cannot happen, and with the legal ones; CaseError when
    what the event establishes does not fit the case.
    """
    if not _known_here(rules, state, event):
        raise refusals.refuse(rules, state, [refusals.not_here(rules, state, event)])
    try:
        return _taken(rules, _established(rules, state, event), event)
    except ProcedureError as refusal:
        # nothing of a refused event is kept, so what can happen instead is told of the state before it
        raise refusals.refuse(rules, state, refusal.diagnostics) from None


def _known_here(rules: Rules, state: State, event: Event) -> bool:
    """Whether the present stage knows such an event at all."""
    name = event.event
    if name == ESTABLISHED:
        return state.stage is not None and state.end is None
    if name == NOTIFIED:
        return bool(state.duties)
    if name == OVERDUE:
        return any(each.otherwise is not None for each in watched(rules, state))
    return name in rules.declared.outside or any(
        each.event == name for each in rules.declared.from_stage(state.stage)
    )


def _taken(rules: Rules, state: State, event: Event) -> tuple[State, Entry]:
    if event.event in rules.declared.outside:
        return reserved.outside(rules, state, event)
    if event.event == ESTABLISHED:
        return reserved.established(state, event)
    if event.event == NOTIFIED:
        return reserved.notified(state, event)
    if event.event == OVERDUE:
        return reserved.overdue(rules, state, event)
    return _step(rules, state, event)


def _established(rules: Rules, state: State, event: Event) -> State:
    """The case with what the event establishes; checked against the ruleset at once."""
    if event.established is None:
        return state
    data = state.case.as_data()
    for key, value in event.established.items():
        data[key] = {**data.get(key, {}), **value} if isinstance(value, dict) else value
    case = case_from(data)
    determine(rules.ruleset, case, reading=rules.reading)
    return replace(state, case=case)


# declared steps ----------------------------------------------------------------------------------------------


def _step(rules: Rules, state: State, event: Event) -> tuple[State, Entry]:
    asking = rules.asking(state)
    taken = _choose(rules, state, event)
    limit = deadline(taken, state, rules.calendar, event.day)
    found = problems(rules, state, asking, taken, event, limit)
    made = _decision(rules, state, taken, event)
    found += decision_problems(rules, event, taken, made)
    if found:
        raise ProcedureError(found)
    marks = _marks(rules, state, taken, event, limit, made)
    after = advance.take(rules, state, taken, event, made)
    entry = Entry(after.number, event, state.stage, after.stage, taken.label, marks, made, limit)
    return after, entry


def _choose(rules: Rules, state: State, event: Event) -> Transition:
    """The one step that the event takes."""
    named = [each for each in rules.declared.from_stage(state.stage) if each.event == event.event]
    fitting = [each for each in named if _for_outcome(each, event)]
    if not fitting:
        listed = dict.fromkeys(outcome for each in named for outcome in each.outcomes)
        message = Words(
            f"没有通向结果 `{event.outcome}` 的一步", f"has no step for the outcome `{event.outcome}`"
        )
        raise ProcedureError([refusals.lacks("F120", event, message, choices(listed))])
    asking = rules.asking(state)
    closed = [closed_to(state, each) for each in fitting]
    answers = [
        (each, asking.holds(each.when)) for each, shut in zip(fitting, closed, strict=True) if shut is None
    ]
    possible = [(each, answer) for each, answer in answers if answer.truth is not Truth.FALSE]
    if not possible:
        raise ProcedureError([refusals.excluded(event, None if answers else closed[0])])
    sure = [each for each, answer in possible if answer.truth is Truth.TRUE]
    facts = [fact for _, answer in possible for fact in answer.facts]
    if facts:
        raise ProcedureError([refusals.unknown(event, facts, None)])
    if len(sure) > 1 and event.outcome is None and any(each.outcomes and each.decides for each in sure):
        listed = dict.fromkeys(outcome for each in sure for outcome in each.outcomes)
        message = Words("要写结果 outcome", "states an `outcome`")
        raise ProcedureError([refusals.lacks("F120", event, message, choices(listed))])
    if len(sure) > 1:
        raise ProcedureError([refusals.ambiguous(event)])
    return sure[0]


def _for_outcome(option: Transition, event: Event) -> bool:
    if option.decides is None or not option.outcomes or event.outcome is None:
        return True
    return event.outcome in option.outcomes


def _decision(rules: Rules, state: State, taken: Transition, event: Event) -> Decision | None:
    """The decision beside the verdict of this moment."""
    if taken.decides is None or event.outcome is None:
        return None
    verdict = determine(rules.ruleset, state.case, reading=rules.reading)
    open_ended = {NOT_SPECIFIED, CONFLICT}
    if verdict.outcome == event.outcome:
        relation = "follows"
    elif verdict.outcome in open_ended:
        relation = "left_open"
    elif not verdict.decided and (event.outcome in verdict.possible or open_ended & set(verdict.possible)):
        relation = "open"
    else:
        relation = "against"
    return Decision(
        event.outcome,
        taken.decides,
        relation,  # type: ignore[arg-type]
        event.reason,
        event.at,
        state.number + 1,
        event.actor,
        {
            "outcome": verdict.outcome,
            "possible": list(verdict.possible),
            "reading": verdict.reading,
            "readings": {name: each.outcome for name, each in verdict.readings.items()},
            "receipt": dict(verdict.receipt),
        },
    )


_RELATIONS = {"against": "against_verdict", "open": "verdict_open", "left_open": "verdict_left_open"}


def _marks(
    rules: Rules, state: State, taken: Transition, event: Event, limit: Deadline | None, made: Decision | None
) -> tuple[str, ...]:
    """What a reader of the record should not have to work out."""
    marks = []
    if limit is not None:
        if limit.overdue:
            marks.append("late")
        elif limit.overdue is None and limit.due is not None:
            marks.append("late_not_established")
        elif limit.provisional:
            marks.append("provisional")
        if limit.kind in ("silent", "unseen"):
            marks.append("limit_not_specified")
    if isinstance(taken.by, str):
        marks.append("by_not_specified")
    if made is not None and made.relation in _RELATIONS:
        marks.append(_RELATIONS[made.relation])
    if state.end is not None and taken.to is not None and rules.declared.stages[taken.to].end is None:
        marks.append("reopened")
    if taken.extends is not None:
        for each in rules.declared.from_stage(state.stage):
            if each.event == taken.extends.event:
                running = deadline(each, state, rules.calendar, event.day)
                if running is not None and running.overdue:
                    marks.append("extended_after_due")
                    break
    return tuple(marks)
