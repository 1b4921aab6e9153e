"""A comparison as plain data: what `--json` prints. Counts are text: they may exceed what JSON readers hold."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.shown.plain import plain

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.edits import Edit
    from tolerance_engine.analysis.compare.materials import Axis, Sided
    from tolerance_engine.analysis.compare.result import Diff
    from tolerance_engine.ruleset.model import Silence
    from tolerance_engine.ruleset.program import Ruleset
    from tolerance_engine.source import Position

_DIGITS = Context(prec=3, rounding=ROUND_HALF_EVEN)


def percent(part: int, whole: int) -> str:
    """A share in per cent, to three digits; exact whole numbers go in, nothing is a float on the way."""
    if not whole:
        return "—"
    return f"{_DIGITS.divide(Decimal(100 * part), Decimal(whole)).normalize():f}%"


def diff_data(diff: Diff, *, full: bool) -> dict[str, Any]:
    """Everything the page tells, and the witnesses in full."""
    data = {
        "a": _ruleset(diff.a, diff.reading[0]),
        "b": _ruleset(diff.b, diff.reading[1]),
        "equal": diff.equal,
        "relation": diff.relation,
        "cases": str(diff.cases),
        "differing": str(diff.differing),
        "stricter": str(diff.stricter),
        "looser": str(diff.looser),
        "incomparable": str(diff.incomparable),
        "matrix": [transition.as_data(full=full) for transition in diff.matrix],
        "edits": [_edit(edit) for edit in diff.edits],
        "deciding": [
            {
                "before": cell.before,
                "after": cell.after,
                "from": cell.first,
                "to": cell.second,
                "count": str(cell.count),
            }
            for cell in diff.deciding
        ],
        "modality": [
            {"before": each.before, "after": each.after, "count": str(each.count)} for each in diff.modality
        ],
        "denominator": _denominator(diff),
        "typical": {
            "name": diff.typical.name.zh,
            "values": {v.name: v.sample(diff.typical.world[v.level]) for v in diff._joint.variables},
        },
        "facts": _sided(diff.facts),
        "findings": _sided(diff.findings),
        "silent": [
            {"topic": each.topic, "a": _silence(each.first), "b": _silence(each.second)}
            for each in diff.silent
        ],
        "declared": [
            {"section": each.section, "path": each.path, "a": each.first, "b": each.second}
            for each in diff.declared
        ],
        "readings": {
            name: {
                "relation": other.relation,
                "cases": str(other.cases),
                "differing": str(other.differing),
                "stricter": str(other.stricter),
                "looser": str(other.looser),
                "incomparable": str(other.incomparable),
            }
            for name, other in diff.by_reading.items()
        },
    }
    return plain(data)  # type: ignore[no-any-return]


def _ruleset(ruleset: Ruleset, reading: str) -> dict[str, Any]:
    linked = ruleset.linked
    return {
        "id": linked.id,
        "title": linked.title.zh,
        "in_force": {"from": linked.in_force.first_text, "to": linked.in_force.last_text},
        "reading": reading,
        "sha256": linked.digest,
    }


def _denominator(diff: Diff) -> dict[str, Any]:
    left = diff.cases - diff.settled
    first, second = diff.accepted_by_one
    return {
        "cases": str(diff.cases),
        "settled_by_unchanged": str(diff.settled),
        "left": str(left),
        "share_of_cases": percent(diff.differing, diff.cases),
        "share_of_left": percent(diff.differing, left),
        "facts": [_axis(axis) for axis in diff.axes if axis.side == "both"],
        "one_sided": {
            "a": [_axis(axis) for axis in diff.axes if axis.side == "first"],
            "b": [_axis(axis) for axis in diff.axes if axis.side == "second"],
        },
        "accepted_by_one": {"a": first, "b": second},
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {"fact": axis.name, "cells": str(axis.cells)}


def _sided(names: Sided) -> dict[str, Any]:
    return {"both": names.both, "only_a": names.only_first, "only_b": names.only_second}


def _silence(item: Silence | None) -> dict[str, Any] | None:
    return {"kind": item.kind, "text": item.label.zh, "layer": item.layer} if item else None


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "section": edit.section,
        "id": edit.id,
        "change": edit.change,
        "fields": edit.fields,
        "count": None if edit.count is None else str(edit.count),
        "cases": None if edit.cases is None else str(edit.cases),
        "before": _place(edit.before),
        "after": _place(edit.after),
    }


def _place(position: Position | None) -> dict[str, Any] | None:
    span = position.span if position else None
    return {"file": span.file, "line": span.line, "column": span.column} if span else None
