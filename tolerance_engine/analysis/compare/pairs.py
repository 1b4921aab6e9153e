"""Pairs: many rulesets in, each pair counted. One of them that does not fit burdens its own pairs, no others.

All are compiled once, into one store over facts cut where any cuts; two at a time are then copied into a store of
their own. Beside compiling every pair anew that took a fifth of the time, and a pair over its budget leaves
nothing behind (benchmarks/compare.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from tolerance_engine.analysis.compare.fitting import alike
from tolerance_engine.analysis.compare.joint import Part, Together, joint, part_of, together
from tolerance_engine.analysis.compare.scale import questions, scale_of
from tolerance_engine.analysis.compare.space import Counting
from tolerance_engine.analysis.compare.table import DiffTable, PairCell
from tolerance_engine.analysis.compare.tally import tally
from tolerance_engine.diagnostics import Diagnostic, choices
from tolerance_engine.errors import BudgetExceeded, RulesetError
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.variables import Variable
from tolerance_engine.source import Words


def table_of(rulesets: Sequence[Ruleset], asked: str | None, budget: int) -> DiffTable:
    """The table. Raises ValueError for fewer than two rulesets, RulesetError (P001) for a reading that none has."""
    if len(rulesets) < 2:
        raise ValueError("a table compares two rulesets or more")
    if asked is not None and not any(asked in ruleset.programs for ruleset in rulesets):
        known = dict.fromkeys(name for ruleset in rulesets for name in ruleset.programs)
        message = Words(f"没有一个规则集有 `{asked}` 这个口径", f"no ruleset here has a reading `{asked}`")
        raise RulesetError([Diagnostic("P001", message, help=choices(known))])
    readings = [_reading(ruleset, asked) for ruleset in rulesets]
    names = _names(rulesets)
    store = _Store(rulesets, readings, budget)
    rows = [
        _cell(store, (one, other), (names[one], names[other]))
        for one, other in combinations(range(len(rulesets)), 2)
    ]
    return DiffTable(tuple(rulesets), names, tuple(readings), asked, budget, tuple(rows))


def _reading(ruleset: Ruleset, asked: str | None) -> str:
    if asked is None:
        return ruleset.reading
    return asked if asked in ruleset.programs else ruleset.readings[0]


def _names(rulesets: Sequence[Ruleset]) -> tuple[str, ...]:
    """The ids; where an id comes twice, with the day it is in force from, and a number where that is the same."""
    ids = [ruleset.id for ruleset in rulesets]
    names: list[str] = []
    for ruleset in rulesets:
        twice = ids.count(ruleset.id) > 1
        name = base = f"{ruleset.id}@{ruleset.linked.in_force.first_text}" if twice else ruleset.id
        number = 1
        while name in names:
            number += 1
            name = f"{base}#{number}"
        names.append(name)
    return tuple(names)


class _Store:
    """The rulesets, those of them that fit together compiled into one diagram."""

    def __init__(self, rulesets: Sequence[Ruleset], readings: Sequence[str], budget: int) -> None:
        self.rulesets, self.readings, self.budget = rulesets, readings, budget
        parts = [part_of(ruleset, reading) for ruleset, reading in zip(rulesets, readings, strict=True)]
        fitting = list(_fitting(parts))
        self.place: Mapping[int, int] = {which: place for place, which in enumerate(fitting)}
        self.together: Together | None = None
        try:
            self.together = together([parts[which] for which in fitting], budget)
        except BudgetExceeded:  # one by one, two may well fit where all do not
            self.place = {}

    def counting(self, one: int, other: int) -> Counting:
        """Both outcomes, ready to be counted. Raises as `te.diff` of the two does."""
        if self.together is not None and one in self.place and other in self.place:
            return self.together.apart(self.place[one], self.place[other], self.budget)
        a, b = self.rulesets[one], self.rulesets[other]
        return joint(a, b, (self.readings[one], self.readings[other]), self.budget).counting


def _fitting(parts: Sequence[Part]) -> Iterator[int]:
    """Which of them may share one diagram: those whose facts mean the same as in all before them."""
    known: dict[str, Variable] = {}
    for place, part in enumerate(parts):
        if all(alike(known[name], variable) for name, variable in part.cut.items() if name in known):
            known |= {name: variable for name, variable in part.cut.items() if name not in known}
            yield place


def _cell(store: _Store, pair: tuple[int, int], names: tuple[str, str]) -> PairCell:
    a, b = (store.rulesets[which] for which in pair)
    readings = store.readings[pair[0]], store.readings[pair[1]]
    try:
        scale = scale_of(a.linked, b.linked)
    except RulesetError as error:
        relation = "refused" if questions(a.linked, b.linked) is None else "different_question"
        return PairCell(*names, readings, relation, None, error.diagnostics)  # type: ignore[arg-type]
    try:
        found = tally(store.counting(*pair).counts, (a.outcomes, b.outcomes), scale)
    except RulesetError as error:
        return PairCell(*names, readings, "refused", None, error.diagnostics)
    except BudgetExceeded as error:
        return PairCell(*names, readings, "over_budget", None, error.diagnostics)
    return PairCell(*names, readings, found.relation, found)
