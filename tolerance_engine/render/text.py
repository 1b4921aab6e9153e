"""A page as plain text for terminals, logs and e-mail: Page in, lines of at most `width` columns out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import assert_never

from tolerance_engine.render.canvas import Canvas
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
from tolerance_engine.render.tones import emphasised, mark_of, note_text
from tolerance_engine.render.width import Columns

NARROWEST = 20
_GAP = 2  # columns between two cells
_COLUMN = 8  # a table whose columns cannot all have this much is told row by row instead


def render(page: Page, width: int = 100, color: bool = False, *, ambiguous: Columns = 1) -> str:
    """The page as text. No line is wider than `width` (at least 20), none ends in a space.

    `color` adds ANSI colours and nothing else. `ambiguous=2` is for terminals that draw box lines and
    curly quotes two columns wide.
    """
    canvas = Canvas(max(width, NARROWEST), color, ambiguous)
    lines: list[str] = []
    after_heading = False
    for block in (Heading(inline(page.title), 1), *page.blocks):
        drawn = [canvas.paint(line) for line in _block(canvas, block)]
        if not drawn:
            continue
        if lines and (isinstance(block, Heading) or not after_heading):
            lines.append("")
        lines += drawn
        after_heading = isinstance(block, Heading) and block.level > 1
    return "\n".join(lines)


def _block(canvas: Canvas, block: Block) -> Iterator[Inline]:
    match block:
        case Heading():
            return _heading(canvas, block)
        case Paragraph(text):
            return iter(canvas.flow(text))
        case Fields(rows):
            return _fields(canvas, rows)
        case Table():
            return _table(canvas, block)
        case Tree():
            return _tree(canvas, block)
        case Note(_, tone):
            return _hanging(canvas, (Run(mark_of(tone) + " ", tone),), note_text(block))
        case _:
            assert_never(block)


def _heading(canvas: Canvas, heading: Heading) -> Iterator[Inline]:
    text = emphasised(heading.text, "strong")
    if heading.level >= 3:
        text = (Run("【", "strong"), *text, Run("】", "strong")) if text else ()
    lines = canvas.flow(text)
    yield from lines
    if lines and heading.level < 3:
        widest = max(canvas.size(line) for line in lines)
        yield canvas.rule("═" if heading.level == 1 else "─", widest)


def _hanging(canvas: Canvas, mark: Inline, text: Inline) -> Iterator[Inline]:
    """The text behind a mark, its further lines below its first."""
    indent = canvas.size(mark)
    for number, line in enumerate(canvas.within(canvas.width - indent).flow(text)):
        yield (*(mark if number == 0 else (Run(" " * indent),)), *line)


def _fields(canvas: Canvas, rows: tuple[tuple[str, Inline], ...]) -> Iterator[Inline]:
    labels = [inline(Run(label, "muted")) for label, _ in rows]
    widest = max((canvas.natural(label) for label in labels), default=0)
    column = canvas.within(min(widest, max(canvas.width // 3, _COLUMN)))
    values = canvas.within(canvas.width - column.width - _GAP)
    for label, (_, value) in zip(labels, rows, strict=True):
        yield from _side_by_side([column, values], [label, value])


def _side_by_side(
    columns: list[Canvas], cells: list[Inline], right: tuple[bool, ...] = ()
) -> Iterator[Inline]:
    """One row of cells, each wrapped in its own column."""
    for parts in zip_longest(*(column.flow(cell) for column, cell in zip(columns, cells, strict=True))):
        line: Inline = ()
        for place, (column, part) in enumerate(zip(columns, parts, strict=True)):
            gap = (Run(" " * _GAP),) if place else ()
            flush_right = bool(right) and right[place]
            line = (*line, *gap, *column.filled(part or (), flush_right=flush_right))
        yield line


def _table(canvas: Canvas, table: Table) -> Iterator[Inline]:
    header = [inline(Run(name, "strong")) for name in table.header]
    natural = [
        max(2, *(canvas.natural(cell) for cell in (name, *(row[place] for row in table.rows))))
        for place, name in enumerate(header)
    ]
    room = canvas.width - _GAP * (len(header) - 1)
    if sum(min(wish, _COLUMN) for wish in natural) > room:
        yield from _row_by_row(canvas, table)
        return
    columns = [canvas.within(width) for width in _shares(natural, room)]
    right = numeric_columns(table)
    if not columns:
        return
    yield from _side_by_side(columns, header, right)
    yield from _side_by_side(columns, [canvas.rule("─", column.width) for column in columns])
    rows = [list(_side_by_side(columns, list(row), right)) for row in table.rows]
    airy = any(len(lines) > 1 for lines in rows)
    for number, lines in enumerate(rows):
        if airy and number:
            yield ()
        yield from lines


def _shares(wishes: list[int], room: int) -> list[int]:
    """Widths that together fit the room: whoever wants little gets it, the others share the rest evenly."""
    shares = list(wishes)
    while sum(shares) > room:
        widest = max(shares)
        most = [place for place, share in enumerate(shares) if share == widest]
        second = max((share for share in shares if share < widest), default=0)
        spare = sum(shares) - room
        level = max(second, widest - -(-spare // len(most)))
        for place in most:
            shares[place] = level
    return shares


def _row_by_row(canvas: Canvas, table: Table) -> Iterator[Inline]:
    nothing: tuple[Inline, ...] = ((),) * len(table.header)
    for number, row in enumerate(table.rows or (nothing,)):
        if number:
            yield ()
        yield from _fields(canvas, tuple(zip(table.header, row, strict=True)))


def _tree(canvas: Canvas, tree: Tree) -> Iterator[Inline]:
    for branch, trail in walk(tree):
        yield from _branch(canvas, branch, trail)


def _branch(canvas: Canvas, branch: Branch, trail: tuple[bool, ...]) -> Iterator[Inline]:
    head, below = _guides(canvas, trail)
    below += "│ " if branch.children else "  "
    hang = canvas.measure(below) - canvas.measure(head)
    lines = _with_note(canvas.within(canvas.width - canvas.measure(below)), branch, hang)
    for number, line in enumerate(lines):
        yield (Run(head if number == 0 else below, "muted"), *line)


def _guides(canvas: Canvas, trail: tuple[bool, ...]) -> tuple[str, str]:
    """What stands before the first line of a branch, and before its further lines."""
    if not trail:
        return "", ""
    connector = "└─ " if trail[-1] else "├─ "
    step = canvas.measure(connector)
    bar = "│" + " " * (step - canvas.measure("│"))
    steps = [" " * step if last else bar for last in trail]
    if step * len(trail) > canvas.width - max(12, canvas.width // 3):
        # Too deep to draw: say how deep it is instead, so that no two levels look alike.
        depth = f"…{len(trail)} "
        return depth + connector, " " * canvas.measure(depth) + steps[-1]
    return "".join(steps[:-1]) + connector, "".join(steps)


def _with_note(canvas: Canvas, branch: Branch, hang: int) -> list[Inline]:
    """The text of a branch; its note behind it where it fits whole, else on lines of its own."""
    lines = canvas.flow(branch.text, hang=hang) or [()]
    note = list(_hanging(canvas, (Run("· ", "muted"),), emphasised(branch.note, "muted")))
    if len(note) == 1:
        joined = (*lines[-1], Run("  "), *note[0])
        if canvas.size(joined) <= canvas.width + (hang if len(lines) == 1 else 0):
            return [*lines[:-1], joined]
    return [*lines, *note]
