"""Options: how a comparison was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_engine.determine import Case
from tolerance_engine.diagram.build import DEFAULT_BUDGET


@dataclass(frozen=True)
class Options:
    """How a comparison was asked for."""

    typical: Case | None = None
    edits: bool | None = None
    budget: int = DEFAULT_BUDGET
