"""Pages: where a case stands, what is due, what can happen and what follows, laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tolerance_engine.procedure.page_parts import actor_text, decision_line, limit_run, marks_line
from tolerance_engine.procedure.wording import END, NOT_SPECIFIED, name_of, point_text
from tolerance_engine.render.page import Block, Fields, Heading, Inline, Note, Page, Run, Table, Tone, inline
from tolerance_engine.source import Label, Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.procedure.allowed import Allowed
    from tolerance_engine.procedure.procedure import Procedure

_STATUS = {
    "due": Words("应当落实", "due"),
    "deferred": Words("待条件具备", "deferred"),
    "ended": Words("已终止", "ended"),
}


def procedure_page(procedure: Procedure, lang: Lang, today: date | None = None) -> Page:
    """Where the case stands, what is due (with `today`), what can happen, what follows, and what happened."""
    zh = lang == "zh"
    blocks: list[Block] = [Fields(tuple(_summary(procedure, lang, today)))]
    if today is not None:
        blocks += [Heading(inline("时限" if zh else "Limits"), 2), *_limits(procedure, lang, today)]
    blocks += [
        Heading(inline("接下来可以发生的" if zh else "What can happen"), 2),
        *_allowed(procedure, lang),
    ]
    blocks += _effects(procedure, lang)
    blocks += _duties(procedure, lang)
    if procedure.history:
        blocks += [Heading(inline("已经发生的" if zh else "What happened"), 2), _table(procedure, lang)]
    title = procedure.ruleset.linked.title.in_lang(lang)
    return Page(f"{title}：办理情况" if zh else f"{title}: state", tuple(blocks), lang)


def _summary(procedure: Procedure, lang: Lang, today: date | None) -> Iterator[tuple[str, Inline]]:
    zh, state = lang == "zh", procedure.state
    declared = procedure.rules.declared
    if state.stage is None:
        stage = inline(Run("尚未启动" if zh else "not started", "open"))
    else:
        label = declared.stages[state.stage].label.in_lang(lang)
        stage = inline(Run(label, "strong"), Run(f" {state.stage}", "muted"))
        if state.stage in state.entered:
            since = state.entered[state.stage].day
            stage += inline(f"，{since} 起" if zh else f", since {since}")
    yield ("阶段" if zh else "Stage"), stage
    if state.end is not None:
        yield ("结束方式" if zh else "End"), inline(END[state.end].in_lang(lang))
    if state.started:
        yield ("启动方式" if zh else "Started by"), inline(declared.event_label(state.started).in_lang(lang))
    if state.suspension is not None:
        since = state.suspension.after
        yield (
            ("期限" if zh else "Limits"),
            inline(Run(f"自 {since} 起中止" if zh else f"suspended since {since}", "open")),
        )
    for decision, name in (
        (state.decision, ("认定", "Decision")),
        (state.recommendation, ("建议", "Recommendation")),
    ):
        if decision is not None:
            yield name[0] if zh else name[1], decision_line(procedure, decision, lang)
            if decision.reason:
                yield ("所述理由" if zh else "Reason given"), inline(decision.reason)
    if state.recused:
        yield ("已回避" if zh else "Recused"), inline("、".join(state.recused))
    if today is not None:
        yield ("截至" if zh else "As of"), inline(today.isoformat())
    yield (
        "规则" if zh else "Rules",
        inline(
            procedure.ruleset.id,
            Run(f"，口径 {procedure.reading}" if zh else f", reading {procedure.reading}", "muted"),
        ),
    )


def _limits(procedure: Procedure, lang: Lang, today: date) -> Iterator[Block]:
    zh = lang == "zh"
    rows = tuple(
        (inline(limit.label.in_lang(lang), Run(f" {limit.event}", "muted")), inline(limit_run(limit, lang)))
        for limit in procedure.due(today)
    )
    if rows:
        yield Table(("步骤", "时限") if zh else ("Step", "Limit"), rows)
    else:
        yield Note(inline("现在没有在走的时限" if zh else "no limit is running"), "muted")


def _allowed(procedure: Procedure, lang: Lang) -> Iterator[Block]:
    zh, declared = lang == "zh", procedure.rules.declared
    rows = []
    for each in procedure.allowed:
        if each.status == "excluded":
            continue
        to = declared.stages[each.to].label.in_lang(lang) if each.to else "—"
        event = inline(each.label.in_lang(lang), Run(f" {each.event}", "muted"))
        rows.append((event, inline(to), _parties(procedure, each, lang), _why(procedure, each, lang)))
    if rows:
        yield Table(
            ("事件", "转入", "由谁", "条件") if zh else ("Event", "To", "By", "Condition"), tuple(rows)
        )
    else:
        yield Note(inline("没有" if zh else "nothing"), "muted")


def _parties(procedure: Procedure, each: Allowed, lang: Lang) -> Inline:
    if each.parties is None:
        return inline("—")
    if isinstance(each.parties, str):
        return inline(Run(NOT_SPECIFIED["silent"].in_lang(lang), "open"))
    declared = procedure.rules.declared
    names = (declared.party_label(party).in_lang(lang) for party in each.parties)
    return inline(("、" if lang == "zh" else ", ").join(names))


def _why(procedure: Procedure, each: Allowed, lang: Lang) -> Inline:
    if each.facts:
        joiner = "、" if lang == "zh" else ", "
        names = joiner.join(name_of(name, procedure.ruleset.linked, lang) for name in each.facts)
        return inline(Run(f"先查明：{names}" if lang == "zh" else f"first establish: {names}", "open"))
    said = each.why.in_lang(lang) if each.why else ""
    return inline(Run(said, "open" if each.status == "blocked" else "plain")) if said else inline("—")


def _effects(procedure: Procedure, lang: Lang) -> list[Block]:
    zh, state = lang == "zh", procedure.state
    if state.effects_known is None:
        return []
    head = Heading(inline("结果运用" if zh else "Effects"), 2)
    if state.effects_known in ("silent", "unseen"):
        return [head, Note(inline(NOT_SPECIFIED[state.effects_known].in_lang(lang)), "open")]
    if not state.effects:
        return [head, Note(inline("规则未作声明" if zh else "none declared"), "muted")]
    rows = []
    for effect in state.effects:
        rules = procedure.ruleset.linked.effects.get(effect.outcome, ())
        declared = next(
            (rule.label for rule in rules if not isinstance(rule, str) and rule.topic == effect.topic), None
        )
        label = declared or Label(effect.topic)
        status = _STATUS[effect.status].in_lang(lang)
        if effect.after:
            status += f"（{point_text(effect.after, procedure.rules.declared, lang)}）"
        tone: Tone = (
            "muted" if effect.status == "ended" else "open" if effect.status == "deferred" else "good"
        )
        since = effect.since.isoformat() if effect.since else "—"
        rows.append((inline(label.in_lang(lang)), inline(Run(status, tone)), inline(since)))
    return [head, Table(("事项", "状态", "自") if zh else ("Effect", "State", "Since"), tuple(rows))]


def _duties(procedure: Procedure, lang: Lang) -> list[Block]:
    zh, declared = lang == "zh", procedure.rules.declared
    if not procedure.state.duties:
        return []
    rows = tuple(
        (
            inline(declared.party_label(duty.party).in_lang(lang)),
            inline(declared.event_label(duty.event).in_lang(lang)),
            inline(duty.since.isoformat()),
        )
        for duty in procedure.state.duties
    )
    header = ("告知谁", "告知什么", "自") if zh else ("Party", "Of", "Since")
    return [Heading(inline("尚待告知" if zh else "Still to be told"), 2), Table(header, rows)]


def _table(procedure: Procedure, lang: Lang) -> Table:
    zh = lang == "zh"
    rows = tuple(
        (
            inline(entry.event.day.isoformat()),
            inline(entry.label.in_lang(lang), Run(f" {entry.event.event}", "muted")),
            inline(actor_text(procedure, entry.event.actor, lang)),
            marks_line(entry, lang),
        )
        for entry in procedure.history
    )
    return Table(("日期", "事件", "由谁", "标注") if zh else ("Day", "Event", "By", "Marks"), rows)
