"""Allowed: what can happen next, by whom, and what stands in the way of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tolerance_engine.procedure.asking import Answer, Asking
from tolerance_engine.procedure.calendar import Calendar
from tolerance_engine.procedure.limits import waiting
from tolerance_engine.procedure.state import State
from tolerance_engine.ruleset.procedure import DeclaredProcedure, Route, Transition, Unspecified
from tolerance_engine.ruleset.procedure_words import ESTABLISHED, NOTIFIED, OVERDUE, RESERVED
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Label, Lang, Words
from tolerance_engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Rules:
    """What events are played against: a ruleset with its procedure, one reading, one calendar."""

    ruleset: Ruleset
    declared: DeclaredProcedure
    reading: str
    calendar: Calendar

    def asking(self, state: State) -> Asking:
        """Answers for the case as it stands."""
        return Asking(self.ruleset, self.declared, self.reading, state.case)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One event that the present stage knows.

    status     `open`: can happen now; `blocked`: something is not known or not there yet (`facts` names what is
               not established); `excluded`: its condition does not hold, or it has had its times
    parties    who may do it; `silent` or `unseen` where the source does not say; None where nothing is attached
    """

    event: str
    label: Label
    kind: Literal["start", "step", "reserved", "outside"]
    to: str | None
    parties: tuple[str, ...] | Unspecified | None
    documents: tuple[str, ...] = ()
    status: Literal["open", "blocked", "excluded"] = "open"
    facts: tuple[str, ...] = ()
    why: Words | None = None
    step: Transition | None = None

    def as_data(self, lang: Lang = "zh") -> dict[str, Any]:
        """Plain data."""
        return {
            "event": self.event,
            "label": self.label.in_lang(lang),
            "kind": self.kind,
            "to": self.to,
            "parties": list(self.parties) if isinstance(self.parties, tuple) else self.parties,
            "documents": list(self.documents),
            "status": self.status,
            "facts": list(self.facts),
            "why": self.why.in_lang(lang) if self.why else None,
        }


def allowed(rules: Rules, state: State) -> tuple[Allowed, ...]:
    """Every event that the present stage knows, with what stands in its way; the reserved and outside ones last."""
    declared, asking = rules.declared, rules.asking(state)
    found = [_of(state, asking, step) for step in declared.from_stage(state.stage)]
    if state.stage is not None and state.end is None:
        found.append(Allowed(ESTABLISHED, RESERVED[ESTABLISHED], "reserved", None, None))
    if state.duties:
        found.append(Allowed(NOTIFIED, RESERVED[NOTIFIED], "reserved", None, None))
    for step in watched(rules, state):
        if step.otherwise is not None:
            why = Words(f"`{step.event}` 的时限过后", f"once the limit of `{step.event}` has passed")
            found.append(
                Allowed(OVERDUE, overdue_label(step), "reserved", step.otherwise, None, why=why, step=step)
            )
    found += [Allowed(name, label, "outside", None, None) for name, label in declared.outside.items()]
    return tuple(found)


def watched(rules: Rules, state: State) -> tuple[Transition, ...]:
    """The steps whose limits are watched now. One whose condition does not hold is not; one that is open is."""
    asking, suspension = rules.asking(state), state.suspension
    stages = dict.fromkeys((state.stage, suspension.stage if suspension else state.stage))
    return tuple(
        step
        for stage in stages
        for step in rules.declared.from_stage(stage)
        if waiting(step, state)
        and closed_to(state, step) is None
        and asking.holds(step.when).truth is not Truth.FALSE
    )


def overdue_label(step: Transition) -> Label:
    """What it is called when a step was not taken in time."""
    return Label(f"逾期未{step.label.zh}", f"{step.label.in_lang('en')}: overdue")


def legal(rules: Rules, state: State) -> tuple[Allowed, ...]:
    """The events that can happen now."""
    return tuple(each for each in allowed(rules, state) if each.status == "open")


