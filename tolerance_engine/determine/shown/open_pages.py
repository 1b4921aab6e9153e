"""Blocks about what is open: missing facts, two ways it could turn out, unused evidence, silences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.naming import name_of, outcome_run
from tolerance_engine.determine.shown.tree import facts_of
from tolerance_engine.determine.statements import Stated, bare
from tolerance_engine.render.page import Block, Heading, Note, Run, Table, inline
from tolerance_engine.ruleset.model import Silence
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict

SHARED_SHOWN = 6
"""Facts that both ways suppose, told one by one only up to this many."""


def missing_blocks(verdict: Verdict, lang: Lang) -> list[Block]:
    if not verdict.missing:
        return []
    zh = lang == "zh"
    rows = []
    for item in verdict.missing:
        question = (item.question or item.label).in_lang(lang)
        parts: list[str | Run] = (
            [Run("证据不一致：" if zh else "evidence conflicts: ", "bad")] if item.conflicting else []
        )
        who = ("、" if zh else ", ").join(say.WHO[each].in_lang(lang) for each in item.who)
        rows.append((inline(*parts, question), inline(who or "—"), inline(Run(item.fact, "muted"))))
    header = ("要问的问题", "谁能回答", "事实") if zh else ("Question", "Who can answer", "Fact")
    return [Heading(inline("还需查明" if zh else "Still to be established"), 2), Table(header, tuple(rows))]


def witness_blocks(verdict: Verdict, lang: Lang, *, full: bool) -> list[Block]:
    if not verdict.witnesses:
        return []
    zh, facts = lang == "zh", facts_of(verdict)
    added = []
    for witness in verdict.witnesses:
        stated = {**verdict.case.facts, **verdict.case.findings}
        both = {**witness.facts, **witness.findings}
        added.append({n: v for n, v in both.items() if bare(stated.get(n)) != v and not isinstance(v, dict)})

    def told(statements: dict[str, Any]) -> str:
        said = [
            f"{name_of(verdict, n, lang)}：{say.value_text(v, facts.get(n), lang)}"
            for n, v in statements.items()
        ]
        return ("；" if zh else "; ").join(said) or "—"

    first, second = added
    shared = {n: v for n, v in first.items() if n in second and second[n] == v}
    rows = tuple(
        (
            inline(told({n: v for n, v in each.items() if n not in shared})),
            inline(outcome_run(verdict, w.outcome, lang)),
        )
        for each, w in zip(added, verdict.witnesses, strict=True)
    )
    header = ("若查明", "则结论为") if zh else ("If it is established that", "the outcome is")
    blocks: list[Block] = [
        Heading(inline("两种走向" if zh else "Two ways it could turn out"), 2),
        Table(header, rows),
    ]
    if shared:
        if full or len(shared) <= SHARED_SHOWN:
            words = f"两种走向都还假设：{told(shared)}" if zh else f"both also suppose: {told(shared)}"
        else:
            words = f"两种走向还共同假设了另外 {len(shared)} 项事实（--full 可见）"
            words = words if zh else f"both also suppose {len(shared)} further facts (--full shows them)"
        blocks.append(Note(inline(words), "muted"))
    return blocks


def evidence_blocks(verdict: Verdict, lang: Lang) -> list[Block]:
    """Evidence that no statement names: it is in the file, so it is shown."""
    case = verdict.case
    named = {
        item
        for section in (case.facts, case.findings)
        for raw in section.values()
        if isinstance(raw, Stated)
        for item in raw.evidence
    }
    rows = tuple(
        (inline(name), inline(str(item.get("zh", "")) if isinstance(item, Mapping) else str(item)))
        for name, item in case.evidence.items()
        if name not in named
    )
    if not rows:
        return []
    zh = lang == "zh"
    return [
        Heading(inline("未被引用的证据" if zh else "Evidence nothing refers to"), 2),
        Table(("证据", "内容") if zh else ("Evidence", "What it says"), rows),
    ]


def silence_table(shown: Sequence[Silence], lang: Lang) -> Table:
    """What is left open and how that is known; of layers, also whose source leaves it open."""
    header = ("事项", "情况") if lang == "zh" else ("Topic", "What is known")
    rows = [
        (inline(s.label.in_lang(lang)), inline(Run(say.SILENCE[s.kind].in_lang(lang), "muted")))
        for s in shown
    ]
    if not any(s.layer for s in shown):
        return Table(header, tuple(rows))
    whose = [inline(Run(s.layer or "", "muted")) for s in shown]
    layered = tuple((*row, layer) for row, layer in zip(rows, whose, strict=True))
    return Table((*header, "层" if lang == "zh" else "Layer"), layered)


def silence_blocks(verdict: Verdict, lang: Lang, *, full: bool) -> list[Block]:
    silent = verdict.ruleset.linked.silent
    if not silent:
        return []
    zh = lang == "zh"
    asked = {item.fact for item in verdict.missing}
    shown = [s for s in silent if full or s.fact in asked]
    blocks: list[Block] = []
    if shown:
        blocks = [
            Heading(inline("来源未载明的事项" if zh else "Not specified by source"), 2),
            silence_table(shown, lang),
        ]
    rest = len(silent) - len(shown)
    if rest:
        id_ = verdict.ruleset.id
        words = (
            f"另有 {rest} 项来源未载明，见 tolerance show {id_}"
            if shown
            else f"来源未载明的事项 {rest} 项，见 tolerance show {id_}"
        )
        english = f"{rest} topics are not specified by source: tolerance show {id_}"
        blocks.append(Note(inline(words if zh else english), "muted"))
    return blocks
