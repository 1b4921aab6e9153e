"""Files: when a rule file is in force, and which files a ruleset was put together from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tolerance_engine.source import Citation, Label, Position


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day in force, both included; None where the source does not say."""

    first: date | None
    last: date | None
    first_text: str
    last_text: str

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the period; an end that is not specified does not limit it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a layered ruleset."""

    id: str
    title: Label
    in_force: Period
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a layer changes in those beneath it. `claim` is tightens, relaxes, fills, replaces or disables."""

    layer: str
    target: str
    name: str
    claim: str
    added: bool
    cite: tuple[Citation, ...]
    reason: str | None
    position: Position
