"""Closed: what would follow if the inquiry ended today, with the presumptions that then hold."""

from __future__ import annotations

from collections.abc import Sequence

from tolerance_engine.determine.bind import Bound
from tolerance_engine.determine.results import ClosedNow
from tolerance_engine.determine.verdict import ALIVE, outcomes_of
from tolerance_engine.diagram import reach_joint
from tolerance_engine.ruleset.program import Program, Ruleset


def closed_now(ruleset: Ruleset, program: Program, bound: Bound, needed: Sequence[int]) -> ClosedNow | None:
    """The outcomes once every presumption holds that what is known leaves room for; None where nothing is presumed."""
    presumptions = ruleset.linked.presumptions
    if not presumptions:
        return None
    codes = list(bound.known.codes)
    presumed = []
    for presumption in presumptions:
        variable = ruleset.by_name.get(presumption.fact)
        if variable is None or codes[variable.level] >= 0:
            continue
        before, codes[variable.level] = codes[variable.level], variable.cell_of(presumption.value)
        known = bound.known._replace(codes=codes)
        if reach_joint(ruleset.diagram, program.outcome, needed, known) & ALIVE:
            presumed.append(presumption.fact)
        else:  # what is known rules the presumption out
            codes[variable.level] = before
    known = bound.known._replace(codes=codes)
    possible = outcomes_of(ruleset, reach_joint(ruleset.diagram, program.outcome, needed, known) & ALIVE)
    return ClosedNow(possible[0] if len(possible) == 1 else None, possible, tuple(presumed))
