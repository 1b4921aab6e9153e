"""The page of an impact: how many of the cases given change and how, then each that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.side_names import side_names
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.render.page import (
    Block,
    Heading,
    Inline,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    Tone,
    inline,
)
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.impact import Change, Impact

CHANGES: dict[Change, tuple[Words, Tone]] = {
    "stricter": (Words("更严", "stricter"), "bad"),
    "looser": (Words("更宽", "looser"), "good"),
    "incomparable": (Words("分不出宽严", "neither stricter nor looser"), "open"),
    "now_decided": (Words("原来未定，现在有结论", "was open, now decided"), "open"),
    "now_open": (Words("原来有结论，现在未定", "was decided, now open"), "open"),
    "open_otherwise": (Words("都未定，可能的结论不同", "open, with other outcomes"), "open"),
    "same": (Words("相同", "the same"), "muted"),
    "unusable": (Words("用不了", "cannot be used"), "bad"),
}


def impact_blocks(impact: Impact, lang: Lang) -> list[Block]:
    """Counts by kind of change, and the cases that are not the same."""
    zh = lang == "zh"
    first, second = side_names(impact.diff, lang)
    counts = tuple(
        (inline(Run(words.in_lang(lang), tone)), inline(str(impact.counts[change])))
        for change, (words, tone) in CHANGES.items()
        if impact.counts[change]
    )
    blocks: list[Block] = [
        Paragraph(inline(f"共 {len(impact.rows)} 件。" if zh else f"{len(impact.rows)} cases.")),
        Table(
            (f"{second}与{first}相比" if zh else f"{second} against {first}", "件数" if zh else "Cases"),
            counts,
        ),
    ]
    rows = []
    for row in impact.rows:
        if row.change == "same":
            continue
        words, tone = CHANGES[row.change]
        if row.change == "unusable":
            why = "；".join(problem.message.in_lang(lang) for problem in row.problems)
            cells = (inline(why), inline(Run("—", "muted")))
        else:
            cells = (
                _possible(impact.diff.a, row.before, lang),
                _possible(impact.diff.b, row.after, lang),
            )
        rows.append((inline(row.case), *cells, inline(Run(words.in_lang(lang), tone))))
    if rows:
        header = ("案件", first, second, "变化") if zh else ("Case", first, second, "Change")
        blocks.append(Table(header, tuple(rows)))
    said = (
        "这些就是所给的案件，不代表其他案件。"
        if zh
        else "These are the cases given; they stand for no others."
    )
    return [*blocks, Note(inline(said), "muted")]


def impact_page(impact: Impact, lang: Lang) -> Page:
    """The impact as a page of its own."""
    first, second = side_names(impact.diff, lang)
    title = (
        f"对实际案件的影响：由{first}改用{second}"
        if lang == "zh"
        else f"Impact on real cases: {first} to {second}"
    )
    return Page(title, tuple(impact_blocks(impact, lang)), lang)


def impact_section(impact: Impact, lang: Lang) -> list[Block]:
    """The impact as a section of the comparison."""
    return [
        Heading(inline("对所给案件的影响" if lang == "zh" else "Impact on the cases given"), 2),
        *impact_blocks(impact, lang),
    ]


def _possible(ruleset: Ruleset, outcomes: tuple[str, ...], lang: Lang) -> Inline:
    named = ("、" if lang == "zh" else ", ").join(outcome_text(ruleset, each, lang) for each in outcomes)
    if len(outcomes) == 1:
        return inline(named)
    return inline(Run("未定：" if lang == "zh" else "open: ", "open"), named)
