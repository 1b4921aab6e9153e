"""Cells: in which rows a fact may have a value, and in which its column cannot be used, as conditions.

A null may be anything; so may the text `unknown`. The conditions are true or false in every row, never null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from tolerance_engine.ruleset.model import Derive
from tolerance_engine.ruleset.values import MAX_DIGITS
from tolerance_engine.ruleset.variables import Interval, Variable
from tolerance_engine.sql.columns import Column
from tolerance_engine.sql.dialects import Dialect

TESTS = {"before": "<", "on_or_before": "<=", "after": ">", "on_or_after": ">="}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def text(value: str) -> str:
    """A text constant."""
    return "'" + value.replace("'", "''") + "'"


def day(value: date) -> str:
    """A date constant; `query` writes it as each database wants it."""
    return f"CAST('{value.isoformat()}' AS DATE)"


def number(value: Decimal) -> str:
    """A number constant, written out."""
    return f"{value:f}"


def one_of(parts: Sequence[str]) -> str:
    """Any of some conditions."""
    return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"


class Cells:
    """The conditions for one table. `names` holds, for each column, how the query writes it."""

    def __init__(self, dialect: Dialect, columns: Sequence[Column], names: Mapping[str, str]) -> None:
        self.dialect = dialect
        self.columns = {column.name: column for column in columns}
        self.names = names

    def name(self, fact: str) -> str | None:
        """The column of a fact as the query writes it; None when the table has none."""
        column = self.columns.get(fact)
        return self.names[column.column] if column is not None else None

    # what may be -------------------------------------------------------------------------------------------

    def may(self, variable: Variable, accepted: Sequence[int]) -> str | None:
        """Where the variable may be in one of the `accepted` cells; None where it always may."""
        if len(accepted) == len(variable.cells):
            return None
        parts = []
        column = self.columns.get(variable.name)
        if column is not None:
            parts.append(one_of([*self.inside(column, variable, accepted), self.open(column)]))
        derive = variable.fact.derive if variable.fact else None
        compared = self.compared(derive, bool(accepted[0])) if derive else None
        if compared is not None:
            parts.append(compared)
        return " AND ".join(parts) or None

    def open(self, column: Column) -> str:
        """Where a column leaves its fact open."""
        name = self.names[column.column]
        if column.kind in ("choice", "dimension"):
            return f"{name} IS NULL OR {_among(self.dialect.exactly(name), ['unknown'])}"
        return f"{name} IS NULL"

    def inside(self, column: Column, variable: Variable, accepted: Sequence[int]) -> list[str]:
        """Where the value that a column states is in one of the cells."""
        name = self.names[column.column]
        match column.kind:
            case "boolean":
                return [f"{name} = {self.dialect.truth(bool(cell))}" for cell in accepted]
            case "number" | "date":
                return [_between(name, variable, first, last) for first, last in _runs(accepted)]
            case _:
                return [_among(self.dialect.exactly(name), [str(variable.cells[cell]) for cell in accepted])]

    def compared(self, derive: Derive, truth: bool) -> str | None:
        """Where two dates allow the comparison to be `truth`; None where the table does not state both."""
        left, right = self.name(derive.left), self.name(derive.right)
        if left is None or right is None:
            return None
        test = TESTS[derive.test]
        return f"({left} IS NULL OR {right} IS NULL OR {left} {test if truth else OPPOSITE[test]} {right})"

    def stated(self, name: str, values: Sequence[object], accepted: Sequence[int]) -> str:
        """Where the finding is one of the accepted cells: cell i the i-th value, the one after them not stated."""
        column = self.columns[name]
        written = self.names[column.column]
        parts = []
        chosen = [values[cell] for cell in accepted if cell < len(values)]
        if chosen and column.kind == "definition":
            parts += [f"{written} = {self.dialect.truth(bool(value))}" for value in chosen]
        elif chosen:
            parts.append(_among(self.dialect.exactly(written), [str(value) for value in chosen]))
        if len(values) in accepted:
            parts.append(self.open(column))
        elif parts:  # never null
            return f"({written} IS NOT NULL AND {one_of(parts)})"
        return one_of(parts)

    # what cannot be ----------------------------------------------------------------------------------------

    def wrong(self, column: Column) -> str:
        """Where a column's value is none of its fact's. Null where the column is."""
        name = self.names[column.column]
        return " OR ".join(self._wrong(column, name))

    def _wrong(self, column: Column, name: str) -> Iterator[str]:
        fact = column.fact
        if column.kind in ("boolean", "definition"):
            yield f"NOT {name} IN ({self.dialect.truth(True)}, {self.dialect.truth(False)})"
        elif column.kind in ("choice", "dimension"):
            yield f"NOT {_among(self.dialect.exactly(name), (*column.values, 'unknown'))}"
        elif column.kind == "number":
            if self.dialect.typeless:
                yield f"NOT TYPEOF({name}) IN ('integer', 'real', 'null')"
            # also what is not a number, and what is infinite
            yield f"NOT ABS({name}) < 1e{MAX_DIGITS}"
            if fact is not None and fact.minimum is not None:
                yield f"{name} < {number(fact.minimum)}"
            if fact is not None and fact.maximum is not None:
                yield f"{name} > {number(fact.maximum)}"
            if fact is not None and fact.whole:
                yield f"{name} <> ROUND({name})"
        elif self.dialect.typeless:
            # by way of a number: 30 February is only found out where something is reckoned
            real = f"DATE(JULIANDAY({name}))"
            yield f"NOT {name} IS NULL AND ({real} IS NULL OR {real} <> {name})"
        else:
            yield f"{name} < {day(date.min)}"
            yield f"{name} > {day(date.max)}"
            yield f"{name} <> {'TRUNC(' + name + ')' if self.dialect.step == 'HINT' else f'CAST({name} AS DATE)'}"

    def clashing(self, name: str, derive: Derive) -> str | None:
        """Where a stated truth contradicts both dates; None where the table cannot."""
        column = self.name(name)
        yes, no = self.compared(derive, True), self.compared(derive, False)
        if column is None or yes is None or no is None:
            return None
        true, false = self.dialect.truth(True), self.dialect.truth(False)
        return f"({column} IS NOT NULL AND (({column} = {true} AND NOT {yes}) OR ({column} = {false} AND NOT {no})))"

    def squeezed(self, group: Sequence[Variable]) -> str | None:
        """Where some but not all dates of comparisons that share them are known; None where that cannot be."""
        derived = [variable.fact.derive for variable in group if variable.fact and variable.fact.derive]
        dates = sorted({name for derive in derived for name in (derive.left, derive.right)})
        there = [name for each in dates if (name := self.name(each)) is not None]
        if not there:
            return None
        some = one_of([f"{name} IS NOT NULL" for name in there])
        if len(there) < len(dates):
            return some
        return f"({some} AND {one_of([f'{name} IS NULL' for name in there])})"


def _among(name: str, values: Sequence[str]) -> str:
    if len(values) == 1:
        return f"{name} = {text(values[0])}"
    return f"{name} IN ({', '.join(map(text, values))})"


def _runs(cells: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cells that stand side by side, as first and last."""
    for _, run in groupby(enumerate(sorted(cells)), key=lambda pair: pair[1] - pair[0]):
        found = [cell for _, cell in run]
        yield found[0], found[-1]


def _between(name: str, variable: Variable, first: int, last: int) -> str:
    """From the first cell to the last; what lies outside the fact's bounds is wrong anyway."""
    low, high = variable.cells[first], variable.cells[last]
    parts = []
    if isinstance(low, Interval) and isinstance(high, Interval):
        if first > 0 and low.low is not None:
            parts.append(f"{name} {'>=' if low.low_included else '>'} {number(low.low)}")
        if last < len(variable.cells) - 1 and high.high is not None:
            parts.append(f"{name} {'<=' if high.high_included else '<'} {number(high.high)}")
    else:
        if first > 0:
            parts.append(f"{name} >= {day(low.first)}")  # type: ignore[union-attr, arg-type]
        if last < len(variable.cells) - 1:
            parts.append(f"{name} < {day(high.last + timedelta(days=1))}")  # type: ignore[union-attr, operator, arg-type]
    return "(" + " AND ".join(parts) + ")" if len(parts) > 1 else parts[0]
