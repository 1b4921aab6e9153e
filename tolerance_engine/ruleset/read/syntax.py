"""Syntax: why a text is no YAML, or no YAML we accept, in words a drafter can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import yaml

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.source import Position, Span, Words

MAX_DEPTH = 40
MAX_PIECES = 200_000
_SIGNS = "@`%&*!"


class Place(Protocol):
    """What turns YAML marks into places: the file being read."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""

    def of_marks(self, start: Any, end: Any) -> Position:
        """The place between two marks."""


def refusal(event: Any, depth: int, pieces: int, documents: int) -> tuple[str, Words, Words | None] | None:
    """Why a piece may not be built, if so."""
    if depth > MAX_DEPTH:
        return "Y003", Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels"), None
    if pieces > MAX_PIECES:
        return "Y004", Words(f"内容超过 {MAX_PIECES} 项", f"more than {MAX_PIECES} pieces"), None
    if documents > 1:
        return "Y005", Words("一个文件只能有一份文档", "one file holds one document"), None
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        message = Words(
            "不允许 YAML 锚点（&）和别名（*）", "YAML anchors (&) and aliases (*) are not allowed"
        )
        help_ = Words(
            "把共同的条件写成 definitions；文字以 & 或 * 开头时请加引号",
            "share conditions as definitions; quote text that starts with & or *",
        )
        return "Y006", message, help_
    tag = getattr(event, "tag", None)
    if tag:
        message = Words(f"不允许 YAML 标签 `{tag}`", f"YAML tags such as `{tag}` are not allowed")
        return "Y007", message, Words("文字以 ! 开头时请加引号", "quote text that starts with !")
    return None


def syntax_problem(error: yaml.YAMLError, blank: Place) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        message = Words("文件里有 YAML 不允许的字符", "the file holds a character YAML does not allow")
        line = "\n".join(blank.lines)[: position or 0].count("\n") + 1
        return Diagnostic("Y008", message, Position(Span(blank.name, line, 1, line, 1), ""))
    problem = str(getattr(error, "problem", "") or "syntax error")
    if "end of stream" in problem and getattr(error, "context_mark", None) is not None:
        mark = error.context_mark  # type: ignore[attr-defined]
        problem = "quote not closed"
    place = blank.of_marks(mark, mark)
    message = Words("不是合法的 YAML", f"not valid YAML: {problem}")
    return Diagnostic("Y009", message, place, _help(problem, mark, blank.lines))


def _help(problem: str, mark: Any, lines: Sequence[str]) -> Words:
    """What most likely went wrong, from what stands there and one line above."""
    line = lines[mark.line] if mark.line < len(lines) else ""
    here = "\n".join(lines[max(mark.line - 1, 0) : mark.line + 1])
    sign = line[mark.column : mark.column + 1]
    if sign not in _SIGNS:  # a scanner may stop one character late
        sign = line[max(mark.column - 1, 0) : mark.column]
    if problem == "quote not closed":
        return Words("这里的引号没有收尾", "the quote that opens here is not closed")
    if "：" in here:
        return Words(
            "这里或上一行有全角冒号“：”；键后请用半角冒号加空格",
            "a full-width colon stands here or one line above; use `: `",
        )
    if "\t" in here:
        return Words(
            "YAML 不允许用制表符缩进，请改用空格", "YAML does not allow tabs for indentation; use spaces"
        )
    if sign and sign in _SIGNS:
        return Words(f"以 {sign} 开头的文字请加引号", f"quote text that starts with {sign}")
    if "escape" in problem:
        return Words(
            "双引号里的反斜杠写法不对；可改用单引号",
            "a backslash in double quotes is wrong; use single quotes",
        )
    if "mapping values are not allowed" in problem:
        return Words(
            "一行里有两个冒号；含冒号的文字请加引号",
            "two colons on one line; quote text that contains a colon",
        )
    return Words("检查缩进、括号和冒号", "check indentation, brackets and colons")
