"""Pages: a verdict laid out for reading. What it looks like is the renderers' business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine import wording as say
from tolerance_engine.determine.case import Stated
from tolerance_engine.determine.tree import clause_branches, facts_of
from tolerance_engine.render.page import (
    Block,
    Fields,
    Heading,
    Inline,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    Tone,
    Tree,
    inline,
)
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


SHARED_SHOWN = 6
"""Facts that both ways suppose, told one by one only up to this many."""


def verdict_page(verdict: Verdict, lang: Lang, *, full: bool) -> Page:
    """The verdict: conclusion, readings, findings, what is missing, reasons, silences.

    Unless `full`, clauses that neither decide nor stay open are told in one line each.
    """
    zh = lang == "zh"
    linked = verdict.ruleset.linked
    title = f"{linked.title.in_lang(lang)}：认定结论" if zh else f"{linked.title.in_lang(lang)}: verdict"
    blocks: list[Block] = [Fields(tuple(_summary(verdict, lang)))]
    if verdict.case.title:
        blocks.insert(0, Paragraph(inline(Run(verdict.case.title, "strong"))))
    if verdict.case.note:
        blocks.insert(1, Paragraph(inline(Run(verdict.case.note, "muted"))))
    blocks += _readings(verdict, lang)
    blocks += _findings(verdict, lang)
    blocks += _missing(verdict, lang)
    blocks += _witnesses(verdict, lang, full=full)
    blocks += [
        Heading(inline("理由" if zh else "Reasons"), 2),
        Tree(clause_branches(verdict, lang, full=full)),
    ]
    if not full:
        hint = "各条款的全部理由：tolerance determine … --full，或 verdict.why()"
        blocks.append(
            Note(
                inline(hint if zh else "all reasons: tolerance determine … --full, or verdict.why()"), "muted"
            )
        )
    blocks += _evidence(verdict, lang)
    blocks += _silences(verdict, lang, full=full)
    advice = "本结论供认定机关参考，由有权机关决定。" if zh else "This is advice; the competent body decides."
    blocks.append(Note(inline(advice), "muted"))
    return Page(title, tuple(blocks), lang)


def why_page(verdict: Verdict, lang: Lang) -> Page:
    """The reasons alone."""
    return Page(
        "理由" if lang == "zh" else "Reasons", (Tree(clause_branches(verdict, lang, full=True)),), lang
    )


def _outcome(verdict: Verdict, outcome: str, lang: Lang) -> Run:
    ranked = [o.id for o in verdict.ruleset.linked.outcomes]
    tone: Tone = "open"
    if outcome in ranked:
        place = ranked.index(outcome)
        tone = "good" if place == 0 else "bad" if place == len(ranked) - 1 else "open"
    return Run(say.outcome_text(verdict.ruleset, outcome, lang), tone)


def _outcomes(verdict: Verdict, outcomes: tuple[str, ...], lang: Lang) -> Inline:
    parts: list[str | Run] = []
    for outcome in outcomes:
        parts += [("、" if lang == "zh" else ", ")] if parts else []
        parts.append(_outcome(verdict, outcome, lang))
    return inline(*parts)


def _summary(verdict: Verdict, lang: Lang) -> Iterator[tuple[str, Inline]]:
    zh, linked = lang == "zh", verdict.ruleset.linked
    if verdict.decided:
        conclusion = _outcomes(verdict, verdict.possible, lang)
        if verdict.modality:
            modality = say.MODALITY[verdict.modality].in_lang(lang)
            conclusion += inline(f"（{modality}）" if zh else f" ({modality})")
        yield ("结论" if zh else "Outcome"), conclusion
    else:
        words = "尚不能认定，仍可能是：" if zh else "undetermined; still possible: "
        yield (
            ("结论" if zh else "Outcome"),
            inline(Run(words, "open")) + _outcomes(verdict, verdict.possible, lang),
        )
    if verdict.applies:
        yield (
            ("依据条款" if zh else "Clauses"),
            inline(Run(("、" if zh else ", ").join(verdict.applies), "link")),
        )
    elif verdict.decided and verdict.outcome == linked.default[verdict.reading]:
        yield ("依据条款" if zh else "Clauses"), inline("没有条款适用" if zh else "no clause applies")
    reading = linked.readings[verdict.reading].in_lang(lang)
    yield ("理解口径" if zh else "Reading"), inline(reading, Run(f" {verdict.reading}", "muted"))
    period = linked.in_force
    end = "来源未载明" if period.last is None else period.last_text
    english_end = "not specified" if period.last is None else period.last_text
    yield (
        "规则版本" if zh else "Version",
        inline(
            f"{period.first_text} 起，止期：{end}" if zh else f"from {period.first_text}, to: {english_end}",
            Run(f" {linked.id}", "muted"),
        ),
    )
    closed = verdict.if_closed_now
    if closed is not None and not verdict.decided:
        yield (
            ("若今日结束调查" if zh else "If closed now"),
            _outcomes(verdict, closed.possible, lang) + _presumed(verdict, closed.presumed, lang),
        )
    if verdict.unused:
        labels = [_name(verdict, name, lang) for name in verdict.unused]
        yield (
            ("本规则集未用到" if zh else "Not asked about"),
            inline(Run(("、" if zh else ", ").join(labels), "muted")),
        )


def _presumed(verdict: Verdict, names: tuple[str, ...], lang: Lang) -> Inline:
    if not names:
        return ()
    joined = "、".join(_name(verdict, name, lang) for name in names)
    return inline(f"（推定：{joined}）" if lang == "zh" else f" (presuming: {joined})")


def _name(verdict: Verdict, name: str, lang: Lang) -> str:
    linked = verdict.ruleset.linked
    part: Any = linked.facts.get(name) or linked.dimensions.get(name) or linked.definitions.get(name)
    if part is None and linked.vocabulary and name in linked.vocabulary.dimensions:
        return linked.vocabulary.dimensions[name].in_lang(lang)
    return str(part.label.in_lang(lang)) if part else name


def _readings(verdict: Verdict, lang: Lang) -> list[Block]:
    if len(verdict.readings) < 2:
        return []
    zh = lang == "zh"
    labels = verdict.ruleset.linked.readings
    rows = []
    for reading, result in verdict.readings.items():
        if not result.possible:
            shown = inline(
                Run("案件与此口径下的规则矛盾" if zh else "the case contradicts this reading", "bad")
            )
        elif result.outcome is None:
            shown = inline(Run("尚不能认定：" if zh else "undetermined: ", "open")) + _outcomes(
                verdict, result.possible, lang
            )
        else:
            shown = _outcomes(verdict, result.possible, lang)
        rows.append((inline(labels[reading].in_lang(lang), Run(f" {reading}", "muted")), shown))
    agree = (
        ("各口径一致" if zh else "all readings agree")
        if verdict.robust
        else ("各口径不一致或未定" if zh else "the readings differ or are open")
    )
    header = ("理解口径", f"结果（{agree}）") if zh else ("Reading", f"Result ({agree})")
    return [Heading(inline("各口径并列" if zh else "All readings"), 2), Table(header, tuple(rows))]


def _findings(verdict: Verdict, lang: Lang) -> list[Block]:
    if not verdict.findings:
        return []
    zh = lang == "zh"
    rows = []
    for name, finding in verdict.findings.items():
        tone: Tone = {"favourable": "good", "adverse": "bad", True: "good", False: "bad"}.get(
            finding.value, "open"
        )  # type: ignore[assignment]
        value = inline(Run(say.VALUES[finding.value].in_lang(lang), tone))
        if finding.value == "not_established" and 1 < len(finding.possible) < 4:
            still = ("、" if zh else ", ").join(say.VALUES[each].in_lang(lang) for each in finding.possible)
            value += inline(Run(f"（仍可能：{still}）" if zh else f" (still possible: {still})", "muted"))
        if finding.value == "not_established" and not finding.stated:
            how = "—"
        elif finding.stated:
            how = "认定意见" if zh else "stated by an officer"
        else:
            how = "由事实得出" if zh else "from the facts"
        rows.append((inline(_name(verdict, name, lang)), value, inline(Run(how, "muted"))))
    header = ("研判维度", "认定", "如何得出") if zh else ("Dimension", "Finding", "How")
    return [Heading(inline("认定意见" if zh else "Findings"), 2), Table(header, tuple(rows))]


def _missing(verdict: Verdict, lang: Lang) -> list[Block]:
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


def _witnesses(verdict: Verdict, lang: Lang, *, full: bool) -> list[Block]:
    if not verdict.witnesses:
        return []
    zh, facts = lang == "zh", facts_of(verdict)
    added = []
    for witness in verdict.witnesses:
        stated = {**verdict.case.facts, **verdict.case.findings}
        both = {**witness.facts, **witness.findings}
        added.append({n: v for n, v in both.items() if _bare(stated.get(n)) != v and not isinstance(v, dict)})

    def told(statements: dict[str, Any]) -> str:
        said = [
            f"{_name(verdict, n, lang)}：{say.value_text(v, facts.get(n), lang)}"
            for n, v in statements.items()
        ]
        return ("；" if zh else "; ").join(said) or "—"

    first, second = added
    shared = {n: v for n, v in first.items() if n in second and second[n] == v}
    rows = tuple(
        (
            inline(told({n: v for n, v in each.items() if n not in shared})),
            inline(_outcome(verdict, w.outcome, lang)),
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


def _bare(raw: Any) -> Any:
    return raw.value if isinstance(raw, Stated) else raw


def _evidence(verdict: Verdict, lang: Lang) -> list[Block]:
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


def _silences(verdict: Verdict, lang: Lang, *, full: bool) -> list[Block]:
    silent = verdict.ruleset.linked.silent
    if not silent:
        return []
    zh = lang == "zh"
    asked = {item.fact for item in verdict.missing}
    shown = [s for s in silent if full or s.fact in asked]
    rows = tuple(
        (inline(s.label.in_lang(lang)), inline(Run(say.SILENCE[s.kind].in_lang(lang), "muted")))
        for s in shown
    )
    blocks: list[Block] = []
    if rows:
        header = ("事项", "情况") if zh else ("Topic", "What is known")
        blocks = [
            Heading(inline("来源未载明的事项" if zh else "Not specified by source"), 2),
            Table(header, rows),
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
