"""Asking: rulesets and how to compare them in, a `Diff` of two or a `DiffTable` of many out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine import Case
from tolerance_engine.diagram.build import DEFAULT_BUDGET
from tolerance_engine.ruleset.program import Ruleset

if TYPE_CHECKING:
    from tolerance_engine.analysis.compare.result import Diff
    from tolerance_engine.analysis.compare.table import DiffTable


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
    witnesses stay near to. `outcome_map` maps outcomes of `a` to those of `b`; without it what either ruleset
    declares holds, and then the vocabulary's scale that has the outcomes of both. `edits` asks for edits also
    between two different measures, or for none.

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


def diff_table(
    rulesets: Iterable[Ruleset], *, reading: str | None = None, budget: int = DEFAULT_BUDGET
) -> DiffTable:
    """Every pair of the rulesets compared: how one stands to the other, exactly, and in how many cells.

    `reading` is taken by each ruleset that has it; the others are compared under their first one. Without it each
    is compared under its own. `budget` is what each pair may use, in nodes.

    Pairs that answer different questions, do not fit together or pass the budget keep their place in the table and
    say why; nothing is estimated, and no other pair suffers. Raises ValueError for fewer than two rulesets,
    RulesetError for a reading that none of them has.
    """
    from tolerance_engine.analysis.compare.pairs import table_of

    return table_of(tuple(rulesets), reading, budget)
