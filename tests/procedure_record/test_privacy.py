"""Personal data: one person one sign, and no identity card or telephone number is kept."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure_record.logs import codes
from tolerance_engine.procedure.privacy import Pseudonyms, redact, redact_data, settled

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SIGNS = Pseudonyms(KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲乙", "甲　乙"),
        ("甲乙", " 甲 乙\n"),
        ("ABC12", "ＡＢＣ１２"),
        ("abc12", "ABC12"),
        ("甲·乙", "甲・乙"),
        ("甲·乙", "甲 • 乙"),
        ("甲·乙", "甲\u200b‧乙"),
        ("John Smith", "JOHN  SMITH"),
    ],
)
def test_one_person_has_one_sign(one: str, other: str) -> None:
    """Widths, padding, invisible characters, case and the kinds of middle dot make no other person."""
    assert SIGNS.of("person", one) == SIGNS.of("person", other)


def test_different_values_kinds_and_keys_have_different_signs() -> None:
    """Another value, another kind of value or another key gives another sign; a space between words stays."""
    signs = [
        SIGNS.of("person", "甲乙"),
        SIGNS.of("person", "甲丙"),
        SIGNS.of("unit", "甲乙"),
        Pseudonyms(OTHER).of("person", "甲乙"),
        SIGNS.of("person", "John Smith"),
        SIGNS.of("person", "Johnsmith"),
    ]
    assert len(set(signs)) == len(signs)
    assert SIGNS.key_id != Pseudonyms(OTHER).key_id


def test_a_sign_does_not_change_with_the_version() -> None:
    """The sign of a value under a key is fixed: records of years must fit together."""
    assert SIGNS.of("person", "甲乙") == "person-b49c8f2c3e92cb86cf78"
    assert SIGNS.key_id == "97cd1297f9d4"


def test_a_sign_shows_nothing() -> None:
    """Neither the sign nor the printed object holds the value or the key."""
    assert "甲" not in SIGNS.of("person", "甲乙")
    assert str(KEY) not in repr(SIGNS) and KEY.hex() not in repr(SIGNS) + SIGNS.key_id


@given(st.text(max_size=12))
@settings(max_examples=200)
def test_settling_settles(text: str) -> None:
    """Settling a spelling twice is settling it once."""
    assert settled(settled(text)) == settled(text)


def test_what_cannot_have_a_sign_is_refused() -> None:
    """A short key, an empty value and a kind that is no identifier are refused without showing the value."""
    assert codes(lambda: Pseudonyms(b"short")) == ["F250"]
    for kind, value in (("person", " \u200b"), ("Person", "甲乙"), ("", "甲乙")):
        assert codes(lambda kind=kind, value=value: SIGNS.of(kind, value)) == ["F251"]  # type: ignore[misc]


def id_card(area: str, day: str, order: str) -> str:
    """A number with its right check sign, reckoned with the weights of the standard's own table."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    body = area + day + order
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


CARD = id_card("110105", "19491231", "002")


@pytest.mark.parametrize(
    "number",
    [
        CARD,
        CARD.lower(),
        CARD[:-1] + "3",
        "".join(chr(ord(c) + 0xFEE0) for c in CARD),
        f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        f"{CARD[:6]}-{CARD[6:14]}-{CARD[14:]}",
        "\u200b".join(CARD),
        "110105491231002",
        id_card("110105", "19491331", "002"),
    ],
    ids=[
        "plain",
        "small-x",
        "wrong-check",
        "full-width",
        "spaced",
        "hyphened",
        "invisible",
        "old",
        "no-such-day",
    ],
)
def test_identity_cards_are_taken_out(number: str) -> None:
    """A number of an identity card goes, however it is written, and with it only itself."""
    done = redact(f"当事人（{number}）已到场")
    assert done.value == "当事人（〔身份证号〕）已到场" and done.found == (("id_card", 1),)


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "86-13800138000",
        "１３８００１３８０００",
        "0971-6123456",
        "09716123456",
        "0971 6123456",
        "010-62345678",
        "(010)62345678",
        "（0971）6123456",
        "+86 971-6123456",
    ],
)
def test_telephones_are_taken_out(number: str) -> None:
    """A mobile or fixed number goes, with its prefix."""
    done = redact(f"联系电话：{number}，请回复。")
    assert done.value == "联系电话：〔电话号码〕，请回复。" and done.found == (("phone", 1),)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01T09:00:00+08:00",
        "2024-017",
        "期间 2024-03-01 2024-03-05 20 人，15 2024-03-01 9 时",
        "2024-03-01T09:00:00.123456+08:00",
        "损失 52000 元，其中 1200000000000 元已追回",
        "e3b0c44298fc1c13800138000c8996fb92427ae41e4649b934ca495991b7852b",
        "person-13800138000138001380",
        "会议纪要〔2019〕12号 2019-10-12",
        "6222021234567890123",
        "１２３４５ ㊀ ﬁ ½",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """Dates, file numbers, amounts, hashes, signs and longer numbers are left as they are, to the character."""
    assert redact(text).value == text and redact(text).found == ()


def test_data_is_searched_to_its_last_text() -> None:
    """Texts in lists, in mappings and in keys are searched; numbers and truth values stay what they are."""
    done = redact_data(
        {"reason": f"见{CARD}", "documents": [{"ref": "13800138000", "loss": 13800138000}], CARD: True}
    )
    assert done.value == {
        "reason": "见〔身份证号〕",
        "documents": [{"ref": "〔电话号码〕", "loss": 13800138000}],
        "〔身份证号〕": True,
    }
    assert done.found == (("id_card", 2), ("phone", 1))


def test_many_numbers_in_any_text() -> None:
    """In three hundred drawn sentences every card number is found and every other character stays."""
    rng = Random(5)
    for _ in range(300):
        card = id_card(
            f"{rng.randint(110000, 659999)}",
            f"{rng.randint(1930, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}",
            f"{rng.randint(0, 999):03}",
        )
        before, after = (
            rng.choice(["", "证号", "ＩＤ：", "电话13800138000 "]),
            rng.choice(["", "。", "号", "　x"]),
        )
        plain = before.replace("13800138000", "〔电话号码〕")
        assert redact(before + card + after).value == f"{plain}〔身份证号〕{after}"


@given(st.text(alphabet="0123456789Xx１２ -+()甲\u200b", max_size=60))
@settings(max_examples=200)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """What is left after redaction holds nothing more to take out."""
    once = redact(text).value
    assert redact(once).value == once


def test_two_names_never_become_one() -> None:
    """When two keys differ only in a number that goes, the data is refused: nothing is lost silently."""
    other = id_card("110105", "19500101", "003")
    assert codes(lambda: redact_data({f"询问{CARD}": 1, f"询问{other}": 2})) == ["F252"]
