"""Results: proved, or refuted by a case. Both say how far the claim goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_engine.analysis.prove.properties import Limits, Property, WorseNeverHelps
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.determine.statements import bare
from tolerance_engine.render.page import Block, Fields, Inline, Note, Page, Run, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang, Words


@dataclass(frozen=True, slots=True)
class Decided:
    """A case with the fewest facts that decide it, and what it comes to under a reading.

    `fewest` is false where the search for fewer facts was given up: then no fact can be left out, but another,
    smaller case may exist.
    """

    case: Case
    outcome: str
    reading: str
    fewest: bool = True

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "case": plain(self.case.as_data()),
            "outcome": self.outcome,
            "reading": self.reading,
            "fewest": self.fewest,
        }


@dataclass(frozen=True, eq=False)
class Proved(Presentable):
    """Every feasible case has the property, under each of `readings`.

    `vacuous` names the readings under which no feasible case meets the condition, so that nothing was said.
    `incomparable`: a worse value sometimes leads into or out of an outcome that is off the scale, which the
    property does not judge. `examples` has, for reachability, a smallest case per outcome.
    """

    ruleset: Ruleset
    claim: Property
    readings: tuple[str, ...]
    vacuous: tuple[str, ...] = ()
    incomparable: bool = False
    examples: tuple[Decided, ...] = ()
    holds: bool = True

    def __repr__(self) -> str:
        return f"<Proved {self.claim}>"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "holds": True,
            "property": self.claim.words(self.ruleset.linked).zh,
            "readings": list(self.readings),
            "vacuous": list(self.vacuous),
            "incomparable": self.incomparable,
            "examples": [example.as_data() for example in self.examples],
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The proof in a few lines."""
        zh = lang == "zh"
        rows = [
            *_claim(self.ruleset, self.claim, lang),
            ("理解口径" if zh else "Readings", _readings(self.ruleset, self.readings, lang)),
        ]
        rows += [row for example in self.examples for row in _rows(self.ruleset, example, lang)]
        blocks: list[Block] = [Fields(tuple(rows))]
        if self.vacuous:
            said = _nothing_said(self.ruleset, self.claim, self.vacuous)
            blocks.append(Note(inline(said.in_lang(lang)), "open"))
        if self.incomparable:
            said = Words(
                "有的案件因此进入或者离开不分好坏的结果（如来源未载明），这类变化不在所证之内",
                "some cases enter or leave an outcome off the scale; those steps are not judged",
            )
            blocks.append(Note(inline(said.in_lang(lang)), "open"))
        return Page("性质成立" if zh else "Proved", tuple(blocks), lang)


@dataclass(frozen=True, eq=False)
class Refuted(Presentable):
    """A case that breaks the property; the diagram and the interpreter both replayed it.

    `other` is its counterpart: the case with the worse value, or the same case under the other reading.
    `unreachable` has, for reachability, the outcomes that no case reaches; then there is no case to show.
    """

    ruleset: Ruleset
    claim: Property
    found: Decided | None
    other: Decided | None = None
    unreachable: tuple[str, ...] = ()
    holds: bool = False

    def __repr__(self) -> str:
        return f"<Refuted {self.claim} by {self.found.case.as_data() if self.found else self.unreachable}>"

    @property
    def case(self) -> Case | None:
        """The smallest case that breaks the property."""
        return self.found.case if self.found else None

    @property
    def outcome(self) -> str | None:
        """What that case comes to."""
        return self.found.outcome if self.found else None

    @property
    def reading(self) -> str | None:
        """The reading it is decided under."""
        return self.found.reading if self.found else None

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "holds": False,
            "property": self.claim.words(self.ruleset.linked).zh,
            "found": self.found.as_data() if self.found else None,
            "other": self.other.as_data() if self.other else None,
            "unreachable": list(self.unreachable),
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The counterexample in a few lines."""
        zh = lang == "zh"
        rows = _claim(self.ruleset, self.claim, lang)
        for decided in (self.found, self.other):
            rows += _rows(self.ruleset, decided, lang) if decided else []
        if self.unreachable:
            named = [say.outcome_text(self.ruleset, outcome, lang) for outcome in self.unreachable]
            joined = ("、" if zh else ", ").join(named)
            rows.append(("没有案件得到" if zh else "Reached by no case", inline(Run(joined, "bad"))))
        return Page("性质不成立" if zh else "Refuted", (Fields(tuple(rows)),), lang)


Result = Proved | Refuted


def _nothing_said(ruleset: Ruleset, claim: Property, vacuous: tuple[str, ...]) -> Words:
    zh = "、".join(ruleset.linked.readings[each].zh for each in vacuous)
    en = ", ".join(ruleset.linked.readings[each].in_lang("en") for each in vacuous)
    if isinstance(claim, WorseNeverHelps):
        return Words(
            f"规则不问这项事实（口径：{zh}），这里什么也没有证明",
            f"no condition asks for this fact under {en}: nothing is said there",
        )
    return Words(
        f"没有案件符合给定条件（口径：{zh}），这里什么也没有证明",
        f"no case meets the condition under {en}: nothing is said there",
    )


def case_words(ruleset: Ruleset, case: Case) -> Words:
    """What a case states, in one line."""
    return Words(_statements(ruleset, case, "zh"), _statements(ruleset, case, "en"))


def _statements(ruleset: Ruleset, case: Case, lang: Lang) -> str:
    linked = ruleset.linked
    named: Mapping[str, Any] = {**linked.definitions, **linked.dimensions, **linked.facts}
    said = []
    for name, raw in {**case.facts, **case.findings}.items():
        value = bare(raw)
        label = named[name].label.in_lang(lang) if name in named else name
        shown = say.value_text(value, linked.facts.get(name), lang)
        said.append(f"{label}：{shown}" if lang == "zh" else f"{label}: {shown}")
    if not said:
        return "什么也没有查明" if lang == "zh" else "nothing established"
    return ("；" if lang == "zh" else "; ").join(said)


def _claim(ruleset: Ruleset, claim: Property, lang: Lang) -> list[tuple[str, Inline]]:
    """The property as a sentence, and the condition it is limited to as it was written."""
    zh = lang == "zh"
    rows = [("性质" if zh else "Property", inline(claim.words(ruleset.linked).in_lang(lang)))]
    if isinstance(claim, Limits) and claim.given is not None:
        written = json.dumps(plain(claim.given), ensure_ascii=False).replace('"', "")
        rows.append(("给定条件" if zh else "Condition", inline(written)))
    return rows


def _rows(ruleset: Ruleset, decided: Decided, lang: Lang) -> list[tuple[str, Inline]]:
    zh = lang == "zh"
    reading = ruleset.linked.readings[decided.reading].in_lang(lang)
    outcome = say.outcome_text(ruleset, decided.outcome, lang)
    case = case_words(ruleset, decided.case).in_lang(lang)
    less = "" if decided.fewest else ("（未必最少）" if zh else " (maybe not the fewest)")
    return [
        ("案件" if zh else "Case", inline(case, Run(less, "muted"))),
        (
            "结论" if zh else "Outcome",
            inline(outcome, Run(f"（{reading}）" if zh else f" ({reading})", "muted")),
        ),
    ]


def _readings(ruleset: Ruleset, readings: tuple[str, ...], lang: Lang) -> Inline:
    labels = [ruleset.linked.readings[each].in_lang(lang) for each in readings]
    return inline(("、" if lang == "zh" else ", ").join(labels))
