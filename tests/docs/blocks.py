"""A page in, its fenced blocks out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LANGUAGES = ("python", "sh", "yaml", "json", "text")
"""What a fence may be labelled. Anything else would be a block that nobody checks."""

_OPEN = re.compile(r"(?P<indent> *)```(?P<language>[a-z]*)(?P<rest>.*)")
_TITLE = re.compile(r'title="([^"]+)"')
_FILES_FROM = re.compile(r"<!-- files: (\S+) -->")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. `first` and `last` are the lines of its text, counted from 0, `last` excluded."""

    page: Path
    language: str
    title: str | None
    text: str
    indent: str
    first: int
    last: int

    @property
    def place(self) -> str:
        """Where it is, for a failing test."""
        return f"{self.page.relative_to(ROOT)}:{self.first}"


def pages() -> list[Path]:
    """Every page that shows code: the site, and the texts at the top of the tree."""
    top = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md"]
    return [*top, *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    lines = page.read_text("utf-8").splitlines()
    at = 0
    while at < len(lines):
        opened = _OPEN.fullmatch(lines[at])
        at += 1
        if opened is None:
            continue
        first, indent = at, opened["indent"]
        while lines[at] != f"{indent}```":
            at += 1
        title = _TITLE.search(opened["rest"])
        text = "\n".join(line.removeprefix(indent) for line in lines[first:at])
        yield Block(page, opened["language"], title and title[1], text, indent, first, at)
        at += 1


def borrowed(page: Path) -> Path | None:
    """The page whose files this one goes on using, named in a comment `<!-- files: format.md -->`."""
    named = _FILES_FROM.search(page.read_text("utf-8"))
    return page.parent / named[1] if named else None


def shown_output(all_blocks: list[Block], index: int) -> Block | None:
    """The block of output that stands right after the block at `index`, if there is one."""
    if index + 1 == len(all_blocks):
        return None
    here, after = all_blocks[index], all_blocks[index + 1]
    between = after.page.read_text("utf-8").splitlines()[here.last + 1 : after.first - 1]
    follows = here.language in ("python", "sh") and after.language in ("text", "json")
    return after if follows and not any(line.strip() for line in between) else None
