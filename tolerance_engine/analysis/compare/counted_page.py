"""How it was counted: the denominator, what is settled anyway, and what the cells are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.diff_data import percent
from tolerance_engine.analysis.compare.side_names import side_names
from tolerance_engine.render.page import Block, Fields, Heading, Inline, Note, Run, Table, inline
from tolerance_engine.source import Lang

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff


def counted_blocks(diff: Diff, lang: Lang, *, full: bool) -> list[Block]:
    zh = lang == "zh"
    first, second = side_names(diff, lang)
    left = diff.cases - diff.settled
    rows: list[tuple[str, Inline]] = [("情形" if zh else "Cells", inline(f"{diff.cases:,}"))]
    rows.append(
        (
            "由同样的条款决定" if zh else "Settled",
            inline(
                f"{diff.settled:,} 种，两边由含义相同的条款作出同一结论，与差别无关"
                if zh
                else f"{diff.settled:,} are decided alike by a clause that means the same in both"
            ),
        )
    )
    rows.append(
        (
            "其余" if zh else "Left",
            inline(
                f"{left:,} 种，其中结论不同的占 {percent(diff.differing, left)}"
                if zh
                else f"{left:,}, of which {percent(diff.differing, left)} differ"
            ),
        )
    )
    for side, label in (
        ("both", "两边都看的事实" if zh else "Facts of both"),
        ("first", f"只有{first}看的" if zh else f"Only {first}"),
        ("second", f"只有{second}看的" if zh else f"Only {second}"),
    ):
        axes = [axis for axis in diff.axes if axis.side == side]
        if axes:
            rows.append((label, inline(_widths([axis.cells for axis in axes], lang))))
    said = (
        "一种情形，是结论所取决的各项事实的一种组合：是非各算一种，金额、日期按两边规则用到的界限分段，"
        "不可能的组合不算。比例是情形的比例，不是实际案件的比例，更不是概率。要看实际案件，用 --cases。"
        if zh
        else "A cell is one combination of the facts outcomes depend on: yes or no, a choice, a band between the "
        "limits that either ruleset uses; impossible ones do not count. Shares are shares of cells, not of real cases, "
        "and no likelihood. For real cases: --cases."
    )
    blocks: list[Block] = [
        Heading(inline("怎样数的" if zh else "How it was counted"), 2),
        Fields(tuple(rows)),
        Note(inline(said), "muted"),
    ]
    if any(diff.accepted_by_one):
        who = [name for name, one in zip((first, second), diff.accepted_by_one, strict=True) if one]
        joined = ("、" if zh else " and ").join(who)
        note = (
            f"有的案件只有{joined}认为可能（假定或者取值范围不同），不在其中。"
            if zh
            else f"Some cases only {joined} holds possible (other assumptions or bounds); they are not counted."
        )
        blocks.append(Note(inline(note), "open"))
    if full and diff.axes:
        sides = {"both": "两边" if zh else "both", "first": first, "second": second}
        table = tuple(
            (
                inline(axis.label.in_lang(lang), Run(f" {axis.name}", "muted")),
                inline(sides[axis.side]),
                inline(str(axis.cells)),
            )
            for axis in diff.axes
        )
        blocks.append(Table(("事实", "谁看", "分成") if zh else ("Fact", "Whose", "Values"), table))
    return blocks


def _widths(cells: list[int], lang: Lang) -> str:
    """So many facts of two values, so many of three."""
    kinds = sorted({width: cells.count(width) for width in cells}.items())
    if lang == "zh":
        return f"{len(cells)} 项（" + "，".join(f"{n} 项分 {width} 种" for width, n in kinds) + "）"
    return f"{len(cells)} (" + ", ".join(f"{n} of {width} values" for width, n in kinds) + ")"
