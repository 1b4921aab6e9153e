"""R100: no case is possible, or none is in scope. Nothing else can be said of such a ruleset."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words


def infeasible(space: Space) -> Iterator[LintFinding]:
    """Under a reading, the assumptions and the scope leave no case at all."""
    impossible = [view for view in space.views if view.feasible == 0]
    if impossible:
        message = Words(
            "`assume` 之间互相矛盾，没有一个案件是可能的",
            "the assumptions contradict each other: no case is possible",
        )
        help_ = Words(
            "逐条去掉试一试，找出合不来的两条",
            "leave them out one by one to find those that cannot go together",
        )
        place = space.at(("assume",), key=True)
        yield space.finding("R100", "error", message, "assume", place, help_, readings=impossible)
    outside = [view for view in space.views if view.feasible != 0 and view.inside == 0]
    if outside:
        message = Words("没有一个可能的案件在适用范围之内", "no possible case is in scope")
        help_ = Words("放宽 `scope`，或者改 `assume`", "widen the scope, or change the assumptions")
        place = space.at(("scope", "when"), key=True)
        yield space.finding("R100", "error", message, "scope", place, help_, readings=outside)
