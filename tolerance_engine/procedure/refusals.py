"""Refusals: why an event cannot happen here and now. Each says what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.errors import ProcedureError
from tolerance_engine.procedure.allowed import Allowed, Rules, legal
from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.state import State
from tolerance_engine.ruleset.procedure import Transition
from tolerance_engine.ruleset.procedure_words import RESERVED
from tolerance_engine.source import Words


def refuse(rules: Rules, state: State, found: Sequence[Diagnostic]) -> ProcedureError:
    """The error with everything found, and with what can happen instead."""
    return ProcedureError(found, legal(rules, state))


def not_here(rules: Rules, state: State, event: Event) -> Diagnostic:
    """The stage knows no such event."""
    known = (*rules.declared.events, *RESERVED)
    if event.event not in known:
        message = Words(f"程序里没有 `{event.event}` 这个事件", f"the procedure has no event `{event.event}`")
        return Diagnostic(
            "F111", message, help=nearest(event.event, known) or _alternatives(legal(rules, state))
        )
    stage = stage_words(rules, state)
    label = rules.declared.event_label(event.event)
    message = Words(
        f"{stage.zh}不能有 `{event.event}`（{label.zh}）",
        f"`{event.event}` ({label.in_lang('en')}) cannot happen {stage.en}",
    )
    return Diagnostic("F110", message, help=_alternatives(legal(rules, state)))


def stage_words(rules: Rules, state: State) -> Words:
    """Where the case stands."""
    if state.stage is None:
        return Words("程序尚未启动，此时", "before the procedure has started")
    label = rules.declared.stages[state.stage].label
    return Words(f"阶段“{label.zh}”", f"in the stage “{label.in_lang('en')}”")


def _alternatives(open_ones: Sequence[Allowed]) -> Words:
    if not open_ones:
        return Words("程序已经结束，没有可以继续的事件", "the procedure has ended; nothing can follow")
    names = dict.fromkeys((each.event, each.label) for each in open_ones)
    zh = "、".join(f"`{name}`（{label.zh}）" for name, label in names)
    en = ", ".join(f"`{name}`" for name, _ in names)
    return Words(f"此时可以：{zh}", f"what can happen now: {en}")


def excluded(event: Event, why: Words | None) -> Diagnostic:
    """The only step for the event is closed in this case."""
    because = why or Words("条件不成立", "its condition does not hold")
    return Diagnostic(
        "F116", Words(f"`{event.event}` 不能进行：{because.zh}", f"`{event.event}` is closed: {because.en}")
    )


def unknown(event: Event, facts: Iterable[str], why: Words | None) -> Diagnostic:
    """Whether the step is open depends on what is not established."""
    names = list(dict.fromkeys(facts))
    because = why or Words("有事实尚未查明", "facts are not established")
    message = Words(
        f"`{event.event}` 还不能进行：{because.zh}", f"`{event.event}` cannot happen yet: {because.en}"
    )
    if not names:
        return Diagnostic("F117", message)
    zh, en = "、".join(f"`{name}`" for name in names), ", ".join(f"`{name}`" for name in names)
    help_ = Words(
        f"先查明 {zh}，随事件的 established 或者 established 事件写入",
        f"establish {en} first, with `established` of this event or an event `established`",
    )
    return Diagnostic("F117", message, help=help_)


def ambiguous(event: Event) -> Diagnostic:
    """Two steps for the event both hold."""
    message = Words(
        f"`{event.event}` 有两步同时符合条件，规则集没有分清",
        f"two steps for `{event.event}` hold at once: the ruleset does not tell them apart",
    )
    return Diagnostic(
        "F117",
        message,
        help=Words("请规则集的起草人把条件写得互相排斥", "their conditions should exclude each other"),
    )


def out_of_order(event: Event, state: State) -> Diagnostic:
    """Earlier than what has already happened."""
    last = state.last.isoformat() if state.last else ""
    message = Words(
        f"`{event.event}` 的时间 {event.at.isoformat()} 早于上一事件的 {last}",
        f"`{event.event}` at {event.at.isoformat()} is earlier than the last event at {last}",
    )
    return Diagnostic(
        "F112", message, help=Words("按发生的先后记入", "record events in the order they happened")
    )


def wrong_actor(rules: Rules, event: Event, parties: Sequence[str]) -> Diagnostic:
    """Somebody who may not do this."""
    declared = rules.declared
    known = list(declared.parties)
    if not parties:
        message = Words(
            f"没有由谁办理 `{event.event}` 的规定与本案相符",
            f"nobody is named to do `{event.event}` in such a case",
        )
        return Diagnostic("F113", message)
    role = event.actor.role if event.actor else ""
    if role not in known:
        message = Words(f"没有名为 `{role}` 的当事方或者机关", f"no party is named `{role}`")
        return Diagnostic("F113", message, help=nearest(role, known) or choices(parties))
    message = Words(
        f"`{event.event}` 不由 `{role}`（{declared.party_label(role).zh}）办理",
        f"`{event.event}` is not for `{role}`",
    )
    shown = "、".join(f"`{name}`（{declared.party_label(name).zh}）" for name in parties)
    return Diagnostic("F113", message, help=Words(f"可以办理的有 {shown}", choices(parties).en))


def no_actor(event: Event) -> Diagnostic:
    """Nobody did it."""
    message = Words(f"`{event.event}` 没有写由谁办理", f"`{event.event}` does not say who acted")
    return Diagnostic("F114", message, help=Words("加上 actor: {role: …}", "add actor: {role: …}"))


def window(event: Event, step: Transition, *, too_late: bool) -> Diagnostic:
    """Outside the window that other proceedings open and close."""
    name = step.before if too_late else step.after
    message = (
        Words(
            f"`{event.event}` 须在 `{name}` 之前，`{name}` 已经发生",
            f"`{event.event}` comes before `{name}`, which has happened",
        )
        if too_late
        else Words(
            f"`{event.event}` 须在 `{name}` 之后，记录里没有 `{name}`",
            f"`{event.event}` comes after `{name}`, which is not recorded",
        )
    )
    help_ = (
        None
        if too_late
        else Words(f"已经发生的，先把 `{name}` 记入", f"record `{name}` first if it has happened")
    )
    return Diagnostic("F115", message, help=help_)


def lacks(code: str, event: Event, what: Words, help_: Words | None = None) -> Diagnostic:
    """Something the event has to carry, or may not."""
    return Diagnostic(code, Words(f"`{event.event}` {what.zh}", f"`{event.event}` {what.en}"), help=help_)


def recused(event: Event) -> Diagnostic:
    """Done by who has stepped aside."""
    who = event.actor.id if event.actor else None
    what = Words(f"由 `{who}` 办理，但其已经回避", f"is done by `{who}`, who was recused")
    return lacks("F123", event, what, Words("换一位承办人", "another person has to act"))


def extras(event: Event, *wanted: str) -> list[Diagnostic]:
    """Parts that mean nothing here are refused: what is silently passed over is believed to count."""
    return [
        lacks("F128", event, Words(f"不带 `{key}`", f"takes no `{key}`"))
        for key in ("outcome", "limit", "of", "recuses", "notified")
        if key not in wanted and getattr(event, key)
    ]
