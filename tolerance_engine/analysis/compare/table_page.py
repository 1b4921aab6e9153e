"""The page of a table: what it says first, a triangle of marks for each question, then pair by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tolerance_engine.analysis.compare.diff_data import percent
from tolerance_engine.analysis.compare.table_marks import KEYS, legend, mark_of
from tolerance_engine.render.page import Block, Heading, Note, Page, Paragraph, Run, Table, inline
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.table import DiffTable, PairCell

ALL_PAIRS = 45
"""So many pairs are all listed; of more, those that have something to say. The JSON has them all."""


def table_page(table: DiffTable, lang: Lang, *, full: bool) -> Page:
    """What was counted, the triangles, the pairs, and those that were not counted with the reason."""
    zh = lang == "zh"
    blocks: list[Block] = [Paragraph(inline(Run(_lead(table).in_lang(lang), "strong")))]
    for scale, members in table.groups:
        blocks += _group(table, scale, members, lang)
    blocks += _pairs(table, lang, full=full)
    blocks += _not_counted(table, lang)
    blocks.append(Note(inline(_HOW.in_lang(lang)), "muted"))
    title = f"规则比较：{len(table.names)} 个规则集" if zh else f"Rules compared: {len(table.names)} rulesets"
    return Page(title, tuple(blocks), lang)


_HOW = Words(
    "情形怎样数，与两个规则集的比较相同：只看这两个规则集的结论取决于哪些事实，与表里还有谁无关。比例是情形的比例，不是"
    "实际案件的比例，更不是概率。要看一对里差在哪里、各举一例，用 tolerance diff 甲 乙。",
    "Cells are counted as for two rulesets alone: over the facts their outcomes depend on, whoever else is in the table. "
    "Shares are shares of cells, not of real cases, and no likelihood. For the differences of one pair, with a case for "
    "each: tolerance diff A B.",
)


def _lead(table: DiffTable) -> Words:
    kinds: Counter[str] = Counter(cell.relation for cell in table.rows)
    counted = sum(cell.tally is not None for cell in table.rows)
    zh = [f"{len(table.names)} 个规则集，{len(table.rows)} 对，其中 {counted} 对数出了每一种情形"]
    en = [f"{len(table.names)} rulesets make {len(table.rows)} pairs; {counted} were counted cell by cell"]
    for kind, told in (
        ("different_question", Words("不是同一个问题", "answer different questions")),
        ("refused", Words("合不到一起", "do not fit together")),
        ("over_budget", Words("超过结点上限", "passed the budget")),
    ):
        if kinds[kind]:
            zh.append(f"{kinds[kind]} 对{told.zh}")
            en.append(f"{kinds[kind]} {told.en}")
    return Words("，".join(zh) + "。", ", ".join(en) + ".")


def _group(table: DiffTable, scale: str, members: Sequence[str], lang: Lang) -> Iterator[Block]:
    """One question: who answers it, and how each stands to those above it."""
    zh = lang == "zh"
    yield Heading(inline(_question(table, scale, lang)), 2)
    if len(members) > len(KEYS[lang]):
        said = (
            f"多于 {len(KEYS[lang])} 个，排不成表"
            if zh
            else f"more than {len(KEYS[lang])}: no triangle is drawn"
        )
        yield Note(inline(said), "muted")
        return
    place = {name: at for at, name in enumerate(table.names)}
    keys = KEYS[lang][: len(members)]
    rows = []
    for at, (key, name) in enumerate(zip(keys, members, strict=True)):
        ruleset, reading = table.rulesets[place[name]], table.readings[place[name]]
        label = ruleset.linked.readings[reading].in_lang(lang) if len(ruleset.readings) > 1 else ""
        other = table.asked is not None and reading != table.asked and bool(label)
        said = label + (("（没有所要的口径）" if zh else " (has no such reading)") if other else "")
        marks = "".join(mark_of(table.cell(above, name), lang) for above in members[:at])
        rows.append((inline(key), inline(name), inline(Run(said, "muted")), inline(marks or "—")))
    header = ("", "规则集", "口径", keys) if zh else ("", "Ruleset", "Reading", keys)
    yield Table(header, tuple(rows))
    if len(members) > 1:
        used = {mark_of(table.cell(a, b), lang) for at, b in enumerate(members) for a in members[:at]}
        yield Note(inline(legend(used, lang)), "muted")


def _question(table: DiffTable, scale: str, lang: Lang) -> str:
    for ruleset in table.rulesets:
        for each in ruleset.linked.vocabulary.scales if ruleset.linked.vocabulary else ():
            if each.name == scale:
                return each.label.in_lang(lang)
    return "不在共用的尺度上" if lang == "zh" else "On no common scale"


def _pairs(table: DiffTable, lang: Lang, *, full: bool) -> Iterator[Block]:
    zh = lang == "zh"
    counted = [cell for cell in table.rows if cell.tally is not None]
    told = counted if full or len(counted) <= ALL_PAIRS else [cell for cell in counted if _telling(cell)]
    if not told:
        return
    yield Heading(inline("逐对" if zh else "Pair by pair"), 2)
    header = (
        ("甲", "乙", "结论不同", "都作出结论", "其中乙更严", "其中乙更宽")
        if zh
        else ("A", "B", "Differ", "Both conclude", "B stricter", "B looser")
    )
    yield Table(header, tuple(_row(cell) for cell in told))
    if len(told) < len(counted):
        said = (
            f"另有 {len(counted) - len(told)} 对，都作出结论的情形里有严有宽，或者没有一种情形两边都作出结论；写 --full 全部列出。"
            if zh
            else f"{len(counted) - len(told)} more differ both ways, or never both conclude; --full lists them."
        )
        yield Note(inline(said), "muted")


def _telling(cell: PairCell) -> bool:
    """Whether a pair has more to say than that it differs both ways, or that the two never meet."""
    return cell.tally is not None and cell.tally.where_concluded in ("equal", "stricter", "looser")


def _row(cell: PairCell) -> tuple[tuple[Run, ...], ...]:
    """Shares of the cells; the last two of those in which both conclude."""
    found = cell.tally
    assert found is not None
    return (
        inline(cell.a),
        inline(cell.b),
        inline(percent(found.differing, found.cases)),
        inline(percent(found.concluded, found.cases)),
        inline(Run(percent(found.stricter, found.concluded), "bad" if found.stricter else "plain")),
        inline(Run(percent(found.looser, found.concluded), "good" if found.looser else "plain")),
    )


def _not_counted(table: DiffTable, lang: Lang) -> Iterator[Block]:
    """The pairs that were refused or passed the budget, each with the reason; different questions are no news.

    A ruleset on no scale is refused with nearly every other for one reason: that is said once.
    """
    told = [cell for cell in table.rows if cell.relation in ("refused", "over_budget")]
    if not told:
        return
    zh = lang == "zh"
    yield Heading(inline("没有数的" if zh else "Not counted"), 2)
    apart = next((members for scale, members in table.groups if not scale), ())
    rows = []
    for name in apart:
        alike = [cell for cell in told if name in (cell.a, cell.b) and cell.diagnostics[0].code == "V002"]
        if len(alike) > 1:
            told = [cell for cell in told if cell not in alike]
            rows.append(
                (
                    inline(name),
                    inline(f"{len(alike)} 个规则集" if zh else f"{len(alike)} rulesets"),
                    inline(_off_scale(table, name, lang)),
                )
            )
    rows += [
        (
            inline(cell.a),
            inline(cell.b),
            inline("；".join(f"{each.code} {each.message.in_lang(lang)}" for each in cell.diagnostics)),
        )
        for cell in told
    ]
    yield Table(("甲", "乙", "为什么") if zh else ("A", "B", "Why"), tuple(rows))


def _off_scale(table: DiffTable, name: str, lang: Lang) -> str:
    """Which outcomes keep a ruleset off every scale."""
    linked = table.rulesets[table.names.index(name)].linked
    listed = ("、" if lang == "zh" else ", ").join(f"`{outcome.id}`" for outcome in linked.outcomes)
    return Words(
        f"V002 结果 {listed} 不都在共用词汇的一个尺度上，也没有说明怎样对应",
        f"V002 the outcomes {listed} are not all on one scale of the vocabulary, and nothing says what they answer to",
    ).in_lang(lang)
