"""Checks: everything one step asks of the event that takes it. All faults are found before any is told."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.procedure import refusals
from tolerance_engine.procedure.allowed import Rules, missing_before, route_of
from tolerance_engine.procedure.asking import Answer, Asking
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.limits import Deadline
from tolerance_engine.procedure.state import Decision, State
from tolerance_engine.ruleset.procedure import Route, SetIn, Span, Transition
from tolerance_engine.ruleset.procedure_words import UNITS
from tolerance_engine.source import Words


def problems(
    rules: Rules, state: State, asking: Asking, step: Transition, event: Event, limit: Deadline | None
) -> list[Diagnostic]:
    """What stands against this event taking this step, decisions left aside."""
    return [
        *_order(state, event),
        *_actor(rules, state, asking, step, event),
        *_window(state, step, event),
        *_before(asking, state, step, event),
        *_documents(rules, step, event),
        *_limit(rules, state, step, event),
        *_clock(state, step, event),
        *_extras(step, event),
        *_lateness(step, event, limit),
    ]


def _order(state: State, event: Event) -> Iterator[Diagnostic]:
    if state.last is not None and event.at < state.last:
        yield refusals.out_of_order(event, state)


def _actor(
    rules: Rules, state: State, asking: Asking, step: Transition, event: Event
) -> Iterator[Diagnostic]:
    actor = event.actor
    if actor is None:
        yield refusals.no_actor(event)
        return
    if actor.id is not None and actor.id in state.recused:
        yield refusals.recused(event)
    route = route_of(asking, step)
    if isinstance(route, Answer):
        yield refusals.unknown(
            event, route.facts, Words("由谁办理取决于尚未查明的事实", "who may act is not established")
        )
    elif isinstance(route, Route):
        names = {actor.role, *({"applicant"} if actor.role == state.applicant else ())}
        if not names & set(route.parties):
            yield refusals.wrong_actor(rules, event, route.parties)
    elif step.routed:
        yield refusals.wrong_actor(rules, event, ())
    if step.apart_from:
        before = {
            each.actor.id
            for name in step.apart_from
            for each in state.happened.get(name, ())
            if each.actor is not None and each.actor.id is not None
        }
        named = "、".join(f"`{name}`" for name in step.apart_from)
        if actor.id is None:
            yield refusals.lacks(
                "F123",
                event,
                Words(
                    f"不得由办过 {named} 的人办理，须写 actor 的 id",
                    f"is barred to who did {named}: the actor needs an id",
                ),
            )
        elif actor.id in before:
            yield refusals.lacks(
                "F123",
                event,
                Words(
                    f"不得由办过 {named} 的 `{actor.id}` 办理", f"is barred to `{actor.id}`, who did {named}"
                ),
            )


def _window(state: State, step: Transition, event: Event) -> Iterator[Diagnostic]:
    if step.after is not None and not any(each.at <= event.at for each in state.happened.get(step.after, ())):
        yield refusals.window(event, step, too_late=False)
    if step.before is not None and any(each.at <= event.at for each in state.happened.get(step.before, ())):
        yield refusals.window(event, step, too_late=True)


def _before(asking: Asking, state: State, step: Transition, event: Event) -> Iterator[Diagnostic]:
    for name in step.requires.events:
        if state.last_of(name) is None:
            yield refusals.lacks("F118", event, Words(f"之前须先有 `{name}`", f"comes after `{name}`"))
    if not step.requires.established and not step.requires.verdict:
        return
    facts, why = missing_before(asking, state, step)
    if facts or (why is not None and step.requires.verdict and not asking.decided()):
        because = why or Words("须先查明有关事项", "what it requires is not established")
        listed = "、".join(f"`{name}`" for name in facts)
        help_ = Words(f"先查明 {listed}", f"establish {listed} first") if facts else None
        yield refusals.lacks(
            "F118", event, Words(f"还不能进行：{because.zh}", f"cannot happen yet: {because.en}"), help_
        )


def _documents(rules: Rules, step: Transition, event: Event) -> Iterator[Diagnostic]:
    known = rules.declared.documents
    given = {each.kind for each in event.documents}
    for kind in sorted(given - known.keys()):
        message = Words(f"附了不认识的文书 `{kind}`", f"has an unknown kind of document `{kind}`")
        yield refusals.lacks("F119", event, message, nearest(kind, known) or choices(known))
    for kind in step.documents:
        if kind not in given:
            message = Words(f"须附 `{kind}`（{known[kind].zh}）", f"needs the document `{kind}`")
            yield refusals.lacks(
                "F119", event, message, Words(f"加上 documents: [{kind}]", f"add documents: [{kind}]")
            )


def _limit(rules: Rules, state: State, step: Transition, event: Event) -> Iterator[Diagnostic]:
    sets = any(
        isinstance(each.within, SetIn) and each.within.event == step.event
        for each in rules.declared.transitions
    )
    limit, extends = event.limit, step.extends
    if limit is None:
        if sets or extends is not None:
            yield refusals.lacks(
                "F122",
                event,
                Words("要写明期限，引擎不代为推定", "states a limit; none is assumed"),
                Words(
                    "加上 limit: {value: 30, unit: calendar_day} 之类",
                    "add for example limit: {value: 30, unit: calendar_day}",
                ),
            )
        return
    if not sets and extends is None:
        yield refusals.lacks(
            "F128", event, Words("不确定期限，不能带 limit", "sets no limit and takes no `limit`")
        )
    if extends is None:
        return
    if limit.until is not None:
        yield refusals.lacks("F122", event, Words("延长要写 value 和 unit", "extends by `value` and `unit`"))
    elif isinstance(extends.at_most, Span):
        most = extends.at_most
        if limit.unit != most.unit or (limit.value or 0) > most.value:
            zh, en = f"{most.value} {UNITS[most.unit].zh}", f"{most.value} {UNITS[most.unit].in_lang('en')}"
            yield refusals.lacks("F122", event, Words(f"至多延长 {zh}", f"extends by at most {en}"))
    used = sum(each.event == extends.event for each in state.extensions)
    if extends.times is not None and used >= extends.times:
        yield refusals.lacks(
            "F122",
            event,
            Words(
                f"至多延长 {extends.times} 次，已经用完", f"extends at most {extends.times} times, all used"
            ),
        )


def _clock(state: State, step: Transition, event: Event) -> Iterator[Diagnostic]:
    if step.clock == "suspend" and state.suspension is not None:
        yield refusals.lacks(
            "F122", event, Words("不能中止时限：已经中止", "cannot suspend what is suspended")
        )
    if step.clock == "resume" and state.suspension is None:
        yield refusals.lacks(
            "F122", event, Words("不能恢复时限：没有中止", "cannot resume what is not suspended")
        )


def _extras(step: Transition, event: Event) -> Iterator[Diagnostic]:
    taken = {"outcome": step.decides is not None, "recuses": step.recuses, "limit": True}
    yield from refusals.extras(event, *(key for key, takes in taken.items() if takes))
    if step.recuses and event.recuses is None:
        yield refusals.lacks(
            "F123", event, Words("要写谁回避：recuses: 化名", "says who steps aside: recuses: pseudonym")
        )


def _lateness(step: Transition, event: Event, limit: Deadline | None) -> Iterator[Diagnostic]:
    if step.late == "refused" and limit is not None and limit.overdue:
        message = Words(
            f"已过期限（{limit.due} 届满），不再受理", f"comes after its limit, which ended {limit.due}"
        )
        yield refusals.lacks("F124", event, message)


def decision_problems(
    rules: Rules, event: Event, step: Transition, made: Decision | None
) -> Iterator[Diagnostic]:
    """What is wrong with a decision: no outcome, or one against the verdict without a reason."""
    if step.decides is None:
        return
    ranked = [outcome.id for outcome in rules.ruleset.linked.outcomes]
    if event.outcome is None:
        yield refusals.lacks(
            "F120", event, Words("要写结果 outcome", "states an `outcome`"), choices(step.outcomes or ranked)
        )
    elif event.outcome not in ranked:
        message = Words(f"没有 `{event.outcome}` 这个结果", f"has no such outcome `{event.outcome}`")
        yield refusals.lacks("F120", event, message, nearest(event.outcome, ranked) or choices(ranked))
    elif made is not None and made.relation == "against" and not event.reason:
        verdict = made.verdict["outcome"] or "、".join(made.verdict["possible"])
        yield refusals.lacks(
            "F121",
            event,
            Words(
                f"的结果 `{event.outcome}` 与规则的结论 `{verdict}` 不同，须写理由",
                f"decides `{event.outcome}` against the verdict `{verdict}` and needs a reason",
            ),
            Words("加上 reason", "add `reason`"),
        )
