"""The page of a sensitivity: the counts, then what they are counted over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.determine.ask.reasons import name_text
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.render.page import Block, Heading, Note, Page, Paragraph, Table, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.analysis.change.counts import Sensitivity


def sensitivity_page(counted: Sensitivity, lang: Lang) -> Page:
    """How many of the remaining ways lead to each outcome, and the denominator."""
    zh, ruleset = lang == "zh", counted.verdict.ruleset
    title = "未查明的事实还能怎样影响结论" if zh else "What the open facts can still lead to"
    if not counted.facts:
        outcome = outcome_text(ruleset, next(iter(counted.outcomes)), lang)
        said = f"结论已定：{outcome}" if zh else f"The outcome is decided: {outcome}"
        return Page(title, (Paragraph(inline(said)),), lang)
    lead = (
        f"结论还取决于 {len(counted.facts)} 项事实，它们共有 {counted.total:,} 种可能的查明结果。"
        if zh
        else f"The outcome depends on {len(counted.facts)} facts; they can turn out in {counted.total:,} ways."
    )
    rows = tuple(
        (inline(outcome_text(ruleset, outcome, lang)), inline(f"{count:,}"), inline(f"{counted.total:,}"))
        for outcome, count in counted.outcomes.items()
    )
    facts = tuple(
        (inline(name_text(ruleset, name, lang)), inline(str(values)))
        for name, values in counted.facts.items()
    )
    blocks: list[Block] = [
        Paragraph(inline(lead)),
        Table(("结论", "查明结果数", "共") if zh else ("Outcome", "Ways", "Of"), rows),
        Heading(inline("按哪些事实计数" if zh else "What is counted"), 2),
        Table(("事实", "仍可取的值") if zh else ("Fact", "Values left"), facts),
    ]
    impossible = counted.combinations - counted.total
    if impossible:
        said = (
            f"各项相乘为 {counted.combinations:,} 种，其中 {impossible:,} 种与已查明的情况或规则的前提不能并存，不计。"
            if zh
            else f"The product is {counted.combinations:,}; {impossible:,} of these cannot be and are not counted."
        )
        blocks.append(Note(inline(said), "muted"))
    said = (
        "这是查明结果的数目，不表示哪一种更容易发生。"
        if zh
        else "These are numbers of ways; they say nothing of how likely any of them is."
    )
    blocks.append(Note(inline(said), "muted"))
    return Page(title, tuple(blocks), lang)
