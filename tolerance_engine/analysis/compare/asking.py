"""Asking: two rulesets and how to compare them in, a `Diff` out. What does not fit together is refused here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine import Case
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.ruleset.program import Ruleset

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff


def diff(
    a: Ruleset,
    b: Ruleset,
    *,
    reading: str | tuple[str, str] | None = None,
    typical: Case | Mapping[str, Any] | None = None,
    outcome_map: Mapping[str, str] | None = None,
    edits: bool | None = None,
    budget: int = DEFAULT_BUDGET,
) -> Diff:
    """What changes, and for which cases, when `b` is applied instead of `a`.

    `reading` is one reading for both, or one for each; without it each ruleset's own. `typical` is the case
    witnesses stay near to. `outcome_map` maps outcomes of `a` to those of `b` where their names differ and no
    ruleset declares it. `edits` asks for edits also between two different measures, or for none.

    Raises RulesetError where readings, outcomes or facts of the two do not fit together, CaseError for a
    typical case that neither can take, BudgetExceeded (from what is asked of the result) where the two
    together grow too large: nothing is estimated instead.
    """
    from tolerance_engine.analysis.compare.options import Options
    from tolerance_engine.analysis.compare.result import Diff
    from tolerance_engine.analysis.compare.scale import scale_of
    from tolerance_engine.determine import case_from
    from tolerance_engine.determine.decide import program_for

    chosen = (reading, reading) if isinstance(reading, str) else reading or (a.reading, b.reading)
    first, second = (program_for(ruleset, name).reading for ruleset, name in zip((a, b), chosen, strict=True))
    case = typical if typical is None or isinstance(typical, Case) else case_from(dict(typical))
    return Diff(
        a, b, (first, second), scale_of(a.linked, b.linked, outcome_map), Options(case, edits, budget)
    )
