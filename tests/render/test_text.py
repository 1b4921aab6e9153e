"""Pages as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.render.pages import (
    SMALL,
    any_text,
    column_blocks,
    ink,
    ink_of,
    linear_blocks,
    pages,
    said,
)
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
    text,
)
from tolerance_engine.render.width import display_width

SMALL_TEXT = """\
研判意见
════════

结论      从轻或减轻
行为日期  2019-10-12

◇ 还缺一项事实：损失是否追回。

一、研判
────────
研判  结果    事实数
────  ──────  ──────
程序  ↑ 有利      12
结果  ↓ 不利       3

二、为什么
──────────
结论：◇ 从轻或减轻
├─ 程序 ↑ 有利  · 问答，程序
│  └─ 集体研究：是  · 会议纪要 3
└─ 损失是否追回：◇ 未查明

【附记】
事实 loss_recovered 须由当事单位提供材料。

※ 供参考。"""

widths = st.integers(20, 120)
SGR = re.compile(r"\x1b\[[0-9;]*m")


def one(block: object) -> Page:
    """A page of nothing but one block."""
    return Page("", (block,))  # type: ignore[arg-type]


def test_a_small_page() -> None:
    """Every kind of block has its place and its shape."""
    assert text.render(SMALL) == SMALL_TEXT


def test_a_small_page_in_colour() -> None:
    """Colour follows the tones and nothing but the tones."""
    page = Page("甲", (Paragraph(inline("结果 ", Run("有利", "good"), "，见", Run("第 3 条", "link"))),))
    assert text.render(page, color=True) == (
        "\x1b[1m甲\x1b[0m\n\x1b[2m══\x1b[0m\n\n结果 \x1b[32m↑ 有利\x1b[0m，见\x1b[36m第 3 条\x1b[0m"
    )


def test_wrapped_branches_hang_below_their_first_line() -> None:
    """A long branch goes on beneath itself, and its line to the children is not interrupted."""
    tree = Tree(
        (
            Branch(
                inline("甲乙丙丁甲乙丙丁甲乙丙丁"),
                (
                    Branch(inline("子丑寅卯子丑寅卯子丑寅卯"), (Branch(inline("末")),)),
                    Branch(inline("子丑寅卯子丑寅卯"), note=inline("会议纪要")),
                ),
            ),
        )
    )
    assert text.render(one(tree), 20) == (
        "甲乙丙丁甲乙丙丁甲乙\n"
        "│ 丙丁\n"
        "├─ 子丑寅卯子丑寅卯\n"
        "│  │ 子丑寅卯\n"
        "│  └─ 末\n"
        "└─ 子丑寅卯子丑寅卯\n"
        "     · 会议纪要"
    )


def test_branches_too_deep_to_draw_say_how_deep_they_are() -> None:
    """Where lines would not fit, depth is a number, so that parent and child never look like siblings."""
    branch = Branch(inline("末"))
    for name in "己戊丁丙乙甲":
        branch = Branch(inline(name), (branch,))
    assert text.render(one(Tree((branch,))), 20) == (
        "甲\n└─ 乙\n   └─ 丙\n…3 └─ 丁\n…4 └─ 戊\n…5 └─ 己\n…6 └─ 末"
    )


@pytest.mark.parametrize(
    ("branch", "note", "drawn"),
    [
        ("甲乙丙丁", "子丑寅卯", "甲乙丙丁  · 子丑寅卯"),
        ("甲乙丙丁", "子丑寅卯a", "甲乙丙丁\n  · 子丑寅卯a"),
        ("甲" * 10 + "乙丙丁戊", "子丑寅", "甲" * 10 + "\n  乙丙丁戊  · 子丑寅"),
        ("甲" * 10 + "乙丙丁戊", "子丑寅a", "甲" * 10 + "\n  乙丙丁戊\n  · 子丑寅a"),
    ],
)
def test_a_note_stands_behind_its_branch_where_it_fits(branch: str, note: str, drawn: str) -> None:
    """To the last column of the line; else it begins a line of its own."""
    assert text.render(one(Tree((Branch(inline(branch), note=inline(note)),))), 20) == drawn


def test_labels_take_a_third_of_the_width_at_most() -> None:
    """A long label wraps so that its value has room."""
    fields = Fields((("一二三四五六七八九十甲乙", inline("子丑")),))
    assert text.render(one(fields), 60) == "一二三四五六七八九十  子丑\n甲乙"
    assert text.render(one(fields), 20) == "一二三四  子丑\n五六七八\n九十甲乙"


def test_lines_are_drawn_as_long_as_a_third_of_the_width_is_left() -> None:
    """The last column that can be given to lines is given to them."""
    branch = Branch(inline("末"))
    for _ in range(8):
        branch = Branch(inline("层"), (branch,))
    tree = one(Tree((branch,)))
    assert text.render(tree, 36).splitlines()[-1] == " " * 21 + "└─ 末"
    assert text.render(tree, 35).splitlines()[-1] == "…8 └─ 末"
    for _ in range(6):
        branch = Branch(inline("层"), (branch,))
    assert text.render(one(Tree((branch,))), 60).splitlines()[-2:] == [" " * 36 + "└─ 层", "…14 └─ 末"]


def test_a_branch_too_deep_to_draw_still_hangs() -> None:
    """Its further lines stand below its first, with a line down to the branch that follows."""
    branch = Branch(inline("层"), (Branch(inline("甲乙丙丁戊己庚辛")), Branch(inline("末"))))
    for _ in range(2):
        branch = Branch(inline("层"), (branch,))
    assert text.render(one(Tree((branch,))), 20).splitlines()[3:] == [
        "…3 ├─ 甲乙丙丁戊己庚",
        "   │    辛",
        "…3 └─ 末",
    ]


def test_a_tree_of_any_depth_is_drawn() -> None:
    """Depth costs no recursion and no width."""
    branch = Branch(inline("最底层的一项说明文字"))
    for _ in range(2500):
        branch = Branch(inline("层"), (branch,))
    lines = text.render(one(Tree((branch,))), 40).splitlines()
    assert len(lines) == 2501
    assert lines[-1] == "…2500 └─ 最底层的一项说明文字"


def test_cells_wrap_inside_their_columns() -> None:
    """A column with little to say keeps its width; rows of several lines are set apart."""
    table = Table(
        ("项", "说明"),
        (
            (inline("甲"), inline("损失已经全部追回，影响也已消除")),
            (inline("乙"), inline("无")),
        ),
    )
    assert text.render(one(table), 20) == (
        "项  说明\n──  ────────────────\n甲  损失已经全部追\n    回，影响也已消除\n\n乙  无"
    )


def test_a_table_too_wide_for_the_page_is_told_row_by_row() -> None:
    """Columns are never squeezed until nobody can read them."""
    table = Table(
        ("研判节点", "研判方向", "研判程序"),
        (
            (inline("甲甲甲甲"), inline("乙乙乙乙"), inline("丙丙丙丙")),
            (inline("丁"), inline("戊"), inline("己")),
        ),
    )
    assert text.render(one(table), 20) == (
        "研判节点  甲甲甲甲\n研判方向  乙乙乙乙\n研判程序  丙丙丙丙\n\n研判节点  丁\n研判方向  戊\n研判程序  己"
    )


def test_a_table_that_just_fits_stays_a_table() -> None:
    """As long as every column has eight columns or all it asks for, cells are side by side."""
    row = (inline("一二三四五六"), inline("甲乙丙丁戊己庚"))
    narrow = text.render(one(Table(("左边一列", "右边一列"), (row,))), 20)
    assert narrow == "左边一列   右边一列\n─────────  ─────────\n一二三四   甲乙丙丁\n五六       戊己庚"
    three = Table(("左边一列", "右边一列", "中"), ((*row, inline("子")),))
    assert text.render(one(three), 22) == (
        "左边一列  右边一列  中\n────────  ────────  ──\n一二三四  甲乙丙丁  子\n五六      戊己庚"
    )
    assert text.render(one(three), 21) == (
        "左边一列  一二三四五\n          六\n右边一列  甲乙丙丁戊\n          己庚\n中        子"
    )


def test_text_is_a_hundred_columns_wide_unless_said_otherwise() -> None:
    """Fifty Chinese characters fill a line."""
    assert text.render(one(Paragraph(inline("甲" * 60)))) == "甲" * 50 + "\n" + "甲" * 10


def test_only_columns_of_numbers_are_set_flush_right() -> None:
    """Digits line up under each other; an id or a date is no number."""
    table = Table(
        ("金额", "条", "日期"),
        (
            (inline("1,200"), inline("3a"), inline("2024-01-02")),
            (inline("—"), inline("4"), inline("2024-11-12")),
            (inline("-5.5%"), inline("5"), inline()),
        ),
    )
    assert text.render(one(table)) == (
        " 金额  条  日期\n─────  ──  ──────────\n1,200  3a  2024-01-02\n    —  4   2024-11-12\n-5.5%  5"
    )


def test_empty_blocks_leave_no_trace() -> None:
    """Nothing to say takes no line, no heading rule and no gap."""
    empty = (
        Heading((), 2),
        Paragraph(()),
        Paragraph(inline(" \n")),
        Fields(()),
        Table((), ()),
        Tree(()),
        Note((), "bad"),
    )
    assert text.render(Page("", empty)) == ""
    assert text.render(Page("", (Paragraph(inline("甲")), *empty, Paragraph(inline("乙"))))) == "甲\n\n乙"


def test_control_characters_are_shown_and_never_sent() -> None:
    """An escape sequence in a case cannot paint or clear a terminal, nor turn its reading direction."""
    hostile = "a\x1b[31mb\x00c\x7fd\x9be\u202ef\u2066g\ud800h"
    assert text.render(one(Paragraph(inline(hostile)))) == "a␛[31mb␀c␡d�e�f�g�h"


def test_widths_below_the_narrowest_are_taken_as_the_narrowest() -> None:
    """A terminal of no width still gets readable lines."""
    assert text.render(SMALL, 0) == text.render(SMALL, 20)


@pytest.mark.parametrize("color", [False, True])
def test_signs_and_lines_are_in_chinese_code_pages(color: bool) -> None:
    """A GBK console can show all that the renderer adds."""
    drawn = text.render(SMALL, 40, color)
    assert drawn.encode("gbk").decode("gbk") == drawn


@given(pages(), widths)
def test_no_line_is_wider_than_asked(page: Page, width: int) -> None:
    """Whatever stands on the page, its lines fit, by our measure and by that of rich, and end in no space."""
    for line in text.render(page, width).split("\n"):
        assert display_width(line) <= width, line
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


@given(pages(text=any_text), widths)
def test_no_line_of_any_unicode_is_wider_than_asked(page: Page, width: int) -> None:
    """Text of any code points, lone surrogates and controls included, fits and can be written to a file."""
    drawn = text.render(page, width)
    assert all(display_width(line) <= width for line in drawn.split("\n"))
    assert drawn.encode().decode() == drawn
    assert len(drawn.splitlines()) <= drawn.count("\n") + 1


@given(pages(), widths)
def test_no_line_is_wider_than_asked_where_box_lines_are_wide(page: Page, width: int) -> None:
    """On a terminal with wide box lines the lines fit as well."""
    for line in text.render(page, width, ambiguous=2).split("\n"):
        assert display_width(line, ambiguous=2) <= width, line


@given(pages(linear_blocks()), widths)
def test_nothing_is_lost_or_added_in_running_blocks(page: Page, width: int) -> None:
    """Headings, paragraphs, notes and trees (folded ones too) show every character in order, and no other."""
    assert ink(text.render(page, width)) == ink_of(page)


@given(pages(column_blocks()), widths)
def test_nothing_is_lost_in_columns(page: Page, width: int) -> None:
    """Every cell shows all its characters in order between those of its neighbours."""
    drawn = ink(text.render(page, width))
    for cell in said(page):
        rest = iter(drawn)
        assert all(char in rest for char in ink(cell)), cell
    assert set(drawn) <= set(ink_of(page))


@given(pages(), widths)
def test_colour_changes_nothing_but_colour(page: Page, width: int) -> None:
    """Without its colour codes the coloured text is the plain text, and every colour ends on its line."""
    plain, coloured = text.render(page, width), text.render(page, width, True)
    assert SGR.sub("", coloured) == plain
    assert "\x1b" not in plain
    for line in coloured.split("\n"):
        codes = SGR.findall(line)
        assert codes[1::2] == ["\x1b[0m"] * (len(codes) // 2)
        assert len(codes) % 2 == 0


@given(pages(), widths)
def test_the_same_page_is_drawn_the_same(page: Page, width: int) -> None:
    """Rendering twice gives the same text."""
    assert text.render(page, width) == text.render(page, width)
