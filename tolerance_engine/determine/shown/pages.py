"""Pages: a verdict laid out for reading. What it looks like is the renderers' business."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.naming import name_of, outcome_runs
from tolerance_engine.determine.shown.open_pages import (
    evidence_blocks,
    missing_blocks,
    silence_blocks,
    witness_blocks,
)
from tolerance_engine.determine.shown.tree import at_odds, clause_branches
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
from tolerance_engine.ruleset.layers import Layered
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


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
    blocks += missing_blocks(verdict, lang)
    blocks += witness_blocks(verdict, lang, full=full)
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
    blocks += evidence_blocks(verdict, lang)
    blocks += silence_blocks(verdict, lang, full=full)
    advice = "本结论供认定机关参考，由有权机关决定。" if zh else "This is advice; the competent body decides."
    blocks.append(Note(inline(advice), "muted"))
    return Page(title, tuple(blocks), lang)


def why_page(verdict: Verdict, lang: Lang) -> Page:
    """The reasons alone."""
    return Page(
        "理由" if lang == "zh" else "Reasons", (Tree(clause_branches(verdict, lang, full=True)),), lang
    )


def _summary(verdict: Verdict, lang: Lang) -> Iterator[tuple[str, Inline]]:
    zh, linked = lang == "zh", verdict.ruleset.linked
    if verdict.decided:
        conclusion = outcome_runs(verdict, verdict.possible, lang)
        if verdict.modality:
            modality = say.MODALITY[verdict.modality].in_lang(lang)
            conclusion += inline(f"（{modality}）" if zh else f" ({modality})")
        yield ("结论" if zh else "Outcome"), conclusion
    else:
        words = "尚不能认定，仍可能是：" if zh else "undetermined; still possible: "
        yield (
            ("结论" if zh else "Outcome"),
            inline(Run(words, "open")) + outcome_runs(verdict, verdict.possible, lang),
        )
    if verdict.applies:
        yield (
            ("依据条款" if zh else "Clauses"),
            inline(Run(("、" if zh else ", ").join(verdict.applies), "link")),
        )
    elif verdict.outcome == "conflict":
        given = {clause.id: linked.outcome_label(clause.then) for clause in linked.clauses if clause.then}
        said = [
            f"{name}（{given[name].zh}）" if zh else f"{name} ({given[name].en})" for name in at_odds(verdict)
        ]
        yield (
            ("互不一致的条款" if zh else "Clauses at odds"),
            inline(Run(("、" if zh else ", ").join(said), "link")),
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
            outcome_runs(verdict, closed.possible, lang) + _presumed(verdict, closed.presumed, lang),
        )
    if verdict.unused:
        labels = [name_of(verdict, name, lang) for name in verdict.unused]
        yield (
            ("本规则集未用到" if zh else "Not asked about"),
            inline(Run(("、" if zh else ", ").join(labels), "muted")),
        )


def _presumed(verdict: Verdict, names: tuple[str, ...], lang: Lang) -> Inline:
    if not names:
        return ()
    joined = "、".join(name_of(verdict, name, lang) for name in names)
    return inline(f"（推定：{joined}）" if lang == "zh" else f" (presuming: {joined})")


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
            shown = inline(Run("尚不能认定：" if zh else "undetermined: ", "open")) + outcome_runs(
                verdict, result.possible, lang
            )
        else:
            shown = outcome_runs(verdict, result.possible, lang)
        rows.append((inline(labels[reading].in_lang(lang), Run(f" {reading}", "muted")), shown))
    agree = (
        ("各口径一致" if zh else "all readings agree")
        if verdict.robust
        else ("各口径不一致或未定" if zh else "the readings differ or are open")
    )
    header = ("理解口径", f"结果（{agree}）") if zh else ("Reading", f"Result ({agree})")
    return [Heading(inline("各口径并列" if zh else "All readings"), 2), Table(header, tuple(rows))]


def _nearest_first(verdict: Verdict) -> list[str]:
    """What is judged, in the order to show it: of layers, the tests of the measure itself before those beneath."""
    linked = verdict.ruleset.linked
    located = linked.located
    if not isinstance(located, Layered):
        return list(verdict.findings)

    def depth(name: str) -> int:
        dimension = name in linked.dimensions
        return (
            -located.origin_of(("dimensions", name)).layer if dimension else 1
        )  # stated definitions come last

    return sorted(verdict.findings, key=depth)


def _findings(verdict: Verdict, lang: Lang) -> list[Block]:
    if not verdict.findings:
        return []
    zh = lang == "zh"
    rows = []
    for name in _nearest_first(verdict):
        finding = verdict.findings[name]
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
        rows.append((inline(name_of(verdict, name, lang)), value, inline(Run(how, "muted"))))
    header = ("研判维度", "认定", "如何得出") if zh else ("Dimension", "Finding", "How")
    return [Heading(inline("认定意见" if zh else "Findings"), 2), Table(header, tuple(rows))]
