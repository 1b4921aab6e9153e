"""Statements: what a case states, one by one, and what each allows by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from tolerance_engine.determine.bind import CLOCKS, bind
from tolerance_engine.determine.case import Case
from tolerance_engine.determine.conditions import findings_of
from tolerance_engine.diagram import TERMINALS, UNKNOWN, Diagram
from tolerance_engine.diagram.reasons import Component, Statements
from tolerance_engine.errors import BudgetExceeded
from tolerance_engine.ruleset.compile.derive import Dates, consistent, linked_groups
from tolerance_engine.ruleset.variables import Variable

if TYPE_CHECKING:
    from tolerance_engine.determine.verdict import Verdict


def in_case(case: Case) -> list[str]:
    """The names a case speaks of, as they stand there."""
    clocks = [clock for clock in CLOCKS if getattr(case, clock) is not None]
    return list(dict.fromkeys([*clocks, *case.facts, *case.findings]))


def statements_of(verdict: Verdict) -> tuple[tuple[str, ...], Statements]:
    """What the case states, one by one: names by number, and what each allows."""
    ruleset, bound = verdict.ruleset, verdict._bound
    own = bind(ruleset, without_dates(verdict.case, bound.dates)).known
    names: list[str] = []
    levels: dict[int, tuple[int, frozenset[int]]] = {}
    for variable in ruleset.variables:
        if own.codes[variable.level] != UNKNOWN:
            cells = frozenset(own.values(variable.level, len(variable.cells)))
            levels[variable.level] = (len(names), cells)
            names.append(variable.name)
    components: list[Component] = []
    if bound.dates:
        for group in linked_groups(ruleset.variables):
            dates = {name: bound.dates[name] for name in dates_of(group) if name in bound.dates}
            if dates:
                numbers = {name: len(names) + index for index, name in enumerate(dates)}
                names += dates
                components.append(_dated(ruleset.diagram, group, dates, numbers))
    for name, node in findings_of(ruleset, verdict._program, bound.findings):
        components.append(Component(node, {0: ((len(names),),), 1: ((),)}))
        names.append(name)
    return tuple(names), Statements(levels, components)


def without_dates(case: Case, dates: Iterable[str]) -> Case:
    """The case without the days that only serve to derive facts."""
    gone = frozenset(dates)
    return Case(
        facts={name: raw for name, raw in case.facts.items() if name not in gone},
        findings=case.findings,
        **{clock: getattr(case, clock) for clock in CLOCKS if clock not in gone},
    )


def dates_of(group: Sequence[Variable]) -> list[str]:
    """The dates that a group of derived facts compares."""
    pairs = [v.fact.derive for v in group if v.fact and v.fact.derive]
    return list(dict.fromkeys(name for pair in pairs for name in (pair.left, pair.right)))


def _dated(
    diagram: Diagram, group: Sequence[Variable], dates: Dates, numbers: Mapping[str, int]
) -> Component:
    """Days squeeze derived facts together: for each of their combinations, the days that stand against it."""
    ordered = sorted(group, key=lambda variable: variable.level)
    ways: dict[tuple[tuple[int, ...], ...], int] = {}
    with diagram.lock:
        allowing = [
            (gone, consistent(diagram, group, {n: d for n, d in dates.items() if n not in gone}))
            for size in range(len(dates) + 1)
            for gone in combinations(dates, size)
        ]

        def against(truths: Sequence[int]) -> int:
            found: list[frozenset[str]] = []
            for gone, node in allowing:
                if not any(smaller <= set(gone) for smaller in found) and _value(
                    diagram, node, ordered, truths
                ):
                    found.append(frozenset(gone))
            sets = tuple(tuple(sorted(numbers[name] for name in gone)) for gone in found)
            if sets not in ways and len(ways) >= TERMINALS:
                raise BudgetExceeded(TERMINALS)
            return ways.setdefault(sets, len(ways))

        row = [against(truths) for truths in product((0, 1), repeat=len(ordered))]
        for variable in reversed(ordered):
            row = [diagram.node(variable.level, pair) for pair in zip(row[::2], row[1::2], strict=True)]
    return Component(row[0], {terminal: sets for sets, terminal in ways.items()})


def _value(diagram: Diagram, node: int, ordered: Sequence[Variable], truths: Sequence[int]) -> int:
    at = {variable.level: truth for variable, truth in zip(ordered, truths, strict=True)}
    while node >= TERMINALS:
        node = diagram.kids[node][at[diagram.level[node]]]
    return node
