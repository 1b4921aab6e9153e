"""R102: grounds that give different outcomes to one case, where grounds must agree."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_engine.analysis.lint.finding import LintFinding
from tolerance_engine.analysis.lint.space import Space, View
from tolerance_engine.analysis.lint.wording import quoted
from tolerance_engine.ruleset.model import CONFLICT, Clause
from tolerance_engine.source import Words


def conflict(space: Space) -> Iterator[LintFinding]:
    """A case meets two grounds that disagree, no exclusion decides it, and `combine` is `must_agree`."""
    grounds = [clause for clause in space.linked.clauses if clause.kind == "ground"]
    for index, later in enumerate(grounds):
        against: dict[str, Clause] = {}
        shown: list[tuple[View, int]] = []
        for view in space.of_clause(later):
            at_odds = view.ends_in(CONFLICT)
            if at_odds == 0:
                continue
            for other in grounds[:index]:
                if other.then == later.then or not other.exists_under(view.reading):
                    continue
                region = view.both(view.applies(later.id), view.applies(other.id), at_odds)
                if region != 0:
                    against[other.id] = other
                    shown.append((view, region))
        if not against:
            continue
        names = quoted(against)
        message = Words(
            f"条款 `{later.id}` 与 {names.zh} 可以同时适用，结果却不同",
            f"the clause `{later.id}` and {names.en} can apply together and give different outcomes",
        )
        help_ = Words(
            "在一条里写明另一条适用时不适用（`unless`），或者写 `combine`",
            "say in one of them that it yields (`unless`), or choose how they combine",
        )
        view, region = shown[0]
        yield space.finding(
            "R102",
            "error",
            message,
            later.id,
            space.linked.place_of("clauses", later.id),
            help_,
            readings=dict.fromkeys(view for view, _ in shown),
            witness=view.witness(region),
        )
