"""R103: a clause that no possible case in scope can meet, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.cover import cover
from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.analysis.lint.wording import quoted
from tolerance_engine.ruleset.compile import disabling
from tolerance_engine.ruleset.model import Clause
from tolerance_engine.source import Words


def dead_clause(space: Space) -> Iterator[LintFinding]:
    """The clause applies to no case under any reading it exists under."""
    for clause in space.linked.clauses:
        views = space.of_clause(clause)
        if not views or any(view.applies(clause.id) for view in views):
            continue
        why = _why(space, views[0], clause)
        message = Words(
            f"条款 `{clause.id}` 永远不会适用：{why.zh}",
            f"the clause `{clause.id}` can never apply: {why.en}",
        )
        help_ = Words("改它的条件，或者删去这一条", "change its condition, or remove the clause")
        place = space.linked.place_of("clauses", clause.id)
        yield space.finding("R103", "error", message, clause.id, place, help_, readings=views)


def _why(space: Space, view: View, clause: Clause) -> Words:
    met = view.node(clause.when)
    if met == 0:
        return Words("它的 `when` 自相矛盾", "its `when` contradicts itself")
    if view.both(met, view.feasible) == 0:
        return Words("它的 `when` 与 `assume` 不能同时成立", "its `when` is ruled out by the assumptions")
    if view.both(met, view.inside) == 0:
        return Words("它的 `when` 全在适用范围之外", "its `when` lies outside the scope")
    if clause.unless is not None:
        met = view.minus(met, view.node(clause.unless))
        if view.both(met, view.inside) == 0:
            return Words(
                "凡是 `when` 成立，`unless` 也成立", "wherever its `when` holds, its `unless` holds as well"
            )
    exceptions = disabling(space.linked, clause.id, view.reading)
    regions = [(each.id, view.applies(each.id)) for each in exceptions]
    names = quoted(cover(view.store, view.both(met, view.inside), regions) or ())
    return Words(f"凡是条件成立，总被例外 {names.zh} 排除", f"exceptions always disable it: {names.en}")
