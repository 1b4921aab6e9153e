"""Scalars: a plain word has one meaning for every reader of YAML, or it is refused with a hint."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.ruleset.writing import expect_one, marked, spoilt
from tolerance_engine.determine import read_case
from tolerance_engine.errors import CaseError, RulesetError
from tolerance_engine.ruleset import load_text

TEXT = ("加引号", "quote")
TRUTH = ("true 或 false", "true or false")
LOWER = ("小写", "lower case")
BASE_60 = ("六十进制", "base 60")
OCTAL = ("八进制", "octal")
PLAIN = ("数字照常写", "write numbers plainly")
DAY = ("YYYY-MM-DD", "YYYY-MM-DD")
NO_DAY = ("没有这一天", "no such day")
DIGITS = ("最多 30 位", "at most 30 digits")

REFUSED = {
    **dict.fromkeys(["no", "No", "NO", "yes", "Yes", "on", "ON", "off", "Off", "y", "Y", "n", "N"], TRUTH),
    **dict.fromkeys(["True", "TRUE", "False", "FALSE", "Null", "NULL"], LOWER),
    **dict.fromkeys(["1:30", "12:30:45", "-1:30", "190:20:30", "1:30.5"], BASE_60),
    **dict.fromkeys(["010", "-010", "007", "00", "0x1f", "0o17", "0b11"], OCTAL),
    **dict.fromkeys(["1_000", "1e3", "1E3", "1.5e-3", "1e+3", ".5", "-.5", "5.", "+5", "+1.5"], PLAIN),
    **dict.fromkeys([".inf", "-.Inf", ".NaN", ".nan"], PLAIN),
    **dict.fromkeys(["2018-9-3", "2018-09-3", "2018-09-03T10:00:00", "2018-09-03 10:00:00"], DAY),
    **dict.fromkeys(["2018-02-30", "2018-13-01", "2018-00-10", "0000-01-01", "2019-02-29"], NO_DAY),
    **dict.fromkeys(["9" * 31, "-" + "9" * 30, "0." + "1" * 30], DIGITS),
}


@pytest.mark.parametrize("word", REFUSED)
def test_a_word_with_two_meanings_is_refused(word: str) -> None:
    """What YAML 1.1 and 1.2 read differently is refused at its place, with the way to write it."""
    with pytest.raises(CaseError) as raised:
        read_case(f"facts:\n  a: {word}\n")
    zh, en = REFUSED[word]
    expect_one(
        raised.value,
        code="Y011",
        underlined=word,
        zh=f"`{word}`",
        en=f"`{word}`",
        help_zh=zh,
        help_en=en,
        line=2,
        column=6,
    )


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("10", 10),
        ("-3", -3),
        ("1.5", Decimal("1.5")),
        ("-0.50", Decimal("-0.50")),
        ("52000.00", Decimal("52000.00")),
        ("9" * 30, int("9" * 30)),
        ("2018-09-03", date(2018, 9, 3)),
        ("2020-02-29", date(2020, 2, 29)),
        ("collective", "collective"),
        ("集体研究", "集体研究"),
        ("2024-017", "2024-017"),
        ("1.2.3", "1.2.3"),
        ("no.3", "no.3"),
        ("yes please", "yes please"),
        ("12%", "12%"),
        ("３", "３"),
        ("0X1F", "0X1F"),
    ],
)
def test_a_plain_word_means_what_it_says(word: str, value: Any) -> None:
    """Plain truth values, numbers, days and words are read as everyone reads them, type included."""
    found = read_case(f"facts:\n  a: {word}\n").facts["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("quote", ["'{}'", '"{}"'], ids=["single", "double"])
@pytest.mark.parametrize("word", ["no", "true", "null", "010", "1:30", "1e3", "5", "2018-09-03", "~", ""])
def test_quoted_scalars_stay_text(word: str, quote: str) -> None:
    """Whatever stands in quotes is text."""
    assert read_case(f"facts:\n  a: {quote.format(word)}\n").facts["a"] == word


@pytest.mark.parametrize("style", ["|", ">", "|-"])
def test_block_scalars_stay_text(style: str) -> None:
    """A block of text is text, also when it is one word YAML would misread."""
    assert str(read_case(f"facts:\n  a: {style}\n    no\n").facts["a"]).strip() == "no"


@pytest.mark.parametrize("word", ["1.10", "2018", "2018-09-03", "true"])
def test_a_number_is_never_taken_for_text(word: str) -> None:
    """Where text is wanted, an unquoted number, day or truth value is refused rather than rewritten."""
    place = marked(spoilt("at: 第一条", f"at: «{word}»"))
    with pytest.raises(RulesetError) as raised:
        load_text(place.text)
    expect_one(
        raised.value,
        code="S006",
        underlined=word,
        zh="要写文字",
        en=f"takes text, found `{word}`",
        line=place.line,
        column=place.column,
    )
    assert load_text(spoilt("at: 第一条", f"at: '{word}'"))


@pytest.mark.parametrize("word", ["no", "010", "1:30", "True"])
def test_a_refused_word_is_reported_once(word: str) -> None:
    """A word refused for its spelling is not reported again for its type."""
    with pytest.raises(RulesetError) as raised:
        load_text(spoilt("min: 0", f"min: {word}"))
    assert [problem.code for problem in raised.value.diagnostics] == ["Y011"]
