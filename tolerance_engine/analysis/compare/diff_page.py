"""The page of a comparison: for someone who has never seen the tool, the answer first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.attribution_page import deciding_blocks, edits_blocks, modality_blocks
from tolerance_engine.analysis.compare.counted_page import counted_blocks
from tolerance_engine.analysis.compare.diff_data import percent
from tolerance_engine.analysis.compare.side_names import TONES, side_names
from tolerance_engine.analysis.compare.source_page import declared_blocks, material_blocks, silence_blocks
from tolerance_engine.analysis.compare.witness_page import witness_blocks
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.render.page import (
    Block,
    Fields,
    Heading,
    Inline,
    Page,
    Paragraph,
    Run,
    Table,
    Tone,
    inline,
)
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff


def diff_page(diff: Diff, lang: Lang, *, full: bool) -> Page:
    """Answer, readings, matrix, a case for every change, clauses, edits, sources, and how it was counted."""
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    blocks: list[Block] = [
        Paragraph(_answer(diff, lang)),
        Fields(tuple(_sides(diff, lang))),
        *_readings(diff, lang),
    ]
    if not diff.equal:
        blocks += [Heading(inline("结论怎样变" if zh else "How outcomes change"), 2), _matrix(diff, lang)]
        blocks += witness_blocks(diff, lang, full=full)
        blocks += deciding_blocks(diff, lang)
    blocks += edits_blocks(diff, lang)
    blocks += modality_blocks(diff, lang)
    blocks += material_blocks(diff, lang)
    blocks += declared_blocks(diff, lang)
    blocks += silence_blocks(diff, lang)
    blocks += counted_blocks(diff, lang, full=full)
    title = f"规则比较：{first}与{second}" if zh else f"Rules compared: {first} and {second}"
    return Page(title, tuple(blocks), lang)


def _answer(diff: Diff, lang: Lang) -> Inline:
    first, second = side_names(diff, lang)
    if diff.equal:
        said = Words(
            f"同一个案件，{first}与{second}的结论处处相同：{diff.cases:,} 种情形，没有一种不同。",
            f"{first} and {second} give every case the same outcome: none of {diff.cases:,} cells differs.",
        )
        return inline(Run(said.in_lang(lang), "strong"))
    share = percent(diff.differing, diff.cases)
    lead = Words(
        f"同一个案件，{first}与{second}的结论不总是一样：{diff.cases:,} 种情形里，{diff.differing:,} 种不同"
        f"（{share}）。",
        f"{first} and {second} do not always agree: of {diff.cases:,} cells, {diff.differing:,} differ ({share}). ",
    )
    parts: list[str | Run] = [Run(lead.in_lang(lang), "strong")]
    told = [
        (
            diff.stricter,
            "stricter",
            Words(f"{second}更严的 {diff.stricter:,} 种", f"{second} is stricter in {diff.stricter:,}"),
        ),
        (diff.looser, "looser", Words(f"{second}更宽的 {diff.looser:,} 种", f"looser in {diff.looser:,}")),
        (
            diff.incomparable,
            "incomparable",
            Words(
                f"分不出宽严的 {diff.incomparable:,} 种（有一边没有给出可比的结论）",
                f"neither in {diff.incomparable:,} (one of them gives no outcome that can be compared)",
            ),
        ),
    ]
    shown = [(words, TONES[tone]) for number, tone, words in told if number]
    for place, (words, tone) in enumerate(shown):
        last = place == len(shown) - 1
        parts += [
            Run(words.in_lang(lang), tone),
            ("。" if last else "，") if lang == "zh" else ("." if last else ", "),
        ]
    return inline(*parts)


def _sides(diff: Diff, lang: Lang) -> Iterator[tuple[str, Inline]]:
    zh = lang == "zh"
    for name, ruleset, reading in zip(side_names(diff, lang), (diff.a, diff.b), diff.reading, strict=True):
        linked = ruleset.linked
        since = f"{linked.in_force.first_text} 起" if zh else f"from {linked.in_force.first_text}"
        title, label = linked.title.in_lang(lang), linked.readings[reading].in_lang(lang)
        read = "" if len(linked.readings) < 2 else f"，口径：{label}" if zh else f", reading: {label}"
        ids = linked.id if len(linked.readings) < 2 else f"{linked.id} {reading}"
        yield (
            name,
            inline(f"{title}，{since}{read}" if zh else f"{title}, {since}{read}", Run(f" {ids}", "muted")),
        )


def _readings(diff: Diff, lang: Lang) -> list[Block]:
    if len(diff.by_reading) < 2:
        return []
    zh = lang == "zh"
    header = (
        ("理解口径", "情形", "结论不同", "更严", "更宽", "分不出宽严")
        if zh
        else ("Reading", "Cells", "Differ", "Stricter", "Looser", "Neither")
    )
    rows = []
    for name, other in diff.by_reading.items():
        label = diff.a.linked.readings[name].in_lang(lang)
        numbers = (other.cases, other.differing, other.stricter, other.looser, other.incomparable)
        tone: Tone = "strong" if other is diff else "plain"
        rows.append((inline(Run(label, tone)), *(inline(f"{number:,}") for number in numbers)))
    here = diff.a.linked.readings[diff.reading[0]].in_lang(lang)
    others = [name for name, other in diff.by_reading.items() if other is not diff]
    hint = (
        f"下面细说“{here}”；其他口径：{'、'.join(f'--reading {name}' for name in others)}。"
        if zh
        else f"Below: {here}. The others: {', '.join(f'--reading {name}' for name in others)}."
    )
    heading = Heading(inline("各口径之下" if zh else "Under each reading"), 2)
    return [heading, Table(header, tuple(rows)), Paragraph(inline(Run(hint, "muted")))]


def _matrix(diff: Diff, lang: Lang) -> Table:
    first, second = side_names(diff, lang)
    counts = {(row.before, row.after): row for row in diff.matrix}
    before = [outcome for outcome in diff.a.outcomes if any(row.before == outcome for row in diff.matrix)]
    after = [outcome for outcome in diff.b.outcomes if any(row.after == outcome for row in diff.matrix)]
    corner = f"{first}＼{second}" if lang == "zh" else f"{first} \\ {second}"
    rows = []
    for one in before:
        cells = []
        for other in after:
            row = counts.get((one, other))
            cells.append(inline(Run(f"{row.count:,}", TONES[row.relation])) if row else inline("—"))
        rows.append((inline(outcome_text(diff.a, one, lang)), *cells))
    return Table((corner, *(outcome_text(diff.b, other, lang) for other in after)), tuple(rows))
