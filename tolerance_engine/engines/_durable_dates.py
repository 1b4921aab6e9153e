"""Dates: whether booleans that compare dates can hold together, without any engine's help.

Each comparison bounds the difference of two days; days exist that satisfy them all unless some circle of
bounds asks a day to be before itself (Bellman 1958; Ford 1956).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from tolerance_engine.ruleset.model import Derive, Fact

Bound = tuple[str, str, int]
"""The first date is at most so many days after the second."""

ORIGIN = ""


def dates_fit(
    derived: Iterable[Fact], truths: Mapping[str, bool], days: Mapping[str, tuple[date, ...]]
) -> bool:
    """Whether days exist for which every derived fact has its truth; `days` are those that a date may be."""
    comparisons = [(f.derive, truths[f.name]) for f in derived if f.derive is not None and f.name in truths]
    if not comparisons:
        return True
    bounds = [_bound(derive, truth) for derive, truth in comparisons]
    names = sorted({name for left, right, _ in bounds for name in (left, right)})
    given = [name for name in names if name in days]
    return any(
        _satisfiable(names, [*bounds, *_fixed(zip(given, chosen, strict=True))])
        for chosen in product(*(days[name] for name in given))
    )


def _bound(derive: Derive, truth: bool) -> Bound:
    """Not before is on or after, and the other way round."""
    earlier, later, strict = derive.left, derive.right, derive.test in ("before", "after")
    if derive.test in ("after", "on_or_after"):
        earlier, later = later, earlier
    if not truth:
        earlier, later, strict = later, earlier, not strict
    return earlier, later, -1 if strict else 0


def _fixed(days: Iterable[tuple[str, date]]) -> Iterator[Bound]:
    for name, day in days:
        yield name, ORIGIN, day.toordinal()
        yield ORIGIN, name, -day.toordinal()


def _satisfiable(names: Sequence[str], bounds: Sequence[Bound]) -> bool:
    latest = dict.fromkeys((ORIGIN, *names), 0)
    for _ in latest:
        changed = False
        for first, second, days in bounds:
            if latest[second] + days < latest[first]:
                latest[first] = latest[second] + days
                changed = True
        if not changed:
            return True
    return False
