"""Rows of a table as cases: for what is asked of chosen rows only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from tolerance_engine.batch.cut import WORDS
from tolerance_engine.batch.roles import Role
from tolerance_engine.determine import Case
from tolerance_engine.determine.bind import CLOCKS
from tolerance_engine.ruleset.program import Ruleset


def case_at(
    ruleset: Ruleset, stated: Sequence[Role], block: pa.RecordBatch, row: int, name: str | None = None
) -> Case:
    """The case in a row. Raises CaseError where a value cannot be part of a case."""
    parts: dict[str, dict[str, Any]] = {"fact": {}, "finding": {}}
    for role in stated:
        value = _value(block.column(role.place)[row].as_py(), role.kind in ("boolean", "definition"))
        if value is not None:
            parts[role.part][role.name] = value
    facts = parts["fact"]
    clocks = {
        clock: facts.pop(clock)
        for clock in CLOCKS
        if clock in facts and not isinstance(facts[clock], Mapping)
    }
    for clock in CLOCKS:
        if clock not in ruleset.linked.facts:
            facts.pop(clock, None)
    return Case(case=name, facts=facts, findings=parts["finding"], **clocks)


def _value(raw: Any, boolean: bool) -> Any:
    if isinstance(raw, list):
        values = list(dict.fromkeys(_value(each, boolean) for each in raw))
        return {"one_of": values} if len(values) > 1 else values[0] if values else None
    if isinstance(raw, datetime):
        return raw.date()
    return WORDS.get(raw, raw) if boolean else raw
