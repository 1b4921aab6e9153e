"""R105: a ground that could be removed without any case ending otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.analysis.lint.wording import quoted
from tolerance_engine.source import Words


def redundant_clause(space: Space) -> Iterator[LintFinding]:
    """Other clauses, or the default, give the same outcome wherever the ground decides."""
    for spare in space.spare:
        if spare.clause.kind != "ground":
            continue
        name, by = spare.clause.id, quoted(spare.covered_by)
        message = Words(
            f"条款 `{name}` 多余：凡是由它决定的，{by.zh} 得出同样的结果",
            f"the clause `{name}` is redundant: wherever it decides, {by.en} gives the same outcome",
        )
        help_ = Words(
            "删去它；来源确有此条而要保留的，写进 `accepted` 并说明",
            "remove it; where the source has it and it is to stay, accept it with a reason",
        )
        yield space.about_spare("R105", spare, message, help_)
