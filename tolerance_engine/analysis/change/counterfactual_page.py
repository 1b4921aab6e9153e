"""The page of the nearest changes: evidence, conduct and history in three parts that stay apart.

Only the first two are said as something to do. What already happened is said as a condition, never as advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.ask.reasons import name_text
from tolerance_engine.determine.shown.wording import outcome_text, value_text
from tolerance_engine.render.page import Block, Heading, Inline, Note, Page, Paragraph, Table, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.change.alternatives import Kind
    from tolerance_engine.analysis.change.counterfactual import Change, Counterfactuals, Step

_PARTS: tuple[tuple[Kind, Words, Words], ...] = (
    (
        "establish",
        Words("可补充证据", "What evidence could still establish"),
        Words("把这些事项查明如下，结论即定。", "Established so, these settle the outcome."),
    ),
    (
        "conduct",
        Words("仍可采取的措施", "What can still be done"),
        Words(
            "含有尚可采取的措施；措施落实并查明之后，结论即定。",
            "These include measures still open; once taken and established, they settle the outcome.",
        ),
    ),
    (
        "otherwise",
        Words("事实不同则", "Had the facts been otherwise"),
        Words(
            "已经发生的事实不能改变。这里只说明结论取决于什么，不是建议。",
            "What happened cannot be changed. This says what the outcome depends on; it is no advice.",
        ),
    ),
)

SHARED = 3
"""From so many steps in common on, they are said once instead of in every row."""


def counterfactuals_page(answer: Counterfactuals, lang: Lang) -> Page:
    """The smallest changes, by what can still be done about them."""
    zh, verdict = lang == "zh", answer.verdict
    outcome = outcome_text(verdict.ruleset, answer.outcome, lang)
    title = f"怎样才是「{outcome}」" if zh else f"What it would take: {outcome}"
    if answer.already:
        said = f"结论就是「{outcome}」。" if zh else f"The outcome is {outcome} as it stands."
        return Page(title, (Paragraph(inline(said)),), lang)
    now = ("、" if zh else ", ").join(outcome_text(verdict.ruleset, each, lang) for each in verdict.possible)
    state = (
        ("结论" if verdict.decided else "仍可能") if zh else ("outcome" if verdict.decided else "possible")
    )
    blocks: list[Block] = [Paragraph(inline(f"现在的{state}：{now}。" if zh else f"Now {state}: {now}."))]
    if not answer.changes and answer.complete:
        none = "没有这样的变化能得出它。" if zh else "No such change leads to it."
        blocks.append(Paragraph(inline(none)))
    for kind, heading, lead in _PARTS:
        changes = answer.of_kind(kind)
        if changes:
            blocks += [Heading(inline(heading.in_lang(lang)), 2), Paragraph(inline(lead.in_lang(lang)))]
            blocks += _changes(answer, changes, lang)
    if not answer.complete:
        said = (
            f"不超过 {answer.searched} 项的变化已全部查过；更多的没有查完或没有列完。"
            if zh
            else f"All changes of up to {answer.searched} steps were searched; beyond, not all are listed."
        )
        blocks.append(Note(inline(said), "muted"))
    return Page(title, tuple(blocks), lang)


def _changes(answer: Counterfactuals, changes: tuple[Change, ...], lang: Lang) -> list[Block]:
    """The changes a row each; steps that all of them share are said once, above."""
    zh = lang == "zh"
    joiner = "；" if zh else "; "
    shared = [step for step in changes[0].steps if all(step in change.steps for change in changes)]
    blocks: list[Block] = []
    if len(changes) == 1 or len(shared) < SHARED:
        shared = []
    else:
        told = joiner.join(_step(answer, step, lang) for step in shared)
        lead = (
            f"每一组都要的 {len(shared)} 项：{told}。此外，以下各行任取其一："
            if zh
            else f"All of them need these {len(shared)}: {told}. Besides, any one row of:"
        )
        blocks.append(Paragraph(inline(lead)))
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (
            inline(joiner.join(_step(answer, step, lang) for step in change.steps if step not in shared)),
            inline(str(len(change.steps))),
        )
        for change in changes
    )
    header = (
        (("另须" if shared else "变化"), "共几项") if zh else ("Besides" if shared else "Change", "Steps")
    )
    return [*blocks, Table(header, rows)]


def _step(answer: Counterfactuals, step: Step, lang: Lang) -> str:
    """One step in the words of its kind."""
    zh, ruleset = lang == "zh", answer.verdict.ruleset
    name = name_text(ruleset, step.name, lang)
    value = _value(answer, step, step.value, lang)
    if step.before is None or isinstance(step.before, list):
        if step.kind == "otherwise":  # narrowed, and this value is outside what is left
            return f"假如{name}是“{value}”" if zh else f"had {name} been {value}"
        return f"查明{name}：{value}" if zh else f"establish {name}: {value}"
    before = _value(answer, step, step.before, lang)
    match step.kind:
        case "establish":
            return (
                f"补充证据证明{name}：{value}（现为{before}）"
                if zh
                else f"supply evidence for {name}: {value} (now {before})"
            )
        case "conduct":
            return (
                f"采取措施，使{name}：{value}（现为{before}）"
                if zh
                else f"act: {name}: {value} (now {before})"
            )
        case _:
            return (
                f"假如{name}是“{value}”，而不是“{before}”" if zh else f"had {name} been {value}, not {before}"
            )


def _value(answer: Counterfactuals, step: Step, value: Any, lang: Lang) -> str:
    """A value in words; one number stands for all that the conditions treat alike."""
    variable = answer.verdict.ruleset.by_name.get(step.name)
    return value_text(value, variable.fact if variable else None, lang)
