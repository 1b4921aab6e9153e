"""R104: a clause that applies, but never decides, because others always come before it - often several together."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.cover import cover
from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.prevailing import prevailing
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.analysis.lint.wording import quoted
from tolerance_engine.source import Words


def shadowed_clause(space: Space) -> Iterator[LintFinding]:
    """Wherever the clause applies, clauses that prevail over it apply as well, under every reading."""
    for clause in space.linked.clauses:
        views = space.applying(clause)
        if clause.kind == "exception" or not views:
            continue
        covers = [cover(v.store, v.applies(clause.id), prevailing(space, v, clause)) for v in views]
        if any(found is None for found in covers):
            continue
        names = quoted(dict.fromkeys(name for found in covers for name in found or ()))
        message = Words(
            f"条款 `{clause.id}` 从不作出结论：凡是它适用，{names.zh} 也适用而且优先",
            f"the clause `{clause.id}` never decides: wherever it applies, so does {names.en}, which prevails",
        )
        help_ = Words("收窄优先的条款，或者删去这一条", "narrow the clauses that prevail, or remove this one")
        yield space.finding(
            "R104",
            "warning",
            message,
            clause.id,
            space.linked.place_of("clauses", clause.id),
            help_,
            readings=views,
            witness=views[0].witness(views[0].applies(clause.id)),
        )
