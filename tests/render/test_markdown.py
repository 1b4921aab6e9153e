"""Pages as Markdown, read back by two independent readers: CommonMark with tables, and the one of mkdocs."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import markdown as python_markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.render.pages import MARKUP, SMALL, any_text, ink, ink_of, inlines, pages, tables, texts, trees
from tolerance_engine.render import (
    Branch,
    Fields,
    Heading,
    Note,
    Page,
    Paragraph,
    Run,
    Table,
    Tree,
    inline,
    markdown,
)
from tolerance_engine.render.page import walk

SMALL_MARKDOWN = """\
# 研判意见

- 结论：**从轻或减轻**
- 行为日期：2019-10-12

> ◇ 还缺一项事实：损失是否追回。

## 一、研判

| 研判 | 结果 | 事实数 |
| --- | --- | ---: |
| 程序 | ↑ **有利** | 12 |
| 结果 | ↓ **不利** | 3 |

## 二、为什么

- **结论**：◇ **从轻或减轻**
    - 程序 ↑ **有利** · 问答，程序
        - 集体研究：是 · 会议纪要 3
    - 损失是否追回：◇ **未查明**

### 附记

事实 loss_recovered 须由当事单位提供材料。

> ※ 供参考。"""

PLUGINS = "betterem caret mark tilde keys details superfences tasklist tabbed emoji arithmatex"
MKDOCS = python_markdown.Markdown(
    extensions=[
        *("tables", "attr_list", "md_in_html", "def_list", "footnotes", "abbr", "admonition", "sane_lists"),
        *(f"pymdownx.{name}" for name in PLUGINS.split()),
    ]
)
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Reader(HTMLParser):
    """The text and the elements of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.cells: list[int] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Cells are counted by row."""
        self.tags.append(tag)
        if tag == "tr":
            self.cells.append(0)
        elif tag in {"td", "th"}:
            self.cells[-1] += 1

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.text.append(data)


def commonmark(text: str) -> str:
    """The page as GitHub's dialect reads it."""
    html: str = GITHUB.render(text)
    return html


def mkdocs(text: str) -> str:
    """The page as the documentation site reads it."""
    html: str = MKDOCS.reset().convert(text)
    return html


Read = Callable[[str], str]
READERS = pytest.mark.parametrize("read", [commonmark, mkdocs])
ALLOWED = frozenset(
    "h1 h2 h3 h4 h5 h6 p ul li blockquote strong span table thead tbody tr th td".split(),  # noqa: SIM905
)


