"""Results: the small values a verdict is read through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A dimension's value: what it still can be, and whether an officer stated it."""

    value: str | bool
    possible: tuple[str | bool, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class ReadingVerdict:
    """What one reading gives. `possible` is empty where the case contradicts the ruleset as read so."""

    outcome: str | None
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosedNow:
    """What would follow if the inquiry ended today, with the presumptions it took."""

    outcome: str | None
    possible: tuple[str, ...]
    presumed: tuple[str, ...]
