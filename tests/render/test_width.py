"""How wide text is and where its lines break."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.render.pages import CLOSERS, HAN, OPENERS, any_text, texts
from tolerance_engine.render.width import break_lines, clusters, display_width, pad, take, truncate, wrap

widths = st.integers(20, 120)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("容错", 4),
        ("（一）", 6),
        ("e\u0301", 1),
        ("ﾊﾟ", 2),
        ("“容错”", 6),
        ("👍", 2),
        ("❤\ufe0f", 2),
        ("❤", 1),
        ("1\ufe0f\u20e3", 2),
        ("🇨🇳", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\u115f", 2),
        ("\u1160\u11ff", 0),
        ("\u1200", 1),
        ("a\u200bb", 2),
        ("a\u00adb", 3),
    ],
)
def test_width_of_known_texts(text: str, width: int) -> None:
    """Chinese takes two columns, marks none, a dressed-up emoji two."""
    assert display_width(text) == width


def test_ambiguous_characters_are_as_wide_as_the_caller_says() -> None:
    """Box lines and curly quotes take two columns on a terminal that draws them so."""
    assert display_width("│“甲”") == 5
    assert display_width("│“甲”", ambiguous=2) == 8


@given(texts)
def test_width_is_never_less_than_an_independent_measure(text: str) -> None:
    """rich measures no text wider than we do, so a line that fits us fits a terminal."""
    one_line = " ".join(text.split())
    assert display_width(one_line) >= cell_len(one_line)


@given(any_text)
def test_clusters_are_the_whole_text(text: str) -> None:
    """Pulling a text apart into clusters loses nothing."""
    pieces = list(clusters(text))
    assert "".join(pieces) == text
    assert all(pieces)


@pytest.mark.parametrize(
    "cluster",
    [
        *("👍🏻", "👍🏼", "👍🏽", "👍🏾", "👍🏿"),
        *("👨\u200d👩\u200d👧", "🇨🇳", "🇦🇿", "e\u0301\u0302", "❤\ufe0f", "\u1112\u1160\u11ff"),
    ],
)
def test_joined_characters_are_one_cluster(cluster: str) -> None:
    """What is drawn as one sign is never torn apart when a place for a break is free."""
    assert list(clusters("甲" + cluster + "乙")) == ["甲", cluster, "乙"]


def test_neighbours_are_cut_apart() -> None:
    """Of four flag letters two and two belong together; an animal after a hand is no skin."""
    assert list(clusters("🇨🇳🇨🇳")) == ["🇨🇳", "🇨🇳"]
    assert list(clusters("👍🐀")) == ["👍", "🐀"]
    assert list(clusters("🇨🈀")) == ["🇨", "🈀"]


@given(texts, st.integers(0, 40))
def test_padding_fills_to_the_width_and_cuts_nothing(text: str, width: int) -> None:
    """Padded text takes at least the width, and exactly the width when it was shorter."""
    for align in ("left", "right"):
        padded = pad(text, width, align=align)
        assert padded.strip(" ") == text.strip(" ")
        assert display_width(padded) == max(width, display_width(text))
    assert pad("甲", 4, align="right") == "  甲"
    assert pad("“甲”", 6) == "“甲”  "


@given(texts, st.integers(0, 40))
def test_truncated_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    """A cut text is the beginning of the text and a mark, together within the width."""
    cut = truncate(text, width)
    assert display_width(cut) <= width
    if display_width(text) <= width:
        assert cut == text
    elif width:
        assert cut.endswith("…")
        assert text.startswith(cut.removesuffix("…"))


def test_truncation_keeps_as_much_as_fits() -> None:
    """A wide character that fits half is left out; without room for the mark nothing is left."""
    assert take("“容”错", 5) == "“容”"
    assert truncate("容错纠错", 6) == "容错…"
    assert truncate("容错纠错", 5) == "容错…"
    assert truncate("容错纠错", 4) == "容…"
    assert truncate("容错纠错", 1) == "…"
    assert truncate("容错纠错", 0) == ""
    assert truncate("容错纠错", 8) == "容错纠错"
    assert truncate("a b c", 4) == "a b…"
    assert truncate("a b c", 3) == "a…"
    assert truncate("容错纠错", 6, ambiguous=2) == "容错…"


@given(any_text | texts, widths, st.sampled_from([1, 2]))
def test_no_wrapped_line_is_too_wide(text: str, width: int, ambiguous: Literal[1, 2]) -> None:
    """Whatever the text, every line fits, and none begins or ends with a space."""
    for line in wrap(text, width, ambiguous=ambiguous):
        assert display_width(line, ambiguous=ambiguous) <= width
        assert line == line.strip()


@given(any_text | texts, widths)
def test_wrapping_loses_and_adds_nothing(text: str, width: int) -> None:
    """The lines together are the text, up to spaces."""
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


sentences = st.lists(
    st.one_of(
        st.text(HAN, min_size=1, max_size=9),
        st.builds(lambda a, b: f"{b}{a}{b}", st.sampled_from(CLOSERS), st.text(HAN, min_size=1, max_size=3)),
        st.builds(lambda a, b: f"{a}{b}", st.sampled_from(OPENERS), st.text(HAN, min_size=1, max_size=3)),
        st.builds(lambda a: f"甲 {a} 乙", st.sampled_from(CLOSERS)),
        st.builds(lambda a: f"甲 {a} 乙", st.sampled_from(OPENERS)),
        st.sampled_from(
            ("“容错”，", "《办法》。", "（一）", "expressly_prohibited", " qa2018 ", "100％", "……", "——")
        ),
        st.text("abcdefgh_/-.", min_size=30, max_size=60).map("甲{}".format),
    ),
    min_size=1,
    max_size=14,
).map("".join)


@given(sentences, widths)
def test_no_line_begins_with_a_stop_or_ends_with_an_opening_mark(text: str, width: int) -> None:
    """禁则 holds across torn words and stray spaces, unless marks stand in a row as long as a line."""
    lines = wrap(text, width)
    first = text.split(maxsplit=1)[0][0] if text.split() else ""
    for line in lines[1:]:
        assert line[0] not in CLOSERS, lines
    for line in lines[:-1]:
        assert line[-1] not in OPENERS, lines
    assert not lines or lines[0][0] == first


ids = st.builds("{}{}".format, st.sampled_from("aB7_"), st.text("abcdefgXYZ_0123456789.-", max_size=19))


@given(st.lists(ids, min_size=1), widths)
def test_words_that_fit_a_line_stay_whole(words: list[str], width: int) -> None:
    """A Latin word, number or id is on one line even when Chinese stands around it."""
    lines = wrap("文".join(words), width)
    joined = "\n".join(lines)
    for word in words:
        assert word in joined, lines


@given(st.text(HAN, min_size=1, max_size=200), widths)
def test_chinese_lines_are_filled(text: str, width: int) -> None:
    """Plain Chinese breaks anywhere, so every line but the last is full."""
    lines = wrap(text, width)
    assert all(len(line) == width // 2 for line in lines[:-1])


def test_lines_of_mixed_text() -> None:
    """Quotation marks, dashes, ids and numbers break as a typesetter would break them."""
    text = "事实 expressly_prohibited 尚未查明……见《办法》第 12 条（以下称“本条”）——don’t tear it。"
    assert wrap(text, 26) == (
        "事实 expressly_prohibited",
        "尚未查明……见《办法》第 12",
        "条（以下称“本条”）——don’t",
        "tear it。",
    )


@given(sentences, widths, st.integers(0, 12))
def test_a_first_line_that_hangs_out_may_be_wider(text: str, width: int, hang: int) -> None:
    """Only the first line uses the columns it has more, and nothing is lost by it."""
    lines = [text[start:end] for start, end in break_lines(text, width, hang=hang)]
    assert all(display_width(line) <= width for line in lines[1:])
    assert display_width("".join(lines[:1])) <= width + hang
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_an_apostrophe_does_not_part_a_word() -> None:
    """’ inside a word is a letter, ’ at the end of a quotation is a closing mark."""
    assert wrap("一二三四五六七八don’t 甲", 20) == ("一二三四五六七八", "don’t 甲")
    assert wrap("一二三四五六七八九I’m", 20) == ("一二三四五六七八九", "I’m")
    assert wrap("一二三四五六‘甲’abcdefgh", 20) == ("一二三四五六‘甲’", "abcdefgh")
    assert wrap("一二三四五六七‘八九’十", 19) == ("一二三四五六七‘八", "九’十")


def test_curly_quotes_are_narrow_unless_said_otherwise() -> None:
    """Six columns hold two characters in quotation marks, or one where the marks are wide."""
    assert break_lines("“甲乙”", 6) == ((0, 4),)
    assert break_lines("“甲乙”", 6, ambiguous=2) == ((0, 2), (2, 4))


def test_what_holds_words_together() -> None:
    """A no-break space, a word joiner, an accent and a word as long as the line: none of them is torn."""
    assert wrap("一二三四五六七八 100\u00a0元", 20) == ("一二三四五六七八", "100\u00a0元")
    assert wrap("一二三四五六七八九乙\u2060丙", 20) == ("一二三四五六七八九", "乙\u2060丙")
    assert wrap("一二三四五六七八caféé甲", 20) == ("一二三四五六七八", "caféé甲")
    assert wrap("甲 " + "x" * 20, 20) == ("甲", "x" * 20)
    assert wrap("x" * 19 + "🇨🇳", 20) == ("x" * 19, "🇨🇳")


def test_a_word_longer_than_a_line_is_torn_after_its_marks() -> None:
    """A path breaks after a slash or underscore; a word without any breaks where the line ends."""
    assert wrap("见 rulesets/qinghai/expressly_prohibited.yaml。", 20) == (
        "见 rulesets/qinghai/",
        "expressly_",
        "prohibited.yaml。",
    )
    assert wrap("x" * 25 + "，后", 20) == ("x" * 20, "xxxxx，后")
    assert wrap("x" * 20 + "，后", 20) == ("x" * 19, "x，后")
    assert wrap("甲\u00a0" + "x" * 19, 20) == ("甲", "x" * 19)
    assert wrap("甲" + "\u00a0" * 70 + "乙", 20) == ("甲", "乙")
    assert wrap("x" * 18 + "c.，后", 20) == ("x" * 18, "c.，后")
