"""Pages as HTML that survives an untrusted notebook."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.pages import SMALL, TONES, any_text, ink, ink_of, pages, texts
from tolerance_engine.render import (
    Branch,
    Fields,
    Heading,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    Tone,
    Tree,
    html,
    inline,
)
from tolerance_engine.render.page import walk
from tolerance_engine.render.tones import SIGNS, legible

VOID = {"meta"}
ELEMENTS = {"div", "span", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
ATTRIBUTES = {"style", "lang", "role", "aria-level", "scope", "open"}

# What JupyterLab lets through in an untrusted notebook, as far as we use it (its sanitizer's grammar of values).
LENGTH = r"(0|-?\d+(\.\d+)?(px|em))"
COLOUR = r"(#[0-9a-f]{6}|rgba\(\d{1,3},\d{1,3},\d{1,3},0\.\d+\)|transparent)"
STYLES = {
    "max-width": LENGTH,
    "line-height": r"\d+(\.\d+)?",
    "text-align": "left|right",
    "overflow-wrap": "break-word",
    "overflow-x": "auto",
    "margin": rf"{LENGTH}( {LENGTH}){{0,3}}",
    "padding": rf"{LENGTH}( {LENGTH}){{0,3}}",
    "border": "0",
    "border-bottom": rf"{LENGTH} (solid|dotted) {COLOUR}",
    "border-left": rf"{LENGTH} solid {COLOUR}",
    "border-collapse": "collapse",
    "table-layout": "auto",
    "font-size": r"\d+(\.\d+)?(em|%)",
    "font-weight": "normal|600",
    "vertical-align": "baseline",
    "white-space": "normal|nowrap",
    "opacity": r"0\.\d+",
    "color": COLOUR,
    "background-color": COLOUR,
    "page-break-inside": "avoid",
    "page-break-after": "avoid",
    "text-indent": LENGTH,
    "cursor": "pointer",
}


class Reader(HTMLParser):
    """Reads HTML strictly: every element closed in order, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.folded: list[bool] = []
        self.depth: list[int] = []
        self.outermost = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.elements.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if not self.open:
            self.outermost += 1
        if tag == "details":
            self.folded.append(("open", None) not in attrs)
            self.depth.append(self.open.count("details"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element closes, and it is the one opened last."""
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        """There are no comments."""
        raise AssertionError(data)

    handle_pi = unknown_decl = handle_comment


def read(text: str) -> Reader:
    """The HTML, read to its end."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader


def test_a_small_piece() -> None:
    """The exact HTML of a paragraph, a folded branch and its leaf."""
    tree = Tree((Branch(inline("程序"), (Branch(inline("集体研究"), note=inline("纪要")),), folded=True),))
    page = Page("", (Paragraph(inline("结果 ", Run("有利", "good"))), tree))
    assert html.render(page).replace("\u00a0", " ") == (
        '<div lang="zh" style="max-width:62em;line-height:1.6;text-align:left;overflow-wrap:break-word">'
        '<div style="margin:0.5em 0">结果 <span style="color:#2b8a4b;font-weight:600">↑ 有利</span></div>'
        '<div style="margin:0.5em 0"><details style="margin:0.1em 0;padding:0;border:0">'
        '<summary style="margin:0;padding:0 0 0 1.1em;text-indent:-1.1em;cursor:pointer">程序</summary>'
        '<div style="margin:0 0 0.25em 0.35em;padding:0 0 0 0.9em;border-left:1px solid rgba(128,128,128,0.28)">'
        '<div style="margin:0.1em 0;padding:0 0 0 1.1em">集体研究 <span style="font-size:0.92em">'
        '<span style="opacity:0.68">· 纪要</span></span></div></div></details></div></div>'
    )


@settings(deadline=None)
@given(st.one_of(pages(), pages(text=any_text)))
def test_html_is_well_formed_and_of_harmless_parts(page: Page) -> None:
    """One element, closed in order, without script, style sheet, svg, link, class or `var()`, whatever the text."""
    drawn = html.render(page)
    reader = read(drawn)
    assert reader.outermost == 1
    assert reader.elements <= ELEMENTS
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES
    assert not re.search(
        r"<(script|style|svg|a|img|iframe)\b|var\(|url\(|\bon\w+=", re.sub(">[^<]*<", "><", drawn)
    )
    assert drawn.encode().decode() == drawn


@settings(deadline=None)
@given(pages())
def test_a_reader_sees_the_text_and_nothing_else(page: Page) -> None:
    """Every character of the page is there in order, folded branches included, and no other."""
    assert ink("".join(read(html.render(page)).text)) == ink_of(page)


@settings(deadline=None)
@given(pages(text=any_text))
def test_every_style_survives_the_sanitizer_of_a_notebook(page: Page) -> None:
    """Each declaration is one that an untrusted notebook keeps, and none is given twice."""
    for name, value in read(html.render(page)).attributes:
        if name != "style":
            continue
        declarations = [declaration.split(":") for declaration in value.split(";")]
        assert all(re.fullmatch(STYLES[key], setting) for key, setting in declarations), value
        assert len({key for key, _ in declarations}) == len(declarations), value


HOSTILE = [
    "<script>alert(1)</script>",
    "</div></details></td><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' style='position:fixed'",
    "<style>*{display:none}</style>",
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<!-- --><![CDATA[x]]><?php ?>",
    "&lt;b&gt; &#60;b&#62; &amp;amp;",
    "javascript:alert(1) var(--x) url(x)",
    "a\x00b\x1b[31mc\u202ed",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("draw", [html.render, html.document])
def test_hostile_text_is_only_text(text: str, draw: object) -> None:
    """Wherever it stands - title, language, label, header, cell, branch, note - it is shown as it was written."""
    table = Table((text,), ((inline(Run(text, "link")),),))
    tree = Tree((Branch(inline(text), (Branch(inline(text), note=inline(text)),), note=inline(text)),))
    blocks = (
        Heading(inline(text), 2),
        Fields(((text, inline(text)),)),
        table,
        tree,
        Note(inline(text), "bad"),
    )
    page = Page(text, blocks, lang=text)
    drawn = draw(page)  # type: ignore[operator]
    reader = read(drawn)
    seen = "".join(reader.text)
    assert seen.count(legible(text)) == 11 + (draw is html.document)
    assert reader.elements <= ELEMENTS | {"html", "head", "meta", "title", "style", "body"}
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES | {"charset", "name", "content"}
    if "<" in text:
        assert text not in drawn


def test_no_formula_begins_in_a_notebook() -> None:
    """A dollar or backslash has an element of its own, so a notebook finds no pair of them in one text."""
    reader = read(html.render(Page("$t$", (Paragraph(inline("价 $5 与 $6，\\(x\\)，\\begin{a}")),))))
    assert "".join(reader.text).count("$") == 4
    assert all(data in {"$", "\\"} or not set(data) & {"$", "\\"} for data in reader.text)


@settings(deadline=None)
@given(pages())
def test_folding_is_kept(page: Page) -> None:
    """Each branch with children is folded or open as it says, at its depth."""
    reader = read(html.render(page))
    steps = [step for block in page.blocks if isinstance(block, Tree) for step in walk(block)]
    parents = [step for step in steps if step.branch.children]
    assert reader.folded == [step.branch.folded for step in parents]
    assert reader.depth == [len(step.trail) for step in parents]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("ground", "least"), [("#ffffff", 4.1), ("#111111", 4.1), ("#1e1e1e", 3.7)])
def test_colours_read_on_light_and_dark_grounds(ground: str, least: float) -> None:
    """Every colour of text has enough contrast on white paper and in dark themes."""
    runs = tuple(Run(tone, tone) for tone in TONES)
    colours = set(re.findall(r"color:(#[0-9a-f]{6})", html.render(Page("", (Paragraph(runs),)))))
    assert len(colours) == 4
    for colour in colours:
        assert contrast(colour, ground) >= least, colour


@pytest.mark.parametrize("tone", ["good", "bad", "open"])
def test_colour_is_never_the_only_carrier(tone: Tone) -> None:
    """What is coloured by judgement has a sign and is heavier too."""
    drawn = html.render(Page("", (Paragraph((Run("甲", tone),)),)))
    assert f"{SIGNS[tone]}\u00a0甲" in drawn
    assert "font-weight:600" in drawn


def test_headings_stay_out_of_a_notebooks_contents() -> None:
    """A heading says its level to a screen reader without being an <h2> of the notebook."""
    drawn = html.render(Page("题", (Heading(inline("甲"), 2), Heading(inline("乙"), 6))))
    assert re.findall(r'role="heading" aria-level="(\d)"', drawn) == ["1", "2", "6"]
    assert "<h" not in drawn


def test_headings_differ_by_level() -> None:
    """The title is the largest and underlined, a section larger than the text, a subsection only heavier."""
    drawn = html.render(
        Page("题", (Heading(inline("甲"), 2), Heading(inline("乙"), 3), Heading(inline("丙"), 4)))
    )
    assert re.findall(r"font-size:([\d.]+)em", drawn) == ["1.35", "1.12", "1", "1"]
    assert drawn.count("border-bottom") == 1


def test_numbers_are_set_flush_right() -> None:
    """Header and cells of a column of numbers line up on the right, others on the left."""
    drawn = html.render(Page("", (Table(("名", "数"), ((inline("甲"), inline("12")),)),)))
    assert re.findall(r"text-align:(left|right);white", drawn) == ["left", "right", "left", "right"]


def test_short_columns_are_not_broken() -> None:
    """Words of a few characters stay on a line; a column with sentences in it may break."""
    row = (inline("程序"), inline(Run("一二三四五六七", "good")), inline("一二三四五六七八a"))
    drawn = html.render(
        Page("", (Table(("研判", "结果", "事实"), (row,)), Fields((("标签", inline("值")),))))
    )
    found = re.findall(r"white-space:(\w+)\"", drawn)
    assert found == ["nowrap", "nowrap", "normal", "nowrap", "nowrap", "normal", "nowrap", "normal"]


def test_empty_blocks_leave_no_trace() -> None:
    """Nothing to say gives no element."""
    blocks = (Heading((), 2), Paragraph(()), Fields(()), Table((), ()), Tree(()), Note((), "bad"))
    assert html.render(Page("", blocks)) == html.render(Page("", ()))
    assert read(html.render(Page("", ()))).text == []


def test_a_tree_of_any_depth_is_drawn() -> None:
    """Depth costs no recursion."""
    branch = Branch(inline("末"))
    for _ in range(2000):
        branch = Branch(inline("层"), (branch,))
    assert html.render(Page("", (Tree((branch,)),))).count("</details>") == 2000


def test_a_document_stands_by_itself() -> None:
    """The file names its encoding, language and title, holds the fragment unchanged and fetches nothing."""
    drawn = html.document(SMALL)
    assert drawn.startswith('<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">')
    assert "<title>研判意见</title>" in drawn
    assert html.render(SMALL) in drawn
    assert not re.search(r"\b(src|href|url|@import|http)\b", drawn)
    assert "@media print" in drawn
    read(drawn)


@given(texts)
def test_the_same_page_is_drawn_the_same(text: str) -> None:
    """Rendering twice gives the same HTML."""
    page = Page(text, (Paragraph(inline(text)),))
    assert html.render(page) == html.render(page)


def test_no_run_of_python_draws_it_differently() -> None:
    """The order of sets and the seed of hashes reach no byte of any format."""
    code = (
        "from tests.render.pages import SMALL\n"
        "from tolerance_engine.render import html, markdown, text\n"
        "print(ascii((html.document(SMALL), markdown.render(SMALL), text.render(SMALL, color=True))))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "20240301")
    }
    assert len(drawn) == 1
    assert len(drawn.pop()) > 4000
