"""Conditions: what every completion of a case satisfies beside its facts - stated findings, and known dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.ruleset.compile.derive import consistent
from tolerance_engine.ruleset.program import Program, Ruleset


def conditions(ruleset: Ruleset, program: Program, bound: Bound) -> list[int]:
    """The functions that must be 1 in every completion: findings, and dates squeezed between known dates."""
    nodes = []
    for name, values in bound.findings.items():
        options = [program.stated[name, value] for value in values if (name, value) in program.stated]
        if len(options) == 1:
            nodes.append(options[0])
        elif options:
            with ruleset.diagram.lock:
                nodes.append(ruleset.diagram.disj(options))
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
        options = [program.stated[name, value] for value in values if (name, value) in program.stated]
        if name not in ruleset.by_name and options:
            with ruleset.diagram.lock:
                found.append((name, ruleset.diagram.disj(options)))
    return found
