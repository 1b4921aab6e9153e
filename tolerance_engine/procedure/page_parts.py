"""What the pages of a procedure share: how a decision, a limit, an actor and the marks of an event are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.procedure.events import BEIJING
from tolerance_engine.render.page import Inline, Run, Tone, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.procedure.entry import Entry
    from tolerance_engine.procedure.events import Actor
    from tolerance_engine.procedure.limits import Deadline
    from tolerance_engine.procedure.procedure import Procedure
    from tolerance_engine.procedure.state import Decision

RELATIONS: dict[str, tuple[Words, Tone]] = {
    "follows": (Words("与规则得出的结论一致", "as the rules conclude"), "good"),
    "open": (
        Words("规则尚未得出唯一结论，没有排除这一结果", "the rules are still open and do not rule it out"),
        "open",
    ),
    "left_open": (
        Words("规则不作结论，由有权机关决定", "the rules do not conclude; left to the body"),
        "open",
    ),
    "against": (Words("与规则得出的结论不同", "against what the rules conclude"), "bad"),
}
MARKS = {
    "late": Words("逾期办理", "late"),
    "late_not_established": Words("是否逾期尚不能定", "whether late is not certain"),
    "by_not_specified": Words("由谁办理来源未载明", "the source does not say by whom"),
    "limit_not_specified": Words("时限来源未载明", "the source gives no limit"),
    "against_verdict": Words("与规则结论不同", "against the verdict"),
    "verdict_open": Words("规则尚无唯一结论", "the verdict was open"),
    "verdict_left_open": Words("规则不作结论", "the rules left it open"),
    "outside_window": Words("不在可以提出的期间", "outside the window"),
    "extended_after_due": Words("逾期之后才延长", "extended after it was due"),
    "reopened": Words("重新启动", "reopened"),
    "overdue": Words("逾期", "overdue"),
    "provisional": Words("期限暂定", "provisional"),
}
_BAD = frozenset(("late", "against_verdict", "outside_window", "extended_after_due", "overdue"))


def decision_line(procedure: Procedure, decision: Decision, lang: Lang) -> Inline:
    """What was decided, when, and how it stands to the verdict."""
    zh = lang == "zh"
    words, tone = RELATIONS[decision.relation]
    said = outcome_text(procedure.ruleset, decision.outcome, lang)
    day = decision.at.astimezone(BEIJING).date()
    return inline(
        Run(said, "strong"),
        f"（{day}）" if zh else f" ({day})",
        "，" if zh else "; ",
        Run(words.in_lang(lang), tone),
    )


def limit_run(limit: Deadline, lang: Lang) -> Run:
    """A limit, in the tone of how it stands."""
    words = limit.words(lang)
    said = words.split("：" if lang == "zh" else ": ", 1)[1]
    if limit.overdue:
        return Run(said, "bad")
    return Run(said, "open") if limit.due is None or limit.provisional else Run(said)


def actor_text(procedure: Procedure, actor: Actor | None, lang: Lang) -> str:
    """Who acted: the role or body, and the pseudonym where there is one."""
    if actor is None:
        return "—"
    label = procedure.rules.declared.party_label(actor.role).in_lang(lang)
    return f"{label} {actor.id}" if actor.id else label


def marks_line(entry: Entry, lang: Lang) -> Inline:
    """What a reader of the record should not have to work out."""
    found: Inline = ()
    for mark in entry.marks:
        if found:
            found += inline("、" if lang == "zh" else ", ")
        found += (
            Run(MARKS[mark].in_lang(lang) if mark in MARKS else mark, "bad" if mark in _BAD else "muted"),
        )
    return found or inline("—")
