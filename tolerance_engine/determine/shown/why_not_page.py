"""The page of a why-not: the answer first, then every way to the outcome, then the sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.determine.ask.obstacles import Obstacle, Route
from tolerance_engine.determine.ask.reasons import more, sets_table
from tolerance_engine.determine.ask.why_not import WhyNot
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.tree import facts_of
from tolerance_engine.render.page import Block, Branch, Heading, Note, Page, Paragraph, Run, Tree, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict

_KINDS = {
    "exclusion": Words("不予容错情形", "exclusion"),
    "ground": Words("容错情形", "ground"),
    "default": Words("没有条款适用时", "when no clause applies"),
    "scope": Words("不在适用范围内", "outside the scope"),
    "disagreement": Words("与其他情形的结果不同", "clauses that disagree"),
}


def why_not_page(answer: WhyNot, lang: Lang) -> Page:
    """What stands between the case and the outcome."""
    zh, verdict = lang == "zh", answer.verdict
    outcome = say.outcome_text(verdict.ruleset, answer.outcome, lang)
    if verdict.outcome == answer.outcome:
        title = f"结论就是「{outcome}」" if zh else f"“{outcome}” is the outcome"
    elif answer.possible:
        title = f"为什么还不是「{outcome}」" if zh else f"Why not yet “{outcome}”"
    else:
        title = f"为什么不是「{outcome}」" if zh else f"Why not “{outcome}”"
    blocks: list[Block] = [Paragraph(inline(_answer(answer, lang)))]
    if verdict.outcome != answer.outcome:
        blocks += _routes(answer, lang)
    if not answer.possible and not answer.never:
        blocks += [
            Heading(inline("单独就排除它的" if zh else "What excludes it"), 2),
            Paragraph(
                inline(
                    "下面每一行单独就使这个结果不可能，无论其余事实如何。"
                    if zh
                    else "Each row alone makes the outcome impossible, whatever else is the case."
                )
            ),
            sets_table(verdict, answer.excluding, lang),
            *([] if answer.excluding_complete else [more(len(answer.excluding), lang)]),
            Heading(inline("要使它可能，须不是现在这样的" if zh else "What would have to be otherwise"), 2),
            Paragraph(
                inline(
                    "下面每一行的各项同时不是现在这样，这个结果才有可能；这里只说关系，不是建议改动已经查明的事实。"
                    if zh
                    else "The outcome is possible only where all of one row is otherwise. This states what "
                    "depends on what; it is no advice to change what is established."
                )
            ),
            sets_table(verdict, answer.blocking, lang),
            *([] if answer.blocking_complete else [more(len(answer.blocking), lang)]),
        ]
    return Page(title, tuple(blocks), lang)


def _answer(answer: WhyNot, lang: Lang) -> str:
    zh = lang == "zh"
    if answer.verdict.outcome == answer.outcome:
        return "没有什么挡住它。" if zh else "Nothing stands in its way."
    if answer.possible:
        return (
            "它仍有可能：现在查明的没有排除它，也没有必要推翻什么；下面是还没有查明的。"
            if zh
            else "It is still possible: nothing established excludes it. What is open follows."
        )
    if answer.never:
        return (
            "按这个口径，没有任何案件会得到这个结果。"
            if zh
            else "Under this reading no case has this outcome."
        )
    return "查明的事实排除了它。" if zh else "What is established excludes it."


def _routes(answer: WhyNot, lang: Lang) -> list[Block]:
    zh = lang == "zh"
    if not answer.routes:
        words = "没有条款给出这个结果" if zh else "no clause gives this outcome"
        return [Note(inline(words), "muted")]
    drawn = _Leaves(answer.verdict, lang)
    roots = tuple(drawn.route(route) for route in answer.routes)
    return [Heading(inline("通向它的每一条路" if zh else "Every way to it"), 2), Tree(roots)]


class _Leaves:
    def __init__(self, verdict: Verdict, lang: Lang) -> None:
        self.verdict, self.lang, self.facts = verdict, lang, facts_of(verdict)

    def route(self, route: Route) -> Branch:
        zh = self.lang == "zh"
        label = route.node.site.label.in_lang(self.lang) if route.node.site.label else ""
        kind = _KINDS[route.kind].in_lang(self.lang)
        head = f"［{kind}］{label}" if zh else f"[{kind}] {label}"
        state = say.APPLIES[route.truth].in_lang(self.lang) if route.clause else ""
        children = [self.leaf(each, failed=True, clause=route.clause) for each in route.failed]
        children += [self.leaf(each, failed=False, clause=route.clause) for each in route.open]
        for name in (*route.overridden_by, *route.may_be_overridden_by):
            children.append(self.rival(name, route, leaves=not children))
        note = [route.clause, self.sources(route)]
        return Branch(
            inline(head + "  ", Run(state, "muted")),
            tuple(children),
            note=inline(" · ".join(filter(None, note))),
        )

    def rival(self, name: str, route: Route, *, leaves: bool) -> Branch:
        """A clause that wins over the route; its leaves where nothing else is in the way."""
        zh, sure = self.lang == "zh", name in route.overridden_by
        if zh:
            text = f"条款 {name} 适用，给出别的结果" if sure else f"条款 {name} 如果适用，会给出别的结果"
        else:
            text = f"clause {name} {'applies' if sure else 'may apply'} and gives another outcome"
        mark = Run("× " if sure else "？ ", "bad" if sure else "open")
        inner = [leaf for leaf in route.against if leaf.clause == name] if leaves else []
        drawn = tuple(self.leaf(leaf, failed=leaf.failed, clause=name) for leaf in inner)
        return Branch(inline(mark, text), drawn)

    def sources(self, route: Route) -> str:
        ground = route.node.site.ground
        return "；".join(cite.in_lang(self.lang) for cite in ground.cite) if ground else ""

    def leaf(self, leaf: Obstacle, *, failed: bool, clause: str) -> Branch:
        zh = self.lang == "zh"
        mark = "×" if failed else "？"
        text = say.node_text(leaf.node, self.facts, self.lang)
        notes = []
        if not leaf.wanted:
            notes.append("须不成立" if zh else "must not hold")
        if leaf.clause and leaf.clause != clause:
            notes.append(f"属于 {leaf.clause}" if zh else f"part of {leaf.clause}")
        evidence = getattr(leaf.node, "evidence", ())
        if evidence:
            told = "；".join(evidence)
            notes.append(f"证据：{told}" if zh else f"evidence: {told}")
        return Branch(
            inline(Run(mark + " ", "bad" if failed else "open"), text), note=inline(" · ".join(notes))
        )
