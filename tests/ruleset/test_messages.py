"""Every mistake gets one message: its code, its place, the very text, what is wrong, what to do about it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.ruleset.writing import BASE, expect_one, marked
from tests.ruleset.wrong_files import CONDITIONS, FORMAT, LINKS, TEXT, Wrong
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset import load_text

WRONG = [*TEXT, *FORMAT, *CONDITIONS, *LINKS]


def test_the_base_itself_loads() -> None:
    """The ruleset that the tests spoil has no problem of its own."""
    assert load_text(BASE).readings == ("literal", "broad")


@pytest.mark.parametrize("wrong", WRONG, ids=[f"{wrong.code}-{wrong.name}" for wrong in WRONG])
def test_message(wrong: Wrong) -> None:
    """One mistake is one problem with its code, place, underlined text, message and help in both languages."""
    place = marked(wrong.text)
    with pytest.raises(RulesetError) as raised:
        load_text(place.text, name="rules.yaml")
    found = expect_one(
        raised.value,
        code=wrong.code,
        zh=wrong.zh,
        en=wrong.en,
        help_zh=wrong.help_zh,
        help_en=wrong.help_en,
        line=place.line,
        column=place.column,
        underlined=place.underlined,
    )
    assert found.severity == "error"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("wrong", WRONG, ids=[f"{wrong.code}-{wrong.name}" for wrong in WRONG])
def test_message_drawn(wrong: Wrong, lang: str) -> None:
    """Drawn, the message opens with file:line:column and its carets stand right under the underlined text."""
    place = marked(wrong.text)
    with pytest.raises(RulesetError) as raised:
        load_text(place.text, name="rules.yaml")
    head, excerpt, carets, *rest = raised.value.text(lang).split("\n")  # type: ignore[arg-type]
    assert head.startswith(f"rules.yaml:{place.line}:{place.column}: {wrong.code} ")
    assert excerpt.split(" | ")[0].strip() == str(place.line)
    shown = place.underlined if place.underlined in excerpt else place.underlined[:5]
    starts = [at for at in range(len(excerpt) + 1) if excerpt.startswith(shown, at)]
    assert cell_len(carets.split("^")[0]) in [cell_len(excerpt[:start]) for start in starts]
    assert set(carets.strip()) == {"^"}
    assert carets.count("^") == max(1, cell_len(place.underlined)) or len(place.underlined) > 40
    assert len(rest) == (wrong.help_zh is not None or wrong.help_en is not None)


def test_carets_under_chinese_text() -> None:
    """A Chinese word is underlined from its first column to its last, two columns a character."""
    text = BASE.replace("id: modest", "id: 适度")
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    _, excerpt, carets, _ = str(raised.value).split("\n")
    start = cell_len(excerpt[: excerpt.index("适度")])
    assert carets == " " * start + "^" * 4


def test_an_underlined_text_at_the_end_of_a_long_line_stays_in_view() -> None:
    """A line too long for a terminal is cut around the underlined text, which is still underlined exactly."""
    text = BASE.replace("zh: 损失小的从轻", f"zh: {'损失小的从轻，' * 60}, modalty: may")
    with pytest.raises(RulesetError) as raised:
        load_text(text)
    found = expect_one(
        raised.value, code="S001", zh="modalty", en="modalty", help_zh="`modality`", line=28, column=509
    )
    _, excerpt, carets, _ = found.text().split("\n")
    assert max(cell_len(excerpt), cell_len(carets)) <= 100
    assert cell_len(excerpt[: excerpt.index("modalty")]) == len(carets) - len("modalty")
