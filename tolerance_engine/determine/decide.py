"""Determine: Ruleset and Case in, Verdict out. Never fails for missing facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tolerance_engine.determine.bind import bind
from tolerance_engine.determine.case import Case, case_from
from tolerance_engine.determine.conditions import conditions
from tolerance_engine.determine.contradiction import contradiction
from tolerance_engine.determine.verdict import ALIVE, Verdict
from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.diagram import TERMINALS, decide, reach, reach_joint
from tolerance_engine.errors import RulesetError
from tolerance_engine.ruleset.program import Program, Ruleset
from tolerance_engine.source import Words


def determine(ruleset: Ruleset, case: Case | Mapping[str, Any], *, reading: str | None = None) -> Verdict:
    """What follows from `ruleset` for `case`, under `reading` (the ruleset's own when None).

    `case` may be a `Case` or the plain mapping of one. Raises CaseError when the case names what nobody
    declared, has a value of the wrong type, or contradicts itself or the ruleset's assumptions.
    """
    if not isinstance(case, Case):
        case = case_from(case)
    program = program_for(ruleset, reading)
    bound = bind(ruleset, case)
    needed = conditions(ruleset, program, bound) if bound.findings or bound.dates else []
    if bound.impossible:
        raise contradiction(ruleset, program, case)
    if needed:
        mask = reach_joint(ruleset.diagram, program.outcome, needed, bound.known)
    else:
        node = decide(ruleset.diagram, program.outcome, bound.known.codes)
        mask = 1 << node if node < TERMINALS else reach(ruleset.diagram, node, bound.known)
    mask &= ALIVE
    if not mask:
        raise contradiction(ruleset, program, case)
    return Verdict(ruleset, program, case, bound, needed, mask)


def program_for(ruleset: Ruleset, reading: str | None) -> Program:
    """The program of a reading. Raises RulesetError for a reading nobody declared."""
    program = ruleset.programs.get(reading or ruleset.reading)
    if program is None:
        message = Words(
            f"`{ruleset.id}` 没有 `{reading}` 这个口径", f"`{ruleset.id}` has no reading `{reading}`"
        )
        raise RulesetError([Diagnostic("P001", message, help=choices(ruleset.programs))])
    return program
