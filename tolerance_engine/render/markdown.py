"""A page as Markdown that GitHub, mkdocs and a notebook read alike: Page in, Markdown text out.

The three do not agree on what a backslash protects, so only their common ground is used: backslashes where
all of them know one, character references everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from tolerance_engine.render.page import (
    Block,
    Branch,
    Fields,
    Heading,
    Inline,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    Tree,
    inline,
    numeric_columns,
    walk,
)
from tolerance_engine.render.tones import GLUE, SIGNS, mark_of, note_text, signed

# A dollar or backslash opens a formula in notebooks, escaped or not; an element of its own prevents it.
_ALONE = {"$": "<span>&#36;</span>", "\\": "<span>&#92;</span>"}
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {char: f"&#{ord(char)};" for char in "|~^#[]{}"}
_BACKSLASHED = {char: "\\" + char for char in "`*"}  # an escaped bracket would open a formula instead
_ESCAPES = str.maketrans(_ALONE | _REFERENCES | _BACKSLASHED)

# An underscore inside a word never emphasises, and identifiers stay readable.
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_DOUBLED = re.compile(r"(?<=[=+])[=+]|:(?=[\w+-]+:)")  # ==mark==, ++key++, :emoji: of mkdocs extensions
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_OPENER = re.compile(r"^[+\-=:!?/.]")  # a list, a rule, an admonition… when it begins a block

_LEADING = "".join((" ", GLUE, *SIGNS.values()))
_NOTHING = "&#160;"  # an empty item or cell is not seen as one everywhere


def render(page: Page) -> str:
    """The page as Markdown; the title is its only heading of level 1 unless blocks say otherwise."""
    blocks = (Heading(inline(page.title), 1), *page.blocks)
    drawn = ("\n".join(_block(block, page.lang)) for block in blocks)
    return "\n\n".join(text for text in drawn if text)


def _block(block: Block, lang: str) -> Iterator[str]:
    match block:
        case Heading(text, level):
            return (f"{'#' * level} {line}" for line in _filled(text))
        case Paragraph(text):
            return iter(_filled(text))
        case Fields(rows):
            return _fields(rows, lang)
        case Table():
            return _table(block)
        case Tree():
            return (_item(branch, len(trail)) for branch, trail in walk(block))
        case Note():
            return (f"> {mark_of(block.tone)} {line}" for line in _filled(note_text(block)))
        case _:
            assert_never(block)


def _filled(text: Inline) -> tuple[str, ...]:
    line = _line(text)
    return (line,) if line else ()


def _fields(rows: tuple[tuple[str, Inline], ...], lang: str) -> Iterator[str]:
    colon = "：" if lang.startswith("zh") else ": "
    for label, value in rows:
        yield f"- {_line(inline(label))}{colon}{_line(value)}".rstrip()


def _table(table: Table) -> Iterator[str]:
    if not table.header:
        return
    yield _row([_line(inline(name)) for name in table.header])
    yield _row(["---:" if right else "---" for right in numeric_columns(table)])
    for row in table.rows:
        yield _row([_line(cell) for cell in row])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell or _NOTHING for cell in cells) + " |"


def _item(branch: Branch, depth: int) -> str:
    # Four spaces a level are the only indent that both CommonMark and mkdocs take for nesting.
    note = f" · {_line(branch.note)}" if branch.note else ""
    return f"{' ' * 4 * depth}- {_line(branch.text) or _NOTHING}{note}"


def _line(text: Inline) -> str:
    """The text on one line, safe at the start of a block too."""
    line = ""
    for run in signed(text):
        line += _run(run, after_star=line.endswith("*"))
    line = _LOOSE_UNDERSCORE.sub(r"\\_", line.strip())
    line = _DOUBLED.sub(_reference, line)
    return _OPENER.sub(_reference, _LIST_NUMBER.sub(r"\1\\", line))


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _run(run: Run, *, after_star: bool) -> str:
    escaped = run.text.translate(_ESCAPES)
    if run.tone != "strong" and run.tone not in SIGNS:
        return escaped
    # White space stays outside, and so does the sign: it is no part of the words.
    head = escaped.rstrip()
    word = head.lstrip(_LEADING)
    if not word:
        return escaped
    lead, trail = head.removesuffix(word), escaped[len(head) :]
    return f"{lead}{_strong(word, after_star=after_star)}{trail}"


def _strong(word: str, *, after_star: bool) -> str:
    # Stars beside punctuation are not emphasis where there are no spaces between words (CommonMark), so
    # **“甲”**乙 would show its stars; the element always works.
    stars = word[0].isalnum() and word[-1].isalnum() and not after_star
    return f"**{word}**" if stars else f"<strong>{word}</strong>"
