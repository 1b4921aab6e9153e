"""Sensitivity: of all the ways an open case can still turn out, how many lead to each outcome.

Exact whole numbers over the values that conditions can tell apart. They count ways, not likelihoods: no
value of a fact is more likely than another here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_engine.determine.verdict import Verdict
from tolerance_engine.diagram import TERMINALS, Diagram
from tolerance_engine.diagram.reshape import merged
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset.program import DEAD
from tolerance_engine.source import Lang


@dataclass(frozen=True)
class Sensitivity(Presentable):
    """How many of the remaining ways lead to each outcome.

    A way gives a value to each fact in `facts`: those the outcome still depends on (just the ones that are
    `missing`), each with the number of values it can still have. `combinations` is their product, `total`
    those among them that can be; `outcomes` adds up to `total`. A decided case has one way, without facts.
    """

    outcomes: Mapping[str, int]
    total: int
    facts: Mapping[str, int]
    verdict: Verdict = field(repr=False, compare=False)

    @property
    def combinations(self) -> int:
        """All combinations of the values, those that cannot be included."""
        product = 1
        for values in self.facts.values():
            product *= values
        return product

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON; counts are text, since they may pass what other readers hold exactly."""
        return {
            "outcomes": {outcome: str(count) for outcome, count in self.outcomes.items()},
            "total": str(self.total),
            "combinations": str(self.combinations),
            "facts": dict(self.facts),
        }

    def page(self, lang: Lang = "zh") -> Page:
        """The counts and what they are counted over."""
        from tolerance_engine.analysis.change.counts_page import sensitivity_page

        return sensitivity_page(self, lang)


def sensitivity(verdict: Verdict) -> Sensitivity:
    """The counts of a verdict, exact."""
    if verdict.decided:
        return Sensitivity({verdict.possible[0]: 1}, 1, {}, verdict)
    ruleset, (open_, root) = verdict.ruleset, verdict._open
    levels = sorted(ruleset.by_name[item.fact].level for item in verdict.missing)
    known = verdict._bound.known
    values = {level: len(known.values(level, open_.arities[level])) for level in levels}
    with open_.lock:
        counts = _count(open_, root, levels, values)
    outcomes = {outcome: counts.get(ruleset.outcomes.index(outcome) + 1, 0) for outcome in verdict.possible}
    facts = {ruleset.variables[level].name: values[level] for level in levels}
    return Sensitivity(outcomes, sum(outcomes.values()), facts, verdict)


def _count(diagram: Diagram, root: int, levels: list[int], values: Mapping[int, int]) -> dict[int, int]:
    """Assignments of `levels` by terminal; the other levels are merged away: they only say what can be.

    The outcome does not depend on them once `levels` are given, so the branches of one of them are equal
    wherever both can be. A level the path does not ask has `values` ways each.
    """
    place = {level: index for index, level in enumerate(levels)}
    ways = [1] * (len(levels) + 1)
    for index in range(len(levels) - 1, -1, -1):
        ways[index] = ways[index + 1] * values[levels[index]]
    memo: dict[int, dict[int, int]] = {}

    def at(node: int) -> int:
        return place[diagram.level[node]] if node >= TERMINALS else len(levels)

    def counted(node: int) -> dict[int, int]:
        """By terminal, the assignments of the levels from this node's own on."""
        if node < TERMINALS:
            return {} if node == DEAD else {node: 1}
        if node not in memo:
            total: dict[int, int] = {}
            for kid in diagram.kids[node]:
                skipped = ways[at(node) + 1] // ways[at(kid)]
                for terminal, count in counted(kid).items():
                    total[terminal] = total.get(terminal, 0) + count * skipped
            memo[node] = total
        return memo[node]

    top = merged(diagram, root, set(range(len(diagram.arities))) - set(levels), DEAD)
    whole = ways[0] // ways[at(top)]
    return {terminal: count * whole for terminal, count in counted(top).items()}
