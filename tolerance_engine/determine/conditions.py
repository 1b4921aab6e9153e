"""Conditions: what every completion of a case satisfies beside its facts - stated findings, and known dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.ruleset.compile.derive import consistent
from tolerance_engine.ruleset.program import Program, Ruleset


def conditions(ruleset: Ruleset, program: Program, bound: Bound) -> list[int]:
    """The functions that must be 1 in every completion: findings, and dates squeezed between known dates."""
    nodes = []
    for name, values in bound.findings.items():
        where = where_stated(ruleset, program, name, values)
        if where is not None:
            nodes.append(where)
    if bound.dates:
        for group in encoder(ruleset).groups:
            named = {
                n
                for v in group
                if v.fact and v.fact.derive
                for n in (v.fact.derive.left, v.fact.derive.right)
            }
            if named & bound.dates.keys():
                with ruleset.diagram.lock:
                    nodes.append(consistent(ruleset.diagram, group, bound.dates))
    return nodes


def findings_of(
    ruleset: Ruleset, program: Program, findings: Mapping[str, tuple[Any, ...]]
) -> list[tuple[str, int]]:
    """The findings that are no variable, each with the function that says where it would hold."""
    found = []
    for name, values in findings.items():
        where = None if name in ruleset.by_name else where_stated(ruleset, program, name, values)
        if where is not None:
            found.append((name, where))
    return found


def where_stated(ruleset: Ruleset, program: Program, name: str, values: Iterable[Any]) -> int | None:
    """Where a finding has one of `values`; None when the program can be told none of them."""
    options = [program.stated[name, value] for value in values if (name, value) in program.stated]
    if len(options) < 2:
        return options[0] if options else None
    with ruleset.diagram.lock:
        return ruleset.diagram.disj(options)
