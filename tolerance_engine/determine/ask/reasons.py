"""Reasons: the smallest sets of what the case states that give its outcome all by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.ask.constraints import in_case, statements_of
from tolerance_engine.determine.bind import CLOCKS
from tolerance_engine.determine.statements import Stated
from tolerance_engine.diagram import TERMINALS
from tolerance_engine.diagram.families import Families
from tolerance_engine.diagram.reasons import contradicted
from tolerance_engine.render.page import Block, Note, Page, Paragraph, Table, inline
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import DEAD, Ruleset
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict

Sets = tuple[tuple[str, ...], ...]
"""Sets of the names that a case states, smallest first."""

LIMIT = 200
"""Sets that are listed; more are counted as missing from a list that is not complete."""


@dataclass(frozen=True)
class Reasons(Presentable):
    """The minimal sufficient sets of statements: each alone leaves no other outcome, none can spare a member.

    Facts, findings and the two clocks that the case states, by name. While the outcome is open there is
    nothing to be sufficient for: `outcome` is None and `sets` is empty. A set without members says that no
    statement is needed. `complete` is False when there are more sets than were asked for.
    """

    outcome: str | None
    sets: Sets
    complete: bool
    verdict: Verdict = field(repr=False, compare=False)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "outcome": self.outcome,
            "sets": [list(each) for each in self.sets],
            "complete": self.complete,
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The sets, one to a row."""
        from tolerance_engine.determine.shown.wording import outcome_text

        zh = lang == "zh"
        title = "足以得出结论的事实" if zh else "What is enough for the outcome"
        if self.outcome is None:
            said = (
                "结论未定，没有足以得出结论的事实"
                if zh
                else "the outcome is open: nothing is enough for it yet"
            )
            return Page(title, (Paragraph(inline(said)),), lang)
        outcome = outcome_text(self.verdict.ruleset, self.outcome, lang)
        lead = (
            f"结论「{outcome}」。下面每一行单独就足以得出它，去掉其中任何一项就不够。"
            if zh
            else f"Outcome: {outcome}. Each row alone is enough for it; without any one member it is not."
        )
        blocks: list[Block] = [Paragraph(inline(lead)), sets_table(self.verdict, self.sets, lang)]
        if not self.complete:
            blocks.append(more(len(self.sets), lang))
        return Page(title, tuple(blocks), lang)


def reasons(verdict: Verdict, limit: int = LIMIT) -> Reasons:
    """All minimal sufficient sets, or the `limit` smallest of them. Raises BudgetExceeded where they are too many
    to be told apart."""
    outcome = verdict.outcome
    if outcome is None:
        return Reasons(None, (), True, verdict)
    terminal = verdict.ruleset.outcomes.index(outcome) + 1
    others = ~(1 << terminal | 1 << DEAD | 1) & ((1 << TERMINALS) - 1)
    asked = Question(verdict, others)
    sets, complete = asked.listed(asked.families.hitting(asked.family), limit)
    return Reasons(outcome, sets, complete, verdict)


class Question:
    """What the statements of a case contradict on the way to some terminals (`wanted`, a mask)."""

    def __init__(self, verdict: Verdict, wanted: int) -> None:
        self.families = Families()
        self.names, statements = statements_of(verdict)
        self.place = {name: index for index, name in enumerate(in_case(verdict.case))}
        diagram, root = verdict.ruleset.diagram, verdict._program.outcome
        self.family = contradicted(self.families, diagram, root, wanted, statements)

    def listed(self, family: int, limit: int) -> tuple[Sets, bool]:
        """The sets by name, at most `limit`; whether these are all."""
        made = []
        for members, _ in zip(self.families.sets(family), range(limit), strict=False):
            made.append(tuple(sorted((self.names[m] for m in members), key=self.place.__getitem__)))
        made.sort(key=lambda each: (len(each), [self.place[name] for name in each]))
        return tuple(made), self.families.count(family) <= limit


# showing -----------------------------------------------------------------------------------------------


def sets_table(verdict: Verdict, sets: Sets, lang: Lang) -> Table:
    """One set to a row, each member with what the case says of it."""
    zh = lang == "zh"
    none = "不需要任何事实" if zh else "no fact is needed"
    rows = tuple(
        (
            inline(("；" if zh else "; ").join(said(verdict, name, lang) for name in each) or none),
            inline(str(len(each))),
        )
        for each in sets
    )
    return Table(("事实与认定意见", "项数") if zh else ("Facts and findings", "Members"), rows)


def said(verdict: Verdict, name: str, lang: Lang) -> str:
    """A statement of the case in words: label and value."""
    from tolerance_engine.determine.shown.wording import value_text

    case, ruleset = verdict.case, verdict.ruleset
    raw: Any = case.facts.get(name, case.findings.get(name))
    if raw is None and name in CLOCKS:
        raw = getattr(case, name)
    if isinstance(raw, Stated):
        raw = raw.value if raw.value is not None else raw.one_of
    variable = ruleset.by_name.get(name)
    fact = variable.fact if variable else ruleset.linked.facts.get(name)
    colon = "：" if lang == "zh" else ": "
    return f"{name_text(ruleset, name, lang)}{colon}{value_text(raw, fact, lang)}"


def name_text(ruleset: Ruleset, name: str, lang: Lang) -> str:
    """The label of a fact, dimension or definition; the two clocks have theirs too."""
    linked = ruleset.linked
    part: Any = linked.facts.get(name) or linked.dimensions.get(name) or linked.definitions.get(name)
    if part is None and name in ruleset.by_name:
        part = ruleset.by_name[name].fact
    if part is not None:
        return str(part.label.in_lang(lang))
    return _CLOCKS[name].in_lang(lang) if name in _CLOCKS else name


_CLOCKS = {
    "conduct_date": Words("行为日期", "date of the conduct"),
    "determination_date": Words("认定日期", "date of the determination"),
}


def more(shown: int, lang: Lang) -> Note:
    """That the list is not complete."""
    words = f"这里只列出 {shown} 组，还有更多" if lang == "zh" else f"only {shown} are listed; there are more"
    return Note(inline(words), "muted")