def read_back(html: str) -> Reader:
    """What a reader made of the Markdown."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_a_small_page() -> None:
    """Every kind of block has its Markdown; signs and stars stand where tones are."""
    assert markdown.render(SMALL).replace("\u00a0", " ") == SMALL_MARKDOWN


@READERS
@settings(deadline=None)
@given(page=pages())
def test_a_reader_sees_the_text_and_nothing_else(read: Read, page: Page) -> None:
    """Whatever stands on the page is read back in order, and no link, code or formula comes of it."""
    seen = read_back(read(markdown.render(page)))
    expected = ink_of(page)
    colons = sum(len(block.rows) for block in page.blocks if isinstance(block, Fields))
    drawn = ink("".join(seen.text))
    if colons:
        assert sorted(drawn.replace("：", "").replace(":", "")) == sorted(
            expected.replace("：", "").replace(":", "")
        )
    else:
        assert drawn == expected
    assert set(seen.tags) <= ALLOWED


@READERS
@settings(deadline=None)
@given(text=st.text(MARKUP + "ab1 中", min_size=1, max_size=30))
def test_markup_in_text_is_text(read: Read, text: str) -> None:
    """Punctuation that means something in Markdown means nothing when it comes from a case."""
    blocks = (Paragraph(inline(text)), Heading(inline(text), 2), Note(inline(text), "bad"))
    tree = Tree((Branch(inline(text), (Branch(inline(Run(text, "strong")), note=inline(text)),)),))
    page = Page(text, (*blocks, tree))
    seen = read_back(read(markdown.render(page)))
    assert ink("".join(seen.text)) == ink_of(page)
    assert set(seen.tags) <= ALLOWED


HOSTILE = [
    "# 标题",
    "- 项",
    "+ 项",
    "1. 项",
    "1) 项",
    "---",
    "===",
    "> 引",
    "    缩进",
    "```",
    "~~~",
    "| a | b |",
    "<div>",
    "<!-- x -->",
    "&lt;",
    "[a]: http://example.org",
    "[1]",
    "[ ] 待办",
    "[x] 已办",
    "[^1]: 注",
    "*[甲]: 乙",
    "!!! note",
    "??? note",
    "=== “页”",
    ": 定义",
    "/// note",
    "--8<-- “a.md”",
    ":smile: :+1:",
    "==标== ++ctrl+c++ ^^上^^ ~~删~~ H~2~O x^2^",
    "$x$ $$x$$ \\(x\\) \\[x\\] \\begin{a}x\\end{a}",
    "标题 {#id .class}",
    "C #",
    "**“甲”**乙",
    "__init__ a_b_c _甲_",
    "{{ 变量 }} {% 块 %}",
    "`a`` b`",
    "\\",
    "a\\",
    "@@0@@",
]


@READERS
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_look_like_markdown_are_shown_as_they_are(read: Read, text: str) -> None:
    """Each of these begins something in some dialect, unless it is escaped as that dialect wants it."""
    tree = Tree((Branch(inline(text), (Branch(inline(Run(text, "strong"))),)),))
    table = Table((text, "甲"), ((inline(text), inline(Run(text, "good"))),))
    page = Page(
        text, (Paragraph(inline(text)), Heading(inline(text), 2), Note(inline(text), "plain"), tree, table)
    )
    seen = read_back(read(markdown.render(page)))
    assert ink("".join(seen.text)) == ink_of(page)
    assert set(seen.tags) <= ALLOWED
    assert seen.cells == [2, 2]


@READERS
@settings(deadline=None)
@given(table=tables(), hostile=tables(any_text))
def test_tables_keep_their_columns(read: Read, table: Table, hostile: Table) -> None:
    """Pipes, backslashes, backticks and line breaks in a cell make no cell and no row."""
    for each in (table, hostile):
        text = markdown.render(Page("", (each,)))
        cells = read_back(read(text)).cells
        rows = len(each.rows) or len(cells) - 1  # mkdocs adds an empty row where there is none
        assert cells == [len(each.header)] * (rows + 1), text


@READERS
@settings(deadline=None)
@given(tree=trees(inlines()))
def test_trees_keep_their_shape(read: Read, tree: Tree) -> None:
    """Lists nest as deep as the branches do, in order."""
    depths: list[int] = []
    depth = 0
    for tag in re.findall(r"</?(?:ul|li)\b", read(markdown.render(Page("", (tree,))))):
        depth += {"<ul": 1, "</ul": -1}.get(tag, 0)
        if tag == "<li":
            depths.append(depth - 1)
    assert depths == [len(trail) for _, trail in walk(tree)]


@READERS
@pytest.mark.parametrize("around", ["甲{}乙", "{}", "“{}”", "甲 {} 乙"])
@pytest.mark.parametrize("word", ["丙", "“丙”", "（丙）丁", "丙。", "*", "$5", "a_b"])
def test_strong_text_is_strong_between_chinese_characters(read: Read, around: str, word: str) -> None:
    """Stars that would stay visible beside Chinese punctuation are not used."""
    before, after = around.split("{}")
    html = read(markdown.render(Page("", (Paragraph(inline(before, Run(word, "strong"), after)),))))
    inside = re.fullmatch(r"<p>(.*)</p>", html.strip())
    assert inside
    found = re.search(r"<strong>(.*)</strong>", inside[1])
    assert found
    assert "".join(read_back(found[1]).text) == word


@READERS
def test_neighbouring_tones_do_not_run_into_each_other(read: Read) -> None:
    """Two strong runs of different tones side by side stay two strong runs."""
    runs = inline(Run("有利", "good"), Run("从轻", "strong"), Run("不利", "bad"))
    html = read(markdown.render(Page("", (Paragraph(runs),))))
    assert html.count("<strong>") == 3
    assert "*" not in html


def test_no_formula_delimiter_is_left_for_a_notebook() -> None:
    """Dollars and backslashes stand in an element of their own, where no formula can begin."""
    text = markdown.render(Page("", (Paragraph(inline("$a$ \\(b\\) $$c$$ \\begin{d}")),)))
    assert "$" not in text
    assert not re.search(r"\\[()$b\\]", text)
    assert text.count("<span>&#36;</span>") == 6
    assert text.count("<span>&#92;</span>") == 3


def test_identifiers_stay_readable() -> None:
    """An underscore inside a word needs no escape, and a number with a point is no list."""
    page = Page("", (Paragraph(inline("loss_recovered = 3.5 万元 (a-b)，12. 5")),))
    assert markdown.render(page) == "loss_recovered = 3.5 万元 (a-b)，12. 5"


@pytest.mark.parametrize(("lang", "line"), [("zh", "- 甲：乙"), ("en", "- 甲: 乙")])
def test_the_colon_of_a_field_follows_the_language(lang: str, line: str) -> None:
    """Chinese pages have a Chinese colon."""
    assert markdown.render(Page("", (Fields((("甲", inline("乙")),)),), lang)) == line


def test_empty_blocks_leave_no_trace() -> None:
    """Nothing to say gives no line."""
    blocks = (Heading((), 2), Paragraph(()), Fields(()), Table((), ()), Tree(()), Note((), "bad"))
    assert markdown.render(Page("", blocks)) == ""


def test_a_tree_of_any_depth_is_drawn() -> None:
    """Depth costs no recursion."""
    branch = Branch(inline("末"))
    for _ in range(2000):
        branch = Branch(inline("层"), (branch,))
    assert markdown.render(Page("", (Tree((branch,)),))).count("\n") == 2000


@given(texts)
def test_the_same_text_is_drawn_the_same_and_on_one_line(text: str) -> None:
    """Rendering twice gives the same line; a line break in a text is a space."""
    page = Page("", (Paragraph(inline(text)),))
    assert markdown.render(page) == markdown.render(page)
    assert "\n" not in markdown.render(page)
