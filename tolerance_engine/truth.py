"""Three truth values: FALSE < UNKNOWN < TRUE. Unknown is a value, never an accident."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Kleene's strong three-valued logic; `and` is the minimum, `or` the maximum."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values and cannot stand for a bool; compare it with `is`")

    @property
    def word(self) -> str:
        """The name used in JSON: `false`, `unknown` or `true`."""
        return _WORDS[self]

    def negated(self) -> Truth:
        """Unknown stays unknown."""
        return Truth(2 - self)


_WORDS = ("false", "unknown", "true")


def of_bool(value: bool) -> Truth:
    """TRUE or FALSE of an ordinary bool."""
    return Truth.TRUE if value is True else Truth.FALSE


def all_of(truths: Iterable[Truth]) -> Truth:
    """FALSE as soon as one is false, TRUE only if all are true."""
    return min(truths, default=Truth.TRUE)


def any_of(truths: Iterable[Truth]) -> Truth:
    """TRUE as soon as one is true, FALSE only if all are false."""
    return max(truths, default=Truth.FALSE)


def count_of(truths: Iterable[Truth], low: int, high: int) -> Truth:
    """Whether between `low` and `high` (inclusive) are true, as far as it is known."""
    sure = possible = 0
    for truth in truths:
        sure += truth is Truth.TRUE
        possible += truth is not Truth.FALSE
    if sure > high or possible < low:
        return Truth.FALSE
    return Truth.TRUE if low <= sure and possible <= high else Truth.UNKNOWN
