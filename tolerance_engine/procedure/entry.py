"""Entry: one event as it was taken. The history of a procedure is a list of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tolerance_engine.procedure.events import Event
from tolerance_engine.procedure.limits import Deadline
from tolerance_engine.procedure.state import Decision
from tolerance_engine.source import Label


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it was taken: from where to where, what was noted of it, the decision and the limit it met."""

    number: int
    event: Event
    before: str | None
    after: str | None
    label: Label
    marks: tuple[str, ...] = ()
    decision: Decision | None = None
    deadline: Deadline | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "number": self.number,
            "event": self.event.as_data(),
            "label": self.label.zh,
            "before": self.before,
            "after": self.after,
            "marks": list(self.marks),
            "decision": self.decision.as_data() if self.decision else None,
            "deadline": self.deadline.as_data() if self.deadline else None,
        }
