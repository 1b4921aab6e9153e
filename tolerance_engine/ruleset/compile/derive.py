"""Derived booleans: two dates compared. Several that share dates are not independent of each other.

`a before b` and `b before a` cannot both be true, and with `a` known the dates in between are squeezed.
Feasible combinations are those whose differences form no negative circle (Bellman 1958; Ford 1956).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from tolerance_engine.diagram import Diagram
from tolerance_engine.ruleset.model import Derive
from tolerance_engine.ruleset.variables import Variable

Dates = Mapping[str, tuple[date, ...]]
"""What is known of each date: the days it can be. A date that is not named can be any day."""

MAX_LINKED = 8
"""Derived booleans that may hang together through shared dates."""


def holds(derive: Derive, left: date, right: date) -> bool:
    """The comparison of two known dates."""
    match derive.test:
        case "before":
            return left < right
        case "on_or_before":
            return left <= right
        case "after":
            return left > right
        case "on_or_after":
            return left >= right


def linked_groups(variables: Sequence[Variable]) -> tuple[tuple[Variable, ...], ...]:
    """Derived variables, grouped by the dates they share."""
    groups: list[tuple[set[str], list[Variable]]] = []
    for variable in variables:
        derive = variable.fact.derive if variable.fact else None
        if derive is None:
            continue
        dates = {derive.left, derive.right}
        members = [variable]
        rest = []
        for known, others in groups:
            if known & dates:
                dates |= known
                members = others + members
            else:
                rest.append((known, others))
        groups = [*rest, (dates, members)]
    return tuple(tuple(members) for _, members in groups)


def consistent(diagram: Diagram, group: Sequence[Variable], dates: Dates) -> int:
    """1 where the truth values of `group` can hold together, given what is known of the dates."""
    cubes = [
        diagram.conj([diagram.cells(v.level, (int(t),)) for v, t in zip(group, truths, strict=True)])
        for truths in product((False, True), repeat=len(group))
        if _possible(group, truths, dates)
    ]
    return diagram.disj(cubes)


def _possible(group: Sequence[Variable], truths: Sequence[bool], dates: Dates) -> bool:
    names = sorted(
        {n for v in group if v.fact and v.fact.derive for n in (v.fact.derive.left, v.fact.derive.right)}
    )
    fixed = [name for name in names if name in dates]
    edges = [
        edge
        for v, t in zip(group, truths, strict=True)
        if v.fact and v.fact.derive
        for edge in _edges(v.fact.derive, t)
    ]
    return any(
        _no_negative_circle(names, [*edges, *_pins(dict(zip(fixed, days, strict=True)))])
        for days in product(*(dates[name] for name in fixed))
    )


def _edges(derive: Derive, truth: bool) -> Iterator[tuple[str, str, int]]:
    """Constraints `a <= b + days` as (b, a, days)."""
    left, right, test = derive.left, derive.right, derive.test
    if test in ("after", "on_or_after"):  # left after right is right before left
        left, right = right, left
        test = "before" if test == "after" else "on_or_before"
    if truth:
        yield right, left, -1 if test == "before" else 0
    else:
        yield left, right, 0 if test == "before" else -1


def _pins(days: Mapping[str, date]) -> Iterator[tuple[str, str, int]]:
    """A known date lies exactly its ordinal away from the origin."""
    for name, day in days.items():
        yield "", name, day.toordinal()
        yield name, "", -day.toordinal()


def _no_negative_circle(names: Sequence[str], edges: Sequence[tuple[str, str, int]]) -> bool:
    reach = dict.fromkeys(("", *names), 0)
    for _ in range(len(reach)):
        changed = False
        for source, target, days in edges:
            if reach[source] + days < reach[target]:
                reach[target] = reach[source] + days
                changed = True
        if not changed:
            return True
    return False
