"""Strict scalars: what a plain YAML word means, with no surprises.

YAML 1.1 and 1.2 disagree about `no`, `1:30` and `010`; a rule file must mean the same to everyone who
reads it. So only spellings with one meaning are accepted, and the rest are named with a hint.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tolerance_engine.source import Words

Scalar = bool | int | Decimal | date | str | None

MAX_DIGITS = 30
"""Longest number accepted; amounts and counts in real measures have far fewer digits."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NULL = ("", "~", "null")

_QUOTE = Words(
    "若要表示文字，请加引号；布尔值只写 true 或 false",
    "quote it if it is text; booleans are written true or false",
)
_PLAIN_NUMBER = Words(
    "数字照常写，例如 10、1.5、-3；若要表示文字，请加引号",
    "write numbers plainly, like 10, 1.5, -3; quote it if it is text",
)

_AMBIGUOUS: tuple[tuple[re.Pattern[str], Words], ...] = (
    (re.compile(r"(?i:y|n|yes|no|on|off)"), _QUOTE),
    (
        re.compile(r"(?i:true|false|null)"),
        Words("请写小写的 true、false 或 null", "write true, false or null in lower case"),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"),
        Words(
            "YAML 1.1 会按六十进制读成数字；时间或比例请加引号",
            "YAML 1.1 reads this in base 60; quote times and ratios",
        ),
    ),
    (
        re.compile(r"[-+]?0[0-9_]+|[-+]?0[box][0-9a-fA-F_]+"),
        Words(
            "以 0 开头会被某些程序按八进制读；请去掉前导 0 或加引号",
            "a leading 0 is octal to some readers; drop it or quote it",
        ),
    ),
    (
        re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*\.?[0-9_]*)([eE][-+]?[0-9]+)?|[-+]?\.(?i:inf)|\.(?i:nan)"),
        _PLAIN_NUMBER,
    ),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ]+[0-9].*"),
        Words(
            "时间请加引号；只要日期，就写成 YYYY-MM-DD",
            "quote a time; a date alone is written YYYY-MM-DD",
        ),
    ),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"),
        Words("日期请写成 YYYY-MM-DD，例如 2018-09-03", "write dates as YYYY-MM-DD, like 2018-09-03"),
    ),
)


class AmbiguousScalar(ValueError):
    """A spelling with more than one meaning, or none. `help` says how to write it."""

    def __init__(self, help: Words) -> None:  # noqa: A002 - the word the reader of an error knows
        self.help = help
        super().__init__(help.en)


def resolve(text: str) -> Scalar:
    """The value of a plain (unquoted) scalar. Raises AmbiguousScalar."""
    if text in ("true", "false"):
        return text == "true"
    if text in _NULL:
        return None
    if _NUMBER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise AmbiguousScalar(
                Words(f"数字最多 {MAX_DIGITS} 位", f"a number has at most {MAX_DIGITS} digits")
            )
        return Decimal(text) if "." in text else int(text)
    day = _DATE.fullmatch(text)
    if day:
        try:
            return date(*(int(part) for part in day.groups()))
        except ValueError:
            raise AmbiguousScalar(Words("日历上没有这一天", "there is no such day")) from None
    for pattern, help_ in _AMBIGUOUS:
        if pattern.fullmatch(text):
            raise AmbiguousScalar(help_)
    return text
