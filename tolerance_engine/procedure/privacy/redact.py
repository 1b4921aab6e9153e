"""Redaction: numbers of identity cards and telephones are taken out of any text before it is kept.

A record needs neither. Digits are recognised whatever their width (１３８… is 138…) and with spaces or hyphens
between them; everything else stays as it was written. What it cannot find - names, addresses, digits written as
words - the writer must leave out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tolerance_engine.diagnostics import Diagnostic
from tolerance_engine.errors import RecordError
from tolerance_engine.source import Words

Found = Literal["id_card", "phone"]
MARKS: Mapping[Found, str] = {"id_card": "〔身份证号〕", "phone": "〔电话号码〕"}

_GAP = r"[ \-]?"
# A number inside a longer one is something else: an account, an amount, a file number.
_ALONE, _ENDS = r"(?<![0-9])", r"(?![0-9])"
_ID_CARD = re.compile(rf"{_ALONE}[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]{_ENDS}")
_OLD_ID_CARD = re.compile(rf"{_ALONE}[1-9][0-9]{{5}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{3}}{_ENDS}")
_MOBILE = re.compile(rf"{_ALONE}(?:(?:\+|00)86{_GAP}|86-)?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}{_ENDS}")
_LANDLINE = re.compile(
    rf"(?<![0-9\-])(?:\(0[1-9][0-9]{{1,2}}\) ?|(?:\+86{_GAP}|0)[1-9][0-9]{{1,2}}{_GAP})[2-9][0-9]{{6,7}}{_ENDS}"
)
_DIGEST = re.compile(r"(?:[a-z0-9_]+[-:])?[0-9a-f]{16,}")  # a hash, or a pseudonym: digits by chance


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text or data without the numbers, and how many of each kind were taken out of it."""

    value: Any
    found: tuple[tuple[Found, int], ...]


def redact(text: str) -> Redacted:
    """The text with a mark in place of every number that identifies somebody."""
    plain, places = _plain(text)
    if _DIGEST.fullmatch(plain) and not plain.isdigit():
        return Redacted(text, ())
    cuts: list[tuple[int, int, Found]] = []
    for start, end, kind in sorted(_matches(plain), key=lambda cut: (cut[0], -cut[1])):
        if not cuts or start >= cuts[-1][1]:
            cuts.append((start, end, kind))
    pieces, done = [], 0
    for start, end, kind in cuts:
        pieces += [text[done : places[start]], MARKS[kind]]
        done = places[end - 1] + 1
    pieces.append(text[done:])
    return Redacted("".join(pieces), _counted(kind for _, _, kind in cuts))


def redact_data(data: Any) -> Redacted:
    """The same for every text in plain data, keys included. Numbers that are numbers stay: they are amounts.

    Raises RecordError (F252) when two keys would become one.
    """
    found: list[Found] = []

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            done = redact(value)
            for kind, count in done.found:
                found.extend([kind] * count)
            return done.value
        if isinstance(value, Mapping):
            made = {walk(key): walk(item) for key, item in value.items()}
            if len(made) < len(value):
                message = Words(
                    "去掉号码之后有两个名称相同", "two names are the same once numbers are taken out"
                )
                help_ = Words("名称里不写证件号和电话", "keep numbers of persons out of names")
                raise RecordError([Diagnostic("F252", message, help=help_)])
            return made
        if isinstance(value, list | tuple):
            return [walk(item) for item in value]
        return value

    return Redacted(walk(data), _counted(iter(found)))


def _counted(kinds: Iterator[Found]) -> tuple[tuple[Found, int], ...]:
    listed = list(kinds)
    return tuple((kind, listed.count(kind)) for kind in MARKS if kind in listed)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in plain widths, and for each of its characters the place it came from."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for simple in _simple(char):
            plain.append(simple)
            places.append(place)
    return "".join(plain), places


def _simple(char: str) -> str:
    if char.isascii():
        return " " if char.isspace() else char
    category = unicodedata.category(char)
    if category in ("Cf", "Mn"):  # invisible between two digits
        return ""
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":  # also digits of other scripts, which NFKC leaves
        return str(unicodedata.digit(char))
    return unicodedata.normalize("NFKC", char)


def _matches(plain: str) -> Iterator[tuple[int, int, Found]]:
    for match in _ID_CARD.finditer(plain):
        digits = _digits(match[0])
        # Dates one after the other are as long; without gaps the check sign alone is proof enough.
        if _is_day(digits[6:14]) or (len(digits) == len(match[0]) and _checks(digits)):
            yield *match.span(), "id_card"
    for match in _OLD_ID_CARD.finditer(plain):
        if _is_day("19" + _digits(match[0])[6:12]):
            yield *match.span(), "id_card"
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(plain):
            yield *match.span(), "phone"


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _is_day(text: str) -> bool:
    try:
        day = date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    except ValueError:
        return False
    return 1850 <= day.year <= 2100


def _checks(digits: str) -> bool:
    """Whether the last sign is the check sign of the others (ISO 7064, MOD 11-2, as GB 11643 uses it)."""
    total = sum(2 ** (17 - place) * int(digit) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17].upper()
