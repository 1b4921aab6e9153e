"""What an interview shows: the question with its reasons and answers, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.cli.interview import Interview
from tolerance_engine.determine.ask.questions import Question, Reason
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.render import Block, Fields, Note, Page, Paragraph, Run, Table, inline
from tolerance_engine.source import Lang


def question_page(interview: Interview, question: Question, lang: Lang) -> Page:
    """One question: who can answer, why it is asked, and what each answer would leave."""
    zh = lang == "zh"
    number = sum(1 for _ in _before(interview)) + 1
    fact = interview.ruleset.by_name[question.fact].fact
    typed = fact is not None and fact.type in ("number", "date")
    blocks: list[Block] = [
        Paragraph(inline(Run((question.question or question.label).in_lang(lang), "strong")))
    ]
    if question.conflicting:
        said = "证据不一致，尚未查明，所以先问。" if zh else "The evidence disagrees, so this is asked first."
        blocks.append(Note(inline(said), "bad"))
    who = ("、" if zh else ", ").join(say.WHO[each].in_lang(lang) for each in question.who)
    fields = [("谁能回答" if zh else "Who can answer", inline(who))] if who else []
    shown = question.because[:3]
    for index, reason in enumerate(shown):
        label = ("为何要问" if zh else "Why") if index == 0 else ""
        fields.append((label, inline(_reason(reason, lang))))
    if len(question.because) > len(shown):
        more = len(question.because) - len(shown)
        fields.append(("", inline(Run(f"另有 {more} 条" if zh else f"and {more} more", "muted"))))
    if fields:
        blocks.append(Fields(tuple(fields)))
    rows = tuple(
        (
            inline("" if typed else str(place)),
            inline(answer.label.in_lang(lang)),
            inline(outcomes_text(interview, answer.possible, lang)),
        )
        for place, answer in enumerate(question.answers, start=1)
    )
    first = ("输入数值" if typed else "输入") if zh else ("Type it" if typed else "Type")
    header = (first, "若是", "则仍可能") if zh else (first, "If", "Still possible")
    blocks.append(Table(header, rows))
    left = len(interview.questions)
    title = f"第 {number} 问（最多还有 {left} 问）" if zh else f"Question {number} (at most {left} left)"
    return Page(title, tuple(blocks), lang)


def _before(interview: Interview) -> Iterator[Interview]:
    step = interview.previous
    while step is not None:
        yield step
        step = step.previous


def _reason(reason: Reason, lang: Lang) -> str:
    zh = lang == "zh"
    if reason.kind == "clause":
        told = f"{reason.label.in_lang(lang)} {reason.id}" if reason.label else reason.id
    elif reason.kind == "scope":
        told = "适用范围" if zh else "scope"
    else:
        told = reason.label.in_lang(lang) if reason.label else ("不能另样的前提" if zh else "an assumption")
    basis = [say.BASIS[reason.ground.basis].in_lang(lang)] if reason.ground.basis else []
    parts = [*basis, *(cite.in_lang(lang) for cite in reason.ground.cite)]
    return (
        f"{told}（{'；'.join(parts)}）" if zh and parts else f"{told} ({'; '.join(parts)})" if parts else told
    )


def closing_page(interview: Interview, lang: Lang) -> Page:
    """What the interview came to."""
    zh, verdict = lang == "zh", interview.verdict
    outcomes = outcomes_text(interview, verdict.possible, lang)
    fields = [("结论" if zh else "Outcome", inline(outcomes if verdict.decided else _still(outcomes, zh)))]
    if verdict.applies:
        fields.append(("依据条款" if zh else "Clauses", inline(("、" if zh else ", ").join(verdict.applies))))
    if interview.waiting:
        named = ("、" if zh else ", ").join(question.label.in_lang(lang) for question in interview.waiting)
        fields.append(("尚待查明" if zh else "Set aside", inline(named)))
    title = (
        ("能够认定" if verdict.decided else "尚不能认定")
        if zh
        else ("Decided" if verdict.decided else "Open")
    )
    return Page(title, (Fields(tuple(fields)),), lang)


def _still(outcomes: str, zh: bool) -> str:
    return f"仍可能是 {outcomes}" if zh else f"still possible: {outcomes}"


def outcomes_text(interview: Interview, possible: tuple[str, ...], lang: Lang) -> str:
    """Outcomes by name."""
    return ("、" if lang == "zh" else ", ").join(
        say.outcome_text(interview.ruleset, outcome, lang) for outcome in possible
    )
