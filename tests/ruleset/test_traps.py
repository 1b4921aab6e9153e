"""Traps of YAML and of untrusted files: each ends in our error, quickly, or means what everyone reads."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from tests.ruleset.writing import BASE, expect_one, marked, spoilt
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text

BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(BOMB, "Y006", id="alias-bomb"),
        pytest.param("[" * 400_000, "Y003", id="400000-brackets"),
        pytest.param("{a: " * 400_000, "Y003", id="400000-braces"),
        pytest.param("- " * 400_000, "Y003", id="400000-dashes"),
        pytest.param("? " * 400_000, "Y003", id="400000-compound-keys"),
        pytest.param("\n".join(" " * depth + "a:" for depth in range(1_500)), "Y003", id="deep-mappings"),
        pytest.param("a: [" + "1," * 300_000 + "]", "Y004", id="too-many-pieces"),
        pytest.param("{" + ",".join(f"a{i}: b" for i in range(150_000)) + "}", "Y004", id="too-many-keys"),
        pytest.param("# " + "容" * 700_000, "Y001", id="huge-file"),
        pytest.param("a: " + "x" * 2_000_000, "Y001", id="huge-scalar"),
    ],
)
def test_a_hostile_file_is_refused_quickly(text: str, code: str) -> None:
    """Alias bombs, deep nesting and huge files end in one short error, in bounded time."""
    start = time.perf_counter()
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    assert [problem.code for problem in raised.value.diagnostics] == [code]
    assert len(str(raised.value)) < 1_000, "the message does not carry the file"
    assert time.perf_counter() - start < 20, "a bound, not a measurement: the machine may be slow"


@pytest.mark.parametrize("text", [BOMB, "[" * 400_000], ids=["alias-bomb", "400000-brackets"])
def test_a_hostile_file_is_refused_before_anything_is_built(text: str) -> None:
    """What would expand or recurse costs no more memory than a few copies of its text."""
    tracemalloc.start()
    try:
        with pytest.raises(RulesetError):
            load_text(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(text) + 1_000_000


@pytest.mark.parametrize(
    ("content", "code", "zh", "en", "help_zh", "help_en", "line"),
    [
        pytest.param(
            BASE.encode("gbk"), "Y002", "GBK", "GBK", "另存为 UTF-8", "save it as UTF-8", 3, id="gbk"
        ),
        pytest.param(BASE.encode("gb18030"), "Y002", "GBK", "GBK", "UTF-8", "UTF-8", 3, id="gb18030"),
        pytest.param(
            BASE.encode("utf-16"), "Y002", "不是 UTF-8", "not UTF-8", "UTF-8", "UTF-8", 1, id="utf-16"
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\x00\xff\xfe",
            "Y002",
            "不是 UTF-8",
            "not UTF-8",
            "UTF-8",
            "UTF-8",
            1,
            id="a-picture",
        ),
        pytest.param(
            "a: \ud800", "Y002", "不是 UTF-8", "not UTF-8", "UTF-8", "UTF-8", 1, id="lone-surrogate"
        ),
        pytest.param(
            b"format: 1\nid: a\x00b\n",
            "Y008",
            "不允许的字符",
            "character YAML does not allow",
            None,
            None,
            2,
            id="nul",
        ),
        pytest.param(
            b"format: 1\nid: \x1b[31mred\n",
            "Y008",
            "不允许的字符",
            "does not allow",
            None,
            None,
            2,
            id="escape",
        ),
        pytest.param(b"", "Y010", "空", "empty", None, None, 1, id="empty-file"),
        pytest.param(b"\n\n", "Y010", "空", "empty", None, None, 1, id="blank-lines"),
        pytest.param(b"---\n", "Y010", "空", "empty", None, None, 1, id="an-empty-document"),
    ],
)
def test_bytes_that_are_no_yaml_text(
    content: bytes | str, code: str, zh: str, en: str, help_zh: str | None, help_en: str | None, line: int
) -> None:
    """A file in another encoding, a binary file, a forbidden character and an empty file are each named."""
    with pytest.raises(RulesetError) as raised:
        load_text(content)
    expect_one(raised.value, code=code, zh=zh, en=en, help_zh=help_zh, help_en=help_en, line=line, column=1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BASE.encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(BASE.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(BASE.replace("\n", "\r\n").encode("utf-8-sig"), id="both"),
        pytest.param(BASE.rstrip("\n").encode(), id="no-last-newline"),
        pytest.param(f"---\n{BASE}...\n", id="document-marks"),
        pytest.param(f"# 说明\n\n{BASE}", id="leading-comment"),
        pytest.param(BASE + "\n" * 50, id="trailing-blank-lines"),
    ],
)
def test_harmless_variants_mean_the_same(text: str | bytes) -> None:
    """A byte order mark, Windows line ends, document marks and comments change nothing, the digest included."""
    assert load_text(text).linked.digest == load_text(BASE).linked.digest


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"], ids=["crlf", "cr", "lf"])
def test_places_are_right_whatever_ends_a_line(newline: str) -> None:
    """With any line ending the message names the same line and column and shows that line alone."""
    with pytest.raises(RulesetError) as raised:
        load_text(BASE.replace("small: true", "smal: true").replace("\n", newline))
    (found,) = raised.value.diagnostics
    assert (found.span and (found.span.line, found.span.column), found.underlined) == ((28, 39), "smal")
    assert "\r" not in str(raised.value)


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"], ids=["U+2028", "U+2029", "U+0085"])
def test_a_hidden_line_break_is_refused(char: str, request: pytest.FixtureRequest) -> None:
    """A character that only some programs take for a line end is refused, named, and not sent to the terminal."""
    place = marked(spoilt("zh: 明知}", f"zh: 明«{char}»知}}"))
    with pytest.raises(RulesetError) as raised:
        load_text(place.text)
    name = request.node.callspec.id
    expect_one(
        raised.value,
        code="Y015",
        zh=name,
        en=name,
        help_zh="删去",
        help_en="delete",
        line=place.line,
        column=place.column,
    )
    assert char not in str(raised.value)


def test_a_message_never_sends_control_characters_to_the_terminal() -> None:
    """Escape sequences hidden in a quoted key are shown, not executed."""
    with pytest.raises(RulesetError) as raised:
        load_text(BASE + '"\\e[2J\\a": x\n')
    assert not [
        char for char in raised.value.text() + raised.value.text("en") if ord(char) < 32 and char != "\n"
    ]


def test_the_error_survives_pickling() -> None:
    """An error crosses process borders with its problems."""
    import pickle

    with pytest.raises(RulesetError) as raised:
        load_text(BASE.replace("small: true", "smal: true"))
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is RulesetError
    assert again.diagnostics == raised.value.diagnostics
    assert str(again) == str(raised.value)
