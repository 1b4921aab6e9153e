"""What each ruleset rests on and leaves open, side by side on the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tolerance_engine.analysis.compare.side_names import fact_name, side_names
from tolerance_engine.determine.shown import wording as say
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.render.page import Block, Fields, Heading, Inline, Paragraph, Run, Table, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff
    from tolerance_engine.ruleset.model import Silence


LONG = 80
"""Characters of written data that a cell of a table shows."""


def material_blocks(diff: Diff, lang: Lang) -> list[Block]:
    """Facts and dimensions that only one of the two looks at."""
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    rows: list[tuple[str, Inline]] = []
    for names, what in (
        (diff.findings, "维度" if zh else "dimensions"),
        (diff.facts, "事实" if zh else "facts"),
    ):
        for side, only in ((first, names.only_first), (second, names.only_second)):
            if only:
                listed = [fact_name(diff, name, lang) for name in only]
                label = f"只有{side}看的{what}" if zh else f"Only {side}: {what}"
                rows.append((label, inline(("、" if zh else ", ").join(listed))))
    if not rows:
        return []
    return [Heading(inline("只有一边用到的" if zh else "Used by one only"), 2), Fields(tuple(rows))]


def declared_blocks(diff: Diff, lang: Lang) -> list[Block]:
    """Procedure, effects and presumptions, where they are written otherwise."""
    if not diff.declared:
        return []
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    rows = tuple(
        (
            inline(f"{change.section}.{change.path}" if change.path else change.section),
            _data(change.first, lang),
            _data(change.second, lang),
        )
        for change in diff.declared
    )
    heading = "程序、后果等，按所写内容对照" if zh else "Procedure, effects and the like, as written"
    return [Heading(inline(heading), 2), Table(("位置" if zh else "Where", first, second), rows)]


def _data(value: Any, lang: Lang) -> Inline:
    """A piece of data; what is long is only counted, the JSON has it whole."""
    if value is None:
        return inline(Run("—", "muted"))
    if isinstance(value, str):
        return inline(value)
    written = json.dumps(plain(value), ensure_ascii=False)
    if isinstance(value, list | dict) and len(written) > LONG:
        return inline(Run(f"写有 {len(value)} 项" if lang == "zh" else f"{len(value)} items", "muted"))
    return inline(written)


def silence_blocks(diff: Diff, lang: Lang) -> list[Block]:
    """What each source leaves open."""
    if not diff.silent:
        return []
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    kinds = {item.kind for each in diff.silent for item in (each.first, each.second) if item}
    sole = kinds.pop() if len(kinds) == 1 else None
    heading = Heading(inline("来源没有说明的" if zh else "What the sources leave open"), 2)
    blocks: list[Block] = [heading]
    if sole:
        known = say.SILENCE[sole].in_lang(lang)
        blocks.append(Paragraph(inline(f"以下各项都是{known}。" if zh else f"All of these: {known}.")))
    shared = tuple(
        (_said(each.first, lang, sole), _said(each.second, lang, sole))
        for each in diff.silent
        if each.first and each.second
    )
    if shared:
        blocks.append(Table((first, second), shared))
    rows: list[tuple[str, Inline]] = []
    for side, items in (
        (first, [each.first for each in diff.silent if each.first and not each.second]),
        (second, [each.second for each in diff.silent if each.second and not each.first]),
    ):
        parts: list[str | Run] = []
        for item in items:
            parts += [("；" if zh else "; ")] if parts else []
            parts += _said(item, lang, sole)
        if parts:
            rows.append((f"只有{side}列出" if zh else f"Only {side}", inline(*parts)))
    return [*blocks, *([Fields(tuple(rows))] if rows else [])]


def _said(item: Silence, lang: Lang, sole: str | None) -> Inline:
    """A topic; how it is known to be open, unless that is the same for all."""
    label = inline(item.label.in_lang(lang))
    if sole:
        return label
    kind = say.SILENCE[item.kind].in_lang(lang)
    return label + inline(Run(f"（{kind}）" if lang == "zh" else f" ({kind})", "muted"))
