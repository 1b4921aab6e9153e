"""Marks: one sign for each pair of a table, and what it means. All are as wide as a key, so that they line up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal

from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.table import PairCell

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEYS: Mapping[Lang, str] = {
    "zh": "".join(chr(ord(letter) + 0xFEE0) for letter in _LETTERS),  # as wide as a Chinese character
    "en": _LETTERS,
}
"""Keys of the columns, in order."""

Sign = Literal["same", "near", "stricter", "looser", "mixed", "apart", "question", "refused", "over"]

_MARKS: Mapping[Sign, tuple[str, str, Words]] = {
    "same": ("同", "=", Words("处处相同", "the same everywhere")),
    "near": (
        "近",
        "~",
        Words(
            "都作出结论的情形里相同，其余有一边没有结论",
            "the same wherever both conclude; elsewhere one does not",
        ),
    ),
    "stricter": (
        "严",
        "S",
        Words(
            "都作出结论的情形里，行上的只会更严",
            "wherever both conclude, the one on the row is stricter or equal",
        ),
    ),
    "looser": (
        "宽",
        "L",
        Words(
            "都作出结论的情形里，行上的只会更宽",
            "wherever both conclude, the one on the row is looser or equal",
        ),
    ),
    "mixed": (
        "互",
        "x",
        Words("有严有宽，或者有的结果比不出轻重", "both ways, or some outcomes have no known order"),
    ),
    "apart": ("无", "-", Words("没有一种情形两边都作出结论", "in no cell do both conclude")),
    "question": ("外", "?", Words("不是同一个问题", "different questions")),
    "refused": ("拒", "R", Words("合不到一起", "do not fit together")),
    "over": ("超", "B", Words("超过结点上限，没有数", "passed the budget, not counted")),
}


def mark_of(cell: PairCell, lang: Lang) -> str:
    """The mark of a pair: how the second stands to the first where both give an outcome."""
    chinese, english, _ = _MARKS[_sign(cell)]
    return chinese if lang == "zh" else english


def _sign(cell: PairCell) -> Sign:
    match cell.relation:
        case "different_question":
            return "question"
        case "refused":
            return "refused"
        case "over_budget":
            return "over"
        case "equal":
            return "same"
    assert cell.tally is not None
    match cell.tally.where_concluded:
        case None:
            return "apart"
        case "equal":
            return "near"
        case "incomparable":
            return "mixed"
        case one_way:
            return one_way


def legend(used: Collection[str], lang: Lang) -> str:
    """What the marks mean that were used."""
    zh = lang == "zh"
    told = [
        f"{chinese if zh else english} {words.in_lang(lang)}"
        for chinese, english, words in _MARKS.values()
        if (chinese if zh else english) in used
    ]
    lead = "行上的规则集与列上的相比：" if zh else "The ruleset on the row, beside that of the column: "
    return lead + ("；" if zh else "; ").join(told) + ("。" if zh else ".")
