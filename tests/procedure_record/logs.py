"""Logs to work on, and how a refusal is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import tolerance_engine as te
from tolerance_engine.errors import RecordError
from tolerance_engine.procedure.record import Log

SECRET = "不可外泄的一句话"


def a_log(record: str = "2024-017", events: int = 3, algorithm: str = "sha256") -> Log:
    """A record with some events, each holding a sentence that no message may show."""
    log = Log.open(record, {"ruleset": "some"}, algorithm)
    for number in range(events):
        log = log.append("event", {"event": f"step{number}", "reason": f"{SECRET}{number}"})
    return log


def codes(action: Callable[[], Any], kind: type[te.ToleranceError] = RecordError) -> list[str]:
    """The codes with which an action is refused."""
    with pytest.raises(kind) as refused:
        action()
    return [diagnostic.code for diagnostic in refused.value.diagnostics]
