"""Pages to draw: one small page for the goldens, hypothesis strategies for any page, and what a page says."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from tolerance_engine.render import (
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
from tolerance_engine.render.page import plain, walk

TONES: tuple[Tone, ...] = ("plain", "strong", "good", "bad", "open", "muted", "link")

SMALL = Page(
    "研判意见",
    (
        Fields((("结论", inline(Run("从轻或减轻", "strong"))), ("行为日期", inline("2019-10-12")))),
        Note(inline("还缺一项事实：损失是否追回。"), "open"),
        Heading(inline("一、研判"), 2),
        Table(
            ("研判", "结果", "事实数"),
            (
                (inline("程序"), inline(Run("有利", "good")), inline("12")),
                (inline("结果"), inline(Run("不利", "bad")), inline("3")),
            ),
        ),
        Heading(inline("二、为什么"), 2),
        Tree(
            (
                Branch(
                    inline(Run("结论", "strong"), "：", Run("从轻或减轻", "open")),
                    (
                        Branch(
                            inline("程序 ", Run("有利", "good")),
                            (Branch(inline("集体研究：是"), note=inline("会议纪要 3")),),
                            folded=True,
                            note=inline("问答，", Run("程序", "link")),
                        ),
                        Branch(inline("损失是否追回：", Run("未查明", "open"))),
                    ),
                ),
            )
        ),
        Heading(inline("附记"), 3),
        Paragraph(inline("事实 ", Run("loss_recovered", "muted"), " 须由当事单位提供材料。")),
        Note(inline("供参考。"), "muted"),
    ),
)

# Everything a Chinese file may hold, and what breaks renderers; nothing that a renderer draws by itself.
HAN = "经研究认为该同志在推进工作中出现失误情节较轻损失已追回应当依规处理甲乙丙丁"
CLOSERS = "，。、；：）」』》”！？"
OPENERS = "（「『《“"
LATIN = "abcdefghijkmnpqrstuvwxyzABCDEFGHXYZ_"
MARKUP = "<>&|*_`~#$\\[](){}!+-=:;'\"/^@%,."
PIECES = (
    *"😀🙏❤👍🏛",
    "👍🏽",
    "👨\u200d👩\u200d👧",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "🇨🇳",
    "e\u0301",
    "n\u0303\u0302",
    "한국",
    "\u1112\u1161\u11ab",
    "ﾊﾟ",
    "م",
    "a\u200bb",
    "https://example.org/a_long/path?with=questions&and=answers",
    "<script>alert(1)</script>",
    "**粗**",
    "[链](javascript:alert(1))",
)

words = st.one_of(
    st.text(HAN, min_size=1, max_size=12),
    st.sampled_from(CLOSERS + OPENERS),
    st.text(LATIN, min_size=1, max_size=14),
    st.text(MARKUP, min_size=1, max_size=4),
    st.sampled_from(PIECES),
    st.sampled_from((" ", "  ", "\n", "\t", "\u3000", "\u00a0")),
    st.text(LATIN, min_size=40, max_size=90),
)
texts = st.lists(words, max_size=8).map("".join)
any_text = st.text(st.characters(exclude_categories=()), max_size=40)


def inlines(text: st.SearchStrategy[str] = texts, max_size: int = 4) -> st.SearchStrategy[Inline]:
    """Runs of any tone."""
    runs = st.builds(Run, text, st.sampled_from(TONES))
    return st.lists(runs, max_size=max_size).map(tuple)


def trees(text: st.SearchStrategy[Inline]) -> st.SearchStrategy[Tree]:
    """Trees of at most three levels, folded anywhere."""
    leaves = st.builds(Branch, text, folded=st.booleans(), note=text)
    level = leaves
    for _ in range(2):
        level = st.builds(Branch, text, st.lists(level, max_size=3).map(tuple), st.booleans(), text)
    return st.lists(level, max_size=2).map(tuple).map(Tree)


@st.composite
def tables(draw: st.DrawFn, text: st.SearchStrategy[str] = texts) -> Table:
    """Tables of up to six columns."""
    columns = draw(st.integers(1, 6))
    header = st.lists(text, min_size=columns, max_size=columns).map(tuple)
    row = st.lists(inlines(text, 2), min_size=columns, max_size=columns).map(tuple)
    return Table(draw(header), draw(st.lists(row, max_size=4).map(tuple)))


def linear_blocks(text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Block]:
    """Blocks whose text is read from top to bottom, without columns side by side."""
    return st.one_of(
        st.builds(Heading, inlines(text), st.integers(1, 6)),
        st.builds(Paragraph, inlines(text, 6)),
        st.builds(Note, inlines(text), st.sampled_from(TONES)),
        trees(inlines(text, 3)),
    )


def column_blocks(text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Block]:
    """Fields and tables."""
    rows = st.lists(st.tuples(text, inlines(text, 3)), max_size=4).map(tuple)
    return st.one_of(st.builds(Fields, rows), tables(text))


def pages(
    blocks: st.SearchStrategy[Block] | None = None, text: st.SearchStrategy[str] = texts
) -> st.SearchStrategy[Page]:
    """Pages of any blocks."""
    one = st.one_of(linear_blocks(text), column_blocks(text)) if blocks is None else blocks
    return st.builds(Page, text, st.lists(one, max_size=4).map(tuple), st.sampled_from(("zh", "en")))


def said(page: Page) -> Iterator[str]:
    """Every text of a page, in reading order."""
    yield page.title
    for block in page.blocks:
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Paragraph(text) | Note(text):
            yield plain(text)
        case Fields(rows):
            for label, value in rows:
                yield from (label, plain(value))
        case Table(header, rows):
            yield from header
            yield from (plain(cell) for row in rows for cell in row)
        case Tree():
            for branch, _ in walk(block):
                yield from (plain(branch.text), plain(branch.note))


# What the renderers add: lines, signs, brackets of headings, separators, the depth of a deep branch.
DRAWN = frozenset("│├└─═↑↓◇※·【】")


def ink(text: str) -> str:
    """What can be seen of a text, without what renderers draw themselves."""
    return "".join(char for char in text if not char.isspace() and char not in DRAWN)


def ink_of(page: Page) -> str:
    """What must be seen of a page, in reading order."""
    return ink("".join(said(page)))
