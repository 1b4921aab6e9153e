"""The page: what is to be said, before anyone decides how it looks.

A `Page` is a title and blocks; a block holds text in `Run`s that carry a tone. Nothing here knows a
verdict, a rule or a colour. Whatever text comes in is kept as it is; the renderers make it harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Tone = Literal["plain", "strong", "good", "bad", "open", "muted", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one tone. `link` marks a reference (a clause, an id) and leads nowhere."""

    text: str
    tone: Tone = "plain"


Inline = tuple[Run, ...]


def inline(*parts: str | Run) -> Inline:
    """Runs from strings and runs; empty parts vanish."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6; the title of the page itself stands at level 1."""

    text: Inline
    level: int

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 6:
            raise ValueError(f"a heading has level 1 to 6, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. Line breaks inside it are only spaces."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value, one pair a row."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under a header; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.header):
                raise ValueError(f"row {number} has {len(row)} cells, the header has {len(self.header)}")


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree. `note` is said more quietly after the text (a citation, evidence).

    `folded` closes the node where a reader can open it again (html); elsewhere the children are shown,
    because what is folded away on paper is lost.
    """

    text: Inline
    children: tuple[Branch, ...] = ()
    folded: bool = False
    note: Inline = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """One or more roots with what hangs below them."""

    roots: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart from the text around it, in a tone of its own."""

    text: Inline
    tone: Tone


Block = Heading | Paragraph | Fields | Table | Tree | Note


@dataclass(frozen=True, slots=True)
class Page:
    """A title and blocks in reading order. `lang` is the language of the page as a whole."""

    title: str
    blocks: tuple[Block, ...]
    lang: str = "zh"


class Step(NamedTuple):
    """One branch met on a walk. `trail`: at each level down to itself, whether it is the last there."""

    branch: Branch
    trail: tuple[bool, ...]


def walk(tree: Tree) -> Iterator[Step]:
    """Every branch, parents first, in reading order; a root has an empty trail. Depth costs no recursion."""
    waiting = [Step(root, ()) for root in reversed(tree.roots)]
    while waiting:
        step = waiting.pop()
        yield step
        children = step.branch.children
        waiting += (
            Step(child, (*step.trail, number == 0)) for number, child in enumerate(reversed(children))
        )


def numeric_columns(table: Table) -> tuple[bool, ...]:
    """Which columns hold only numbers (empty cells and dashes aside) and so are set flush right."""
    return tuple(
        _all_numbers([plain(row[column]) for row in table.rows]) for column in range(len(table.header))
    )


def plain(text: Inline) -> str:
    """The bare text of an inline."""
    return "".join(run.text for run in text)


def _all_numbers(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip() not in _NOTHING]
    return bool(filled) and all(_is_number(cell) for cell in filled)


_NOTHING = frozenset({"", "-", "–", "—", "——"})


def _is_number(text: str) -> bool:
    digits = text.removesuffix("%").lstrip("+-−").replace(",", "").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()
