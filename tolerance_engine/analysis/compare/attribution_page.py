"""Who is behind a change: deciding clauses before and after, edits one by one, and wording that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.side_names import TONES, side_names
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.wording import outcome_text
from tolerance_engine.render.page import Block, Heading, Inline, Note, Run, Table, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff

ROWS = 20
"""Pairs of deciding clauses that a page lists; the JSON has them all."""


SECTIONS = {
    "clauses": Words("条款", "clauses"),
    "definitions": Words("定义", "definitions"),
    "dimensions": Words("维度", "dimensions"),
    "facts": Words("事实", "facts"),
    "scope": Words("适用范围", "scope"),
    "assume": Words("假定", "assume"),
    "combine": Words("合并办法", "combine"),
    "default": Words("无条款适用时", "default"),
    "outcomes": Words("结果", "outcomes"),
}


def deciding_blocks(diff: Diff, lang: Lang) -> list[Block]:
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    header = (
        (f"{first}依据", f"{second}依据", "结论", "情形")
        if zh
        else (f"{first} by", f"{second} by", "Outcome", "Cells")
    )
    rows = []
    for cell in diff.deciding[:ROWS]:
        change = f"{outcome_text(diff.a, cell.first, lang)} → {outcome_text(diff.b, cell.second, lang)}"
        rows.append(
            (
                _clause(cell.before, lang),
                _clause(cell.after, lang),
                inline(Run(change, TONES[diff.scale.relation(cell.first, cell.second)])),
                inline(f"{cell.count:,}"),
            )
        )
    blocks: list[Block] = [
        Heading(inline("由哪一条变成哪一条" if zh else "From which clause to which"), 2),
        Table(header, tuple(rows)),
    ]
    said = (
        "一个案件可以同时有几条给出同一结论，所以各行加起来可能多于总数。"
        if zh
        else "Several clauses may give one outcome in one case, so rows may add up to more than the whole."
    )
    if len(diff.deciding) > ROWS:
        more = len(diff.deciding) - ROWS
        said += (
            f"另有 {more} 行较少的未列，JSON 里都有。"
            if zh
            else f" {more} smaller rows are not listed; the JSON has all."
        )
    return [*blocks, Note(inline(said), "muted")]


def _clause(name: str | None, lang: Lang) -> Inline:
    if name is None:
        return inline(Run("没有条款作出结论" if lang == "zh" else "no clause decides", "muted"))
    return inline(Run(name, "link"))


def edits_blocks(diff: Diff, lang: Lang) -> list[Block]:
    if not diff.edits:
        return []
    zh = lang == "zh"
    rows = []
    for edit in diff.edits:
        place = edit.after or edit.before
        kind = {
            "added": Words("新增", "added"),
            "removed": Words("删去", "removed"),
            "changed": Words("修改", "changed"),
        }
        what = kind[edit.change].in_lang(lang)
        fields = "、".join(edit.fields) if zh else ", ".join(edit.fields)
        what += (f"：{fields}" if zh else f": {fields}") if fields else ""
        number = "—" if edit.count is None else f"{edit.count:,}"
        rows.append(
            (
                inline(Run(edit.id, "link"), Run(f" {SECTIONS[edit.section].in_lang(lang)}", "muted")),
                inline(what),
                inline(str(place.span) if place else "—"),
                inline(number),
            )
        )
    header = (
        ("改了哪里", "怎样改", "位置", "单独作此一改，变化的情形")
        if zh
        else ("Part", "Edit", "Place", "Cells it changes alone")
    )
    said = (
        "每一改都单独放进改动前的规则里数过。几处改动会互相影响，所以各行加起来不必等于总数；“—”是单独做不成的。"
        if zh
        else "Each edit was made alone to the first ruleset. Edits act together: rows need not add up. “—” cannot be made alone."
    )
    return [
        Heading(inline("逐处改动" if zh else "Edit by edit"), 2),
        Table(header, tuple(rows)),
        Note(inline(said), "muted"),
    ]


def modality_blocks(diff: Diff, lang: Lang) -> list[Block]:
    if not diff.modality:
        return []
    zh = lang == "zh"
    none = Words("未写语气", "no wording")
    rows = tuple(
        (
            inline((say.MODALITY[each.before] if each.before else none).in_lang(lang)),
            inline((say.MODALITY[each.after] if each.after else none).in_lang(lang)),
            inline(f"{each.count:,}"),
        )
        for each in diff.modality
    )
    first, second = side_names(diff, lang)
    return [
        Heading(inline("结论相同而语气不同" if zh else "Same outcome, other wording"), 2),
        Table((first, second, "情形" if zh else "Cells"), rows),
    ]
