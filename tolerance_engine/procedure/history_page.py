"""The history of a case laid out for reading: event by event, with papers, reasons, decisions and marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_engine.procedure.page_parts import actor_text, decision_line, limit_run, marks_line
from tolerance_engine.render.page import Block, Fields, Heading, Inline, Note, Page, Run, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.procedure.entry import Entry
    from tolerance_engine.procedure.procedure import Procedure


def history_page(procedure: Procedure, lang: Lang) -> Page:
    """What happened, event by event, with reasons, decisions and marks."""
    zh = lang == "zh"
    title = procedure.ruleset.linked.title.in_lang(lang)
    blocks: list[Block] = []
    for entry in procedure.history:
        blocks += _entry(procedure, entry, lang)
    if not blocks:
        blocks.append(Note(inline("还没有事件" if zh else "nothing has happened"), "muted"))
    return Page(f"{title}：经过" if zh else f"{title}: history", tuple(blocks), lang)


def _entry(procedure: Procedure, entry: Entry, lang: Lang) -> Iterator[Block]:
    zh, event, declared = lang == "zh", entry.event, procedure.rules.declared
    yield Heading(inline(f"{entry.number}. {entry.label.in_lang(lang)}", Run(f" {event.event}", "muted")), 2)
    rows: list[tuple[str, Inline]] = [("时间" if zh else "At", inline(event.at.isoformat()))]
    rows.append(("由谁" if zh else "By", inline(actor_text(procedure, event.actor, lang))))
    if entry.before != entry.after and entry.after is not None:
        before = (
            declared.stages[entry.before].label.in_lang(lang) if entry.before else ("启动" if zh else "start")
        )
        rows.append(
            (
                "阶段" if zh else "Stage",
                inline(f"{before} → {declared.stages[entry.after].label.in_lang(lang)}"),
            )
        )
    if event.documents:
        papers = [
            declared.documents[d.kind].in_lang(lang) if d.kind in declared.documents else d.kind
            for d in event.documents
        ]
        refs = [
            f"{paper} {d.ref}" if d.ref else paper for paper, d in zip(papers, event.documents, strict=True)
        ]
        rows.append(("文书" if zh else "Papers", inline(("、" if zh else ", ").join(refs))))
    if entry.decision is not None:
        rows.append(("认定" if zh else "Decision", decision_line(procedure, entry.decision, lang)))
    if event.reason:
        rows.append(("理由" if zh else "Reason", inline(event.reason)))
    if event.note:
        rows.append(("附记" if zh else "Note", inline(event.note)))
    if entry.deadline is not None:
        rows.append(("时限" if zh else "Limit", inline(limit_run(entry.deadline, lang))))
    if entry.marks:
        rows.append(("标注" if zh else "Marks", marks_line(entry, lang)))
    yield Fields(tuple(rows))
