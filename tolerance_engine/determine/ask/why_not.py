"""Why not: for an outcome, everything that stands in its way - leaf by leaf, and as smallest sets of statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tolerance_engine.determine.ask.obstacles import Route, Routes
from tolerance_engine.determine.ask.reasons import LIMIT, Question, Sets
from tolerance_engine.diagnostics import Diagnostic, choices, nearest
from tolerance_engine.diagram.families import UNIT
from tolerance_engine.errors import RulesetError
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.source import Lang, Words

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


@dataclass(frozen=True)
class WhyNot(Presentable):
    """What stands between a case and an outcome.

    `excluding` are the minimal sets of statements that rule the outcome out, each by itself; `blocking` the
    minimal sets that would have to be given up before it is possible. Each is what hits all sets of the
    other. Both are empty when the outcome is `possible`. When no case at all can have it, the empty set
    excludes it and nothing that is given up would help.
    """

    outcome: str
    possible: bool
    routes: tuple[Route, ...]
    excluding: Sets
    excluding_complete: bool
    blocking: Sets
    blocking_complete: bool
    verdict: Verdict = field(repr=False, compare=False)

    @property
    def never(self) -> bool:
        """Whether no case at all can have this outcome."""
        return self.excluding == ((),)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "outcome": self.outcome,
            "possible": self.possible,
            "never": self.never,
            "routes": [route.as_data() for route in self.routes],
            "excluding": {"sets": [list(e) for e in self.excluding], "complete": self.excluding_complete},
            "blocking": {"sets": [list(e) for e in self.blocking], "complete": self.blocking_complete},
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The answer, the ways to the outcome, and the sets."""
        from tolerance_engine.determine.shown.why_not_page import why_not_page

        return why_not_page(self, lang)


def why_not(verdict: Verdict, outcome: str, limit: int = LIMIT) -> WhyNot:
    """Why `outcome` (an outcome of the ruleset, or a reserved one) does not follow, or not yet.

    Raises RulesetError for an outcome the ruleset does not have, BudgetExceeded where the sets are too many
    to be told apart.
    """
    terminal = terminal_of(verdict, outcome)
    routes = tuple(Routes(verdict, outcome).all())
    if outcome in verdict.possible:
        return WhyNot(outcome, True, routes, (), True, (), True, verdict)
    asked = Question(verdict, 1 << terminal)
    assert asked.family != UNIT, "what contradicts no statement is possible"
    excluding, whole = asked.listed(asked.families.hitting(asked.family), limit)
    blocking, every = asked.listed(asked.family, limit)
    return WhyNot(outcome, False, routes, excluding, whole, blocking, every, verdict)


def terminal_of(verdict: Verdict, outcome: str) -> int:
    """The terminal of an outcome. Raises RulesetError for one the ruleset does not have."""
    ruleset = verdict.ruleset
    if outcome in ruleset.outcomes:
        return ruleset.outcomes.index(outcome) + 1
    message = Words(f"`{ruleset.id}` 没有 `{outcome}` 这个结果", f"`{ruleset.id}` has no outcome `{outcome}`")
    raise RulesetError(
        [Diagnostic("P007", message, help=nearest(outcome, ruleset.outcomes) or choices(ruleset.outcomes))]
    )
