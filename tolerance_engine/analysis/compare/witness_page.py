"""A case for every change: what sets it apart from the typical case, and both explanations side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.side_names import fact_name, side_names, told
from tolerance_engine.analysis.compare.witness import ORDINARY
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.naming import outcome_run
from tolerance_engine.determine.shown.tree import clause_branches
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.render.page import (
    Block,
    Branch,
    Heading,
    Inline,
    Paragraph,
    Run,
    Table,
    Tree,
    inline,
)
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff, Transition
    from tolerance_engine.analysis.compare.witness import Witness


FEW = 3
"""Differences from the typical case that still read as "only"."""
_ORDER = ("favourable", "mixed", "neither", "adverse", "not_established")


def witness_blocks(diff: Diff, lang: Lang, *, full: bool) -> list[Block]:
    """The section of cases; with `full` every explanation to its last leaf, folded where that can be."""
    zh = lang == "zh"
    name = diff.typical.name.in_lang(lang)
    blocks: list[Block] = [Heading(inline("每种变化举一例" if zh else "A case for every change"), 2)]
    if diff.typical.name == ORDINARY:
        said = (
            "每例都取离“平常案件”最近的：平常案件里，写明哪边更坏的事实都在较好的一边，其余为否、取第一项或者最小的一段。"
            "没有提到的事实都同平常案件一样。"
            if zh
            else "Each is as near as can be to the ordinary case, in which every fact that says which way is worse is at its "
            "better end, and the others are no, first or least. Facts not named are as there."
        )
    else:
        said = (
            f"每例都取离“{name}”最近的，没有提到的事实都与它一样；它没有说的，取较好的一边，其余为否、取第一项或者最小的一段。"
            if zh
            else f"Each is as near as can be to “{name}”; facts not named are as there, or at their better end, no, first or least."
        )
    blocks.append(Paragraph(inline(said)))
    for row in diff.matrix:
        if row.witness is not None:
            blocks += _one(diff, row, row.witness, lang, full=full)
    return blocks


def _one(diff: Diff, row: Transition, witness: Witness, lang: Lang, *, full: bool) -> list[Block]:
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    before, after = outcome_text(diff.a, row.before, lang), outcome_text(diff.b, row.after, lang)
    title = (
        f"{first}「{before}」，{second}「{after}」：{row.count:,} 种"
        if zh
        else f"{first}: {before}; {second}: {after}; {row.count:,} cells"
    )
    name = diff.typical.name.in_lang(lang)
    count = len(witness.differs)
    if not count:
        said = f"就是{name}本身。" if zh else f"This is {name} itself."
    else:
        changed = told(diff, witness, lang)
        few = "只有" if count <= FEW else "最近的也有"
        said = (
            f"与{name}相比，{few} {count} 项不同——{changed}。"
            if zh
            else f"Unlike {name} in {count}: {changed}."
        )
    blocks: list[Block] = [Heading(inline(title), 3), Paragraph(inline(said))]
    a, b = witness.verdicts
    rows = [
        (
            inline("结论" if zh else "Outcome"),
            inline(outcome_run(a, row.before, lang)),
            inline(outcome_run(b, row.after, lang)),
        ),
        (inline("依据" if zh else "Because"), _because(a, lang), _because(b, lang)),
        (inline("出处" if zh else "Source"), _sources(a, lang), _sources(b, lang)),
    ]
    if a.findings or b.findings:
        rows.append(
            (inline("认定" if zh else "Findings"), _findings(diff, a, lang), _findings(diff, b, lang))
        )
    blocks.append(Table(("", first, second), tuple(rows)))
    if full:
        roots = tuple(
            Branch(
                inline(f"{side}的理由" if zh else f"Why, in {side}"),
                clause_branches(verdict, lang, full=False),
                folded=True,
            )
            for side, verdict in zip((first, second), (a, b), strict=True)
        )
        blocks.append(Tree(roots))
    return blocks


def _because(verdict: Verdict, lang: Lang) -> Inline:
    """The deciding clauses in the drafter's words."""
    labels = {clause.id: clause.label.in_lang(lang) for clause in verdict.ruleset.linked.clauses}
    if not verdict.applies:
        return inline(Run("没有条款作出结论" if lang == "zh" else "no clause decides", "muted"))
    parts: list[str | Run] = []
    for name in verdict.applies:
        parts += [("；" if lang == "zh" else "; ")] if parts else []
        parts += [labels[name], Run(f" {name}", "link")]
    return inline(*parts)


def _sources(verdict: Verdict, lang: Lang) -> Inline:
    grounds = [clause.ground for clause in verdict.ruleset.linked.clauses if clause.id in verdict.applies]
    said: dict[str, None] = {}
    for ground in grounds:
        cites = ("；" if lang == "zh" else "; ").join(cite.in_lang(lang) for cite in ground.cite)
        basis = say.BASIS[ground.basis].in_lang(lang) if ground.basis else ""
        told_basis = f"（{basis}）" if lang == "zh" else f" ({basis})"
        said[cites + told_basis if cites and basis else cites or basis] = None
    return inline(Run(("；" if lang == "zh" else "; ").join(said) or "—", "muted"))


def _findings(diff: Diff, verdict: Verdict, lang: Lang) -> Inline:
    """Dimensions by value: what is favourable, adverse, both or neither."""
    by_value: dict[str | bool, list[str]] = {value: [] for value in _ORDER}
    for name, finding in verdict.findings.items():
        by_value.setdefault(finding.value, []).append(fact_name(diff, name, lang))
    comma, colon, joiner = ("、", "：", "；") if lang == "zh" else (", ", ": ", "; ")
    return inline(
        joiner.join(
            f"{say.VALUES[value].in_lang(lang)}{colon}{comma.join(names)}"
            for value, names in by_value.items()
            if names
        )
    )
