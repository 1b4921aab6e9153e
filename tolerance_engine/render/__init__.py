"""Render: neutral pages in; text, Markdown and HTML out.

Results present themselves as a `Page`, so no renderer knows what a verdict is and no result knows how it is
drawn. `text.render`, `markdown.render`, `html.render` and `html.document` draw a page; `Presentable` gives
any value with a `page()` all of them. Text is arbitrary: whatever it contains, it is shown and nothing else.
"""

from tolerance_engine.render import html, markdown, text
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
)
from tolerance_engine.render.presentable import Presentable

__all__ = [
    "Block",
    "Branch",
    "Fields",
    "Heading",
    "Inline",
    "Note",
    "Page",
    "Paragraph",
    "Presentable",
    "Run",
    "Table",
    "Tone",
    "Tree",
    "html",
    "inline",
    "markdown",
    "text",
]