def _of(state: State, asking: Asking, step: Transition) -> Allowed:
    kind: Literal["start", "step"] = "start" if step.is_start else "step"
    route = route_of(asking, step)
    parties = route.parties if isinstance(route, Route) else step.parties or step.by
    made = Allowed(
        step.event,
        step.label,
        kind,
        step.to,
        parties if isinstance(parties, str) or parties else None,  # type: ignore[arg-type]
        step.documents,
        step=step,
    )
    closed = closed_to(state, step) or _window_shut(state, step)
    if closed is None and step.routed and route is None:
        closed = Words("没有由谁办理的规定与本案相符", "nobody is named for such a case")
    answer = asking.holds(step.when) if closed is None else None
    if closed is not None or (answer is not None and answer.truth is Truth.FALSE):
        shut = closed or Words("条件不成立", "its condition does not hold")
        return _with(made, "excluded", (), shut)
    facts = list(answer.facts) if answer is not None else []
    if isinstance(route, Answer):
        facts += route.facts
    why: Words | None = Words("有事实尚未查明", "facts are not established") if facts else None
    lacking = missing_before(asking, state, step)
    facts += lacking[0]
    why = why or lacking[1]
    return _with(made, "blocked", tuple(dict.fromkeys(facts)), why) if why else made


def _with(
    made: Allowed, status: Literal["blocked", "excluded"], facts: tuple[str, ...], why: Words
) -> Allowed:
    return Allowed(
        made.event,
        made.label,
        made.kind,
        made.to,
        made.parties,
        made.documents,
        status,
        facts,
        why,
        made.step,
    )


def closed_to(state: State, step: Transition) -> Words | None:
    """Why the step is no longer open, whatever else will be established."""
    if step.times is not None and len(state.happened.get(step.event, ())) >= step.times:
        return Words(f"至多 {step.times} 次，已经用完", f"at most {step.times} times, all used")
    if step.outcomes and step.decides is None:
        standing = state.decision.outcome if state.decision else None
        if standing not in step.outcomes:
            return Words("现有的认定结果不在此列", "not for the decision that stands")
    return None


def _window_shut(state: State, step: Transition) -> Words | None:
    if step.before is not None and state.last_of(step.before) is not None:
        return Words(f"`{step.before}` 已经发生", f"`{step.before}` has happened")
    if step.clock == "resume" and state.suspension is None:
        return Words("时限没有中止", "nothing is suspended")
    if step.clock == "suspend" and state.suspension is not None:
        return Words("时限已经中止", "already suspended")
    extends = step.extends
    if extends is not None and extends.times is not None:
        used = sum(each.event == extends.event for each in state.extensions)
        if used >= extends.times:
            return Words(
                f"至多延长 {extends.times} 次，已经用完", f"extends at most {extends.times} times, all used"
            )
    return None


def missing_before(asking: Asking, state: State, step: Transition) -> tuple[tuple[str, ...], Words | None]:
    """What has to be there before the step: facts to establish, and the first thing lacking in words."""
    if step.after is not None and state.last_of(step.after) is None:
        return (), Words(f"须在 `{step.after}` 之后", f"only after `{step.after}`")
    for name in step.requires.events:
        if state.last_of(name) is None:
            return (), Words(f"须先有 `{name}`", f"`{name}` comes first")
    lacking = tuple(
        name for name in step.requires.established if asking.established(name).truth is not Truth.TRUE
    )
    if lacking:
        return lacking, Words("须先查明有关事项", "what it requires is not established")
    if step.requires.verdict and not asking.decided():
        return asking.missing(), Words("规则还得不出唯一结论", "the rules do not decide yet")
    return (), None


def route_of(asking: Asking, step: Transition) -> Route | Answer | None:
    """Who may act in this case: the first route that holds; an open answer where that cannot be told; None where
    no route holds or none is declared."""
    if not isinstance(step.by, tuple):
        return None
    if not step.routed:
        return Route(None, step.parties)
    for route in step.by:
        answer = asking.holds(route.when)
        if answer.truth is Truth.TRUE:
            return route
        if answer.truth is Truth.UNKNOWN:
            return answer
    return None
