"""Pages of a batch: what was counted, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.batch.facing import SEPARATOR
from tolerance_engine.determine.ask.reasons import name_text
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.render.page import Block, Fields, Heading, Note, Page, Table, inline
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.batch.impact import BatchImpact
    from tolerance_engine.batch.summary import BatchSummary, Counts

MOST = 20
"""Lines of a table; the rest is in the JSON."""


def summary_page(summary: BatchSummary, lang: Lang) -> Page:
    """Outcomes, what is open, what it waits for, and the same by a column."""
    zh, ruleset, total = lang == "zh", summary.ruleset, summary.total
    open_rows = sum(total.open.values())
    fields = (
        ("行数" if zh else "Rows", inline(f"{total.rows:,}")),
        ("已决" if zh else "Decided", inline(_of(total.decided, total.rows))),
        ("尚不能认定" if zh else "Undetermined", inline(_of(open_rows, total.rows))),
        ("不能用" if zh else "Cannot be used", inline(_of(total.wrong, total.rows))),
    )
    blocks: list[Block] = [Fields(fields)]
    head = ("结论", "行数") if zh else ("Outcome", "Rows")
    rows = [
        (_named(ruleset, name, lang), count) for name, count in [*total.outcomes.items(), *total.open.items()]
    ]
    blocks.append(_table(head, rows))
    if summary.missing:
        title = "尚不能认定的在等哪些事实" if zh else "What the undetermined rows wait for"
        facts = [(name_text(ruleset, name, lang), count) for name, count in summary.missing.items()]
        blocks += [
            Heading(inline(title), 2),
            _table(("事实", "行数") if zh else ("Fact", "Rows"), facts[:MOST]),
            *_more(len(facts), zh),
        ]
    if summary.by:
        blocks += [Heading(inline(f"按 {summary.by}" if zh else f"By {summary.by}"), 2), _groups(summary, zh)]
        blocks += _more(len(summary.groups), zh)
    return Page("批量判定" if zh else "Batch", tuple(blocks), lang)


def _groups(summary: BatchSummary, zh: bool) -> Table:
    head = (
        ("值", "行数", "已决", "尚不能认定", "不能用")
        if zh
        else ("Value", "Rows", "Decided", "Undetermined", "Unusable")
    )

    def cells(counts: Counts) -> tuple[int, ...]:
        return counts.rows, counts.decided, sum(counts.open.values()), counts.wrong

    rows = tuple(
        (inline(value if value is not None else "—"), *(inline(f"{cell:,}") for cell in cells(counts)))
        for value, counts in list(summary.groups.items())[:MOST]
    )
    return Table(head, rows)


def impact_page(impact: BatchImpact, lang: Lang) -> Page:
    """The rows that come out differently, with the first one of each kind."""
    zh = lang == "zh"
    fields = (
        ("行数" if zh else "Rows", inline(f"{impact.rows:,}")),
        ("结论不同" if zh else "Differing", inline(_of(impact.differing, impact.rows))),
    )
    head = ("原来", "改后", "行数", "首见于第几行") if zh else ("Before", "After", "Rows", "First row")
    rows = tuple(
        (
            inline(_named(impact.before, move.before, lang)),
            inline(_named(impact.after, move.after, lang)),
            inline(f"{move.count:,}"),
            inline(f"{move.row + 1:,}"),
        )
        for move in impact.moves
        if not move.same
    )
    blocks: list[Block] = [Fields(fields)]
    if rows:
        blocks += [Table(head, rows[:MOST]), *_more(len(rows), zh)]
    said = "只数了这张表里的行，不代表其他案件。" if zh else "Only the rows of this table are counted."
    blocks.append(Note(inline(said), "muted"))
    return Page("两份规则在一张表上的差别" if zh else "Two rulesets on one table", tuple(blocks), lang)


def _named(ruleset: Ruleset, possible: str | None, lang: Lang) -> str:
    if possible is None:
        return "不能用" if lang == "zh" else "cannot be used"
    names = [outcome_text(ruleset, name, lang) for name in possible.split(SEPARATOR)]
    if len(names) == 1:
        return names[0]
    return f"尚不能认定：{'、'.join(names)}" if lang == "zh" else f"undetermined: {', '.join(names)}"


def _table(head: tuple[str, str], rows: list[tuple[str, int]]) -> Table:
    return Table(head, tuple((inline(name), inline(f"{count:,}")) for name, count in rows))


def _more(lines: int, zh: bool) -> list[Block]:
    """What is said where a table has more lines than are shown."""
    left = lines - MOST
    said = f"另有 {left} 行未列出，JSON 里有全部。" if zh else f"{left} more lines are in the JSON."
    return [Note(inline(said), "muted")] if left > 0 else []


def _of(count: int, rows: int) -> str:
    return f"{count:,}（{count / rows:.1%}）" if rows else f"{count:,}"
