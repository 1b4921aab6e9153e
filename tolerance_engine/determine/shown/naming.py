"""Naming: outcomes and parts of a ruleset as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.shown import wording as say
from tolerance_engine.render.page import Inline, Run, Tone, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


def outcome_run(verdict: Verdict, outcome: str, lang: Lang) -> Run:
    ranked = [o.id for o in verdict.ruleset.linked.outcomes]
    tone: Tone = "open"
    if outcome in ranked:
        place = ranked.index(outcome)
        tone = "good" if place == 0 else "bad" if place == len(ranked) - 1 else "open"
    return Run(say.outcome_text(verdict.ruleset, outcome, lang), tone)


def outcome_runs(verdict: Verdict, outcomes: tuple[str, ...], lang: Lang) -> Inline:
    parts: list[str | Run] = []
    for outcome in outcomes:
        parts += [("、" if lang == "zh" else ", ")] if parts else []
        parts.append(outcome_run(verdict, outcome, lang))
    return inline(*parts)


def name_of(verdict: Verdict, name: str, lang: Lang) -> str:
    linked = verdict.ruleset.linked
    part: Any = linked.facts.get(name) or linked.dimensions.get(name) or linked.definitions.get(name)
    if part is None and linked.vocabulary and name in linked.vocabulary.dimensions:
        return linked.vocabulary.dimensions[name].in_lang(lang)
    return str(part.label.in_lang(lang)) if part else name
