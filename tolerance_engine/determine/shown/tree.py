"""The tree of an explanation, drawn: clauses as branches, what is told once named when it comes again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.explain.explanation import Derived, Given, Site
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.naming import name_of
from tolerance_engine.determine.statements import bare
from tolerance_engine.render.page import Branch, Inline, Run, Tone, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict

_TRUTH_TONES: tuple[Tone, ...] = ("muted", "plain", "strong")
"""Truth is neither good nor bad: a red line that holds is true and bad."""


def facts_of(verdict: Verdict) -> dict[str, Any]:
    return {v.name: v.fact for v in verdict.ruleset.variables if v.fact}


def clause_branches(verdict: Verdict, lang: Lang, *, full: bool) -> tuple[Branch, ...]:
    drawn = _Drawn(verdict, lang)
    telling = set(verdict.applies) | set(at_odds(verdict)) if verdict.decided else set(verdict.may_apply)
    branches = []
    for node in verdict.explanation.because:
        tells = node.site.id in telling or node.site.kind == "scope"
        branches.append(drawn.branch(node, open_=tells) if full or tells else drawn.line(node))
    if verdict.explanation.beside:
        branches.append(_beside(verdict, lang))
    return tuple(branches)


def at_odds(verdict: Verdict) -> tuple[str, ...]:
    """Where the outcome is a conflict, the grounds that apply or may apply: no one of them gives it."""
    if verdict.outcome != "conflict":
        return ()
    return tuple(
        node.site.id
        for node in verdict.explanation.because
        if node.site.kind == "clause"
        and node.site.extra["role"] == "ground"
        and (node.truth if node.settled is None else node.settled)
    )


def _beside(verdict: Verdict, lang: Lang) -> Branch:
    """What no clause asks for and still rules something out, because it must hold together with the rest."""
    stated = {**verdict.case.facts, **verdict.case.findings}
    facts = facts_of(verdict)
    said = []
    for name in verdict.explanation.beside:
        raw = stated.get(name, getattr(verdict.case, name, None))
        value = bare(raw)
        shown = "" if value is None else say.value_text(value, facts.get(name), lang)
        label = name_of(verdict, name, lang)
        said.append(f"{label}：{shown}" if lang == "zh" else f"{label}: {shown}")
    joined = ("；" if lang == "zh" else "; ").join(said)
    lead = (
        "条款没有直接问到，但与所问的事实不能任意并存的："
        if lang == "zh"
        else "tied to the facts asked for: "
    )
    return Branch(inline(Run(lead, "muted"), joined))


class _Drawn:
    """Draws nodes; a part told once is only named when it comes again."""

    def __init__(self, verdict: Verdict, lang: Lang) -> None:
        self.lang = lang
        self.facts = facts_of(verdict)
        self.linked = verdict.ruleset.linked
        self.evidence = verdict.case.evidence
        self.told: set[int] = set()

    def line(self, node: Given | Derived) -> Branch:
        """The node alone."""
        sure = node.settled if node.settled is not None else node.truth
        mark = () if node.site.kind == "default" else inline(Run(say.MARKS[sure] + " ", _TRUTH_TONES[sure]))
        text = say.node_text(node, self.facts, self.lang, linked=self.linked)
        return Branch(mark + inline(text) + self._applies(node, sure))

    def branch(self, node: Given | Derived, *, open_: bool = True, depth: int = 0) -> Branch:
        """The node with what it follows from; told once, then only named."""
        line = self.line(node)
        if id(node) in self.told and node.because:
            return Branch(
                line.text + inline(Run("（见上）" if self.lang == "zh" else " (see above)", "muted"))
            )
        self.told.add(id(node))
        below = depth > 0
        children = tuple(self.branch(child, open_=not below, depth=depth + 1) for child in self._inner(node))
        return Branch(line.text, children, folded=not open_, note=self.note(node))

    def _applies(self, node: Given | Derived, sure: int) -> Inline:
        """Whether a clause applies; only here truth has a good and a bad side."""
        if node.site.kind != "clause":
            return ()
        role = say.role_of(node.site.extra["role"], node.site.extra["then"], self.linked)
        applying: Tone = {"exclusion": "bad", "adverse": "bad", "ground": "good"}.get(role, "strong")  # type: ignore[assignment]
        tone: Tone = ("muted", "open", applying)[sure]
        return inline("  ", Run(say.applies_text(node, self.lang), tone))

    def _inner(self, node: Given | Derived) -> tuple[Given | Derived, ...]:
        """The parts worth a line of their own: a bare `when` says nothing its condition does not."""
        shown: list[Given | Derived] = []
        for child in node.because:
            shown.extend(child.because if child.site.kind == "when" else (child,))
        return tuple(shown)

    def note(self, node: Given | Derived) -> Inline:
        parts = [node.site.id] if node.site.kind == "clause" else []
        parts += list(self.sources(node.site))
        if isinstance(node, Given) and node.evidence:
            told = [self.told_evidence(name) for name in node.evidence]
            parts.append(("证据：" if self.lang == "zh" else "evidence: ") + "；".join(told))
        return inline(" · ".join(part for part in parts if part))

    def told_evidence(self, name: str) -> str:
        item = self.evidence.get(name)
        said = item.get("zh") if isinstance(item, dict) else item
        return f"{name}（{said}）" if said else name

    def sources(self, site: Site) -> Iterator[str]:
        if site.ground is None:
            return
        if site.ground.basis:
            yield say.BASIS[site.ground.basis].in_lang(self.lang)
        for cite in site.ground.cite:
            seen = "" if cite.seen == "full" else f"（{say.SEEN[cite.seen].in_lang(self.lang)}）"
            yield cite.in_lang(self.lang) + seen
        if site.kind == "clause" and site.ground.reason and site.ground.basis != "stated":
            yield ("理由：" if self.lang == "zh" else "reason: ") + site.ground.reason
