"""Counterfactuals: the smallest changes to a case after which the outcome asked for is the only one left.

What can still be established, what can still be done, and what only history could have made otherwise are
kept apart; the last is said as a condition, never as advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tolerance_engine.analysis.change.alternatives import Alternatives, Kind, Named, changed, name_problems
from tolerance_engine.analysis.change.nearest import OutOfSteps
from tolerance_engine.determine import Case, Verdict, case_from, determine
from tolerance_engine.determine.ask.why_not import terminal_of
from tolerance_engine.determine.shown.plain import plain
from tolerance_engine.render.page import Page
from tolerance_engine.render.presentable import Presentable
from tolerance_engine.ruleset import Ruleset
from tolerance_engine.source import Lang

LIMIT = 50
"""Changes that are listed."""

_ORDER: Mapping[Kind, int] = {"establish": 0, "conduct": 1, "otherwise": 2}


@dataclass(frozen=True, slots=True)
class Step:
    """One fact or finding with another value than the case gives it (`before`; None where it was open).

    `kind` is `establish` (open, or evidence can still be supplied), `conduct` (can still be done), or
    `otherwise` (only if it had been so).
    """

    name: str
    value: Any
    before: Any
    kind: Kind

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"fact": self.name, "value": self.value, "before": self.before, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Change:
    """Steps that reach the outcome together and not without any one of them. `kind` is that of the gravest."""

    steps: tuple[Step, ...]
    case: Case = field(repr=False)
    """The case with the change made: fed back, it decides the outcome."""

    @property
    def kind(self) -> Kind:
        """`otherwise` if any step is, else `conduct` if any step is, else `establish`."""
        return max((step.kind for step in self.steps), key=_ORDER.__getitem__)

    @property
    def values(self) -> dict[str, Any]:
        """What is set to what."""
        return {step.name: step.value for step in self.steps}

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "steps": [step.as_data() for step in self.steps]}


@dataclass(frozen=True)
class Counterfactuals(Presentable):
    """The changes, fewest steps first, then by what can still be done about them.

    `already` says that the case has the outcome as it stands. `searched` is the number of steps up to which
    nothing was overlooked; `complete` is False when more changes were found than `limit`, or when the search
    was stopped before it came as far as it was asked to.
    """

    outcome: str
    already: bool
    changes: tuple[Change, ...]
    searched: int
    complete: bool
    verdict: Verdict = field(repr=False, compare=False)

    def of_kind(self, kind: Literal["establish", "conduct", "otherwise"]) -> tuple[Change, ...]:
        """The changes of one kind, in order."""
        return tuple(change for change in self.changes if change.kind == kind)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data: dict[str, Any] = plain(
            {
                "outcome": self.outcome,
                "already": self.already,
                "changes": [change.as_data() for change in self.changes],
                "searched": self.searched,
                "complete": self.complete,
            }
        )
        return data

    def page(self, lang: Lang = "zh") -> Page:
        """The changes in three parts that stay apart."""
        from tolerance_engine.analysis.change.counterfactual_page import counterfactuals_page

        return counterfactuals_page(self, lang)


def counterfactuals(
    ruleset: Ruleset,
    case: Case | Mapping[str, Any],
    outcome: str,
    changeable: Iterable[str] | None = None,
    *,
    reading: str | None = None,
    limit: int = LIMIT,
    size: int | None = None,
) -> Counterfactuals:
    """The minimal changes of facts and stated findings after which `outcome` is the only one possible.

    With `size`, all minimal changes of at most so many steps. Without, the smallest there are, sought three
    times: by what can be established, by that and conduct still open, and by anything. `changeable` limits
    the names. A fact that two stated dates give stands for them: changing it sets the dates aside.

    Raises CaseError for names nobody declared or a case that contradicts itself, RulesetError for an outcome
    the ruleset does not have.
    """
    chosen = case if isinstance(case, Case) else case_from(case)
    verdict = determine(ruleset, chosen, reading=reading)
    terminal = terminal_of(verdict, outcome)
    names = None if changeable is None else frozenset(changeable)
    name_problems(ruleset, verdict, names)
    if verdict.outcome == outcome:
        return Counterfactuals(outcome, True, (), 0, True, verdict)
    tiers: Sequence[tuple[Kind, ...]] = (("establish",), ("establish", "conduct"), tuple(_ORDER))
    found: dict[frozenset[tuple[str, Any]], Change] = {}
    searched, complete = 0, True
    for kinds in tiers if size is None else tiers[-1:]:
        alternatives = Alternatives(verdict, terminal, names, frozenset(kinds))
        seen, searched, whole = _search(alternatives, size, limit)
        complete = complete and whole
        for literals in seen:
            change = _change(verdict, alternatives, literals)
            found.setdefault(frozenset(literals), change)
    place = {name: index for index, name in enumerate(_names_in_order(ruleset))}
    ranked = sorted(found.values(), key=lambda change: _rank(change, place))
    return Counterfactuals(
        outcome, False, tuple(ranked[:limit]), searched, complete and len(ranked) <= limit, verdict
    )


def _search(
    alternatives: Alternatives, size: int | None, limit: int
) -> tuple[list[tuple[Named, ...]], int, bool]:
    """Minimal changes, size after size; up to which size all were seen; whether that is all that was asked."""
    seen: list[tuple[Named, ...]] = []
    kept: list[frozenset[Named]] = []
    last = alternatives.most if size is None else min(size, alternatives.most)
    if alternatives.hopeless:
        return seen, last, True
    for steps in range(1, last + 1):
        try:
            for literals in alternatives.changes(steps):
                whole = frozenset(literals)
                if any(smaller <= whole for smaller in kept):
                    continue
                seen.append(literals)
                kept.append(whole)
                if len(seen) > limit:
                    return seen, steps - 1, False
        except OutOfSteps:
            return seen, steps - 1, False
        if seen and size is None:
            return seen, steps, True
    return seen, last if size is None else size, True


def _change(verdict: Verdict, alternatives: Alternatives, literals: Sequence[Named]) -> Change:
    steps = tuple(
        Step(name, value, alternatives.before(name), alternatives.kind(name, value))
        for name, value in literals
    )
    return Change(steps, changed(verdict, dict(literals)))


def _rank(change: Change, place: Mapping[str, int]) -> tuple[Any, ...]:
    kinds = sorted((_ORDER[step.kind] for step in change.steps), reverse=True)
    return len(change.steps), kinds, [(place[step.name], str(step.value)) for step in change.steps]


def _names_in_order(ruleset: Ruleset) -> Iterator[str]:
    linked = ruleset.linked
    yield from dict.fromkeys(
        [v.name for v in ruleset.variables] + [*linked.facts, *linked.dimensions, *linked.definitions]
    )
