"""Variables: facts cut into the few values that conditions can tell apart.

A number that is only compared with 500000 has two cells, not infinitely many. Cells are disjoint, cover the
declared bounds, and stand in natural order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from tolerance_engine.expr import FactIs
from tolerance_engine.expr.nodes import DIMENSION_VALUES
from tolerance_engine.ruleset.model import Fact, Value

Edge = tuple[Decimal, bool]
"""A cut: values up to `edge` (included when the flag is true) lie below it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A cell of a number: bounds and whether they are included; None is unbounded."""

    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool
    whole: bool = False

    def sample(self) -> Decimal:
        """A plain value inside the cell."""
        step = Decimal(1)
        if self.high is not None and self.high_included:
            return self.high
        if self.low is not None and self.low_included:
            return self.low
        if self.low is None and self.high is None:
            return Decimal(0)
        if self.low is None:
            return _down(self.high) - step  # type: ignore[arg-type]
        if self.high is None:
            return _down(self.low) + step
        middle = (self.low + self.high) / 2
        return middle.to_integral_value(ROUND_CEILING) if self.whole else middle


def _down(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class Days:
    """A cell of a date: first and last day, both included; None is unbounded."""

    first: date | None
    last: date | None

    def sample(self) -> date:
        """A day inside the cell."""
        if self.last is not None:
            return self.last
        return self.first if self.first is not None else date(2000, 1, 1)


Cell = bool | str | Interval | Days


@dataclass(frozen=True, slots=True)
class Variable:
    """One level of the diagram. A dimension without poles is a variable too: its value is only ever stated."""

    name: str
    level: int
    cells: tuple[Cell, ...]
    fact: Fact | None
    _edges: tuple[Edge, ...] = field(default=(), repr=False)
    _starts: tuple[date, ...] = field(default=(), repr=False)

    def cell_of(self, value: Any) -> int:
        """The index of the cell that `value` (of the right type and within bounds) falls into."""
        if self._edges:
            return bisect_left(self._edges, (value, True))
        if self._starts:
            return sum(start <= value for start in self._starts)
        first = self.cells[0]
        if isinstance(first, Interval | Days):
            return 0
        return self.cells.index(value)

    def accepted(self, leaf: FactIs) -> tuple[int, ...]:
        """The cells in which `leaf` holds."""
        operand = leaf.operand
        if leaf.test == "is":
            return (self.cells.index(operand),)
        if leaf.test == "in":
            return tuple(i for i, cell in enumerate(self.cells) if cell in operand)  # type: ignore[operator]
        return tuple(i for i, cell in enumerate(self.cells) if _holds(cell.sample(), leaf))  # type: ignore[union-attr]

    def sample(self, cell: int) -> Value:
        """A value that falls into the cell."""
        chosen = self.cells[cell]
        return chosen.sample() if isinstance(chosen, Interval | Days) else chosen


def _holds(value: Any, leaf: FactIs) -> bool:
    """A number or date against the constant of a leaf."""
    operand: Any = leaf.operand
    match leaf.test:
        case "at_most" | "on_or_before":
            return bool(value <= operand)
        case "at_least" | "on_or_after":
            return bool(value >= operand)
        case "more_than" | "after":
            return bool(value > operand)
        case _:
            return bool(value < operand)


def variable_of(fact: Fact, level: int, tests: Iterable[FactIs]) -> Variable:
    """The variable of a fact, cut at the thresholds of all `tests` on it."""
    if fact.type == "boolean":
        return Variable(fact.name, level, (False, True), fact)
    if fact.type == "choice":
        return Variable(fact.name, level, tuple(name for name, _ in fact.values), fact)
    if fact.type == "date":
        return _date_variable(fact, level, tests)
    return _number_variable(fact, level, tests)


def stated_variable(name: str, level: int) -> Variable:
    """The variable of a dimension without poles."""
    return Variable(name, level, DIMENSION_VALUES, None)


def _date_variable(fact: Fact, level: int, tests: Iterable[FactIs]) -> Variable:
    starts = set()
    for leaf in tests:
        day = leaf.operand
        assert isinstance(day, date)
        if leaf.test in ("before", "on_or_after"):
            if day > date.min:
                starts.add(day)
        elif day < date.max:
            starts.add(day + timedelta(days=1))
    ordered = tuple(sorted(starts))
    firsts: Sequence[date | None] = (None, *ordered)
    lasts: Sequence[date | None] = (*(start - timedelta(days=1) for start in ordered), None)
    cells = tuple(Days(first, last) for first, last in zip(firsts, lasts, strict=True))
    return Variable(fact.name, level, cells, fact, _starts=ordered)


def _number_variable(fact: Fact, level: int, tests: Iterable[FactIs]) -> Variable:
    edges: set[Edge] = set()
    for leaf in tests:
        number = leaf.operand
        assert isinstance(number, Decimal)
        included = leaf.test in ("at_most", "more_than")
        if fact.whole:
            # whole numbers: "below 2.5" and "at most 2" cut at the same place
            number = _down(number) if included else number.to_integral_value(ROUND_CEILING) - 1
            included = True
        edges.add((number, included))
    kept = tuple(sorted(edge for edge in edges if _inside(edge, fact)))
    bottoms = [(fact.minimum, True), *((number, not included) for number, included in kept)]
    tops = [*kept, (fact.maximum, True)]
    cells = tuple(
        Interval(low, low is not None and low_in, high, high is not None and high_in, fact.whole)
        for (low, low_in), (high, high_in) in zip(bottoms, tops, strict=True)
    )
    if fact.whole:
        cells = tuple(_whole(cell) for cell in cells)
    return Variable(fact.name, level, cells, fact, _edges=kept)


def _inside(edge: Edge, fact: Fact) -> bool:
    """Whether both sides of the cut hold some value within the bounds."""
    number, included = edge
    low, high = fact.minimum, fact.maximum
    if low is not None and (number < low or (number == low and not included)):
        return False
    return not (high is not None and number >= high and (included or number > high))


def _whole(cell: Interval) -> Interval:
    low = cell.low
    if low is not None:
        low = low.to_integral_value(ROUND_CEILING) if cell.low_included else _down(low) + 1
    high = _down(cell.high) if cell.high is not None else None
    return Interval(low, low is not None, high, high is not None, True)
