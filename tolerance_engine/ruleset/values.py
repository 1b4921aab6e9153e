"""Values: what a case states of a fact, in the fact's own type and within its bounds."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from tolerance_engine.diagnostics import choices
from tolerance_engine.ruleset.model import Fact, Value
from tolerance_engine.source import Words

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class BadValue(ValueError):
    """A value that is none of the fact's: what was found, and what was expected."""

    def __init__(self, message: Words, help_: Words | None = None) -> None:
        self.words, self.help = message, help_
        super().__init__(message.en)


MAX_DIGITS = 30
"""Digits of a number before and after its point; amounts and counts in real measures have far fewer."""


_TOO_LARGE = int("1" + "0" * MAX_DIGITS)


def reasonable(number: int | Decimal) -> bool:
    """Whether a number can be written down in MAX_DIGITS digits on either side of the point."""
    if isinstance(number, int):
        return bool(abs(number) < _TOO_LARGE)
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    return bool(isinstance(exponent, int) and exponent >= -MAX_DIGITS and number.adjusted() < MAX_DIGITS)


def typed_value(fact: Fact, value: Any) -> Value:
    """The value in the fact's type. JSON has no dates and no exact decimals: texts of either are read."""
    match fact.type:
        case "boolean" if isinstance(value, bool):
            return value
        case "choice" if isinstance(value, str) and value in dict(fact.values):
            return value
        case "date" if (day := _day(value)) is not None:
            return day
        case "number" if (number := _number(value)) is not None:
            return _within(fact, number)
    expected = {
        "boolean": Words("应为 true 或 false", "expected true or false"),
        "choice": choices(name for name, _ in fact.values),
        "date": Words("应为日期 YYYY-MM-DD", "expected a date YYYY-MM-DD"),
        "number": Words("应为数字", "expected a number"),
    }[fact.type]
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    message = Words(f"`{fact.name}`（{fact.label.zh}）不能是 `{shown}`", f"`{fact.name}` cannot be `{shown}`")
    raise BadValue(message, expected)


def iso_day(text: str) -> date | None:
    """The day of a text YYYY-MM-DD, and of no other spelling."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return iso_day(value)
    return value if isinstance(value, date) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, str) and len(value) <= 2 * MAX_DIGITS and _NUMBER.fullmatch(value):
        value = Decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and reasonable(value):
        return Decimal(value)
    return None


def _within(fact: Fact, number: Decimal) -> Decimal:
    low, high = fact.minimum, fact.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        message = Words(f"`{fact.name}` 的值 {number} 超出范围", f"`{fact.name}` is out of range: {number}")
        bounds = " 到 ".join("…" if bound is None else str(bound) for bound in (low, high))
        raise BadValue(message, Words(f"应在 {bounds} 之间", f"expected {bounds.replace(' 到 ', ' to ')}"))
    if fact.whole and number != number.to_integral_value():
        raise BadValue(
            Words(f"`{fact.name}` 的值 {number} 不是整数", f"`{fact.name}` is not whole: {number}")
        )
    return number
