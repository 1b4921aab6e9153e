"""Dates of a table: what two of them decide, and what known ones leave of comparisons that hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tolerance_engine.batch.bits import from_flags, full, rows_of, truths
from tolerance_engine.batch.scales import as_days
from tolerance_engine.determine.encoder import encoder
from tolerance_engine.ruleset.compile.derive import consistent, holds
from tolerance_engine.ruleset.model import Derive
from tolerance_engine.ruleset.program import Ruleset
from tolerance_engine.ruleset.values import iso_day
from tolerance_engine.ruleset.variables import Variable

Days = tuple[date, ...]
_TESTS = {
    "before": pc.less,
    "on_or_before": pc.less_equal,
    "after": pc.greater,
    "on_or_after": pc.greater_equal,
}


class DateColumn:
    """The days of one date fact, row by row; a list of days narrows it."""

    def __init__(self, array: pa.Array, known: int) -> None:
        self.array = array
        self.single = not pa.types.is_nested(array.type)
        self.plain = as_days(array)[0] if pa.types.is_temporal(array.type) else None
        self.known = known if self.single else -1
        """The rows in which the days it can be are listed."""
        if not self.single:
            self.known = from_flags([bool(self.days(row)) for row in range(len(array))])

    def days(self, row: int) -> Days:
        """The days that the fact can be; none when it is open."""
        if not self.known >> row & 1:
            return ()
        value = self.array[row].as_py()
        values = value if isinstance(value, list) else () if value is None else [value]
        found = [day for each in values if (day := _day(each)) is not None]
        return tuple(dict.fromkeys(found))


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return iso_day(value)
    return value.date() if isinstance(value, datetime) else value


class Dates:
    """What the dates of a ruleset decide in a block of rows."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.enc = encoder(ruleset)
        self._conditions: dict[Any, int] = {}

    def derive(
        self,
        columns: Mapping[str, DateColumn],
        cells: list[list[int]],
        stated: Mapping[str, list[int]],
        rows: int,
    ) -> int:
        """Fills in the booleans that two dates decide; the rows in which what is stated differs."""
        impossible = 0
        for variable, derive in self.enc.derived:
            compared = self.compared(columns, derive, rows)
            if compared is None:
                continue
            may_not, may = compared
            low, high = cells[variable.level]
            settled = ~(may_not & may)
            cells[variable.level] = [low & may_not, high & may]
            # a value that is stated against both dates leaves the fact none
            impossible |= settled & ~(low & may_not | high & may)
        for name, derive in self.enc.unasked:
            compared = self.compared(columns, derive, rows)
            if compared is not None and name in stated:
                may_not, may = compared
                low, high = stated[name]
                impossible |= ~(low & may_not | high & may)
        return impossible & full(rows)

    def compared(
        self, columns: Mapping[str, DateColumn], derive: Derive, rows: int
    ) -> tuple[int, int] | None:
        """The rows in which the comparison may fail, and in which it may hold."""
        left, right = columns.get(derive.left), columns.get(derive.right)
        if left is None or right is None:
            return None
        every = full(rows)
        both = left.known & right.known
        if left.plain is not None and right.plain is not None:
            yes = truths(_TESTS[derive.test](left.plain, right.plain)) & both
            return every ^ yes, every ^ (both & ~yes)
        may_not, may = every ^ both, every ^ both
        for row in rows_of(both, rows):
            found = {holds(derive, a, b) for a in left.days(row) for b in right.days(row)}
            may_not |= int(False in found) << row
            may |= int(True in found) << row
        return may_not, may

    def conditions(self, columns: Mapping[str, DateColumn], rows: int) -> Mapping[int, int]:
        """The rows by what their dates demand: a function of the ruleset's diagram that must be 1.

        Comparisons that share dates are squeezed by the days that are known. Only differences of days
        matter, and beyond the number of dates a larger difference changes nothing.
        """
        every = full(rows)
        parts = {1: every}
        for group in self.enc.groups:
            names = _names(group)
            there = [columns[name] for name in names if name in columns]
            some, all_ = 0, every if len(there) == len(names) else 0
            for column in there:
                some |= column.known
                all_ &= column.known if column.single else 0
            for row in rows_of(some & ~all_, rows):
                node = self._condition(group, names, columns, row)
                if node != 1:
                    parts = _moved(parts, row, node, self._joined)
        return parts

    def _condition(
        self, group: Sequence[Variable], names: Sequence[str], columns: Mapping[str, DateColumn], row: int
    ) -> int:
        days = {name: found for name in names if name in columns and (found := columns[name].days(row))}
        first = next(iter(days.values()))[0].toordinal()
        limit = len(names) + 1
        key: Any = (
            id(group),
            tuple((name, tuple(day.toordinal() - first for day in found)) for name, found in days.items()),
        )
        if all(len(found) == 1 for found in days.values()):
            ordinals = [found[0].toordinal() for found in days.values()]
            differences = tuple(
                max(-limit, min(limit, b - a)) for i, a in enumerate(ordinals) for b in ordinals[i + 1 :]
            )
            key = (id(group), tuple(days), differences)
        if key not in self._conditions:
            with self.ruleset.diagram.lock:
                self._conditions[key] = consistent(self.ruleset.diagram, group, days)
        return self._conditions[key]

    def _joined(self, left: int, right: int) -> int:
        with self.ruleset.diagram.lock:
            return self.ruleset.diagram.conj([left, right])


def _names(group: Sequence[Variable]) -> list[str]:
    found = {n for v in group if v.fact and v.fact.derive for n in (v.fact.derive.left, v.fact.derive.right)}
    return sorted(found)


def _moved(parts: dict[int, int], row: int, node: int, join: Any) -> dict[int, int]:
    bit = 1 << row
    for before, plane in list(parts.items()):
        if plane & bit:
            parts[before] = plane ^ bit
            after = join(before, node)
            parts[after] = parts.get(after, 0) | bit
            break
    return parts
