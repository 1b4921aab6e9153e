"""A page as HTML that survives anywhere: Page in, one `<div>` out, or a file that stands by itself.

A notebook that is not trusted drops scripts, style sheets, svg and every `var()`, and keeps inline styles of
a plain kind. So all looks are inline, in colours that read on a light and on a dark ground; text keeps the
colour of its surroundings. What is said with colour is also said with weight and a sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
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
    Tone,
    Tree,
    inline,
    numeric_columns,
    plain,
    walk,
)
from tolerance_engine.render.tones import GLUE, emphasised, legible, mark_of, note_text, signed
from tolerance_engine.render.width import display_width

_SHORT = 16  # columns

_LEFT, _RIGHT = "text-align:left", "text-align:right"
_WRAP, _WHOLE = "white-space:normal", "white-space:nowrap"
_LINE = "rgba(128,128,128,0.28)"
_RULE = "rgba(128,128,128,0.55)"
_QUIET = "opacity:0.68"
_BOLD = "font-weight:600"

# As dark as white paper needs and as bright as a dark theme needs: contrast at least 4 on both.
_COLOURS: dict[Tone, str] = {"good": "#2b8a4b", "bad": "#d6453d", "open": "#a8710a", "link": "#3f7cc9"}
_TINTS: dict[Tone, str] = {
    "good": "rgba(43,138,75,0.08)",
    "bad": "rgba(214,69,61,0.08)",
    "open": "rgba(168,113,10,0.09)",
    "link": "rgba(63,124,201,0.08)",
}
_RUNS: dict[Tone, str] = {
    "strong": _BOLD,
    "good": f"color:{_COLOURS['good']};{_BOLD}",
    "bad": f"color:{_COLOURS['bad']};{_BOLD}",
    "open": f"color:{_COLOURS['open']};{_BOLD}",
    "muted": _QUIET,
    "link": f"color:{_COLOURS['link']};border-bottom:1px dotted {_COLOURS['link']}",
}

_KEEP = "page-break-after:avoid"
_PAGE = "max-width:62em;line-height:1.6;text-align:left;overflow-wrap:break-word"
_TITLE = (
    f"{_KEEP};margin:0 0 0.7em;padding:0 0 0.3em;border-bottom:2px solid {_RULE};font-size:1.35em;{_BOLD}"
)
_SECTION = f"{_KEEP};margin:1.5em 0 0.5em;font-size:1.12em;{_BOLD}"
_SUBSECTION = f"{_KEEP};margin:1.1em 0 0.35em;font-size:1em;{_BOLD}"
_TEXT = "margin:0.5em 0"
_SCROLL = "margin:0.5em 0;overflow-x:auto"
_GRID = "margin:0;border:0;border-collapse:collapse;table-layout:auto;font-size:100%"
_ROW = "background-color:transparent;page-break-inside:avoid"
_BOX = "border:0;line-height:1.6;vertical-align:baseline"
_LABEL = f"padding:0.1em 1.4em 0.1em 0;{_BOX};font-weight:normal;{_LEFT};{_QUIET}"
_VALUE = f"padding:0.1em 0;{_BOX};{_LEFT};{_WRAP}"
_HEAD = f"padding:0.25em 1.4em 0.25em 0;{_BOX};border-bottom:1px solid {_RULE};{_BOLD}"
_CELL = f"padding:0.3em 1.4em 0.3em 0;{_BOX};border-bottom:1px solid {_LINE}"
_REMARK = "margin:0.8em 0;padding:0.4em 0.9em 0.4em 2em;text-indent:-1.1em;border-left:3px solid"
_NODE = "margin:0.1em 0;padding:0;border:0"
_SUMMARY = "margin:0;padding:0 0 0 1.1em;text-indent:-1.1em;cursor:pointer"
_LEAF = "margin:0.1em 0;padding:0 0 0 1.1em"
_CHILDREN = f"margin:0 0 0.25em 0.35em;padding:0 0 0 0.9em;border-left:1px solid {_LINE}"
_ASIDE = "font-size:0.92em"

# The file may have a sheet of its own; it only serves printing, and nothing is lost without it.
_SHEET = (
    "@page{margin:18mm}"
    "@media print{body{padding:0!important}details::details-content{content-visibility:visible!important}}"
)
_BODY = "margin:0 auto;padding:2em 1.5em;max-width:62em;font-family:system-ui,sans-serif"


def render(page: Page) -> str:
    """The page as one HTML element for a notebook or another page."""
    blocks = (Heading(inline(page.title), 1), *page.blocks)
    body = "".join(_block(block) for block in blocks)
    return f'<div lang="{_text(page.lang)}" style="{_PAGE}">{body}</div>'


def document(page: Page) -> str:
    """The page as a whole HTML file that needs nothing else, on a screen and on paper."""
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(page.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(legible(page.title))}</title>\n<style>{_SHEET}</style>\n</head>\n"
        f'<body style="{_BODY}">\n{render(page)}\n</body>\n</html>\n'
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph(text):
            return f'<div style="{_TEXT}">{_runs(text)}</div>' if text else ""
        case Fields(rows):
            return _fields(rows) if rows else ""
        case Table():
            return _table(block) if block.header else ""
        case Tree():
            return f'<div style="{_TEXT}">{"".join(_tree(block))}</div>' if block.roots else ""
        case Note():
            return _note(block)
        case _:
            assert_never(block)


def _heading(heading: Heading) -> str:
    if not heading.text:
        return ""
    # Not <h2>: a notebook would put every card's headings into its own table of contents.
    style = _TITLE if heading.level == 1 else _SECTION if heading.level == 2 else _SUBSECTION
    return f'<div role="heading" aria-level="{heading.level}" style="{style}">{_runs(heading.text)}</div>'


def _note(note: Note) -> str:
    if not note.text:
        return ""
    mark = _run(Run(mark_of(note.tone), note.tone))
    ground = f";background-color:{_TINTS[note.tone]}" if note.tone in _TINTS else ""
    style = f"{_REMARK} {_COLOURS.get(note.tone, _RULE)}{ground}"
    return f'<div style="{style}">{mark} {_runs(note_text(note))}</div>'


def _grid(rows: str) -> str:
    return f'<div style="{_SCROLL}"><table style="{_GRID}">{rows}</table></div>'


def _fields(rows: tuple[tuple[str, Inline], ...]) -> str:
    style = f"{_LABEL};{_breaking([inline(label) for label, _ in rows])}"
    return _grid(
        "".join(
            f'<tr style="{_ROW}"><th scope="row" style="{style}">{_text(label)}</th>'
            f'<td style="{_VALUE}">{_runs(value)}</td></tr>'
            for label, value in rows
        )
    )


def _table(table: Table) -> str:
    header = [inline(name) for name in table.header]
    styles = [
        f"{_RIGHT if right else _LEFT};{_breaking(cells)}"
        for right, *cells in zip(numeric_columns(table), header, *table.rows, strict=True)
    ]
    head = "".join(
        f'<th scope="col" style="{_HEAD};{side}">{_text(name)}</th>'
        for name, side in zip(table.header, styles, strict=True)
    )
    body = "".join(f'<tr style="{_ROW}">{_cells(row, styles)}</tr>' for row in table.rows)
    return _grid(f'<thead><tr style="{_ROW}">{head}</tr></thead><tbody>{body}</tbody>')


def _cells(row: tuple[Inline, ...], styles: list[str]) -> str:
    return "".join(
        f'<td style="{_CELL};{style}">{_runs(cell)}</td>' for cell, style in zip(row, styles, strict=True)
    )


def _breaking(cells: list[Inline]) -> str:
    """Short columns stay whole: a browser would set them one Chinese character under the other."""
    widest = max(display_width(plain(signed(cell))) for cell in cells)
    return _WHOLE if widest <= _SHORT else _WRAP


def _tree(tree: Tree) -> Iterator[str]:
    open_nodes = 0
    for branch, trail in walk(tree):
        yield "</div></details>" * (open_nodes - len(trail))
        open_nodes = len(trail)
        if branch.children:
            state = "" if branch.folded else " open"
            yield f'<details{state} style="{_NODE}"><summary style="{_SUMMARY}">{_node(branch)}</summary>'
            yield f'<div style="{_CHILDREN}">'
            open_nodes += 1
        else:
            yield f'<div style="{_LEAF}">{_node(branch)}</div>'
    yield "</div></details>" * open_nodes


def _node(branch: Branch) -> str:
    if not branch.note:
        return _runs(branch.text)
    # Only plain runs are quiet: a reference inside keeps the contrast of its own colour.
    note = _runs((Run(f"·{GLUE}", "muted"), *emphasised(branch.note, "muted")))
    return f'{_runs(branch.text)} <span style="{_ASIDE}">{note}</span>'


def _runs(text: Inline) -> str:
    return "".join(_run(run) for run in signed(text))


def _run(run: Run) -> str:
    style = _RUNS.get(run.tone)
    return f'<span style="{style}">{_text(run.text)}</span>' if style else _text(run.text)


def _text(text: str) -> str:
    # In a notebook a pair of dollars, or a backslash with a bracket, makes a formula of what is between.
    safe = escape(legible(text)).replace("\\", "<span>&#92;</span>")
    return safe.replace("$", "<span>&#36;</span>")
