"""R109: an outcome that no case can come to."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space
from tolerance_engine.source import Words


def unreachable_outcome(space: Space) -> Iterator[LintFinding]:
    """The outcome is declared, and no possible case ends in it under any reading; nor does a range name it."""
    if not space.live:
        return
    inside_ranges = {name for outcome in space.linked.outcomes for name in outcome.range}
    for index, outcome in enumerate(space.linked.outcomes):
        if outcome.id in inside_ranges or any(view.ends_in(outcome.id) for view in space.live):
            continue
        message = Words(
            f"结果 `{outcome.id}` 得不到：没有一个案件以它为结论",
            f"the outcome `{outcome.id}` is out of reach: no case ends in it",
        )
        help_ = Words("补上得出它的条款，或者删去它", "add a clause that gives it, or remove it")
        place = space.at(("outcomes", index, "id"))
        yield space.finding("R109", "error", message, outcome.id, place, help_)
