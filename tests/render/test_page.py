"""The values a page is made of, and what tones add to them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from tests.render.pages import any_text, inlines
from tolerance_engine.render import Branch, Heading, Inline, Paragraph, Run, Table, Tree, inline
from tolerance_engine.render.page import numeric_columns, plain, walk
from tolerance_engine.render.tones import SIGNS, legible, signed


def test_inline_takes_strings_and_runs() -> None:
    """A string is a plain run; what is empty is left out."""
    assert inline("甲", Run("乙", "good"), "", Run("", "bad")) == (Run("甲"), Run("乙", "good"))
    assert inline() == ()


def test_pages_are_values() -> None:
    """Nothing of a page can be changed once it is made, and equal pages are equal."""
    block = Paragraph(inline("甲"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        block.text = ()  # type: ignore[misc]
    assert block == Paragraph((Run("甲"),))
    assert len({block, Paragraph((Run("甲"),))}) == 1
    assert not hasattr(block, "__dict__")


@pytest.mark.parametrize("level", [0, 7])
def test_headings_have_a_level_that_exists(level: int) -> None:
    """A level outside 1 to 6 is the caller's mistake and said so."""
    with pytest.raises(ValueError, match=f"not {level}"):
        Heading(inline("甲"), level)


def test_rows_are_as_long_as_the_header() -> None:
    """A row with a cell too many or too few is refused, with its number."""
    with pytest.raises(ValueError, match="row 2 has 1 cells, the header has 2"):
        Table(("甲", "乙"), ((inline("1"), inline("2")), (inline("1"),)))


def test_a_walk_meets_parents_before_children_in_order() -> None:
    """The trail of a branch says where on each level it stands."""
    tree = Tree(
        (Branch(inline("甲"), (Branch(inline("乙"), (Branch(inline("丙")),)), Branch(inline("丁")))),)
    )
    assert [(plain(step.branch.text), step.trail) for step in walk(tree)] == [
        ("甲", ()),
        ("乙", (False,)),
        ("丙", (False, True)),
        ("丁", (True,)),
    ]


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (["1", "-2.5", "3,000", "12%", "−7", "+1"], True),
        (["1", "—", ""], True),
        (["", "—"], False),
        (["1", "甲"], False),
        (["2024-01-01"], False),
        (["1.2.3"], False),
        (["½", "²"], False),
        ([], False),
    ],
)
def test_columns_of_numbers_are_recognised(cells: list[str], numeric: bool) -> None:
    """Amounts, counts and shares are numbers; dates, versions and ids are not; nothing at all is no number."""
    table = Table(("列",), tuple((inline(cell),) for cell in cells))
    assert numeric_columns(table) == (numeric,)


def test_signs_stand_before_their_words() -> None:
    """One sign for neighbours of one tone, parted from the word before, held to the word after."""
    runs = inline("结果", Run("不", "bad"), Run("利", "bad"), "；", Run("有利", "good"), Run(" ", "open"))
    assert plain(signed(runs)) == "结果 ↓\u00a0不利；↑\u00a0有利 "
    assert plain(signed(inline("；果", Run("不利", "bad")))) == "；果 ↓\u00a0不利"


def test_a_sign_that_is_there_is_not_repeated() -> None:
    """Text that brings its own sign keeps just that one."""
    assert signed(inline(Run("↑ 有利", "good"))) == (Run("↑ 有利", "good"),)


@given(inlines(any_text))
def test_signs_change_no_text(text: Inline) -> None:
    """Without its signs, signed text is the legible text, white space aside."""
    bare = plain(tuple(run for run in text if run.tone not in SIGNS))
    without = plain(tuple(run for run in signed(text) if run.tone not in SIGNS))
    assert "".join(legible(bare).split()) == "".join(without.split())


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0x00, "␀"),
        (0x08, "␈"),
        (0x1B, "␛"),
        (0x7E, "~"),
        (0x7F, "␡"),
        (0x80, "\ufffd"),
        (0x9F, "\ufffd"),
        (0xA1, "¡"),
        (0x2029, " "),
        (0x202A, "\ufffd"),
        (0x202E, "\ufffd"),
        (0x202F, "\u202f"),
        (0x2066, "\ufffd"),
        (0x2069, "\ufffd"),
        (0x206A, "\u206a"),
        (0xD7FF, "\ud7ff"),
        (0xD800, "\ufffd"),
        (0xDFFF, "\ufffd"),
        (0xE000, "\ue000"),
    ],
)
def test_what_is_replaced_and_what_is_not(code: int, shown: str) -> None:
    """Controls, direction overrides and lone surrogates are replaced, their neighbours are not."""
    assert legible(f"a{chr(code)}b") == f"a{shown}b"


@given(any_text)
def test_legible_text_can_be_printed_anywhere(text: str) -> None:
    """One line, no controls, no direction overrides, nothing that cannot be encoded, and once is enough."""
    shown = legible(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert not set(shown) & {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066)}
    assert legible(shown) == shown
    assert len("".join(shown.split())) == len("".join(text.split()))
