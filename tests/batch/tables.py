"""Cases as tables, and what `determine` says of them one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

import tolerance_engine as te
from tolerance_engine.determine import Stated

Case = Mapping[str, Mapping[str, Any]]
TEXT = pa.string()


def value_type(values: Sequence[Any]) -> pa.DataType:
    """The plain Arrow type of a column of such values."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, bool):
        return pa.bool_()
    if isinstance(first, date):
        return pa.date32()
    if isinstance(first, int | Decimal | float):
        return pa.decimal128(30, 6)
    return TEXT


def table_of(names: Sequence[str], cases: Sequence[Case]) -> pa.Table:
    """A column for every name that some case speaks of; `one_of` makes it a column of lists."""
    columns = {}
    for name in names:
        cells = [_cell(case["facts"].get(name, case["findings"].get(name))) for case in cases]
        if not any(cells):
            continue
        flat = [value for cell in cells for value in cell]
        kind = value_type(flat)
        if all(len(cell) < 2 for cell in cells):
            columns[name] = pa.array([cell[0] if cell else None for cell in cells], kind)
        else:
            columns[name] = pa.array([list(cell) or None for cell in cells], pa.list_(kind))
    return pa.table(columns) if columns else pa.table({"case": pa.array([None] * len(cases), TEXT)})


def _cell(raw: Any) -> tuple[Any, ...]:
    """The values still possible; none when the fact is open."""
    if isinstance(raw, Mapping):
        raw = Stated(raw.get("value"), tuple(raw.get("one_of", ())))
    if isinstance(raw, Stated):
        return (raw.value,) if raw.value is not None else raw.one_of
    return () if raw is None or raw == "unknown" else (raw,)


def singly(ruleset: te.Ruleset, case: te.Case, reading: str | None = None) -> dict[str, Any]:
    """What a row of the result must say: everything from `determine`, or that the row cannot be used."""
    try:
        verdict = te.determine(ruleset, case, reading=reading)
    except te.CaseError:
        return {"usable": False}
    found: dict[str, Any] = {
        "usable": True,
        "outcome": verdict.outcome,
        "possible": "|".join(verdict.possible),
        "decided": verdict.decided,
        "applies": "|".join(verdict.applies) if verdict.decided else None,
        "missing": None if verdict.decided else "|".join(item.fact for item in verdict.missing),
    }
    for name in ruleset.linked.dimensions:
        found[f"finding_{name}"] = verdict.findings[name].value
    for name, given in verdict.readings.items():
        found[f"outcome_{name}"] = given.outcome
        found[f"possible_{name}"] = "|".join(given.possible)
    return found


def as_told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the result in the same words."""
    if row["error"] is not None:
        assert all(value is None for name, value in row.items() if name != "error")
        return {"usable": False}
    return {"usable": True, **{name: value for name, value in row.items() if name != "error"}}


EVERYTHING = ("outcome", "possible", "decided", "findings", "applies", "missing", "readings")
