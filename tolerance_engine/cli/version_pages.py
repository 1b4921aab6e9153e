"""The versions of one ruleset in the order of time, with the days that none or several of them cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.render import Block, Note, Page, Run, Table, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.ruleset.clocks import Seam, Version

_NOT_SPECIFIED = Words("来源未载明", "not specified")


def versions_page(ruleset: str, known: Sequence[Version], lang: Lang) -> Page:
    """A table of versions, and a line for every gap and overlap."""
    from tolerance_engine.ruleset.clocks import seams

    zh = lang == "zh"
    rows = tuple(
        (
            inline(Run(version.name, "strong")),
            inline(_day(version.in_force.first_text, lang)),
            inline(_day(version.in_force.last_text, lang)),
            inline(version.by.in_lang(lang)),
        )
        for version in _in_time(known)
    )
    header = ("文件", "起", "止", "由哪个日期选用") if zh else ("File", "From", "To", "Picked by")
    blocks: list[Block] = [Table(header, rows)]
    found = [_seam(seam, lang) for seam in seams(known)]
    none = "没有空档，也没有重叠。" if zh else "No gap and no overlap."
    blocks += [Note(inline(text), "open") for text in found] or [Note(inline(none), "muted")]
    return Page(f"{ruleset}：各版本" if zh else f"{ruleset}: versions", tuple(blocks), lang)


def versions_data(known: Sequence[Version]) -> dict[str, Any]:
    """The same as plain data; a missing end is null."""
    from tolerance_engine.ruleset.clocks import seams

    return plain(  # type: ignore[no-any-return]
        {
            "versions": [
                {
                    "file": version.name,
                    "from": version.in_force.first_text,
                    "to": version.in_force.last_text,
                    "temporal": version.temporal,
                }
                for version in _in_time(known)
            ],
            "seams": [
                {
                    "kind": seam.kind,
                    "earlier": seam.earlier,
                    "later": seam.later,
                    "first": seam.first,
                    "last": seam.last,
                }
                for seam in seams(known)
            ],
        }
    )


def _in_time(known: Sequence[Version]) -> list[Version]:
    return sorted(known, key=lambda version: version.in_force.first or date.min)


def _day(text: str, lang: Lang) -> str:
    return _NOT_SPECIFIED.in_lang(lang) if text == "not_specified" else text


def _seam(seam: Seam, lang: Lang) -> str:
    first, last = (str(day) if day else "…" for day in (seam.first, seam.last))
    if lang == "en":
        said = "no version is in force" if seam.kind == "gap" else "both versions are in force"
        return f"{seam.earlier}, {seam.later}: {said} from {first} to {last}"
    said = "没有版本有效" if seam.kind == "gap" else "两个版本都有效"
    return f"{seam.earlier} 与 {seam.later} 之间：{first} 至 {last} {said}"
